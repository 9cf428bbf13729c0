/* sample.c - see sample.h.
 *
 * SPDX-License-Identifier: MIT */
#include "support/sample.h"

#include <check.h>
#include <glib/gstdio.h>

#include "exsim/record/query.h"

/* clang-format off */
static const ExsKindRow kinds[] = {
    {"submitted", "{message:message} submitted by {from:text}, {recipients:count}, {size:bytes}", EXS_DETAIL_VERDICT},
    {"routed",    "{message:message} goes by {connector:connector} ({decision:decision})",        EXS_DETAIL_FULL},
    {"queued",    "{message:message} queued for {queue:queue}, {waiting:count} waiting",          EXS_DETAIL_VERDICT},
    {"unqueued",  "{message:message} leaves {queue:queue}, {waiting:count} waiting",              EXS_DETAIL_VERDICT},
    {"rerouted",  "{message:message} rerouted from {from:connector} to {to:connector}",           EXS_DETAIL_VERDICT},
    {"reroute-refused", "mail in {queue:queue} is not rerouted: {rule:rule}",                     EXS_DETAIL_VERDICT},
    {"deferred",  "{message:message} deferred until {until:time}",                                EXS_DETAIL_VERDICT},
    {"returned",  "{message:message} returned: {reason:code}, {diagnostic:code}: {why:text}",     EXS_DETAIL_VERDICT},
    {"expired",   "{message:message} expired after {age:duration}",                               EXS_DETAIL_VERDICT},
    {"checked",   "{passed:flag}: {expectation:text}",                                            EXS_DETAIL_VERDICT},
};

static const ExsColumnRow columns[] = {
    {"connector", "connector"}, {"space", "text"}, {"cost", "count"},     {"opens", "time"},
    {"retrying", "flag"},       {"code", "code"},  {"stays-by", "rule"},
};

static const ExsRuleRow rules[] = {
    {"NONE", "", ""},
    {"SECURED_STAYS", "Q1", "mail on a gateway's queue is never rerouted"},
    {"STEP_6_COST",   "Q2", "the cheapest goes on"},
    {"UNMET",         "Q3", "no entry of the sample names this"},
};
/* clang-format on */

const ExsSchema sample_schema = {
    kinds, G_N_ELEMENTS(kinds), columns, G_N_ELEMENTS(columns), rules, G_N_ELEMENTS(rules),
};

static void add_objects(ExsRecord *record)
{
    uint32_t site, hub, other;

    site = exs_record_add_object(record, "site", 0, "SEATTLE", NULL);
    hub = exs_record_add_object(record, "server", site, "HUB1", "HUB1");
    exs_record_add_object(record, "connector", hub, "FAST", "X.400 Connector FAST");
    exs_record_add_object(record, "connector", hub, "SLOW", "X.400 Connector SLOW");
    other = exs_record_add_object(record, "site", 0, "PARIS", "Paris \xe2\x80\xae\x1b[1m\"<&>");
    exs_record_set_attribute(record, hub, "product", "5.0");
    exs_record_set_attribute(record, hub, "cost", "1");
    exs_record_set_attribute(record, hub, "product", "5.5 SP4");
    exs_record_set_attribute(record, other, "note", "");
}

static uint32_t add_decision(ExsRecord *record)
{
    const int64_t cells[] = {
        SAMPLE_FAST,
        exs_record_text(record, "SMTP:*"),
        1,
        EXS_TIME_NEVER,
        0,
        -1,
        0,
        SAMPLE_SLOW,
        exs_record_text(record, "SMTP:*"),
        9,
        SAMPLE_START,
        1,
        7,
        SAMPLE_RULE_SECURED,
    };
    const uint32_t felled_by[] = {0, SAMPLE_RULE_CHEAPEST};
    const uint32_t steps[] = {SAMPLE_RULE_CHEAPEST, SAMPLE_RULE_SECURED};
    ExsDecision decision = {
        .actor = SAMPLE_HUB,
        .about = exs_record_text(record, "SMTP:x@example.com"),
        .unlisted_rule = SAMPLE_RULE_SECURED,
        .row_count = 2,
        .step_count = 2,
        .cells = cells,
        .felled_by = felled_by,
        .steps = steps,
    };

    return exs_record_add_decision(record, &decision);
}

