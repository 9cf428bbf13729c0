/* options.h - the options of all commands, read strictly.
 *
 * GOption does the splitting; what it is lax about is checked here: spelling (with a
 * suggestion), an option given twice, a value where none belongs, numbers.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/facts/rules.h"
#include "exsim/record/record.h"

/* One bit an option; a command's row in the table says which it takes. */
typedef enum {
    EXS_OPT_HELP,
    EXS_OPT_PRODUCT,
    EXS_OPT_PRODUCTS,
    EXS_OPT_CASE,
    EXS_OPT_FILTER,
    EXS_OPT_FAIL_FAST,
    EXS_OPT_WITHOUT,
    EXS_OPT_SEED,
    EXS_OPT_UNTIL,
    EXS_OPT_TIMELINE,
    EXS_OPT_NO_TIMELINE,
    EXS_OPT_ALL,
    EXS_OPT_BY_MESSAGE,
    EXS_OPT_RECORD,
    EXS_OPT_DETAIL,
    EXS_OPT_MESSAGE,
    EXS_OPT_AT,
    EXS_OPT_SERVER,
    EXS_OPT_SITE,
    EXS_OPT_PREVIOUS,
    EXS_OPT_LOG,
    EXS_OPT_FORMAT,
    EXS_OPT_JSON,
    EXS_OPT_JUNIT,
    EXS_OPT_OUTPUT,
    EXS_OPT_FORCE,
    EXS_OPT_JOBS,
    EXS_OPT_QUIET,
    EXS_OPT_VERBOSE,
    EXS_OPT_COLOR,
    EXS_OPT_COUNT,
} ExsOption;

#define EXS_OPT_BIT(name) (1u << EXS_OPT_##name)

/* Options of every command that runs scenarios, and of every command that writes. */
#define EXS_OPTS_RUN                                                                               \
    (EXS_OPT_BIT(PRODUCT) | EXS_OPT_BIT(CASE) | EXS_OPT_BIT(SEED) | EXS_OPT_BIT(UNTIL))
#define EXS_OPTS_OUTPUT (EXS_OPT_BIT(OUTPUT) | EXS_OPT_BIT(FORCE))

typedef enum { EXS_COLOR_AUTO, EXS_COLOR_ALWAYS, EXS_COLOR_NEVER } ExsColor;

/* What the command line said. Texts are bytes as given, which need not be UTF-8. */
typedef struct {
    unsigned given; /* EXS_OPT_... bits */
    char *product, *case_name, *filter, *until, *record, *message, *at, *format, *output;
    char *products, *server, *site, *log, *junit;
    uint64_t seed;
    ExsDetail detail;
    unsigned jobs;
    ExsColor color;
    ExsRuleSet without;
    GPtrArray *without_ids; /* char *: as given */
    char **arguments;       /* what is no option; never NULL */
    size_t argument_count;
} ExsOptions;

#define exs_has(options, name) (((options)->given & EXS_OPT_BIT(name)) != 0)

/* Reads the words after the command's name; `accepted` are the command's options. Fails with
 * EXS_ERROR_USAGE. To be cleared in either case. */
bool exs_options_parse(ExsOptions *out, unsigned accepted, char **words, GError **error);
void exs_options_clear(ExsOptions *options);

/* Appends the options as words, "--json" "-j", blank-separated: for completion. */
void exs_options_words(unsigned accepted, GString *out);

/* Appends the options of a help page, one or two lines each. */
void exs_options_help(unsigned accepted, GString *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExsOptions, exs_options_clear)
