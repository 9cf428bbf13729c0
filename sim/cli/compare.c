/* compare.c - see compare.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/compare.h"

#include <string.h>

#include "exsim/cli/files.h"
#include "exsim/cli/subject.h"
#include "exsim/cli/wrap.h"
#include "exsim/kernel/error.h"

/* Entries of all the runs that look for a cause: what takes longer is not tried. */
#define ENTRIES_MAX 3000000

typedef struct {
    const ExsOptions *options;
    char **names; /* the two products, or files as shown (owned) */
    ExsRecord *records[2];
    ExsDiff *diff;
    GArray *causes; /* ExsDiffCause; NULL: nobody looked (owned) */
    size_t untried;
} Comparison;

static bool check(const ExsOptions *options, GError **error)
{
    if (!options->products)
        return options->argument_count == 2 ||
               exs_fail(error, EXS_ERROR_USAGE,
                        "diff needs two files, or one and --products \"5.5 SP1,5.5 SP3\"");
    if (options->argument_count != 1)
        return exs_fail(error, EXS_ERROR_USAGE, "--products compares runs of one file, not of two");
    if (options->product)
        return exs_fail(error, EXS_ERROR_USAGE, "--products and --product exclude each other");
    if (exs_files_is_record(options->arguments[0]))
        return exs_fail(error, EXS_ERROR_USAGE,
                        "--products: a record cannot be run again: name the scenario");
    return true;
}

/* As the two are called: the products, or the files. */
static char **name_sides(const ExsOptions *options)
{
    char **names;

    if (options->products) {
        names = g_strsplit(options->products, ",", 2);
        g_strstrip(names[0]);
        g_strstrip(names[1]);
        return names;
    }
    names = g_new0(char *, 3);
    for (int side = 0; side < 2; side++)
        names[side] = exs_files_shown(options->arguments[side]);
    return names;
}

/* ---- the two runs ---- */

static ExsOptions options_of(const Comparison *self, int side)
{
    ExsOptions one = *self->options;

    if (self->options->products)
        one.product = self->names[side];
    else
        one.arguments = self->options->arguments + side;
    return one;
}

/* Is this case of the first product one that the second has, too? */
static bool read_other(const ExsRecord *first, void *data, GError **error)
{
    Comparison *self = data;
    ExsOptions one = options_of(self, 1);

    one.case_name = (char *)exs_record_fact(first, "case");
    self->records[1] = exs_subject_record(&one, NULL, NULL, error);
    return self->records[1] != NULL;
}

static bool read_both(Comparison *self, GError **error)
{
    ExsOptions one = options_of(self, 0), other = options_of(self, 1);

    if (self->options->products) {
        self->records[0] = exs_subject_record(&one, read_other, self, error);
        return self->records[0] != NULL;
    }
    self->records[0] = exs_subject_record(&one, NULL, NULL, error);
    if (self->records[0])
        self->records[1] = exs_subject_record(&other, NULL, NULL, error);
    return self->records[1] != NULL;
}

/* ---- why they part ---- */

/* The run of one side with this rule off; NULL if it does not come to its end. */
static ExsRecord *run_without(const Comparison *self, int side, ExsRule rule)
{
    ExsOptions one = options_of(self, side);

    one.case_name = (char *)exs_record_fact(self->records[side], "case");
    one.given |= EXS_OPT_BIT(QUIET);
    exs_rule_set_add(&one.without, rule);
    return exs_subject_record(&one, NULL, NULL, NULL);
}

static void try_rule(Comparison *self, int side, ExsRule rule)
{
    const ExsRuleInfo *info = exs_rule_info(rule);
    ExsDiffCause cause = {info->id, info->source, info->sentence, side, false};
    g_autoptr(ExsRecord) changed = run_without(self, side, rule);
    g_autoptr(ExsDiff) diff = NULL;

    if (!changed)
        return;
    diff = exs_diff_new(side ? self->records[0] : changed, side ? changed : self->records[1], NULL);
    if (!diff || !exs_diff_is_moved(self->diff, diff))
        return;
    cause.whole = !exs_diff_differs(diff);
    g_array_append_val(self->causes, cause);
}

static void find_causes(Comparison *self)
{
    ExsRuleSet in_force[2];
    uint64_t spent = 0;

    for (int side = 0; side < 2; side++) {
        ExsProduct product = {0};
        ExsBuilds builds;

        if (!exs_product_parse(self->names[side], &product, NULL))
            return;
        builds = exs_builds(product);
        in_force[side] = exs_rules_in_force(&builds, NULL, &self->options->without);
    }
    self->causes = g_array_new(FALSE, FALSE, sizeof(ExsDiffCause));
    for (ExsRule rule = EXS_RULE_NONE + 1; rule < EXS_RULE_COUNT; rule++) {
        bool has_a = exs_rule_set_has(&in_force[0], rule);
        int side = has_a ? 0 : 1;

        if (has_a == exs_rule_set_has(&in_force[1], rule))
            continue;
        spent += exs_record_count(self->records[side]);
        if (spent > ENTRIES_MAX)
            self->untried++;
        else
            try_rule(self, side, rule);
    }
}

/* ---- */

static void clear(Comparison *self)
{
    exs_diff_free(self->diff);
    for (int side = 0; side < 2; side++)
        g_clear_pointer(&self->records[side], exs_record_free);
    g_clear_pointer(&self->causes, g_array_unref);
    g_strfreev(self->names);
}

bool exs_compare(const ExsOptions *options, ExsDiffForm form, bool *differ, GString *out,
                 GError **error)
{
    Comparison self = {.options = options};
    ExsDiffOptions asked = {.colour = exs_wants_colour(options), .form = form};

    if (!check(options, error))
        return false;
    self.names = name_sides(options);
    if (read_both(&self, error))
        self.diff = exs_diff_new(self.records[0], self.records[1], error);
    if (!self.diff) {
        clear(&self);
        return false;
    }
    *differ = exs_diff_differs(self.diff);
    if (*differ && options->products)
        find_causes(&self);
    asked.name_a = self.names[0];
    asked.name_b = self.names[1];
    if (self.causes) {
        asked.causes = (const ExsDiffCause *)(void *)self.causes->data;
        asked.cause_count = self.causes->len;
    }
    asked.untried = self.untried;
    exs_diff_write(self.diff, &asked, out);
    clear(&self);
    return true;
}