static void add_entries(ExsRecord *record)
{
    ExsTime now = SAMPLE_START;
    uint32_t ann = exs_record_text(record, "ann"), why = exs_record_text(record, "no way left");

    exs_record_name_message(record, 1, "x400");
    exs_trace(record, now, SAMPLE_SUBMITTED, SAMPLE_HUB, 1, ann, 2, 1234567);
    exs_trace(record, now, SAMPLE_ROUTED, SAMPLE_HUB, 1, SAMPLE_FAST, add_decision(record));
    exs_trace(record, now, SAMPLE_QUEUED, SAMPLE_HUB, 1, SAMPLE_FAST, 1);
    now += 10 * EXS_MINUTE;
    exs_trace(record, now, SAMPLE_QUEUED, SAMPLE_HUB, 2, SAMPLE_FAST, 2);
    exs_trace(record, now, SAMPLE_ROUTED, SAMPLE_HUB, 2, SAMPLE_FAST, add_decision(record));
    exs_trace(record, now, SAMPLE_REROUTED, SAMPLE_HUB, 1, SAMPLE_FAST, SAMPLE_SLOW);
    exs_trace(record, now, SAMPLE_UNQUEUED, SAMPLE_HUB, 1, SAMPLE_FAST, 1);
    exs_trace(record, now, SAMPLE_REFUSED, SAMPLE_HUB, SAMPLE_FAST, SAMPLE_RULE_SECURED);
    exs_trace(record, now, SAMPLE_DEFERRED, 0, 2, EXS_TIME_NEVER);
    exs_trace(record, now + 1, SAMPLE_RETURNED, SAMPLE_HUB, 2, 1, -1, why);
    exs_trace(record, now + 1, SAMPLE_EXPIRED, SAMPLE_HUB, 2, -90 * EXS_SECOND);
    exs_trace(record, now + 1, SAMPLE_CHECKED, SAMPLE_OTHER_HUB, 1, 0);
    exs_record_name_message(record, 2, "caf\xc3\xa9 \"2\"\n");
}

void sample_fill(ExsRecord *record)
{
    exs_record_set_fact(record, "article", "Q0");
    exs_record_set_fact(record, "product", "5.0");
    exs_record_set_fact(record, "seed", "1");
    exs_record_set_fact(record, "product", "5.5 SP4");
    add_objects(record);
    add_entries(record);
    exs_record_add_check(record, &(ExsCheck){"\"x400\" was rerouted", "stated", EXS_VERDICT_PASS,
                                             "", "", exs_record_count(record) - 1});
    exs_record_add_check(
        record, &(ExsCheck){"SLOW holds 2", "inferred", EXS_VERDICT_FAIL, "2", "0", EXS_NO_ENTRY});
}

ExsRecord *sample_new(ExsDetail detail)
{
    ExsRecord *record = exs_record_new(&sample_schema, detail);

    if (detail == EXS_DETAIL_NONE)
        exs_record_set_fact(record, "article", "Q0");
    else
        sample_fill(record);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

char *sample_sentences(const ExsRecord *record)
{
    GString *out = g_string_new(NULL);

    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        exs_entry_append(out, record, exs_record_entry(record, i));
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

void sample_compare(const ExsRecord *one, const ExsRecord *other)
{
    g_autofree char *ours = sample_sentences(one), *theirs = sample_sentences(other);

    ck_assert_str_eq(ours, theirs);
    ck_assert_str_eq(exs_record_fingerprint(one), exs_record_fingerprint(other));
    ck_assert_int_eq(exs_record_is_complete(one), exs_record_is_complete(other));
    ck_assert_int_eq(exs_record_detail(one), exs_record_detail(other));
    ck_assert_uint_eq(exs_record_kind_count(one), exs_record_kind_count(other));
    ck_assert_uint_eq(exs_record_column_count(one), exs_record_column_count(other));
    ck_assert_uint_eq(exs_record_check_count(one), exs_record_check_count(other));
    for (size_t i = 0; i < exs_record_check_count(one); i++) {
        const ExsCheck *a = exs_record_check(one, i), *b = exs_record_check(other, i);

        ck_assert_str_eq(a->text, b->text);
        ck_assert_str_eq(a->basis, b->basis);
        ck_assert_int_eq(a->verdict, b->verdict);
        ck_assert_str_eq(a->expected, b->expected);
        ck_assert_str_eq(a->seen, b->seen);
        ck_assert_uint_eq(a->witness, b->witness);
    }
}

char *sample_folder(void)
{
    char *folder = g_dir_make_tmp("exsim-XXXXXX", NULL);

    ck_assert_ptr_nonnull(folder);
    return folder;
}

char *sample_path(const char *folder, const char *name)
{
    return g_build_filename(folder, name, NULL);
}

void sample_remove_folder(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = sample_path(folder, name);

        g_unlink(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
}
