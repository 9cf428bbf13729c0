/* test_scenario.c - scenarios from their text to their verdict, and the answer to wrong ones.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "exsim/bind/scenario.h"
#include "exsim/kernel/error.h"
#include "exsim/record/query.h"

/* Two sites, a pair of connectors, ann and bob; from line 5 on. */
#define HEAD "local exsim = require 'exsim'\nlocal s = exsim.scenario {}\n\n\n"
#define SITES                                                                                      \
    "function s.build(org)\n"                                                                      \
    "  local a, b = org:add_site 'A', org:add_site 'B'\n"                                          \
    "  local h, p = a:add_server 'H', b:add_server 'P'\n"                                          \
    "  h:add_mailbox 'ann' p:add_mailbox 'bob'\n"                                                  \
    "  org:pair('x400', { name = 'LINE', h, p, cost = 1 })\n"
#define BUILD  SITES "end\n"
#define DRIVE  "function s.drive(run, org)\n  run:to '09:00'\nend\n"
#define RETURN "return s\n"

static char *folder, *file;

static void set_up(void)
{
    g_setenv("EXSIM_DATA", EXS_SOURCE_DIR, TRUE);
    folder = g_dir_make_tmp("exsim-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
    file = g_build_filename(folder, "s.lua", NULL);
}

static void tear_down(void)
{
    g_unlink(file);
    g_rmdir(folder);
    g_free(file);
    g_free(folder);
}

static ExsScenario *load(const char *text, GError **error)
{
    static const ExsRunOptions options = {.detail = EXS_DETAIL_FULL};

    ck_assert(g_file_set_contents(file, text, -1, NULL));
    return exs_scenario_load(file, &options, error);
}

typedef struct {
    ExsResult result;
    ExsRecord *record;
    GError *error;
} Outcome;

static void clear(Outcome *outcome)
{
    exs_record_free(outcome->record);
    g_clear_error(&outcome->error);
}

static Outcome run_case(const char *text, const char *product, const char *name,
                        const ExsRunOptions *given)
{
    ExsRunOptions options = given ? *given : (ExsRunOptions){.detail = EXS_DETAIL_FULL};
    Outcome outcome = {.result = EXS_RESULT_ERROR};
    g_autoptr(ExsScenario) scenario = load(text, &outcome.error);

    if (scenario)
        outcome.result =
            exs_scenario_run(scenario, product, name, &options, &outcome.record, &outcome.error);
    ck_assert_int_eq(outcome.result == EXS_RESULT_ERROR, outcome.error != NULL);
    return outcome;
}

static Outcome run(const char *text, const ExsRunOptions *options)
{
    return run_case(text, "5.5 SP4", "", options);
}

static ExsResult result_of(const char *text, const char *product, const char *name)
{
    Outcome outcome = run_case(text, product, name, NULL);
    ExsResult result = outcome.result;

    ck_assert_msg(!outcome.error, "%s", outcome.error ? outcome.error->message : "");
    clear(&outcome);
    return result;
}

/* ---- what works ---- */

static const char good[] =
    "#!/usr/bin/env exsim\n"
    "local exsim = require 'exsim'\n"
    "local s = exsim.scenario { article = 'Q193322', title = 'A title', says = 'one thing',\n"
    "  products = { '4.0 SP5', '5.5 SP4' }, mutant = 'step_6_cost', seed = 7,\n"
    "  start = '1997-01-06 07:00' }\n" BUILD "function s.drive(run, org)\n"
    "  local sent = 0\n"
    "  run:every('10 min', { from = '07:30', times = 3 }, function(i)\n"
    "    sent = sent + 1\n"
    "    org:send { from = 'ann', to = 'bob', as = 'm' .. i, size = '30 K' }\n"
    "  end)\n"
    "  run:to '07:45'\n"
    "  if sent ~= 2 then error 'two were due' end\n"
    "  org:link 'LINE':cut()\n"
    "  run:to '08:30'\n"
    "  org:link 'LINE':restore()\n"
    "  run:to '12:00'\n"
    "end\n"
    "function s.expect(seen)\n"
    "  seen:message 'm1':delivered_to 'bob':before '07:40'\n"
    "  seen:message 'm3':delivered_to 'bob':after '08:30'\n"
    "  seen:inferred():message 'm2':delivered()\n"
    "end\n" RETURN;

START_TEST(reads_the_header)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsScenario) scenario = load(good, &error);

    ck_assert_msg(scenario, "%s", error ? error->message : "");
    ck_assert_str_eq(exs_scenario_path(scenario), file);
    ck_assert_str_eq(exs_scenario_article(scenario), "Q193322");
    ck_assert_str_eq(exs_scenario_title(scenario), "A title");
    ck_assert_str_eq(exs_scenario_says(scenario)[0], "one thing");
    ck_assert_str_eq(exs_scenario_products(scenario)[1], "5.5 SP4");
    ck_assert_ptr_null(exs_scenario_products(scenario)[2]);
    ck_assert_str_eq(exs_scenario_mutants(scenario)[0], "STEP_6_COST");
    ck_assert_str_eq(exs_scenario_cases(scenario)[0], "");
    ck_assert_ptr_null(exs_scenario_cases(scenario)[1]);
}
END_TEST

