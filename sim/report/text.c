/* text.c - see text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/text.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/text_private.h"

#define CLOCK_WIDTH  8
#define ACTOR_WIDTH  16 /* at most */
#define OFFSET_WIDTH 8  /* at least */

/* One colour a class, in the order the record's classes were first met. */
static const char *const palette[] = {
    "\033[36m", "\033[33m", "\033[35m", "\033[34m", "\033[32m", "\033[96m", "\033[93m", "\033[95m",
};

static const char *const header_facts[] = {"product", "case", "seed"};

static const ExsTextOptions *or_default(const ExsTextOptions *options)
{
    static const ExsTextOptions plain = {.width = 0};

    return options ? options : &plain;
}

static size_t width_of(const ExsTextOptions *options)
{
    if (options->width == 0)
        return EXS_REPORT_WIDTH;
    return MAX(options->width, EXS_REPORT_MIN_WIDTH);
}

static void append_coloured(GString *out, const ExsTextOptions *options, const char *colour,
                            const char *text)
{
    if (options->colour)
        g_string_append(out, colour);
    g_string_append(out, text);
    if (options->colour)
        g_string_append(out, EXS_ANSI_RESET);
}

void exs_text_header(const ExsRecord *record, const ExsTextOptions *options, GString *out)
{
    const char *article = exs_record_fact(record, "article");
    const char *title = exs_record_fact(record, "title");
    g_autoptr(GString) line = g_string_new(NULL);

    options = or_default(options);
    exs_escape_append(line, article ? article : "");
    if (title && *title) {
        g_string_append(line, line->len ? ": " : "");
        exs_escape_append(line, title);
    }
    if (line->len) {
        g_autoptr(GString) wrapped = g_string_new(NULL);

        exs_layout_paragraph(wrapped, 0, "", line->str, width_of(options));
        append_coloured(out, options, EXS_ANSI_BOLD, wrapped->str);
    }
    g_string_truncate(line, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(header_facts); i++) {
        const char *value = exs_record_fact(record, header_facts[i]);

        if (!value || !*value)
            continue;
        g_string_append_printf(line, "%s%s ", line->len ? ", " : "", header_facts[i]);
        exs_escape_append(line, value);
    }
    if (line->len)
        exs_layout_paragraph(out, 0, "", line->str, width_of(options));
    if (!exs_record_is_complete(record))
        append_coloured(out, options, EXS_ANSI_RED, "partial: the run did not come to its end\n");
}

/* ---- the timeline ---- */

static const char *colour_of(ExsTimeline *timeline, uint32_t actor)
{
    const char *class_name;
    guint i;

    if (!timeline->options->colour || actor == 0)
        return NULL;
    class_name = exs_record_object(timeline->record, actor)->class_name;
    for (i = 0; i < timeline->classes->len; i++)
        if (strcmp(timeline->classes->pdata[i], class_name) == 0)
            break;
    return palette[i % G_N_ELEMENTS(palette)];
}

static void note_classes(ExsTimeline *timeline)
{
    for (uint32_t id = 1; id <= exs_record_object_count(timeline->record); id++) {
        const char *class_name = exs_record_object(timeline->record, id)->class_name;
        bool known = false;

        for (guint i = 0; i < timeline->classes->len; i++)
            known |= strcmp(timeline->classes->pdata[i], class_name) == 0;
        if (!known)
            g_ptr_array_add(timeline->classes, (void *)class_name);
    }
}

/* Cuts a text to so many bytes, but not within a character. */
static void shorten(GString *text, size_t room)
{
    size_t cut = room - strlen("...");

    if (text->len <= room)
        return;
    while (((unsigned char)text->str[cut] & 0xC0) == 0x80)
        cut--;
    g_string_truncate(text, cut);
    g_string_append(text, "...");
}

void exs_text_rule(ExsTimeline *timeline, const char *text)
{
    g_autoptr(GString) line = g_string_new("---- ");

    g_string_append(line, text);
    shorten(line, timeline->width - 2);
    g_string_append_c(line, ' ');
    for (size_t length = exs_layout_length(line->str); length < timeline->width; length++)
        g_string_append_c(line, '-');
    g_string_append_c(line, '\n');
    append_coloured(timeline->out, timeline->options, EXS_ANSI_DIM, line->str);
}

static void append_day(ExsTimeline *timeline, ExsTime when)
{
    g_autoptr(GString) day = g_string_new(NULL);

    if (timeline->has_day && exs_names_is_same_day(timeline->day, when))
        return;
    exs_names_append_day(day, when);
    exs_text_rule(timeline, day->str);
    timeline->day = when;
    timeline->has_day = true;
}

