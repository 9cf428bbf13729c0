/* options.c - see options.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/options.h"

#include <string.h>

#include "exsim/cli/exit.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/report/report.h"

typedef struct {
    const char *name; /* "seed" */
    char letter;      /* 0: none */
    bool repeatable;
    const char *argument; /* "N"; NULL: a flag */
    const char *help;
    /* Takes the value into the options; NULL for a flag. */
    bool (*take)(ExsOptions *options, const char *value, GError **error);
} Row;

static bool take_text(char **out, const char *value, GError **error)
{
    if (!*value)
        return exs_fail(error, EXS_ERROR_USAGE, "the value is empty");
    *out = g_strdup(value);
    return true;
}

static bool take_product(ExsOptions *options, const char *value, GError **error)
{
    ExsProduct product;

    return exs_product_parse(value, &product, error) && take_text(&options->product, value, error);
}

static bool take_case(ExsOptions *options, const char *value, GError **error)
{
    (void)error; /* "" is the main case */
    options->case_name = g_strdup(value);
    return true;
}

static bool take_filter(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->filter, value, error);
}

static bool take_without(ExsOptions *options, const char *value, GError **error)
{
    ExsRule rule;

    if (!exs_rule_find(value, &rule, error))
        return false;
    exs_rule_set_add(&options->without, rule);
    g_ptr_array_add(options->without_ids, g_strdup(exs_rule_info(rule)->id));
    return true;
}

/* Decimal digits only: no sign, blank, base or exponent. */
static bool take_number(uint64_t *out, const char *value, uint64_t minimum, uint64_t maximum,
                        GError **error)
{
    g_autofree char *quoted = exs_quote(value);

    if (*value && !value[strspn(value, "0123456789")] &&
        g_ascii_string_to_unsigned(value, 10, minimum, maximum, out, NULL))
        return true;
    return exs_fail(error, EXS_ERROR_USAGE,
                    "%s is no whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                    quoted, minimum, maximum);
}

static bool take_seed(ExsOptions *options, const char *value, GError **error)
{
    return take_number(&options->seed, value, 0, UINT64_MAX, error);
}

static bool take_jobs(ExsOptions *options, const char *value, GError **error)
{
    uint64_t jobs;

    if (!take_number(&jobs, value, 1, EXS_JOBS_MAX, error))
        return false;
    options->jobs = (unsigned)jobs;
    return true;
}

/* The start of the run is not known yet: only the form is looked at. */
static bool take_time(char **out, const char *value, GError **error)
{
    ExsTime ignored;

    return exs_time_parse(value, 0, &ignored, error) && take_text(out, value, error);
}

static bool take_until(ExsOptions *options, const char *value, GError **error)
{
    return take_time(&options->until, value, error);
}

static bool take_at(ExsOptions *options, const char *value, GError **error)
{
    return take_time(&options->at, value, error);
}

static bool take_record(ExsOptions *options, const char *value, GError **error)
{
    g_autofree char *quoted = exs_quote(value);

    if (!g_str_has_suffix(value, ".exr") && !g_str_has_suffix(value, ".ndjson"))
        return exs_fail(error, EXS_ERROR_USAGE, "%s ends neither in .exr nor in .ndjson", quoted);
    return take_text(&options->record, value, error);
}

static bool take_detail(ExsOptions *options, const char *value, GError **error)
{
    return exs_detail_parse(value, &options->detail, error);
}

static bool take_message(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->message, value, error);
}

static bool take_products(ExsOptions *options, const char *value, GError **error)
{
    g_auto(GStrv) names = g_strsplit(value, ",", -1);
    g_autofree char *quoted = exs_quote(value);
    ExsProduct product;

    if (g_strv_length(names) != 2)
        return exs_fail(error, EXS_ERROR_USAGE, "%s is not two products: \"5.5 SP1,5.5 SP3\"",
                        quoted);
    for (char **name = names; *name; name++)
        if (!exs_product_parse(g_strstrip(*name), &product, error))
            return false;
    return take_text(&options->products, value, error);
}

static bool take_server(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->server, value, error);
}

static bool take_site(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->site, value, error);
}

static bool take_log(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->log, value, error);
}

static bool take_junit(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->junit, value, error);
}

static bool take_format(ExsOptions *options, const char *value, GError **error)
{
    g_autofree char *ending = g_strdup_printf("%s%s", *value == '.' ? "" : ".", value);

    return exs_report_check(ending, error) && take_text(&options->format, ending, error);
}