START_TEST(runs_and_checks)
{
    Outcome outcome = run(good, NULL);
    const ExsRecord *record = outcome.record;

    ck_assert_msg(outcome.result == EXS_RESULT_PASS, "%s",
                  outcome.error ? outcome.error->message : exs_result_name(outcome.result));
    ck_assert(exs_record_is_complete(record));
    ck_assert_uint_eq(exs_record_check_count(record), 3);
    ck_assert_str_eq(exs_record_check(record, 2)->basis, "inferred");
    ck_assert_str_eq(exs_record_fact(record, "article"), "Q193322");
    ck_assert_str_eq(exs_record_fact(record, "product"), "5.5 SP4");
    ck_assert_str_eq(exs_record_fact(record, "case"), "");
    ck_assert_str_eq(exs_record_fact(record, "seed"), "7");
    ck_assert_str_eq(exs_record_fact(record, "start"), "1997-01-06 07:00:00");
    ck_assert_str_eq(exs_record_fact(record, "end"), "1997-01-06 12:00:00");
    ck_assert_str_eq(exs_record_fact(record, "file"), "s.lua");
    clear(&outcome);
}
END_TEST

START_TEST(gives_the_same_record_again)
{
    Outcome first = run(good, NULL), again = run(good, NULL);

    ck_assert_str_eq(exs_record_fingerprint(first.record), exs_record_fingerprint(again.record));
    clear(&first);
    clear(&again);
}
END_TEST

START_TEST(draws_from_the_seed)
{
    static const char text[] =
        HEAD BUILD "function s.drive(run, org)\n"
                   "  org:send { from = 'ann', to = 'bob', as = tostring(math.random(1 << 40)) }\n"
                   "  run:to '09:00'\n"
                   "end\n" RETURN;
    ExsRunOptions options = {.detail = EXS_DETAIL_FULL, .has_seed = true, .seed = 1};
    Outcome unsaid = run(text, NULL), one = run(text, &options), two;
    uint32_t serial;

    options.seed = 2;
    two = run(text, &options);
    ck_assert_str_eq(exs_record_fingerprint(unsaid.record), exs_record_fingerprint(one.record));
    ck_assert_str_ne(exs_record_name_at(one.record, 0, &serial),
                     exs_record_name_at(two.record, 0, &serial));
    clear(&unsaid);
    clear(&one);
    clear(&two);
}
END_TEST

START_TEST(speaks_the_whole_language)
{
    g_autofree char *text = NULL;
    Outcome outcome;

    ck_assert(g_file_get_contents(EXS_SOURCE_DIR "/tests/bind/tour.lua", &text, NULL, NULL));
    outcome = run(text, NULL);
    ck_assert_msg(outcome.result == EXS_RESULT_PASS, "%s %s", exs_result_name(outcome.result),
                  outcome.error ? outcome.error->message : "");
    ck_assert_uint_eq(exs_record_check_count(outcome.record), 7);
    clear(&outcome);
}
END_TEST

/* clang-format off */
#define CHECK_BOB "function(seen) seen:message 'm':delivered_to 'bob' end\n"
#define CHECK_ANN "function(seen) seen:message 'm':never 'delivered' end\n"
#define SEND      "function s.drive(run, org)\n  org:send { from = 'ann', to = 'bob', as = 'm' }\n  run:to '09:00'\nend\n"
#define FIXED     "local exsim = require 'exsim'\nlocal s = exsim.scenario { products = { '5.5', '5.5 SP1', '4.0 SP5' }, fixed = { '5.5 SP1' } }\n"
#define BY_RULE   "local exsim = require 'exsim'\nlocal s = exsim.scenario { products = { '5.0', '5.0 SP1' }, fixed = 'LEAST_COST_ONLY' }\n"

static const struct {
    const char *name, *text, *product, *case_name;
    ExsResult result;
} results[] = {
    {"an expectation holds",               HEAD BUILD SEND "s.expect = " CHECK_BOB RETURN,  "5.5 SP4", "", EXS_RESULT_PASS},
    {"or does not",                        HEAD BUILD SEND "s.expect = " CHECK_ANN RETURN,  "5.5 SP4", "", EXS_RESULT_FAIL},
    {"none was made",                      HEAD BUILD SEND RETURN,                          "5.5 SP4", "", EXS_RESULT_EMPTY},
    {"any product will do",                HEAD BUILD SEND "s.expect = " CHECK_BOB RETURN,  "4.0.995.3", "", EXS_RESULT_PASS},
    {"the fix holds where it is",          FIXED BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "5.5 SP1", "", EXS_RESULT_PASS},
    {"and above",                          FIXED BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "5.5 SP4", "", EXS_RESULT_PASS},
    {"not one build below",                FIXED BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "5.5.2231.255", "", EXS_RESULT_FAIL},
    {"nor on a line that is not named",    FIXED BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "4.0 SP5", "", EXS_RESULT_FAIL},
    {"a fix can be a rule: there",         BY_RULE BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "5.0 SP1", "", EXS_RESULT_PASS},
    {"and not there",                      BY_RULE BUILD SEND "s.fixed = " CHECK_BOB "s.unfixed = " CHECK_ANN RETURN, "5.0", "", EXS_RESULT_FAIL},
    {"no block is for this product",       FIXED BUILD SEND "s.case('c', { fixed = " CHECK_BOB "})\ns.case('d', { expect = " CHECK_BOB "})\n" RETURN, "5.5", "c", EXS_RESULT_NOT_APPLICABLE},
    {"the case is, on another",            FIXED BUILD SEND "s.case('c', { fixed = " CHECK_BOB "})\ns.case('d', { expect = " CHECK_BOB "})\n" RETURN, "5.5 SP1", "c", EXS_RESULT_PASS},
    {"a case begins with a product",       HEAD BUILD SEND "s.case('c', { since = '5.5 SP2', expect = " CHECK_BOB "})\n" RETURN, "5.5 SP1", "c", EXS_RESULT_NOT_APPLICABLE},
    {"and holds from it on",               HEAD BUILD SEND "s.case('c', { since = '5.5 SP2', expect = " CHECK_BOB "})\n" RETURN, "5.5 SP2", "c", EXS_RESULT_PASS},
    {"a case may have its own drive",      HEAD BUILD SEND "s.case('c', { drive = function(run) run:to '08:30' end })\n" RETURN, "5.5 SP4", "c", EXS_RESULT_EMPTY},
};
/* clang-format on */