/* An event of the NT log is long: the story has one line of it. */
static void shorten_event(const ExsTimeline *timeline, const ExsEntry *entry, GString *sentence,
                          size_t room)
{
    bool is_event = strcmp(exs_record_kind(timeline->record, entry->kind)->word, "event") == 0;

    if (is_event && !timeline->options->all && !timeline->options->kinds)
        shorten(sentence, room);
}

static void append_line(ExsTimeline *timeline, const ExsEntry *entry)
{
    g_autoptr(GString) clock = g_string_new(NULL), offset = g_string_new(NULL);
    g_autoptr(GString) actor = g_string_new(NULL), sentence = g_string_new(NULL);
    size_t taken = CLOCK_WIDTH + timeline->offset_width + timeline->actor_width + 6;

    append_day(timeline, entry->when);
    timeline->last = entry->when;
    exs_names_append_clock(clock, entry->when);
    exs_names_append_offset(offset, entry->when - timeline->start, timeline->options->all);
    exs_words_append_actor(actor, timeline->words, entry->actor);
    exs_words_append_entry(sentence, timeline->words, entry);
    shorten_event(timeline, entry, sentence, timeline->width - taken);
    timeline->shown++;
    exs_layout_row(
        timeline->out, 0,
        (ExsCell[]){{clock->str, CLOCK_WIDTH, NULL},
                    {offset->str, timeline->offset_width, NULL},
                    {actor->str, timeline->actor_width, colour_of(timeline, entry->actor)},
                    {sentence->str, timeline->width - taken, NULL}},
        4);
}

static void append_fold(ExsTimeline *timeline, const ExsFold *fold)
{
    g_autoptr(GString) text = g_string_new(NULL), line = g_string_new(NULL);

    exs_fold_append(text, timeline->record, fold, timeline->last);
    exs_layout_paragraph(line, CLOCK_WIDTH + 2, "", text->str, timeline->width);
    append_coloured(timeline->out, timeline->options, EXS_ANSI_DIM, line->str);
}

/* Columns for the longest actor and offset, as far as the sentences are left room. */
static void measure(ExsTimeline *timeline, const uint64_t *numbers, size_t count)
{
    size_t count_objects = exs_record_object_count(timeline->record);
    g_autofree bool *seen = g_new0(bool, count_objects + 1);
    size_t longest = 1;

    for (size_t i = 0; i < count; i++)
        seen[exs_record_entry(timeline->record, numbers[i])->actor] = true;
    for (uint32_t id = 1; id <= count_objects; id++) {
        g_autoptr(GString) actor = g_string_new(NULL);

        if (!seen[id])
            continue;
        exs_words_append_actor(actor, timeline->words, id);
        longest = MAX(longest, exs_layout_length(actor->str));
    }
    timeline->actor_width = MIN(longest, MIN(ACTOR_WIDTH, timeline->width / 4));
    timeline->offset_width = OFFSET_WIDTH;
    if (count > 0) {
        g_autoptr(GString) last = g_string_new(NULL);

        exs_names_append_offset(
            last, exs_record_entry(timeline->record, numbers[count - 1])->when - timeline->start,
            timeline->options->all);
        timeline->offset_width = MAX(last->len, OFFSET_WIDTH);
    }
}

static void tell_line(void *self, uint64_t number)
{
    ExsTimeline *timeline = self;

    append_line(timeline, exs_record_entry(timeline->record, number));
}

static void tell_fold(void *self, const ExsFold *fold)
{
    append_fold(self, fold);
}

void exs_text_entries(ExsTimeline *timeline, const GArray *numbers)
{
    static const ExsFoldTeller teller = {tell_line, tell_fold};
    const uint64_t *first = (const uint64_t *)(void *)numbers->data;

    if (!timeline->options->all)
        exs_fold_tell(timeline->record, first, numbers->len, false, &teller, timeline);
    for (guint i = 0; timeline->options->all && i < numbers->len; i++)
        tell_line(timeline, first[i]);
}

/* What there was beside the story. */
static void append_rest(const ExsTimeline *timeline, size_t count)
{
    g_autofree char *line = NULL;

    if (timeline->shown == count)
        return;
    line = g_strdup_printf("(%zu of %zu entries are not shown: --all shows them)\n",
                           count - timeline->shown, count);
    append_coloured(timeline->out, timeline->options, EXS_ANSI_DIM, line);
}