static bool take_output(ExsOptions *options, const char *value, GError **error)
{
    return take_text(&options->output, value, error);
}

static bool take_color(ExsOptions *options, const char *value, GError **error)
{
    static const char *const words[] = {"auto", "always", "never"};
    g_autofree char *quoted = exs_quote(value);

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(value, words[i]) != 0)
            continue;
        options->color = (ExsColor)i;
        return true;
    }
    return exs_fail(error, EXS_ERROR_USAGE, "%s is none of auto, always, never", quoted);
}

/* clang-format off */
static const Row rows[EXS_OPT_COUNT] = {
    [EXS_OPT_PRODUCT]     = {"product", 0, false, "P", "the product to run, \"5.5 SP3\", in the header or not", take_product},
    [EXS_OPT_PRODUCTS]    = {"products", 0, false, "A,B", "the two products to compare, \"5.5 SP1,5.5 SP3\"", take_products},
    [EXS_OPT_CASE]        = {"case", 0, false, "NAME", "the case to run; \"\" is the main one", take_case},
    [EXS_OPT_FILTER]      = {"filter", 0, false, "TEXT", "only runs that have the text in file, article, title, product or case", take_filter},
    [EXS_OPT_FAIL_FAST]   = {"fail-fast", 0, false, NULL, "stop after the first run that fails", NULL},
    [EXS_OPT_WITHOUT]     = {"without", 0, true, "RULE", "with this published rule off everywhere; may be given again", take_without},
    [EXS_OPT_SEED]        = {"seed", 0, false, "N", "the seed of every stream of chance, instead of the header's", take_seed},
    [EXS_OPT_UNTIL]       = {"until", 0, false, "TIME", "end the run at this time", take_until},
    [EXS_OPT_TIMELINE]    = {"timeline", 0, false, NULL, "show what happened (default: if one file is named, on a terminal)", NULL},
    [EXS_OPT_NO_TIMELINE] = {"no-timeline", 0, false, NULL, "do not show what happened", NULL},
    [EXS_OPT_ALL]         = {"all", 0, false, NULL, "every entry of the timeline: nothing folded or left out", NULL},
    [EXS_OPT_BY_MESSAGE]  = {"by-message", 0, false, NULL, "the timeline message by message, times counted from when each was sent", NULL},
    [EXS_OPT_RECORD]      = {"record", 0, false, "FILE", "write the run's record: .exr (native) or .ndjson", take_record},
    [EXS_OPT_DETAIL]      = {"detail", 0, false, "LEVEL", "what the record keeps: none, verdict or full (default)", take_detail},
    [EXS_OPT_MESSAGE]     = {"message", 'm', false, "NAME", "the message, by its name or as \"message 17\"", take_message},
    [EXS_OPT_AT]          = {"at", 0, false, "TIME", "up to this time", take_at},
    [EXS_OPT_SERVER]      = {"server", 0, false, "NAME", "only what is of this server", take_server},
    [EXS_OPT_SITE]        = {"site", 0, false, "NAME", "only what is of this site", take_site},
    [EXS_OPT_PREVIOUS]    = {"previous", 0, false, NULL, "the table before its last change, GWART1.MTA", NULL},
    [EXS_OPT_LOG]         = {"log", 0, false, "FOLDER", "write the tracking log into this folder, a file a day", take_log},
    [EXS_OPT_FORMAT]      = {"format", 0, false, "ENDING", "html, txt, json, csv, svg or dot, where no file name says it", take_format},
    [EXS_OPT_JSON]        = {"json", 0, false, NULL, "print one JSON object and nothing else", NULL},
    [EXS_OPT_JUNIT]       = {"junit", 0, false, "FILE", "also write the results as JUnit XML", take_junit},
    [EXS_OPT_OUTPUT]      = {"output", 'o', false, "FILE", "write to this file; - is standard output", take_output},
    [EXS_OPT_FORCE]       = {"force", 'f', false, NULL, "overwrite the file if it exists", NULL},
    [EXS_OPT_JOBS]        = {"jobs", 'j', false, "N", "run N files at a time, each in a process of its own", take_jobs},
    [EXS_OPT_QUIET]       = {"quiet", 'q', false, NULL, "only what went wrong, and the last lines", NULL},
    [EXS_OPT_VERBOSE]     = {"verbose", 'v', false, NULL, "also what went right", NULL},
    [EXS_OPT_COLOR]       = {"color", 0, false, "WHEN", "auto, always or never; NO_COLOR is heeded", take_color},
    [EXS_OPT_HELP]        = {"help", 'h', false, NULL, "show this page", NULL},
};
/* clang-format on */