START_TEST(comes_to_a_result)
{
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
        ExsResult result = result_of(results[i].text, results[i].product, results[i].case_name);

        ck_assert_msg(result == results[i].result, "%s: %s", results[i].name,
                      exs_result_name(result));
    }
}
END_TEST

START_TEST(lists_its_cases_in_order)
{
    static const char text[] = HEAD BUILD SEND "s.case('z', {})\ns.case('a', {})\n"
                                               "s.expect = " CHECK_BOB RETURN;
    g_autoptr(ExsScenario) scenario = load(text, NULL);
    const char *const *cases = exs_scenario_cases(scenario);

    ck_assert_str_eq(cases[0], ""); /* it has expectations, so it is a case too */
    ck_assert_str_eq(cases[1], "z");
    ck_assert_str_eq(cases[2], "a");
    ck_assert_ptr_null(cases[3]);
}
END_TEST

START_TEST(is_cut_by_until)
{
    ExsRunOptions options = {.detail = EXS_DETAIL_FULL, .until = "08:10"};
    Outcome outcome = run(good, &options);

    /* What lies behind the cut is neither simulated nor expected. */
    ck_assert_int_eq(outcome.result, EXS_RESULT_EMPTY);
    ck_assert(exs_record_is_complete(outcome.record));
    ck_assert_str_eq(exs_record_fact(outcome.record, "end"), "1997-01-06 08:10:00");
    ck_assert_str_eq(exs_record_fact(outcome.record, "cut"), "1997-01-06 08:10:00");
    clear(&outcome);
    options.until = "12:00";
    outcome = run(good, &options);
    ck_assert_int_eq(outcome.result, EXS_RESULT_PASS);
    ck_assert_ptr_null(exs_record_fact(outcome.record, "cut"));
    clear(&outcome);
    options.until = "1997-01-06 06:59";
    outcome = run(good, &options);
    ck_assert_int_eq(outcome.result, EXS_RESULT_ERROR);
    ck_assert_int_eq(outcome.error->code, EXS_ERROR_USAGE);
    ck_assert_str_eq(outcome.error->message,
                     "--until: \"1997-01-06 06:59\" lies before the start of the run, 1997-01-06 "
                     "07:00:00");
    clear(&outcome);
}
END_TEST

START_TEST(builds_only_on_request)
{
    static const char text[] =
        HEAD BUILD "function s.drive(run) run:to '09:00' error 'driven' end\n"
                   "function s.expect(seen) seen:message 'm':delivered() end\n" RETURN;
    static const char wrong[] = HEAD BUILD DRIVE
        "function s.expect(seen)\n  seen:queue('HX', 'LINE'):always():holds(0)\nend\n" RETURN;
    ExsRunOptions options = {.detail = EXS_DETAIL_FULL, .build_only = true};
    Outcome outcome = run(text, &options);

    ck_assert_msg(outcome.result == EXS_RESULT_PASS, "%s",
                  outcome.error ? outcome.error->message : "");
    clear(&outcome);
    outcome = run(wrong, &options); /* a name that nothing has is found without a run */
    ck_assert_int_eq(outcome.result, EXS_RESULT_ERROR);
    ck_assert_ptr_nonnull(strstr(outcome.error->message, "s.lua:15: no server \"HX\""));
    clear(&outcome);
}
END_TEST

/* clang-format off */
#define REHEARSED(lines) HEAD BUILD "function s.drive(run, org)\n" lines "\nend\n" RETURN /* line 12 */

