/* cmd_facts.c - `exsim facts`: the published facts, where each comes from and where it lives.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/facts_text.h"
#include "exsim/cli/files.h"
#include "exsim/facts/diagnostics.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"

typedef struct {
    GPtrArray *scenarios;
    GString *text;
    json_t *json; /* object of arrays, with --json */
    const char *word;
    size_t found;
    GPtrArray *words; /* const char *: what might have been meant */
} Facts;

/* How well a row answers: by one of its names, or only because some text has the word. */
typedef enum { NO, LOOSELY, EXACTLY } Match;

static Match match(Facts *self, const char *const *names, const char *const *texts)
{
    g_autofree char *folded = NULL;

    if (!self->word)
        return EXACTLY;
    for (const char *const *name = names; *name; name++) {
        g_ptr_array_add(self->words, (gpointer)*name);
        if (g_ascii_strcasecmp(*name, self->word) == 0)
            return EXACTLY;
    }
    folded = g_ascii_strdown(self->word, -1);
    for (int list = 0; list < 2; list++) {
        for (const char *const *text = list ? texts : names; *text; text++) {
            g_autofree char *lower = g_ascii_strdown(*text, -1);

            if (strstr(lower, folded))
                return LOOSELY;
        }
    }
    return NO;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static Match match_rule(Facts *self, int row)
{
    const ExsRuleInfo *info = exs_rule_info((ExsRule)(row + 1));
    Match found = match(self, WORDS(info->id, info->source), WORDS(info->sentence, info->module));

    /* An article's scenario says which rules it rests on. */
    for (guint i = 0; found != EXACTLY && i < self->scenarios->len; i++) {
        const ExsFactScenario *scenario = self->scenarios->pdata[i];

        if (scenario->article && g_ascii_strcasecmp(scenario->article, self->word) == 0 &&
            g_strv_contains((const char *const *)scenario->mutants, info->id))
            found = EXACTLY;
    }
    return found;
}

static Match match_setting(Facts *self, int row)
{
    const ExsSettingInfo *info = exs_setting_info((ExsSetting)row);

    return match(self, WORDS(info->id, info->key, info->title, info->source), WORDS(""));
}

static Match match_event(Facts *self, int row)
{
    const ExsEventInfo *info = exs_event_info((ExsEventKind)row);
    char number[16];

    g_snprintf(number, sizeof number, "%d", info->number);
    if (self->word && strcmp(number, self->word) == 0)
        return EXACTLY;
    return match(self, WORDS(info->id, info->article), WORDS(info->text, info->source));
}

static Match match_diagnostic(Facts *self, int row)
{
    ExsDiagnostic diagnostic = exs_diagnostic_row(row);

    return match(self, WORDS(exs_diagnostic_name(diagnostic), EXS_DIAGNOSTICS_SOURCE),
                 WORDS(exs_diagnostic_text(diagnostic)));
}

static Match match_reason(Facts *self, int row)
{
    return match(self, WORDS(exs_reason_name(exs_reason_row(row)), EXS_DIAGNOSTICS_SOURCE),
                 WORDS(""));
}

static Match match_scenario(Facts *self, int row)
{
    const ExsFactScenario *scenario = self->scenarios->pdata[row];

    return match(self, WORDS(scenario->article ? scenario->article : scenario->path),
                 WORDS(scenario->path, scenario->title));
}

static void add_rule(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_rule_json((ExsRule)(row + 1), self->scenarios));
    else
        exs_facts_rule(self->text, (ExsRule)(row + 1), self->scenarios);
}

static void add_setting(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_setting_json((ExsSetting)row));
    else
        exs_facts_setting(self->text, (ExsSetting)row);
}

static void add_event(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_event_json((ExsEventKind)row));
    else
        exs_facts_event(self->text, (ExsEventKind)row);
}

static void add_diagnostic(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_diagnostic_json(row));
    else
        exs_facts_diagnostic(self->text, row);
}

static void add_reason(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_reason_json(row));
    else
        exs_facts_reason(self->text, row);
}

static void add_scenario(Facts *self, int row, json_t *array)
{
    if (array)
        json_array_append_new(array, exs_facts_scenario_json(self->scenarios->pdata[row]));
    else
        exs_facts_scenario(self->text, self->scenarios->pdata[row]);
}

typedef struct {
    const char *name;
    int count; /* -1: as many as there are scenarios */
    Match (*match)(Facts *self, int row);
    void (*add)(Facts *self, int row, json_t *array);
} Table;

static size_t table_count(const Facts *self, const Table *table)
{
    return table->count >= 0 ? (size_t)table->count : self->scenarios->len;
}

/* Rows found by name come alone; only without any are the texts searched. */
static void search(Facts *self, const Table *tables, size_t count)
{
    Match best = NO;

    for (size_t i = 0; i < count; i++)
        for (size_t row = 0; row < table_count(self, &tables[i]); row++)
            best = MAX(best, tables[i].match(self, (int)row));
    for (size_t i = 0; i < count; i++) {
        json_t *array = self->json ? json_array() : NULL;

        for (size_t row = 0; row < table_count(self, &tables[i]); row++) {
            if (best == NO || tables[i].match(self, (int)row) != best)
                continue;
            if (self->text->len)
                g_string_append_c(self->text, '\n');
            tables[i].add(self, (int)row, array);
            self->found++;
        }
        if (self->json)
            json_object_set_new(self->json, tables[i].name, array);
    }
}

static int complain_of_word(const Facts *self)
{
    const char *near =
        exs_suggest(self->word, (const char *const *)self->words->pdata, self->words->len);
    g_autofree char *quoted = exs_quote(self->word);

    if (near)
        exs_complain("there is no fact for %s; did you mean %s?", quoted, near);
    else
        exs_complain("there is no fact for %s; `exsim facts` lists them all", quoted);
    return EXS_EXIT_SCENARIO;
}

static int write_facts(const Facts *self)
{
    g_autoptr(GError) error = NULL;

    if (self->json) {
        g_autofree char *text = json_dumps(self->json, JSON_INDENT(2));

        g_string_append_printf(self->text, "%s\n", text);
    }
    return exs_files_write(NULL, self->text, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}

int exs_cmd_facts(const ExsOptions *options)
{
    const Table tables[] = {
        {"rules", EXS_RULE_COUNT - 1, match_rule, add_rule},
        {"settings", EXS_SETTING_COUNT, match_setting, add_setting},
        {"events", EXS_EVENT_COUNT, match_event, add_event},
        {"diagnostics", exs_diagnostic_count(), match_diagnostic, add_diagnostic},
        {"reasons", exs_reason_count(), match_reason, add_reason},
        {"scenarios", -1, match_scenario, add_scenario},
    };
    Facts self = {.word = options->arguments[0]};
    int code;

    self.scenarios = exs_facts_scenarios();
    self.words = g_ptr_array_new();
    self.text = g_string_new(NULL);
    self.json = exs_has(options, JSON) ? json_object() : NULL;
    search(&self, tables, G_N_ELEMENTS(tables));
    code = self.found ? write_facts(&self) : complain_of_word(&self);
    json_decref(self.json);
    g_string_free(self.text, TRUE);
    g_ptr_array_unref(self.words);
    g_ptr_array_unref(self.scenarios);
    return code;
}
