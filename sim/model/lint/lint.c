/* lint.c - every check in turn, and what they share (see lint.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/lint/lint.h"

typedef void Check(ExsLinter *self);

/* clang-format off */
static Check *const checks[EXS_LINT_COUNT] = {
    [EXS_LINT_NO_SPACE]          = exs_lint_no_space,
    [EXS_LINT_NEVER_MATCHES]     = exs_lint_never_matches,
    [EXS_LINT_BLANK_BESIDE_STAR] = exs_lint_blank_beside_star,
    [EXS_LINT_SHARED_BY_CHANCE]  = exs_lint_shared_by_chance,
    [EXS_LINT_BACK_TO_GATEWAY]   = exs_lint_back_to_gateway,
    [EXS_LINT_INBOUND_ATTRACTS]  = exs_lint_inbound_attracts,
    [EXS_LINT_SCOPED_IN_TRANSIT] = exs_lint_scoped_in_transit,
    [EXS_LINT_OUT_OF_SCOPE]      = exs_lint_out_of_scope,
    [EXS_LINT_OUT_OF_LOCATION]   = exs_lint_out_of_location,
    [EXS_LINT_NO_WAY_BACK]       = exs_lint_no_way_back,
    [EXS_LINT_GOES_ROUND]        = exs_lint_goes_round,
    [EXS_LINT_LEADS_NOWHERE]     = exs_lint_leads_nowhere,
    [EXS_LINT_BOX_HIDDEN]        = exs_lint_box_hidden,
    [EXS_LINT_LEAST_COST_BLIND]  = exs_lint_least_cost_blind,
    [EXS_LINT_LEAST_COST_ALONE]  = exs_lint_least_cost_alone,
    [EXS_LINT_NOBODY_CARRIES]    = exs_lint_nobody_carries,
    [EXS_LINT_MISMATCHED_LIMITS] = exs_lint_mismatched_limits,
    [EXS_LINT_OPEN_REFUSED]      = exs_lint_open_refused,
    [EXS_LINT_NEVER_ACTIVE]      = exs_lint_never_active,
    [EXS_LINT_BOTH_WAIT]         = exs_lint_both_wait,
    [EXS_LINT_ONE_WAY]           = exs_lint_one_way,
    [EXS_LINT_RESTRICTED_BY_LISTS] = exs_lint_restricted_by_lists,
    [EXS_LINT_DEAD_EXPANSION_SERVER] = exs_lint_dead_expansion_server,
    [EXS_LINT_NEVER_SENT]        = exs_lint_never_sent,
    [EXS_LINT_NO_RETRY]          = exs_lint_no_retry,
};
/* clang-format on */

static void free_finding(gpointer data)
{
    ExsFinding *finding = data;

    g_free(finding->text);
    g_ptr_array_unref(finding->servers);
    g_ptr_array_unref(finding->connectors);
    g_free(finding);
}

ExsFinding *exs_lint_add(ExsLinter *self, ExsRule rule, const char *format, ...)
{
    const ExsLintInfo *info = exs_lint_info(self->lint);
    ExsFinding *finding = g_new0(ExsFinding, 1);
    va_list arguments;

    va_start(arguments, format);
    finding->text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    finding->lint = self->lint;
    finding->rule = rule == EXS_RULE_NONE ? info->rule : rule;
    finding->source = info->source ? info->source : exs_rule_info(finding->rule)->source;
    finding->servers = g_ptr_array_new_with_free_func(g_free);
    finding->connectors = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->findings, finding);
    return finding;
}

static void add_name(GPtrArray *names, const char *name)
{
    if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_ptr_array_add(names, g_strdup(name));
}

void exs_lint_name_server(ExsFinding *finding, const ExsServer *server)
{
    add_name(finding->servers, server->name);
}

void exs_lint_name_connector(ExsFinding *finding, const ExsConnector *connector)
{
    add_name(finding->connectors, connector->name);
    exs_lint_name_server(finding, connector->server);
}

char *exs_lint_title(const ExsConnector *connector)
{
    g_autofree char *title =
        exs_connector_title(connector->class, connector->name, connector->server);

    return connector->class->secured ? g_steal_pointer(&title)
                                     : g_strdup_printf("%s of %s", title, connector->server->name);
}

void exs_lint_connector(ExsLinter *self, ExsRule rule, const ExsConnector *connector,
                        const char *format, ...)
{
    g_autofree char *title = exs_lint_title(connector), *rest = NULL;
    va_list arguments;

    va_start(arguments, format);
    rest = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    exs_lint_name_connector(exs_lint_add(self, rule, "%s %s", title, rest), connector);
}

GPtrArray *exs_lint(const ExsWorld *world)
{
    ExsLinter self = {.world = world, .findings = g_ptr_array_new_with_free_func(free_finding)};

    for (int i = 0; i < EXS_LINT_COUNT; i++) {
        self.lint = (ExsLint)i;
        checks[i](&self);
    }
    return self.findings;
}
