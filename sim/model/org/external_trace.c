/* external_trace.c - see external_trace.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/external_trace.h"

#define PASSAGES_MAX 1024

ExsExternalTrace *exs_external_trace_new(void)
{
    ExsExternalTrace *trace = g_new0(ExsExternalTrace, 1);

    trace->passages = g_array_new(FALSE, FALSE, sizeof(ExsPassage));
    trace->sites = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return trace;
}

ExsExternalTrace *exs_external_trace_copy(const ExsExternalTrace *trace)
{
    ExsExternalTrace *copy = exs_external_trace_new();

    g_array_append_vals(copy->passages, trace->passages->data, trace->passages->len);
    g_array_append_vals(copy->sites, trace->sites->data, trace->sites->len);
    return copy;
}

void exs_external_trace_free(ExsExternalTrace *trace)
{
    if (!trace)
        return;
    g_array_unref(trace->passages);
    g_array_unref(trace->sites);
    g_free(trace);
}

void exs_external_trace_add(ExsExternalTrace *trace, uint32_t domain, bool is_rerouted)
{
    ExsPassage passage = {domain, is_rerouted};

    if (trace->passages->len == PASSAGES_MAX) /* only where hops have no limit */
        g_array_remove_index(trace->passages, 0);
    g_array_append_val(trace->passages, passage);
}

bool exs_external_trace_has_site(const ExsExternalTrace *trace, uint32_t site)
{
    for (guint i = 0; i < trace->sites->len; i++)
        if (g_array_index(trace->sites, uint32_t, i) == site)
            return true;
    return false;
}

void exs_external_trace_add_site(ExsExternalTrace *trace, uint32_t site)
{
    if (!exs_external_trace_has_site(trace, site))
        g_array_append_val(trace->sites, site);
}