/* ---- spelling, before GOption sees the words ---- */

static int find_row(unsigned accepted, const char *name, size_t length)
{
    for (int i = 0; i < EXS_OPT_COUNT; i++)
        if ((accepted >> i & 1) && strlen(rows[i].name) == length &&
            strncmp(rows[i].name, name, length) == 0)
            return i;
    return -1;
}

static int find_letter(unsigned accepted, char letter)
{
    for (int i = 0; i < EXS_OPT_COUNT; i++)
        if ((accepted >> i & 1) && rows[i].letter == letter)
            return i;
    return -1;
}

static bool fail_unknown(unsigned accepted, const char *name, size_t length, GError **error)
{
    const char *names[EXS_OPT_COUNT];
    g_autofree char *bare = g_strndup(name, MIN(length, 100));
    g_autoptr(GString) shown = g_string_new(NULL);
    const char *near;
    size_t count = 0;

    for (int i = 0; i < EXS_OPT_COUNT; i++)
        if (accepted >> i & 1)
            names[count++] = rows[i].name;
    near = exs_suggest(bare, names, count);
    exs_escape_append(shown, bare);
    return near ? exs_fail(error, EXS_ERROR_USAGE, "unknown option --%s; did you mean --%s?",
                           shown->str, near)
                : exs_fail(error, EXS_ERROR_USAGE, "unknown option --%s", shown->str);
}

static bool check_value(const Row *row, const char *value, const char *next, bool *takes_next,
                        GError **error)
{
    if (!row->argument && value)
        return exs_fail(error, EXS_ERROR_USAGE, "option --%s takes no value", row->name);
    *takes_next = row->argument && !value;
    if (*takes_next && !next)
        return exs_fail(error, EXS_ERROR_USAGE, "option --%s needs a value: --%s=%s", row->name,
                        row->name, row->argument);
    return true;
}

/* "--name", "--name=value" */
static bool check_long(unsigned accepted, const char *word, const char *next, bool *takes_next,
                       GError **error)
{
    size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] ? word + 3 + length : NULL;
    int row = find_row(accepted, word + 2, length);

    if (row < 0)
        return fail_unknown(accepted, word + 2, length, error);
    return check_value(&rows[row], value, next, takes_next, error);
}

/* "-f", "-j 4"; "-j4" becomes "--jobs=4", which GOption does not know by itself. */
static bool check_short(unsigned accepted, char **word, const char *next, bool *takes_next,
                        GError **error)
{
    int row = find_letter(accepted, (*word)[1]);
    const char *rest = (*word) + 2;

    if (row < 0) {
        g_autofree char *quoted = exs_quote(*word);

        return exs_fail(error, EXS_ERROR_USAGE, "unknown option %s", quoted);
    }
    if (rows[row].argument && *rest) {
        char *longer = g_strdup_printf("--%s=%s", rows[row].name, rest);

        g_free(*word);
        *word = longer;
        return true;
    }
    if (*rest && find_letter(accepted, *rest) < 0) {
        g_autofree char *quoted = exs_quote(*word);

        return exs_fail(error, EXS_ERROR_USAGE, "unknown option -%c in %s", *rest, quoted);
    }
    return check_value(&rows[row], NULL, next, takes_next, error);
}

static bool check_words(unsigned accepted, GPtrArray *words, GError **error)
{
    for (guint i = 1; i + 1 < words->len; i++) {
        char **word = (char **)&words->pdata[i];
        const char *next = words->pdata[i + 1];
        bool takes_next = false;

        if (strcmp(*word, "--") == 0)
            break;
        if ((*word)[0] != '-' || !(*word)[1])
            continue;
        if ((*word)[1] == '-' ? !check_long(accepted, *word, next, &takes_next, error)
                              : !check_short(accepted, word, next, &takes_next, error))
            return false;
        i += takes_next;
    }
    return true;
}

/* ---- parsing ---- */

