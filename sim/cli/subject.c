/* subject.c - see subject.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/subject.h"

#include <string.h>

#include "exsim/bind/scenario.h"
#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/files.h"
#include "exsim/cli/run.h"
#include "exsim/kernel/error.h"
#include "exsim/record/ndjson.h"
#include "exsim/report/find.h"

static bool fits(const ExsRecord *record, const char *key, const char *wanted, GError **error)
{
    const char *has = exs_record_fact(record, key);
    g_autofree char *quoted = NULL;

    has = has ? has : "";
    if (!wanted || strcmp(has, wanted) == 0)
        return true;
    quoted = exs_quote(has);
    return exs_fail(error, EXS_ERROR_USAGE, "--%s: the record has %s, and cannot be run again", key,
                    quoted);
}

static ExsRecord *read_record(const ExsOptions *options, const char *path, ExsSubjectTest test,
                              void *data, GError **error)
{
    g_autoptr(ExsRecord) record = NULL;

    record = g_str_has_suffix(path, ".exr") ? exs_record_read(path, error)
                                            : exs_ndjson_read(path, error);
    if (!record || !fits(record, "product", options->product, error) ||
        !fits(record, "case", options->case_name, error) || (test && !test(record, data, error)))
        return NULL;
    if (!exs_record_is_complete(record))
        exs_complain("note: %s is partial: the run did not come to its end", path);
    return g_steal_pointer(&record);
}

/* Keeps the more helpful of two errors. */
static void keep(GError **kept, GError *error)
{
    if (*kept &&
        (strstr((*kept)->message, "did you mean") || !strstr(error->message, "did you mean"))) {
        g_error_free(error);
        return;
    }
    g_clear_error(kept);
    *kept = error;
}

/* The run's record if it came to its end, whatever it found. */
static ExsRecord *run_case(ExsScenario *scenario, const ExsRunOptions *options, const char *product,
                           const char *name, bool *applies, GError **error)
{
    g_autoptr(ExsRecord) record = NULL;
    ExsResult result = exs_scenario_run(scenario, product, name, options, &record, error);

    *applies = result != EXS_RESULT_NOT_APPLICABLE;
    if (result == EXS_RESULT_ERROR || !*applies)
        return NULL;
    g_assert(record);
    return g_steal_pointer(&record);
}

static ExsRecord *run_cases(ExsScenario *scenario, const ExsOptions *options, const char *product,
                            const char **cases, ExsSubjectTest test, void *data, GError **error)
{
    ExsRunPlan plan = exs_run_plan(options);
    GError *kept = NULL;

    for (; *cases; cases++) {
        GError *reason = NULL;
        bool applies;
        g_autoptr(ExsRecord) record =
            run_case(scenario, &plan.options, product, *cases, &applies, &reason);

        if (!applies)
            continue;
        if (!record) {
            g_clear_error(&kept);
            g_propagate_error(error, reason);
            return NULL;
        }
        if (!test || test(record, data, &reason)) {
            g_clear_error(&kept);
            return g_steal_pointer(&record);
        }
        keep(&kept, reason);
    }
    if (kept)
        g_propagate_error(error, kept);
    else
        exs_fail(error, EXS_ERROR_STATE, "no case of it is for %s", product);
    return NULL;
}

/* Which run was taken, where there was a choice. */
static void note_choice(const ExsScenario *scenario, const ExsRecord *record)
{
    size_t products = g_strv_length((char **)exs_scenario_products(scenario));
    size_t cases = g_strv_length((char **)exs_scenario_cases(scenario));
    const char *product = exs_record_fact(record, "product");
    const char *name = exs_record_fact(record, "case");

    if (products * cases > 1)
        exs_complain("note: this is %s, %s%s%s; of %zu products and %zu cases, "
                     "--product and --case choose",
                     product ? product : "", name && *name ? "case \"" : "the main case",
                     name ? name : "", name && *name ? "\"" : "", products, cases);
}

static ExsRecord *run_scenario(const ExsOptions *options, const char *path, ExsSubjectTest test,
                               void *data, GError **error)
{
    ExsRunPlan plan = exs_run_plan(options);
    g_autoptr(ExsScenario) scenario = exs_scenario_load(path, &plan.options, error);
    g_autofree const char **products = NULL, **cases = NULL;
    ExsRecord *record;

    if (!scenario)
        return NULL;
    products = exs_run_products(scenario, options);
    cases = exs_run_cases(scenario, options);
    if (!*cases) {
        exs_run_fail_case(exs_scenario_cases(scenario),
                          g_strv_length((char **)exs_scenario_cases(scenario)), options->case_name,
                          error);
        return NULL;
    }
    record = run_cases(scenario, options, products[g_strv_length((char **)products) - 1], cases,
                       test, data, error);
    if (record && !exs_has(options, QUIET))
        note_choice(scenario, record);
    return record;
}

ExsRecord *exs_subject_record(const ExsOptions *options, ExsSubjectTest test, void *data,
                              GError **error)
{
    g_autofree char *path = exs_files_one(options->arguments[0], error);
    GError *reason = NULL;
    ExsRecord *record;

    if (!path)
        return NULL;
    if (exs_files_is_record(path))
        return read_record(options, path, test, data, error);
    record = run_scenario(options, path, test, data, &reason);
    if (reason) {
        g_autofree char *message = exs_run_message(path, reason);

        g_propagate_error(error, g_error_new_literal(reason->domain, reason->code, message));
        g_error_free(reason);
    }
    return record;
}

typedef struct {
    const ExsOptions *options;
    const char *class_name, *name;
    ExsTime at;
    uint32_t object;
} Place;

/* Has this run the object, and does it last until the time? */
static bool is_there(const ExsRecord *record, void *data, GError **error)
{
    Place *place = data;

    place->at = exs_find_end(record);
    if (place->options->at && !exs_find_time(record, place->options->at, &place->at, error))
        return false;
    if (place->name)
        place->object = exs_find_object(record, place->class_name, place->name, error);
    return !place->name || place->object;
}

int exs_subject_tell(const ExsOptions *options, const char *class_name, const char *name,
                     ExsSubjectTeller tell)
{
    Place place = {.options = options, .class_name = class_name, .name = name};
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(ExsRecord) record = NULL;
    g_autoptr(GError) error = NULL;

    if (options->output && !exs_files_may_write(options->output, exs_has(options, FORCE),
                                                options->arguments, 1, &error))
        return exs_complain_of(error);
    record = exs_subject_record(options, is_there, &place, &error);
    if (!record || !tell(record, options, place.at, place.object, out, &error) ||
        !exs_files_write(options->output, out, &error))
        return exs_complain_of(error);
    return EXS_EXIT_OK;
}
