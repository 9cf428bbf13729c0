/* flaws.c - see flaws.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/flaws.h"

#include "exsim/kernel/suggest.h"

static const ExsFlawRow rows[EXS_FLAW_COUNT] = {
#define FLAW(id, words, place, gateway, effect, event, second, rule)                               \
    [EXS_FLAW_##id] = {                                                                            \
        words,                                                                                     \
        EXS_FLAW_AT_##place,                                                                       \
        gateway,                                                                                   \
        EXS_FLAW_##effect,                                                                         \
        EXS_EVENT_##event,                                                                         \
        EXS_EVENT_##second,                                                                        \
        EXS_RULE_##rule,                                                                           \
    },
#include "sim/facts/flaws.def"
#undef FLAW
};

static const char *const all_words[] = {
#define FLAW(id, words, place, gateway, effect, event, second, rule) words,
#include "sim/facts/flaws.def"
#undef FLAW
};

const ExsFlawRow *exs_flaw_row(ExsFlaw flaw)
{
    g_assert(flaw > EXS_FLAW_NONE && flaw < EXS_FLAW_COUNT);
    return &rows[flaw];
}

bool exs_flaw_parse(const char *text, ExsFlaw *out, GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_autofree char *quoted = NULL;
    const char *near;

    for (int i = EXS_FLAW_NONE + 1; i < EXS_FLAW_COUNT; i++)
        if (g_ascii_strcasecmp(text, rows[i].words) == 0) {
            *out = (ExsFlaw)i;
            return true;
        }
    quoted = exs_quote(text);
    near = exs_suggest(text, all_words, G_N_ELEMENTS(all_words));
    if (near)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "%s is no flaw of a message (did you mean \"%s\"?)", quoted, near);
    for (size_t i = 0; i < G_N_ELEMENTS(all_words); i++)
        g_string_append_printf(all, "%s\"%s\"", i > 0 ? ", " : "", all_words[i]);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "%s is no flaw of a message: there are %s", quoted,
                    all->str);
}