bool exs_text_timeline(const ExsRecord *record, const ExsTextOptions *options, GString *out,
                       GError **error)
{
    g_autoptr(GPtrArray) classes = g_ptr_array_new();
    g_autoptr(ExsWords) words = exs_words_new(record);
    g_autoptr(GArray) chosen = NULL;
    ExsTimeline timeline = {.record = record, .words = words, .out = out, .classes = classes};
    size_t count;

    timeline.options = or_default(options);
    timeline.width = width_of(timeline.options);
    timeline.start = exs_names_start(record);
    chosen = exs_story_choose(record, timeline.options, &count, error);
    if (!chosen)
        return false;
    note_classes(&timeline);
    measure(&timeline, (const uint64_t *)(void *)chosen->data, chosen->len);
    if (timeline.options->by_message)
        exs_text_groups(&timeline, chosen);
    else
        exs_text_entries(&timeline, chosen);
    append_rest(&timeline, count);
    return true;
}

/* ---- the checks ---- */

static void append_field(GString *out, const char *mark, const char *text, size_t width)
{
    g_autoptr(GString) escaped = g_string_new(NULL);

    if (!*text)
        return;
    exs_escape_append(escaped, text);
    exs_layout_paragraph(out, 6, mark, escaped->str, width);
}

static void append_witness(GString *out, const ExsRecord *record, uint64_t number, size_t width)
{
    g_autoptr(GString) line = g_string_new(NULL);
    const ExsEntry *entry;

    if (number >= exs_record_count(record))
        return;
    entry = exs_record_entry(record, number);
    exs_names_append_day(line, entry->when);
    g_string_append_c(line, ' ');
    exs_names_append_clock(line, entry->when);
    g_string_append_c(line, ' ');
    exs_names_append_actor(line, record, entry->actor);
    g_string_append(line, ": ");
    exs_entry_append(line, record, entry);
    exs_layout_paragraph(out, 6, "shown by: ", line->str, width);
}

void exs_text_checks(const ExsRecord *record, const ExsTextOptions *options, GString *out)
{
    size_t width;

    options = or_default(options);
    width = width_of(options);
    for (size_t i = 0; i < exs_record_check_count(record); i++) {
        const ExsCheck *check = exs_record_check(record, i);
        bool passed = check->verdict == EXS_VERDICT_PASS;
        g_autoptr(GString) text = g_string_new(NULL), wrapped = g_string_new(NULL);

        exs_escape_append(text, check->text);
        if (strcmp(check->basis, "inferred") == 0)
            g_string_append(text, " (inferred)");
        exs_layout_paragraph(wrapped, 0, "      ", text->str, width);
        append_coloured(out, options, passed ? EXS_ANSI_GREEN : EXS_ANSI_RED,
                        passed ? "PASS" : "FAIL");
        g_string_append(out, wrapped->str + 4);
        if (passed)
            continue;
        append_field(out, "expected: ", check->expected, width);
        append_field(out, "seen:     ", check->seen, width);
        append_witness(out, record, check->witness, width);
    }
}

void exs_text_verdict(const ExsRecord *record, const ExsTextOptions *options, GString *out)
{
    size_t count = exs_record_check_count(record), passed = exs_names_passed(record);
    const char *verdict = exs_names_verdict(record);

    options = or_default(options);
    g_string_append_printf(out, "fingerprint: %s\n", exs_record_fingerprint(record));
    append_coloured(out, options, passed == count && count ? EXS_ANSI_GREEN : EXS_ANSI_RED,
                    verdict);
    if (count)
        g_string_append_printf(out, " %zu of %zu%s\n", passed, count,
                               exs_record_is_complete(record) ? "" : ", partial");
    else if (!exs_record_is_complete(record))
        g_string_append(out, " partial: the run did not get as far as its expectations\n");
    else if (exs_record_fact(record, "cut"))
        g_string_append(out, " --until ended the run before its expectations were asked\n");
    else
        g_string_append(out, " no expectations\n");
}

bool exs_text_report(const ExsRecord *record, const ExsTextOptions *options, GString *out,
                     GError **error)
{
    size_t start = out->len;

    exs_text_header(record, options, out);
    if (out->len > start)
        g_string_append_c(out, '\n');
    if (!exs_text_timeline(record, options, out, error)) {
        g_string_truncate(out, start);
        return false;
    }
    if (exs_record_count(record))
        g_string_append_c(out, '\n');
    exs_text_checks(record, options, out);
    if (exs_record_check_count(record))
        g_string_append_c(out, '\n');
    exs_text_verdict(record, options, out);
    return true;
}
