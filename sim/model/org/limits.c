/* limits.c - see limits.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/limits.h"

static void make(ExsSenders *senders)
{
    senders->accept = g_ptr_array_new();
    senders->reject = g_ptr_array_new();
}

static void clear(ExsSenders *senders)
{
    g_ptr_array_unref(senders->accept);
    g_ptr_array_unref(senders->reject);
}

ExsSenders *exs_senders_new(void)
{
    ExsSenders *senders = g_new0(ExsSenders, 1);

    make(senders);
    return senders;
}

void exs_senders_free(ExsSenders *senders)
{
    if (!senders)
        return;
    clear(senders);
    g_free(senders);
}

bool exs_senders_is_empty(const ExsSenders *senders)
{
    return senders->accept->len == 0 && senders->reject->len == 0;
}

ExsLimits *exs_recipient_limits(ExsRecipient *recipient)
{
    if (!recipient->limits) {
        recipient->limits = g_new0(ExsLimits, 1);
        make(&recipient->limits->senders);
    }
    return recipient->limits;
}

void exs_limits_free(ExsLimits *limits)
{
    if (!limits)
        return;
    clear(&limits->senders);
    g_free(limits);
}

const ExsSenders *exs_recipient_senders(const ExsRecipient *recipient)
{
    const ExsLimits *limits = recipient->limits;

    return limits && !exs_senders_is_empty(&limits->senders) ? &limits->senders : NULL;
}
