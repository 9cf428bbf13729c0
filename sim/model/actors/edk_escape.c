/* edk_escape.c - the address that a gateway is given: the store undoes what it takes for escapes
 * (see edk.h).
 *
 * X.400 has no "@": RFC 987 writes it "(a)", and any other character as its decimal code in three
 * digits. An area code in parentheses looks the same.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/edk.h"

static const struct {
    char letter, means;
} letters[] = {{'a', '@'}, {'p', '%'}, {'b', '!'}, {'q', '"'}, {'u', '_'}};

/* "(212)", of a code that begins with 0, 1 or 2; -1: it is no such. */
static int code_at(const char *at)
{
    if (at[0] != '(' || at[1] < '0' || at[1] > '2' || !g_ascii_isdigit(at[2]) ||
        !g_ascii_isdigit(at[3]) || at[4] != ')')
        return -1;
    return (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
}

static bool is_phone(const char *value, const char *at)
{
    return g_ascii_isdigit(at[5]) || (at > value && (g_ascii_isdigit(at[-1]) || at[-1] == '+'));
}

/* What is no character that is printed is a question mark (ours). */
static void append_code(GString *out, int code)
{
    gunichar character = (gunichar)code & 0xff;

    g_string_append_unichar(out, g_unichar_isprint(character) ? character : '?');
}

/* Appends what stands at `at`; returns how much it was. */
static size_t append_next(GString *out, const char *value, const char *at, bool phones)
{
    int code = code_at(at);

    if (code >= 0 && (phones || !is_phone(value, at))) {
        append_code(out, code);
        return 5;
    }
    for (size_t i = 0; at[0] == '(' && at[1] && at[2] == ')' && i < G_N_ELEMENTS(letters); i++)
        if (letters[i].letter == at[1]) {
            g_string_append_c(out, letters[i].means);
            return 3;
        }
    g_string_append_c(out, *at);
    return 1;
}

char *exs_edk_unescape(const ExsPolicy *policy, const char *value)
{
    bool phones = exs_rule(policy, EXS_RULE_PHONE_UNESCAPED) ||
                  exs_rule(policy, EXS_RULE_PHONE_UNESCAPED_AGAIN);
    GString *out = g_string_new(NULL);

    if (!exs_rule(policy, EXS_RULE_STORE_UNESCAPES))
        return g_string_free(g_string_append(out, value), FALSE);
    for (const char *at = value; *at;)
        at += append_next(out, value, at, phones);
    return g_string_free(out, FALSE);
}

static void note_given(const ExsGateway *gateway, const ExsMessage *message, const char *given)
{
    ExsRecord *record = gateway->world->record;
    uint32_t none = gateway->world->words.none;

    exs_world_trace(
        gateway->world, CARRIED, gateway->server->store_id, message->serial, gateway->connector->id,
        message->originator ? exs_world_address_text(gateway->world, message->originator) : none,
        none, exs_record_text(record, given), none);
}

bool exs_edk_knows(const ExsGateway *gateway, const ExsMessage *message,
                   const ExsEnvelope *envelope)
{
    const ExsHost *host = gateway->connector->host;
    const GPtrArray *known = host ? host->known : NULL;
    g_autofree char *value = NULL, *given = NULL;

    if (!envelope->dda || (!strchr(envelope->dda->value, '(') && !known))
        return true;
    value = exs_edk_unescape(&gateway->server->policy, envelope->dda->value);
    given = g_strdup_printf("%s:%s", envelope->dda->type_name, value);
    if (strcmp(value, envelope->dda->value) != 0)
        note_given(gateway, message, given);
    for (guint i = 0; known && i < known->len; i++)
        if (g_ascii_strcasecmp(((const ExsAddress *)known->pdata[i])->text, given) == 0)
            return true;
    return !known;
}