static gboolean on_option(const char *name, const char *value, gpointer data, GError **error)
{
    ExsOptions *options = data;
    GError *reason = NULL;
    const Row *row;
    int option =
        name[1] == '-' ? find_row(~0u, name + 2, strlen(name + 2)) : find_letter(~0u, name[1]);

    g_assert(option >= 0);
    row = &rows[option];
    if ((options->given >> option & 1) && !row->repeatable)
        return exs_fail(error, EXS_ERROR_USAGE, "option --%s is given twice", row->name);
    options->given |= 1u << option;
    if (!row->take || row->take(options, value, &reason))
        return TRUE;
    exs_fail(error, EXS_ERROR_USAGE, "--%s: %s", row->name, reason->message);
    g_error_free(reason);
    return FALSE;
}

static GOptionContext *make_context(unsigned accepted, ExsOptions *options)
{
    GOptionContext *context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new("exsim", "", "", options, NULL);
    GOptionEntry entries[EXS_OPT_COUNT + 2] = {{0}};
    size_t count = 0;

    for (int i = 0; i < EXS_OPT_COUNT; i++)
        if (accepted >> i & 1)
            entries[count++] = (GOptionEntry){
                .long_name = rows[i].name,
                .short_name = rows[i].letter,
                /* FILENAME: the bytes as they are, whatever the locale */
                .flags = rows[i].argument ? G_OPTION_FLAG_FILENAME : G_OPTION_FLAG_NO_ARG,
                .arg = G_OPTION_ARG_CALLBACK,
                .arg_data = (gpointer)on_option,
            };
    entries[count] = (GOptionEntry){.long_name = G_OPTION_REMAINING,
                                    .arg = G_OPTION_ARG_FILENAME_ARRAY,
                                    .arg_data = &options->arguments};
    g_option_group_add_entries(group, entries);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_main_group(context, group);
    return context;
}

bool exs_options_parse(ExsOptions *out, unsigned accepted, char **words, GError **error)
{
    g_autoptr(GPtrArray) checked = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) array = NULL;
    g_autoptr(GOptionContext) context = NULL;
    GError *reason = NULL;
    bool parsed;

    *out = (ExsOptions){.detail = EXS_DETAIL_FULL, .jobs = 1};
    out->without_ids = g_ptr_array_new_with_free_func(g_free);
    accepted |= EXS_OPT_BIT(HELP);
    g_ptr_array_add(checked, g_strdup("exsim"));
    for (; *words; words++)
        g_ptr_array_add(checked, g_strdup(*words));
    g_ptr_array_add(checked, NULL);
    if (!check_words(accepted, checked, error))
        return false;
    array = g_strdupv((char **)checked->pdata);
    context = make_context(accepted, out);
    parsed = g_option_context_parse_strv(context, &array, &reason);
    if (!out->arguments)
        out->arguments = g_new0(char *, 1);
    out->argument_count = g_strv_length(out->arguments);
    if (parsed)
        return true;
    exs_fail(error, EXS_ERROR_USAGE, "%s", reason->message);
    g_error_free(reason);
    return false;
}

void exs_options_clear(ExsOptions *options)
{
    char **const texts[] = {&options->product,  &options->case_name, &options->filter,
                            &options->until,    &options->record,    &options->message,
                            &options->at,       &options->format,    &options->output,
                            &options->products, &options->server,    &options->site,
                            &options->log,      &options->junit};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
    g_clear_pointer(&options->without_ids, g_ptr_array_unref);
    g_clear_pointer(&options->arguments, g_strfreev);
}

void exs_options_help(unsigned accepted, GString *out)
{
    accepted |= EXS_OPT_BIT(HELP);
    for (int i = 0; i < EXS_OPT_COUNT; i++) {
        g_autoptr(GString) head = g_string_new("  ");
        /* The first enumerator is --help, which goes last. */
        const Row *row = &rows[(i + 1) % EXS_OPT_COUNT];

        if (!(accepted >> ((i + 1) % EXS_OPT_COUNT) & 1))
            continue;
        if (row->letter)
            g_string_append_printf(head, "-%c, ", row->letter);
        else
            g_string_append(head, "    ");
        g_string_append_printf(head, "--%s", row->name);
        if (row->argument)
            g_string_append_printf(head, " %s", row->argument);
        exs_wrap(out, head->str, 24, row->help);
    }
}

void exs_options_words(unsigned accepted, GString *out)
{
    accepted |= EXS_OPT_BIT(HELP);
    for (int i = 0; i < EXS_OPT_COUNT; i++) {
        if (!(accepted >> i & 1))
            continue;
        g_string_append_printf(out, "%s--%s", out->len ? " " : "", rows[i].name);
        if (rows[i].letter)
            g_string_append_printf(out, " -%c", rows[i].letter);
    }
}
