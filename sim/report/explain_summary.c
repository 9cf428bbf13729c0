/* explain_summary.c - a message's whole story in a few sentences, see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

/* Longer in a queue than this is waiting. */
#define PASSING EXS_SECOND

#define SENTENCES_MAX 9 /* more, and those in the middle are left out */
#define SENTENCES_END 4
#define NAMES_MAX     3

/* Kinds that end the way of a message, for one recipient or for all. */
static const char *const ends[] = {"returned", "discarded", "expired", "loop"};

typedef struct {
    ExsTime when;
    char *text;
} Sentence;

typedef struct {
    const ExsLesson *lesson;
    const ExsRecord *record;
    GArray *sentences; /* Sentence, in order */
    ExsTime day;       /* of its first entry: clock times are of this day */
    GString *way;      /* where it was transferred to */
    ExsTime arrived;   /* there at last */
    size_t hops, delivered;
    GString *recipients;
    ExsTime delivered_at;
    bool has_end;
} Summary;

static void clear_sentence(void *sentence)
{
    g_free(((Sentence *)sentence)->text);
}

/* In order of time, whenever they are said. */
static void say(Summary *summary, ExsTime when, GString *text)
{
    Sentence made = {when, g_string_free(text, FALSE)};
    guint place = summary->sentences->len;

    while (place > 0 && g_array_index(summary->sentences, Sentence, place - 1).when > when)
        place--;
    g_array_insert_val(summary->sentences, place, made);
}

static void append_moment(GString *out, const Summary *summary, ExsTime when)
{
    if (!exs_names_is_same_day(when, summary->day)) {
        exs_names_append_day(out, when);
        g_string_append_c(out, ' ');
    }
    exs_names_append_clock(out, when);
}

static const ExsEntry *entry_at(const Summary *summary, uint64_t number)
{
    return exs_record_entry(summary->record, number);
}

static bool is_kind(const Summary *summary, const ExsEntry *entry, const char *word)
{
    return strcmp(exs_record_kind(summary->record, entry->kind)->word, word) == 0;
}

static int64_t get(const Summary *summary, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    return exs_entry_get(summary->record, entry, field, &value) ? value : 0;
}

static void append_text(GString *out, const Summary *summary, const ExsEntry *entry,
                        const char *field)
{
    exs_words_append_text(
        out, summary->lesson->words,
        exs_record_text_at(summary->record, (uint32_t)get(summary, entry, field)));
}

/* ---- where it waited ---- */

static void append_queue(GString *out, const Summary *summary, uint32_t queue)
{
    uint32_t server = exs_names_above(summary->record, queue, "server");
    g_autoptr(GString) name = g_string_new(NULL);

    exs_names_append_title(name, summary->record, queue);
    g_string_append_printf(out, "the queue %s", name->str);
    if (server && !strstr(name->str, exs_record_object(summary->record, server)->name)) {
        g_string_append(out, " of ");
        exs_names_append_title(out, summary->record, server);
    }
}

/* Why it waits still. */
static void append_reason(GString *out, const Summary *summary, const ExsStay *stay)
{
    uint64_t witness = stay->held;

    if (exs_explain_is_stopped(stay)) {
        witness = stay->stopped;
        g_string_append(out, " It waits because the service does not run: ");
    } else if (stay->failed != EXS_NO_ENTRY) {
        witness = stay->failed;
        g_string_append(out, " It waits because the last attempt failed: ");
    } else {
        g_string_append(out, witness == EXS_NO_ENTRY ? " It waits for its turn." : " It waits: ");
    }
    if (witness == EXS_NO_ENTRY)
        return;
    exs_entry_append(out, summary->record, entry_at(summary, witness));
    g_string_append(out, ", ");
    append_moment(out, summary, entry_at(summary, witness)->when);
    g_string_append_c(out, '.');
}

/* Why it waited: what stopped or failed meanwhile. */
static void append_cause(GString *out, const Summary *summary, const ExsStay *stay)
{
    const ExsEntry *entry;

    if (stay->stopped != EXS_NO_ENTRY) {
        entry = entry_at(summary, stay->stopped);
        g_string_append(out, ": ");
        exs_names_append_title(out, summary->record,
                               (uint32_t)exs_explain_get(summary->record, entry, EXS_FIELD_OBJECT));
        g_string_append(out, " was stopped at ");
        append_moment(out, summary, entry->when);
        if (stay->started != EXS_NO_ENTRY && stay->started > stay->stopped) {
            g_string_append(out, " and started again at ");
            append_moment(out, summary, entry_at(summary, stay->started)->when);
        }
    } else if (stay->failed != EXS_NO_ENTRY) {
        entry = entry_at(summary, stay->failed);
        g_string_append(out, ": no association to ");
        exs_names_append_title(out, summary->record, (uint32_t)get(summary, entry, "target"));
        g_string_append(out, " could be opened (");
        append_text(out, summary, entry, "why");
        g_string_append_c(out, ')');
    }
    g_string_append_c(out, '.');
}