static const struct {
    const char *name, *text;
    const char *message; /* its end, after the folder; NULL: it passes */
} rehearsed[] = {
    {"no such time",                 REHEARSED("run:at('25:99', print)"), "s.lua:12: [1998-03-02 08:00:00] \"25:99\" is not a time: write \"09:00\", \"Mon 09:00\", \"1998-03-04 09:00\" or \"+10 min\""},
    {"a bare number",                REHEARSED("run:to '09:00' run:to(9)"), "s.lua:12: [1998-03-02 09:00:00] a time is text, \"09:00\" or \"+10 min\", not 9"},
    {"after the end of the clock",   REHEARSED("run:to '+9999999 d'"), "s.lua:12: [1998-03-02 08:00:00] \"+9999999 d\" is later than the clock goes, 9999-12-31 23:59:59"},
    {"an interval of nothing",       REHEARSED("run:to '09:00' run:every('0 s', {}, print)"), "s.lua:12: [1998-03-02 09:00:00] run:every \"0 s\" would never get on"},
    {"what run:to has left behind",  REHEARSED("run:to '10:00' run:at('1998-03-02 09:00', print)"), "s.lua:12: [1998-03-02 10:00:00] \"1998-03-02 09:00\" lies in the past: it is 1998-03-02 10:00:00"},
    {"the clock runs day by day",    REHEARSED("run:to '07:00' run:at('08:00', print) run:to '+2 h' if run:now() ~= '1998-03-03 09:00:00' then run:at(9) end"), NULL},
    {"what never happens",           REHEARSED("run:at('11:00', print) run:to '10:00'"), "s.lua:12: [1998-03-02 10:00:00] run:at \"11:00\" never happens: the run ended at 1998-03-02 10:00:00"},
    {"at the end it does",           REHEARSED("run:at('10:00', print) run:to '10:00'"), NULL},
    {"no run:to",                    REHEARSED("run:at('10:00', print)"), "s.lua:11: [1998-03-02 08:00:00] nothing was simulated: drive ends without run:to \"12:00\""},
    {"a name before the clock runs", REHEARSED("org:link 'LYNE':cut() run:to '10:00'"), "s.lua:12: [1998-03-02 08:00:00] no link \"LYNE\" (did you mean \"LINE\"?)"},
    {"callbacks are not called",     REHEARSED("run:at('09:00', function() error 'called' end) run:to '10:00'"), NULL},
    {"so what they do is not missed", REHEARSED("local x run:at('09:00', function() x = 'LINE' end) run:to '10:00' org:link(x):cut()"), NULL},
    {"nor waited for",               REHEARSED("local x run:at('09:00', function() x = true end) while not x do run:to '+1 min' end"), NULL},
    {"mail may be sent",             REHEARSED("org:send { from = 'ann', to = 'bob' } run:to '10:00' org:send { from = 'bob', to = 'ann' } run:to '11:00'"), NULL},
};
/* clang-format on */

START_TEST(rehearses_drive)
{
    const ExsRunOptions options = {.detail = EXS_DETAIL_FULL, .build_only = true};

    for (size_t i = 0; i < G_N_ELEMENTS(rehearsed); i++) {
        Outcome outcome = run(rehearsed[i].text, &options);
        const char *message = outcome.error ? outcome.error->message + strlen(folder) + 1 : NULL;

        ck_assert_msg(g_strcmp0(message, rehearsed[i].message) == 0, "%s: %s", rehearsed[i].name,
                      message);
        clear(&outcome);
    }
}
END_TEST

START_TEST(switches_a_rule_off)
{
    ExsRunOptions options = {.detail = EXS_DETAIL_FULL};
    Outcome outcome;

    exs_rule_set_add(&options.without, EXS_RULE_SECURED_STAYS);
    outcome = run(good, &options);
    ck_assert_str_eq(exs_record_fact(outcome.record, "without"), "SECURED_STAYS");
    clear(&outcome);
}
END_TEST

/* ---- what is refused ---- */

/* clang-format off */
#define IN_BUILD(line) HEAD SITES "\n" line "\nend\n" DRIVE RETURN          /* line 11 */
#define IN_DRIVE(line) HEAD BUILD "function s.drive(run, org)\n" line "\nend\n" RETURN /* line 12 */
#define IN_EXPECT(line) HEAD BUILD DRIVE "function s.expect(seen)\n" line "\nend\n" RETURN /* line 15 */
#define IN_HEADER(fields) "local exsim = require 'exsim'\nlocal s = exsim.scenario { " fields " }\n" BUILD DRIVE RETURN

