/* cmd_new.c - `exsim new`: the skeleton of a scenario.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/facts_text.h"
#include "exsim/cli/files.h"
#include "exsim/kernel/error.h"

#define DIGITS "0123456789"

/* %s: the article */
static const char skeleton[] =
    "-- What the article says, in a sentence or two of your own.\n"
    "\n"
    "local exsim = require \"exsim\"\n"
    "\n"
    "local scenario = exsim.scenario {\n"
    "  article  = \"%s\",\n"
    "  title    = \"What happens, in one line\",\n"
    "  says     = { \"what the article states, one statement each\" },\n"
    "  products = { \"4.0 SP5\", \"5.0 SP2\", \"5.5 SP4\" },\n"
    "  -- mutant = { \"SECURED_STAYS\" },     -- the rules it rests on: `exsim facts` lists them\n"
    "  start    = \"1998-03-02 08:00\",\n"
    "}\n"
    "\n"
    "function scenario.build(org)\n"
    "  local seattle, paris = org:add_site \"SEATTLE\", org:add_site \"PARIS\"\n"
    "  local hub1, par1 = seattle:add_server \"HUB1\", paris:add_server \"PAR1\"\n"
    "  hub1:add_mailbox \"ann\"\n"
    "  par1:add_mailbox \"bob\"\n"
    "  org:pair(\"x400\", { name = \"LINE\", hub1, par1, cost = 1 })\n"
    "end\n"
    "\n"
    "function scenario.drive(run, org)\n"
    "  run:at(\"09:00\", function() org:send { from = \"ann\", to = \"bob\", as = \"hello\" } "
    "end)\n"
    "  run:to \"12:00\"\n"
    "end\n"
    "\n"
    "function scenario.expect(seen)\n"
    "  seen:message \"hello\":delivered_to \"bob\":before \"09:30\"\n"
    "end\n"
    "\n"
    "return scenario\n";

/* "Q" and six digits, whatever the case. NULL with the error. (owned by the caller) */
static char *parse_article(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    if ((text[0] == 'Q' || text[0] == 'q') && strlen(text) == 7 && strspn(text + 1, DIGITS) == 6)
        return g_ascii_strup(text, -1);
    exs_fail(error, EXS_ERROR_USAGE, "%s is no article: Q and six digits", quoted);
    return NULL;
}

static void note_existing(const char *article)
{
    g_autoptr(GPtrArray) scenarios = exs_facts_scenarios();

    for (guint i = 0; i < scenarios->len; i++) {
        const ExsFactScenario *scenario = scenarios->pdata[i];

        if (scenario->article && strcmp(scenario->article, article) == 0)
            exs_complain("note: %s has a scenario already: %s", article, scenario->path);
    }
}

int exs_cmd_new(const ExsOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *article = parse_article(options->arguments[0], &error);

    if (!article ||
        (options->output &&
         !exs_files_may_write(options->output, exs_has(options, FORCE), NULL, 0, &error)))
        return exs_complain_of(error);
    note_existing(article);
    g_string_printf(out, skeleton, article);
    return exs_files_write(options->output, out, &error) ? EXS_EXIT_OK : exs_complain_of(error);
}
