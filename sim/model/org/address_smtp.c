/* address_smtp.c - mailboxes of the Internet, as the 1990s had them: RFC 821, and RFC 1123 for
 * domains. Seven bits, no source routes, no domain in numbers but an IP address in brackets.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/model/org/address_private.h"

#define LONGEST_LOCAL  64  /* RFC 821 4.5.3; not of what holds another address (encapsulate.h) */
#define LONGEST_DOMAIN 255 /* RFC 1123 2.1 */
#define LONGEST_LABEL  63  /* RFC 1035 2.3.4 */

static bool fail_at(GError **error, const char *value, const char *at, const char *why)
{
    return exs_fail(error, EXS_ERROR_PARSE, "character %zu, '%c', %s", (size_t)(at - value) + 1,
                    *at, why);
}

static bool check_ascii(const char *value, GError **error)
{
    for (const char *at = value; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return exs_fail(error, EXS_ERROR_PARSE, "character %zu is not ASCII (RFC 821)",
                            (size_t)(at - value) + 1);
    return true;
}

/* Reads "\"any text\""; leaves `at` behind it. */
static bool read_quoted(const char *value, const char **at, GError **error)
{
    const char *start = ++*at;

    for (; **at && **at != '"'; ++*at)
        if (**at == '\\' && *++*at == '\0')
            break;
    if (**at == '\0')
        return fail_at(error, value, start - 1, "begins a quoted text that never ends");
    if (*at == start)
        return fail_at(error, value, start - 1, "begins a quoted text that is empty");
    ++*at;
    return true;
}

/* Reads up to the '@' that ends the local part. */
static bool read_local(const char *value, const char **at, GError **error)
{
    if (**at == '"') {
        if (!read_quoted(value, at, error))
            return false;
    } else {
        for (; **at && **at != '@'; ++*at) {
            if (strchr(" ()<>,;:\\\"[]", **at))
                return fail_at(error, value, *at,
                               "may stand in a quoted local part only (RFC 821)");
            if (**at == '.' && (*at == value || (*at)[1] == '.' || (*at)[1] == '@'))
                return fail_at(error, value, *at, "must stand between other characters (RFC 821)");
        }
    }
    if (**at == '\0')
        return exs_fail(error, EXS_ERROR_PARSE, "there is no \"@\", as in user@example.com");
    if (**at != '@')
        return fail_at(error, value, *at, "follows a quoted text; \"@\" must");
    if (*at == value)
        return fail_at(error, value, *at, "has nothing before it, as in user@example.com");
    if (*at - value > LONGEST_LOCAL && g_ascii_strncasecmp(value, "IMCEA", 5) != 0 &&
        !g_str_has_prefix(value, "\"/"))
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the local part has %zu characters, RFC 821 allows %d",
                        (size_t)(*at - value), LONGEST_LOCAL);
    return true;
}

/* "[10.0.0.1]": four numbers of one to three digits, up to 255. */
static bool is_ip_literal(const char *domain)
{
    const char *at = domain + 1;

    for (int i = 0; i < 4; i++) {
        int number = 0, digits = 0;

        for (; g_ascii_isdigit(*at) && digits < 3; at++, digits++)
            number = number * 10 + (*at - '0');
        if (digits == 0 || number > 255 || *at++ != (i < 3 ? '.' : ']'))
            return false;
    }
    return *at == '\0';
}

static bool read_label(const char *value, const char **at, bool *is_number, GError **error)
{
    const char *start = *at;

    *is_number = true;
    for (; **at && **at != '.'; ++*at) {
        if (**at == '@')
            return fail_at(error, value, *at, "is a second one; only one may stand outside quotes");
        if (!g_ascii_isalnum(**at) && **at != '-')
            return fail_at(error, value, *at,
                           "is no letter, digit or hyphen, which a domain is made of (RFC 952)");
        if (**at == '-' && (*at == start || (*at)[1] == '.' || (*at)[1] == '\0'))
            return fail_at(error, value, *at, "begins or ends a label (RFC 952)");
        *is_number = *is_number && g_ascii_isdigit(**at);
    }
    if (*at == start)
        return exs_fail(
            error, EXS_ERROR_PARSE,
            "the domain has an empty label at character %zu: no dot may follow another, "
            "begin or end it (RFC 821)",
            (size_t)(start - value) + 1);
    if (*at - start > LONGEST_LABEL)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the label at character %zu has %zu characters, RFC 1035 allows %d",
                        (size_t)(start - value) + 1, (size_t)(*at - start), LONGEST_LABEL);
    return true;
}

static bool read_domain(const char *value, const char *domain, GError **error)
{
    bool is_number = false;

    if (*domain == '\0')
        return exs_fail(error, EXS_ERROR_PARSE,
                        "nothing follows the \"@\", as in user@example.com");
    if (*domain == '[')
        return is_ip_literal(domain) ||
               exs_fail(error, EXS_ERROR_PARSE,
                        "the address in brackets at character %zu is no IP address, as in "
                        "user@[10.0.0.1] (RFC 821)",
                        (size_t)(domain - value) + 1);
    if (strlen(domain) > LONGEST_DOMAIN)
        return exs_fail(error, EXS_ERROR_PARSE, "the domain has %zu characters, RFC 1123 allows %d",
                        strlen(domain), LONGEST_DOMAIN);
    for (const char *at = domain;; at++) {
        if (!read_label(value, &at, &is_number, error))
            return false;
        if (*at == '\0')
            break;
    }
    if (is_number)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the domain ends in a number, which no domain does (RFC 1123); an IP "
                        "address is written in brackets, as in user@[10.0.0.1]");
    return true;
}

bool exs_smtp_read(const char *text, size_t *domain, GError **error)
{
    const char *at = text;

    if (!check_ascii(text, error) || !read_local(text, &at, error) ||
        !read_domain(text, at + 1, error))
        return false;
    *domain = (size_t)(at + 1 - text);
    return true;
}