static const struct {
    const char *name, *text;
    ExsErrorCode code;
    const char *message; /* its end, after the folder */
} refused[] = {
    {"nothing at all",              "",                          EXS_ERROR_SCRIPT, "s.lua: nothing was simulated: the file returns no scenario; end it with return scenario"},
    {"only comments",               "-- nothing\n",              EXS_ERROR_SCRIPT, "s.lua: nothing was simulated: the file returns no scenario; end it with return scenario"},
    {"something else returned",     "return 7\n",                EXS_ERROR_SCRIPT, "s.lua: nothing was simulated: the file returns 7; end it with return scenario"},
    {"no build",                    HEAD DRIVE RETURN,           EXS_ERROR_SCRIPT, "s.lua:2: nothing was simulated: there is no build(org)"},
    {"no build, made in a tail call", "return require('exsim').scenario {}", EXS_ERROR_SCRIPT, "s.lua: nothing was simulated: there is no build(org)"},
    {"an empty build",              HEAD "function s.build() end\n" DRIVE RETURN, EXS_ERROR_SCRIPT, "s.lua: nothing was simulated: build adds no site"},
    {"no drive",                    HEAD BUILD RETURN,           EXS_ERROR_SCRIPT, "s.lua:2: [1998-03-02 08:00:00] nothing was simulated: there is no drive(run, org)"},
    {"no run:to",                   IN_DRIVE(""),                EXS_ERROR_SCRIPT, "s.lua:11: [1998-03-02 08:00:00] nothing was simulated: drive ends without run:to \"12:00\""},
    {"a syntax error",              HEAD "x = = 1\n",            EXS_ERROR_PARSE,  "s.lua:5: unexpected symbol near '='"},
    {"a header key misspelt",       IN_HEADER("prodcts = {}"),   EXS_ERROR_SCRIPT, "s.lua:2: exsim.scenario has no option \"prodcts\" (did you mean \"products\"?)"},
    {"a header key for later",      IN_HEADER("zone = 'GMT'"),   EXS_ERROR_SCRIPT, "s.lua:2: exsim cannot do exsim.scenario { zone = ... } yet"},
    {"a rule misspelt",             IN_HEADER("mutant = 'SECURED_STAY'"), EXS_ERROR_SCRIPT, "s.lua:2: there is no rule \"SECURED_STAY\"; did you mean SECURED_STAYS?"},
    {"a product that never was",    IN_HEADER("products = '5.5 SP9'"), EXS_ERROR_SCRIPT, "s.lua:2: Exchange 5.5 has no \"SP9\": it has RTM, SP1, SP2, SP3, SP4"},
    {"a limit misspelt",            IN_HEADER("limits = { message = 1 }"), EXS_ERROR_SCRIPT, "s.lua:2: limits has no option \"message\" (did you mean \"messages\"?)"},
    {"no case for a product",       IN_HEADER("products = '5.5', since = '5.5 SP1'"), EXS_ERROR_SCRIPT, "s.lua:2: no case of this scenario is for product \"5.5\""},
    {"fixed without a fix",         HEAD BUILD DRIVE "s.fixed = " CHECK_BOB RETURN, EXS_ERROR_SCRIPT, "s.lua:14: the block fixed needs fixed = { \"5.5 SP1\" }, or a rule, in the header"},
    {"a member misspelt",           HEAD "function s.biuld() end\n", EXS_ERROR_SCRIPT, "s.lua:5: a scenario has no \"biuld\" (did you mean \"build\"?)"},
    {"not settled",                 HEAD "s.settled = false\n",  EXS_ERROR_SCRIPT, "s.lua:5: exsim cannot do scenario.settled = false yet"},
    {"a case's key misspelt",       HEAD "s.case('c', { expct = 1 })\n", EXS_ERROR_SCRIPT, "s.lua:5: scenario.case has no option \"expct\" (did you mean \"expect\"?)"},
    {"a server twice",              IN_BUILD("a:add_server 'h'"), EXS_ERROR_SCRIPT, "s.lua:11: a server \"h\" exists already (names are case-insensitive)"},
    {"an empty name",               IN_BUILD("org:add_site ''"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a site has 1 to 64 bytes, not 0"},
    {"a name of blanks",            IN_BUILD("h:add_mailbox '  '"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a recipient must not be blank: \"  \""},
    {"a site of blanks",            IN_BUILD("org:add_site ' '"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a site must not be blank: \" \""},
    {"a service that there is not", IN_BUILD("org:service('H', 'ims')"), EXS_ERROR_SCRIPT, "s.lua:11: server H has no service \"ims\": there are \"mta\", \"store\", \"ds\", and a gateway's kind"},
    {"a name with NUL",             IN_BUILD("org:add_site 'a\\0b'"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a site must not have a NUL byte"},
    {"a name with a newline",       IN_BUILD("org:add_site 'a\\nb'"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a site must not have control characters: \"a\\x0ab\""},
    {"a name of a megabyte",        IN_BUILD("org:add_site(('x'):rep(1 << 20))"), EXS_ERROR_SCRIPT, "s.lua:11: the name of a site has 1 to 64 bytes, not 1048576"},
    {"a missing site",              IN_BUILD("h:add_connector { kind = 'x400', to = p, connected_sites = 'C' }"), EXS_ERROR_SCRIPT, "s.lua:11: no site \"C\": there are \"A\", \"B\""},
    {"a connector to itself",       IN_BUILD("h:add_connector { kind = 'x400', to = h }"), EXS_ERROR_SCRIPT, "s.lua:11: a connector cannot lead from H to itself"},
    {"a pair with itself",          IN_BUILD("org:pair('x400', { h, h })"), EXS_ERROR_SCRIPT, "s.lua:11: a pair joins two servers: H cannot be paired with itself"},
    {"cost 0",                      IN_BUILD("h:add_connector { kind = 'ims', cost = 0 }"), EXS_ERROR_SCRIPT, "s.lua:11: cost is a whole number, 1 to 100 (property page), not 0"},
    {"cost 101",                    IN_BUILD("h:add_connector { kind = 'ims', spaces = { { 'SMTP:*', cost = 101 } } }"), EXS_ERROR_SCRIPT, "s.lua:11: cost is a whole number, 1 to 100 (property page), not 101"},
    {"cost 1.5",                    IN_BUILD("org:connector 'LINE':set { cost = 1.5 }"), EXS_ERROR_SCRIPT, "s.lua:11: cost is a whole number, 1 to 100 (property page), not 1.5"},
    {"cost as text",                IN_BUILD("org:connector 'LINE':set { cost = '10' }"), EXS_ERROR_SCRIPT, "s.lua:11: cost is a whole number, 1 to 100 (property page), not \"10\""},
    {"cost NaN",                    IN_BUILD("org:connector 'LINE':set { cost = 0/0 }"), EXS_ERROR_SCRIPT, "s.lua:11: cost is a whole number, 1 to 100 (property page), not NaN"},
    {"an option misspelt",          IN_BUILD("h:add_connector { kind = 'ims', spces = {} }"), EXS_ERROR_SCRIPT, "s.lua:11: server:add_connector has no option \"spces\" (did you mean \"spaces\"?)"},
    {"a kind misspelt",             IN_BUILD("h:add_connector { kind = 'imss' }"), EXS_ERROR_SCRIPT, "s.lua:11: no connector of kind \"imss\" (did you mean \"ims\"?)"},
    {"a kind for later",            IN_BUILD("h:add_connector { kind = 'groupwise' }"), EXS_ERROR_SCRIPT, "s.lua:11: exsim cannot do connectors of kind \"groupwise\" yet: it has \"site\", \"x400\", \"ras\", \"ims\", \"msmail\", \"ccmail\", \"notes\", \"snads\" and \"edk\""},
    {"a noun for later",            IN_BUILD("org:folder 'x'"), EXS_ERROR_SCRIPT, "s.lua:11: exsim cannot do org:folder yet"},
    {"an action for later",         IN_BUILD("h:queue('x')"), EXS_ERROR_SCRIPT, "s.lua:11: exsim cannot do server:queue yet"},
    {"a method misspelt",           IN_BUILD("h:add_mailbx 'x'"), EXS_ERROR_SCRIPT, "s.lua:11: server has no method \"add_mailbx\" (did you mean \"add_mailbox\"?)"},
    {"a point for a colon",         IN_BUILD("org.add_site('X')"), EXS_ERROR_SCRIPT, "s.lua:11: write org:add_site(...) with a colon, not org.add_site(...)"},
    {"a field written",             IN_BUILD("h.cost = 1"), EXS_ERROR_SCRIPT, "s.lua:11: a server cannot be written to: write server:set { name = value }"},
    {"a transfer mode misspelt",    IN_BUILD("h:add_connector { kind = 'ims', transfer_mode = 'inbuond' }"), EXS_ERROR_SCRIPT, "s.lua:11: an Internet Mail Service has no transfer mode \"inbuond\" (did you mean \"inbound\"?)"},
    {"a transfer mode of a line",   IN_BUILD("org:connector 'LINE':set { transfer_mode = 'none' }"), EXS_ERROR_SCRIPT, "s.lua:11: connector LINE has no transfer mode: an Internet Mail Service has one"},
    {"ETRN for a line",             IN_BUILD("org:connector 'LINE':set { etrn_domains = 'a.com' }"), EXS_ERROR_SCRIPT, "s.lua:11: connector LINE knows no ETRN: it is an X.400 Connector"},
    {"ETRN of a service that stands", IN_DRIVE("org:server 'H':add_connector { kind = 'ims' } org:server 'H':stop() org:add_host('x'):etrn { 'a.com', via = 'H' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] the Internet Mail Service of H does not run"},
    {"a setting misspelt",          IN_BUILD("h:set { handof_time = '1 s' }"), EXS_ERROR_SCRIPT, "s.lua:11: server has no setting \"handof_time\" (did you mean \"handoff_time\"?)"},
    {"a property misspelt",         IN_BUILD("org:connector 'LINE':set { schedul = 'never' }"), EXS_ERROR_SCRIPT, "s.lua:11: connector has no setting \"schedul\" (did you mean \"schedule\"?)"},
    {"a setting without its unit",  IN_BUILD("h:set { handoff_time = 1 }"), EXS_ERROR_SCRIPT, "s.lua:11: Hand-off time per message and thread is a time: write it with its unit, \"10 s\", not 1"},
    {"a registry value misspelt",   IN_BUILD("h:set { registry = { ['Gateway In Thread'] = 1 } }"), EXS_ERROR_SCRIPT, "s.lua:11: a server has no registry value \"Gateway In Thread\"; did you mean \"Gateway In Threads\"?"},
    {"a value out of its range",    IN_BUILD("h:set { registry = { ['Gateway In Threads'] = 65 } }"), EXS_ERROR_SCRIPT, "s.lua:11: Gateway In Threads must be 1 to 64 (Q234065), not 65"},
    {"a build of another line",     IN_BUILD("a:add_server('Z', { builds = { mta = '4.0 SP5' } })"), EXS_ERROR_SCRIPT, "s.lua:11: a component of 4.0 does not run on a server of 5.5"},
    {"an alias misspelt",           IN_DRIVE("org:send { from = 'ann', to = 'bobb' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] no recipient \"bobb\" (did you mean \"bob\"?)"},
    {"mail in build",               IN_BUILD("org:send { from = 'ann', to = 'bob' }"), EXS_ERROR_SCRIPT, "s.lua:11: nothing runs yet: this belongs into drive"},
    {"no recipient",                IN_DRIVE("org:send { from = 'ann', to = {} }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] a message needs at least one recipient"},
    {"a list with names",           IN_DRIVE("org:send { from = 'ann', to = { 'bob', cc = 'ann' } }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] a list has no names: write { \"ann\", ... } without cc ="},
    {"a domain that is none",       IN_BUILD("org:add_host('m', { mx_for = 'a..b' })"), EXS_ERROR_SCRIPT, "s.lua:11: mx_for: \"a..b\" is no domain, as in \"example.com\""},
    {"mail from a host that is down", IN_DRIVE("org:server 'H':add_connector { kind = 'ims' } org:add_host('m', { up = false }):send { from = 'x@y.test', to = 'ann', via = 'H' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] host m is down: it sends nothing"},
    {"a million recipients",        IN_DRIVE("local t = {} for i = 1, 1000000 do t[i] = 'bob' end org:send { from = 'ann', to = t }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] 1000000 recipients: a message has at most 100000"},
    {"size -1",                     IN_DRIVE("org:send { from = 'ann', to = 'bob', size = -1 }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] size -1 bytes is not 1 .. 1,099,511,627,776"},
    {"size 0",                      IN_DRIVE("org:send { from = 'ann', to = 'bob', size = '0 K' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] size 0 bytes is not 1 .. 1,099,511,627,776"},
    {"size 2^63",                   IN_DRIVE("org:send { from = 'ann', to = 'bob', size = 2^63 }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] a size in bytes is a whole number"},
    {"size without a unit there is", IN_DRIVE("org:send { from = 'ann', to = 'bob', size = '1 G' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] \"1 G\" is no size: write \"30 K\", \"2 MB\" or a number of bytes"},
    {"a receipt of no kind",        IN_DRIVE("org:send { from = 'ann', to = 'bob', receipt = 'read' }"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] receipt is true or false, not \"read\""},
    {"a name given twice",          IN_DRIVE("for i = 1, 2 do org:send { from = 'ann', to = 'bob', as = 'x' } end"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] a message \"x\" was sent already"},
    {"no such time",                IN_DRIVE("run:at('25:99', print)"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] \"25:99\" is not a time: write \"09:00\", \"Mon 09:00\", \"1998-03-04 09:00\" or \"+10 min\""},
    {"the past",                    IN_DRIVE("run:at('1998-03-01 09:00', print)"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] \"1998-03-01 09:00\" lies in the past: it is 1998-03-02 08:00:00"},
    {"a bare number",               IN_DRIVE("run:to(9)"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] a time is text, \"09:00\" or \"+10 min\", not 9"},
    {"after the end of the clock",  IN_DRIVE("run:at('+9999999 d', print)"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] \"+9999999 d\" is later than the clock goes, 9999-12-31 23:59:59"},
    {"an interval of nothing",      IN_DRIVE("run:every('0 s', {}, print)"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 08:00:00] run:every \"0 s\" would never get on"},
    {"what never happens",          IN_DRIVE("run:at('11:00', print) run:to '10:00'"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 10:00:00] run:at \"11:00\" never happens: the run ended at 1998-03-02 10:00:00"},
    {"an error in a callback",      IN_DRIVE("run:at('09:00:05', function() error 'boom' end) run:to '10:00'"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 09:00:05] boom (event 1)"},
    {"even if it is swallowed",     IN_DRIVE("run:at('09:00:05', function() org:link 'LYNE':cut() end) pcall(run.to, run, '10:00')"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 09:00:05] no link \"LYNE\" (did you mean \"LINE\"?) (event 1)"},
    {"run:to in a callback",        IN_DRIVE("run:at('09:00', function() run:to '11:00' end) run:to '10:00'"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 09:00:00] run:to inside a callback: the clock runs already (event 1)"},
    {"a yield across the run",      IN_DRIVE("coroutine.wrap(function() run:at('09:00', function() coroutine.yield() end) run:to '10:00' end)()"), EXS_ERROR_SCRIPT, "s.lua:12: [1998-03-02 09:00:00] attempt to yield across a C-call boundary (event 1)"},
    {"an instant without end",      IN_DRIVE("local function f() run:at(run:now(), f) end f() run:to '09:00'"), EXS_ERROR_LIVELOCK, "s.lua:12: [1998-03-02 08:00:00] the instant 1998-03-02 08:00:00 never finishes: each event causes another at once, more than 10000 deep"},
    {"a scenario's new field",       HEAD SITES "  s.org = nil\nend\n" RETURN, EXS_ERROR_SCRIPT, "s.lua:10: a scenario has no \"org\": there are build, drive, expect, fixed, unfixed"},
    {"an unknown message",          IN_EXPECT("seen:message 'm':delivered()"), EXS_ERROR_SCRIPT, "s.lua:15: no message \"m\": there is none"},
    {"a time after the end",        IN_EXPECT("seen:queue('H', 'LINE'):at '10:00':holds(0)"), EXS_ERROR_SCRIPT, "s.lua:15: \"10:00\" is after the end of the run (1998-03-02 09:00:00)"},
    {"a loop without end",          IN_DRIVE("while true do end"), EXS_ERROR_LIMIT, "s.lua:12: [1998-03-02 08:00:00] limit hit: 400000000 instructions"},
    {"too many messages",           "local exsim = require 'exsim'\nlocal s = exsim.scenario { limits = { messages = 5 } }\n\n\n" BUILD "function s.drive(run, org)\nrun:at('09:00', function() for i = 1, 9 do pcall(org.send, org, { from = 'ann', to = 'bob' }) end end) run:to '10:00'\nend\n" RETURN, EXS_ERROR_LIMIT, "s.lua:12: [1998-03-02 09:00:00] limit hit: 5 messages"},
};
/* clang-format on */

START_TEST(refuses_with_place_and_reason)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        Outcome outcome = run(refused[i].text, NULL);

        ck_assert_msg(outcome.result == EXS_RESULT_ERROR, "%s: %s", refused[i].name,
                      exs_result_name(outcome.result));
        ck_assert_msg(outcome.error->code == (int)refused[i].code, "%s: code %d (%s)",
                      refused[i].name, outcome.error->code, outcome.error->message);
        ck_assert_msg(
            g_str_has_prefix(outcome.error->message, folder) &&
                g_str_equal(outcome.error->message + strlen(folder) + 1, refused[i].message),
            "%s: %s", refused[i].name, outcome.error->message);
        clear(&outcome);
    }
}
END_TEST

START_TEST(lets_nothing_change_after_the_run)
{
    static const char text[] =
        HEAD BUILD "local kept\n"
                   "function s.drive(run, org)\n  kept = org\n  run:to '09:00'\nend\n"
                   "function s.expect(seen)\n  kept:add_site 'C'\nend\n" RETURN;
    Outcome outcome = run(text, NULL);

    ck_assert_int_eq(outcome.result, EXS_RESULT_ERROR);
    ck_assert_ptr_nonnull(
        strstr(outcome.error->message, "s.lua:17: the run has ended: nothing can change any more"));
    ck_assert(!exs_record_is_complete(outcome.record));
    clear(&outcome);
}
END_TEST

START_TEST(leaves_a_partial_record)
{
    Outcome outcome =
        run(IN_DRIVE("run:at('09:00', function() error 'boom' end) run:to '10:00'"), NULL);

    ck_assert_ptr_nonnull(outcome.record);
    ck_assert(!exs_record_is_complete(outcome.record));
    ck_assert_str_eq(exs_record_fact(outcome.record, "end"), "1998-03-02 09:00:00");
    clear(&outcome);
    outcome = run(IN_BUILD("error 'boom'"), NULL); /* nothing was simulated */
    ck_assert_ptr_null(outcome.record);
    clear(&outcome);
}
END_TEST

START_TEST(knows_products_and_cases)
{
    Outcome outcome = run_case(good, "5.6", "", NULL);

    ck_assert_int_eq(outcome.result, EXS_RESULT_ERROR);
    ck_assert_int_eq(outcome.error->code, EXS_ERROR_PARSE);
    clear(&outcome);
    outcome = run_case(HEAD BUILD SEND "s.case('first', {})\n" RETURN, "5.5", "frist", NULL);
    ck_assert_int_eq(outcome.error->code, EXS_ERROR_UNKNOWN);
    ck_assert_str_eq(outcome.error->message,
                     "the scenario has no case \"frist\" (did you mean \"first\"?)");
    clear(&outcome);
}
END_TEST

START_TEST(keeps_to_its_memory)
{
    ExsRunOptions options = {.detail = EXS_DETAIL_FULL, .memory_limit = (size_t)2 << 20};
    Outcome outcome = run(IN_DRIVE("local t = {} for i = 1, 1e6 do t[i] = {} end"), &options);

    ck_assert_int_eq(outcome.error->code, EXS_ERROR_LIMIT);
    ck_assert_ptr_nonnull(
        strstr(outcome.error->message, "s.lua: [1998-03-02 08:00:00] limit hit: 2 MiB of memory"));
    clear(&outcome);
}
END_TEST

static void check_file_error(const char *path, const char *why)
{
    static const ExsRunOptions options = {.detail = EXS_DETAIL_FULL};
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(exs_scenario_load(path, &options, &error));
    ck_assert_msg(error->code == EXS_ERROR_FILE && strstr(error->message, why), "%s: %s", path,
                  error->message);
}

START_TEST(needs_a_file)
{
    g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
    g_autoptr(GError) error = NULL;
    static const ExsRunOptions options = {.detail = EXS_DETAIL_FULL};

    check_file_error(file, "No such file or directory");
    check_file_error(folder, "Is a directory");
    check_file_error("/dev/null", "not a regular file");
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    ck_assert_ptr_null(exs_scenario_load(fifo, &options, &error)); /* nobody writes: it is empty */
    g_unlink(fifo);
}
END_TEST

static void on_alarm(int number)
{
    (void)number;
    exs_scenario_interrupt();
}

/* In 0.1 s of its own time: on a busy machine the run has begun by then, too. */
static void interrupt_soon(void)
{
    struct itimerval soon = {.it_value = {.tv_usec = 100000}};

    signal(SIGVTALRM, on_alarm);
    setitimer(ITIMER_VIRTUAL, &soon, NULL);
}

START_TEST(stops_when_asked)
{
    static const char *const texts[] = {
        IN_DRIVE(
            "run:every('1 s', {}, function() for i = 1, 100 do end end) run:to '9999-01-01 00:00'"),
        IN_DRIVE("run:to '09:00' pcall(function() while true do end end)"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        Outcome outcome;

        interrupt_soon();
        outcome = run(texts[i], NULL);
        ck_assert_int_eq(outcome.result, EXS_RESULT_ERROR);
        ck_assert_msg(outcome.error->code == EXS_ERROR_STOPPED, "%s", outcome.error->message);
        ck_assert_ptr_nonnull(outcome.record);
        ck_assert(!exs_record_is_complete(outcome.record));
        clear(&outcome);
    }
}
END_TEST

Suite *suite_scenario(void)
{
    Suite *s = suite_create("scenario");
    TCase *works = tcase_create("works"), *refuses = tcase_create("refuses");

    tcase_add_checked_fixture(works, set_up, tear_down);
    tcase_set_timeout(works, 60);
    tcase_add_test(works, reads_the_header);
    tcase_add_test(works, runs_and_checks);
    tcase_add_test(works, gives_the_same_record_again);
    tcase_add_test(works, draws_from_the_seed);
    tcase_add_test(works, speaks_the_whole_language);
    tcase_add_test(works, comes_to_a_result);
    tcase_add_test(works, lists_its_cases_in_order);
    tcase_add_test(works, is_cut_by_until);
    tcase_add_test(works, builds_only_on_request);
    tcase_add_test(works, rehearses_drive);
    tcase_add_test(works, switches_a_rule_off);
    suite_add_tcase(s, works);
    tcase_add_checked_fixture(refuses, set_up, tear_down);
    tcase_set_timeout(refuses, 120);
    tcase_add_test(refuses, refuses_with_place_and_reason);
    tcase_add_test(refuses, lets_nothing_change_after_the_run);
    tcase_add_test(refuses, leaves_a_partial_record);
    tcase_add_test(refuses, knows_products_and_cases);
    tcase_add_test(refuses, keeps_to_its_memory);
    tcase_add_test(refuses, needs_a_file);
    tcase_add_test(refuses, stops_when_asked);
    suite_add_tcase(s, refuses);
    return s;
}