static void append_secured(GString *out, const Summary *summary, const ExsStay *stay)
{
    g_string_append(out, stay->until == EXS_TIME_NEVER
                             ? " It was never rerouted: this is a gateway's queue, the end of the "
                               "MTA's routing"
                             : " While it waited it was not rerouted: this is a gateway's queue, "
                               "the end of the MTA's routing");
    if (stay->rule) {
        const ExsRuleRow *rule = exs_record_rule(summary->record, stay->rule);

        g_string_append(out, "; ");
        exs_escape_append(out, rule->sentence);
        g_string_append_c(out, ' ');
        exs_names_append_rule(out, rule);
    }
    g_string_append_c(out, '.');
}

static void say_stay(Summary *summary, const ExsStay *stay)
{
    bool is_open = stay->until == EXS_TIME_NEVER;
    GString *line;

    if (!is_open && stay->until - stay->from <= PASSING)
        return;
    line = g_string_new(is_open ? "It stands in " : "It waited in ");
    append_queue(line, summary, stay->queue);
    g_string_append(line, is_open ? " since " : " from ");
    append_moment(line, summary, stay->from);
    if (is_open) {
        g_string_append_c(line, '.');
        summary->has_end = true;
    } else {
        g_string_append(line, " to ");
        append_moment(line, summary, stay->until);
        g_string_append(line, " (");
        exs_duration_append(line,
                            (stay->until / EXS_SECOND - stay->from / EXS_SECOND) * EXS_SECOND);
        g_string_append_c(line, ')');
        append_cause(line, summary, stay);
    }
    if (exs_explain_is_secured(summary->record, stay->queue) && (is_open || stay->rule))
        append_secured(line, summary, stay);
    if (is_open)
        append_reason(line, summary, stay);
    say(summary, stay->from, line);
}

/* ---- which way it went ---- */

static void say_submitted(Summary *summary, const ExsEntry *entry)
{
    uint32_t server = exs_names_above(summary->record, entry->actor, "server");
    GString *line = g_string_new(NULL);

    exs_message_append(line, summary->record, summary->lesson->message);
    g_string_append(line, " was submitted by ");
    append_text(line, summary, entry, "originator");
    if (server) {
        g_string_append(line, " on ");
        exs_names_append_title(line, summary->record, server);
    }
    g_string_append(line, ", ");
    exs_names_append_day(line, entry->when);
    g_string_append_c(line, ' ');
    exs_names_append_clock(line, entry->when);
    g_string_append_c(line, '.');
    say(summary, entry->when, line);
}

/* By which rule the way so far fell, where the decision says so. */
static void append_loser(GString *out, const Summary *summary, uint32_t number, uint32_t loser)
{
    const ExsRecord *record = summary->record;
    const ExsDecision *decision = number ? exs_record_decision(record, number) : NULL;
    g_autoptr(GArray) rules = NULL;
    g_autofree size_t *places = NULL;

    if (!decision)
        return;
    rules = exs_explain_rules(decision);
    places = exs_explain_places(decision, rules);
    for (uint32_t row = 0; row < decision->row_count; row++) {
        if (exs_explain_row_connector(record, decision, row) != loser || !decision->felled_by[row])
            continue;
        g_string_append(out, ": ");
        exs_words_append_object(out, summary->lesson->words, loser);
        g_string_append(out, " fell ");
        exs_names_append_rule(out, exs_record_rule(record, decision->felled_by[row]));
        exs_explain_append_fall(out, record, decision, places, row);
        return;
    }
}

static void say_rerouted(Summary *summary, const ExsEntry *entry)
{
    GString *line = g_string_new("At ");
    uint32_t from = (uint32_t)get(summary, entry, "from");
    uint32_t server = exs_names_above(summary->record, entry->actor, "server");

    append_moment(line, summary, entry->when);
    g_string_append(line, server ? " " : " it was rerouted from ");
    if (server) {
        exs_names_append_title(line, summary->record, server);
        g_string_append(line, " rerouted it from ");
    }
    exs_names_append_title(line, summary->record, from);
    g_string_append(line, " to ");
    exs_names_append_title(line, summary->record, (uint32_t)get(summary, entry, "to"));
    append_loser(line, summary, (uint32_t)get(summary, entry, "decision"), from);
    g_string_append_c(line, '.');
    say(summary, entry->when, line);
}

static void say_expanded(Summary *summary, const ExsEntry *entry)
{
    GString *line = g_string_new("At ");
    int64_t members = get(summary, entry, "members");

    append_moment(line, summary, entry->when);
    g_string_append_c(line, ' ');
    exs_names_append_title(line, summary->record, (uint32_t)get(summary, entry, "server"));
    g_string_append(line, " expanded ");
    exs_names_append_title(line, summary->record, (uint32_t)get(summary, entry, "list"));
    g_string_append_printf(line, " to %" G_GINT64_FORMAT " member%s.", members,
                           members == 1 ? "" : "s");
    say(summary, entry->when, line);
}

