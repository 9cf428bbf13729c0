/* report_example.c - see report_example.h.
 *
 * SPDX-License-Identifier: MIT */
#include "report/report_example.h"

#include <string.h>

static ExsKindRow kinds[EXS_TRACE_COUNT];
static ExsColumnRow columns[EXS_COLUMN_COUNT];
static ExsRuleRow rules[EXS_RULE_COUNT];

static const ExsSchema *schema(void)
{
    static ExsSchema made;

    for (int i = 0; i < EXS_TRACE_COUNT; i++) {
        const ExsTraceInfo *info = exs_trace_info((ExsTraceKind)i);

        kinds[i] = (ExsKindRow){info->word, info->sentence, (ExsDetail)info->level};
    }
    for (int i = 0; i < EXS_COLUMN_COUNT; i++) {
        const ExsColumnInfo *info = exs_column_info((ExsColumn)i);

        columns[i] = (ExsColumnRow){info->name, info->role};
    }
    for (int i = 0; i < EXS_RULE_COUNT; i++) {
        const ExsRuleInfo *info = exs_rule_info((ExsRule)i);

        rules[i] = (ExsRuleRow){info->id, info->source, info->sentence};
    }
    made = (ExsSchema){kinds, EXS_TRACE_COUNT, columns, EXS_COLUMN_COUNT, rules, EXS_RULE_COUNT};
    return &made;
}

ExsRecord *example_new(ExsDetail detail)
{
    ExsRecord *record = exs_record_new(schema(), detail);

    exs_record_set_fact(record, "article", "Q100000");
    exs_record_set_fact(record, "title", "An example");
    exs_record_set_fact(record, "product", "5.5 SP4");
    exs_record_set_fact(record, "seed", "1");
    exs_record_set_fact(record, "start", "1998-03-02 08:00");
    exs_record_add_object(record, "site", 0, "SEATTLE", NULL);
    exs_record_add_object(record, "server", EXAMPLE_SITE, "HUB1", NULL);
    exs_record_add_object(record, "mta", EXAMPLE_HUB1, "mta", "MTA");
    exs_record_add_object(record, "connector", EXAMPLE_HUB1, "IMS (HUB1)",
                          "Internet Mail Service (HUB1)");
    exs_record_add_object(record, "connector", EXAMPLE_HUB1, "FAST", "X.400 Connector FAST");
    exs_record_add_object(record, "queue", EXAMPLE_MTA, "IMS (HUB1)",
                          "Internet Mail Service (HUB1)");
    exs_record_add_object(record, "queue", EXAMPLE_MTA, "FAST", "X.400 Connector FAST");
    exs_record_add_object(record, "server", EXAMPLE_SITE, "HUB2", NULL);
    exs_record_add_object(record, "connector", EXAMPLE_HUB2, "SLOW", "X.400 Connector SLOW");
    exs_record_add_object(record, "connector", EXAMPLE_HUB2, "IMS (HUB2)",
                          "Internet Mail Service (HUB2)");
    exs_record_add_object(record, "server", 0, "PAR1", NULL);
    exs_record_add_object(record, "queue", EXAMPLE_MTA, "HUB2", "HUB2");
    exs_record_add_object(record, "recipient", EXAMPLE_HUB1, "ann", NULL);
    exs_record_set_attribute(record, EXAMPLE_ANN, "dn", "/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann");
    exs_record_set_attribute(record, EXAMPLE_IMS_QUEUE, "connector", "IMS (HUB1)");
    exs_record_set_attribute(record, EXAMPLE_FAST_QUEUE, "connector", "FAST");
    exs_record_set_attribute(record, EXAMPLE_IMS_QUEUE, "secured", "yes");
    exs_record_set_attribute(record, EXAMPLE_IMS, "spaces", "SMTP:* cost 1");
    exs_record_set_attribute(record, EXAMPLE_IMS2, "spaces", "SMTP:* cost 5");
    return record;
}

ExsTime example_at(int64_t seconds)
{
    ExsTime start = 0;

    exs_time_parse_date("1998-03-02 08:00", &start, NULL);
    return start + seconds * EXS_SECOND;
}

void example_add(ExsRecord *record, int64_t seconds, ExsTraceKind kind, uint32_t actor,
                 const int64_t *values, size_t count)
{
    int64_t all[EXS_ENTRY_WORDS] = {0};

    memcpy(all, values, count * sizeof *values);
    exs_record_add(record, example_at(seconds), (uint16_t)kind, actor, all, count);
}

uint32_t example_choose(ExsRecord *record, int64_t fast_tries)
{
    int64_t cells[2][EXS_COLUMN_COUNT] = {{0}};
    uint32_t felled_by[2] = {0};
    const uint32_t steps[] = {EXS_RULE_STEP_1_NOT_INBOUND, EXS_RULE_STEP_4_FEWEST_TRIES,
                              EXS_RULE_STEP_6_COST};
    ExsDecision decision = {.actor = EXAMPLE_MTA,
                            .about = exs_record_text(record, "X400:c=US;p=ORG;o=PARIS;s=bob;"),
                            .unlisted_rule = EXS_RULE_NO_SPACE_NO_ROUTE,
                            .row_count = 2,
                            .step_count = 3,
                            .cells = cells[0],
                            .felled_by = felled_by,
                            .steps = steps};

    for (int i = 0; i < 2; i++) {
        cells[i][EXS_COLUMN_CONNECTOR] = i ? EXAMPLE_SLOW : EXAMPLE_FAST;
        cells[i][EXS_COLUMN_SERVER] = i ? EXAMPLE_HUB2 : EXAMPLE_HUB1;
        cells[i][EXS_COLUMN_SPACE] = exs_record_text(record, "X400:c=US;a= ;p=ORG;o=PARIS");
        cells[i][EXS_COLUMN_MATCH] = exs_record_text(record, "partial");
        cells[i][EXS_COLUMN_COST] = i ? 5 : 1;
        cells[i][EXS_COLUMN_MAXIMUM] = 144;
        cells[i][EXS_COLUMN_ACTIVATION] = exs_record_text(record, "now");
        cells[i][EXS_COLUMN_OPENS] = i ? 0 : EXS_TIME_NEVER; /* neither applies */
    }
    cells[0][EXS_COLUMN_TRIES] = fast_tries;
    cells[0][EXS_COLUMN_RETRYING] = fast_tries > 0;
    cells[1][EXS_COLUMN_REMOTE] = 1;
    if (fast_tries > 0) {
        felled_by[0] = EXS_RULE_STEP_4_FEWEST_TRIES;
        decision.step_count = 2;
    } else {
        felled_by[1] = EXS_RULE_STEP_6_COST;
    }
    return exs_record_add_decision(record, &decision);
}

char *example_timeline(ExsRecord *record, const ExsTextOptions *options)
{
    GString *out = g_string_new(NULL);

    g_assert(exs_record_finish(record, true, NULL));
    g_assert(exs_text_timeline(record, options, out, NULL));
    return g_string_free(out, FALSE);
}

size_t example_count_lines(const char *text, const char *with)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    size_t count = 0;

    for (char **line = lines; *line; line++)
        count += strstr(*line, with) != NULL;
    return count;
}

size_t example_longest_line(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    size_t longest = 0;

    for (char **line = lines; *line; line++)
        longest = MAX(longest, (size_t)g_utf8_strlen(*line, -1));
    return longest;
}