static void note_transferred(Summary *summary, const ExsEntry *entry)
{
    if (++summary->hops <= NAMES_MAX) {
        g_string_append(summary->way, summary->hops > 1 ? ", then to " : "");
        exs_names_append_title(summary->way, summary->record,
                               (uint32_t)get(summary, entry, "target"));
    }
    summary->arrived = entry->when;
}

static void note_delivered(Summary *summary, const ExsEntry *entry)
{
    if (++summary->delivered <= NAMES_MAX) {
        g_string_append(summary->recipients, summary->delivered > 1 ? ", " : "");
        append_text(summary->recipients, summary, entry, "recipient");
    }
    summary->delivered_at = entry->when;
}

static void say_end(Summary *summary, const ExsEntry *entry)
{
    GString *line = g_string_new("At ");

    append_moment(line, summary, entry->when);
    g_string_append(line, ": ");
    exs_words_append_entry(line, summary->lesson->words, entry);
    g_string_append_c(line, '.');
    say(summary, entry->when, line);
    summary->has_end = true;
}

static void say_entry(Summary *summary, const ExsEntry *entry)
{
    if (is_kind(summary, entry, "submitted"))
        say_submitted(summary, entry);
    else if (is_kind(summary, entry, "rerouted"))
        say_rerouted(summary, entry);
    else if (is_kind(summary, entry, "expanded"))
        say_expanded(summary, entry);
    else if (is_kind(summary, entry, "transferred"))
        note_transferred(summary, entry);
    else if (is_kind(summary, entry, "delivered"))
        note_delivered(summary, entry);
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        if (is_kind(summary, entry, ends[i]))
            say_end(summary, entry);
    if (is_kind(summary, entry, "handed-off")) {
        GString *line = g_string_new("It left the MTA's queue for MTS-OUT of ");

        exs_names_append_title(line, summary->record, (uint32_t)get(summary, entry, "connector"));
        g_string_append(line, " at ");
        append_moment(line, summary, entry->when);
        g_string_append_c(line, '.');
        say(summary, entry->when, line);
    }
}

static void say_way(Summary *summary)
{
    GString *line;

    if (summary->hops > 0) {
        line = g_string_new("It was transferred to ");
        g_string_append(line, summary->way->str);
        if (summary->hops > NAMES_MAX)
            g_string_append_printf(line, " and on, %zu hops in all", summary->hops);
        g_string_append_c(line, '.');
        say(summary, summary->arrived, line);
    }
    if (summary->delivered > 0) {
        line = g_string_new("It was delivered to ");
        g_string_append(line, summary->recipients->str);
        if (summary->delivered > NAMES_MAX)
            g_string_append_printf(line, " and %zu more", summary->delivered - NAMES_MAX);
        g_string_append(line, summary->delivered > 1 ? ", last at " : " at ");
        append_moment(line, summary, summary->delivered_at);
        g_string_append_c(line, '.');
        say(summary, summary->delivered_at, line);
    }
}

static void append_sentences(GString *out, const GArray *sentences)
{
    for (guint i = 0; i < sentences->len; i++) {
        if (sentences->len > SENTENCES_MAX && i == SENTENCES_MAX - SENTENCES_END) {
            guint next = sentences->len - SENTENCES_END;

            g_string_append_printf(out, " (%u sentences more: see below.)", next - i);
            i = next;
        }
        g_string_append_printf(out, "%s%s", i ? " " : "",
                               g_array_index(sentences, Sentence, i).text);
    }
}

void exs_explain_summary(const ExsLesson *lesson, GString *out)
{
    g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(Sentence));
    g_autoptr(GString) way = g_string_new(NULL), recipients = g_string_new(NULL);
    Summary summary = {.lesson = lesson,
                       .record = lesson->record,
                       .sentences = sentences,
                       .way = way,
                       .recipients = recipients};

    g_array_set_clear_func(sentences, clear_sentence);
    if (lesson->entries->len == 0)
        return;
    summary.day = entry_at(&summary, g_array_index(lesson->entries, uint64_t, 0))->when;
    for (guint i = 0; i < lesson->entries->len; i++)
        say_entry(&summary, entry_at(&summary, g_array_index(lesson->entries, uint64_t, i)));
    for (guint i = 0; i < lesson->stays->len; i++)
        say_stay(&summary, &g_array_index(lesson->stays, ExsStay, i));
    say_way(&summary);
    if (!summary.has_end && summary.delivered == 0)
        say(&summary, EXS_TIME_NEVER,
            g_string_new(lesson->at == EXS_TIME_NEVER ? "In the end it stands in no queue."
                                                      : "At that time it stands in no queue."));
    append_sentences(out, sentences);
}
