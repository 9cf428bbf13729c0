/* address_x400.c - O/R names: attributes, their bounds, and what is encoded in a DDA.
 *
 * Only the mnemonic form exists in Exchange. Bounds are the upper bounds of X.411, as Exchange has
 * them. C, A, P and the DDAs have no form but PrintableString; the others have a teletex form, so
 * they may have any character (ours: whichever alphabet).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/model/org/address_private.h"

#define LONGEST_DDA_TYPE  8
#define LONGEST_DDA_VALUE 128

/* clang-format off */
static const struct {
    const char *name;
    uint8_t longest;    /* characters */
    bool is_printable;  /* PrintableString only */
    bool is_one_more;   /* c and a alone are no address, this makes them one */
} attributes[EXS_OR_COUNT] = {
    [EXS_OR_C]   = {"c",    3, true,  false},
    [EXS_OR_A]   = {"a",   16, true,  false},
    [EXS_OR_P]   = {"p",   16, true,  true},
    [EXS_OR_O]   = {"o",   64, false, true},
    [EXS_OR_OU1] = {"ou1", 32, false, true},
    [EXS_OR_OU2] = {"ou2", 32, false, true},
    [EXS_OR_OU3] = {"ou3", 32, false, true},
    [EXS_OR_OU4] = {"ou4", 32, false, true},
    [EXS_OR_CN]  = {"cn",  64, false, true},
    [EXS_OR_S]   = {"s",   40, false, true},
    [EXS_OR_G]   = {"g",   16, false, true},
    [EXS_OR_I]   = {"i",    5, false, true},
    [EXS_OR_Q]   = {"q",    3, false, false},
};

/* What else people write. */
static const struct {
    const char *name;
    ExsOrAttribute attribute;
} other_names[] = {
    {"ou", EXS_OR_OU1}, {"admd", EXS_OR_A}, {"prmd", EXS_OR_P},
};

/* RFC 1327: characters that have a letter of their own. */
static const struct {
    char character, letter;
} codes[] = {
    {'@', 'a'}, {'%', 'p'}, {'!', 'b'}, {'"', 'q'}, {'_', 'u'}, {'(', 'l'}, {')', 'r'},
};
/* clang-format on */

const char *exs_or_attribute_name(ExsOrAttribute attribute)
{
    g_assert(attribute < EXS_OR_COUNT);
    return attributes[attribute].name;
}

/* ---- PrintableString ---- */

static bool is_printable(char c)
{
    return c != '\0' && (g_ascii_isalnum(c) || strchr(" '()+,-./:=?", c));
}

/* The first character that is none of PrintableString's, or NULL. */
static const char *find_unprintable(const char *text)
{
    while (is_printable(*text))
        text++;
    return *text ? text : NULL;
}

/* Exchange writes parentheses in digits, and reads them in letters, too. */
static void append_code(GString *out, char c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        if (codes[i].character == c && !strchr("()", c)) {
            g_string_append_printf(out, "(%c)", codes[i].letter);
            return;
        }
    g_string_append_printf(out, "(%03u)", (unsigned char)c);
}

char *exs_dda_encode(const char *value)
{
    GString *out = g_string_new(NULL);

    for (; *value; value++) {
        if (is_printable(*value) && *value != '(' && *value != ')')
            g_string_append_c(out, *value);
        else
            append_code(out, *value);
    }
    return g_string_free(out, FALSE);
}

/* Reads "(a)" or "(064)"; returns the character, or 0 if it is neither. */
static char read_code(const char **at)
{
    const char *code = *at + 1;
    unsigned value = 0;

    if (g_ascii_isalpha(code[0]) && code[1] == ')') {
        for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
            if (codes[i].letter == g_ascii_tolower(code[0]))
                value = (unsigned char)codes[i].character;
        *at += strlen("(a)");
    } else if (g_ascii_isdigit(code[0]) && g_ascii_isdigit(code[1]) && g_ascii_isdigit(code[2]) &&
               code[3] == ')') {
        value = (unsigned)((code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0'));
        *at += strlen("(064)");
    }
    return value <= UINT8_MAX ? (char)value : '\0';
}

/* Bytes that are no UTF-8 are meant as ISO 8859-1, where (212) is an O with circumflex. */
static char *as_utf8(const GString *bytes)
{
    GString *out;

    if (g_utf8_validate(bytes->str, (gssize)bytes->len, NULL))
        return g_strndup(bytes->str, bytes->len);
    out = g_string_new(NULL);
    for (size_t i = 0; i < bytes->len; i++)
        g_string_append_unichar(out, (unsigned char)bytes->str[i]);
    return g_string_free(out, FALSE);
}

char *exs_dda_decode(const char *encoded, GError **error)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_autofree char *quoted = exs_quote(encoded);
    g_autofree char *text = NULL;

    for (const char *at = encoded; *at;) {
        const char *start = at;
        char c = *at == '(' ? read_code(&at) : *at++;

        if (!c || *start == ')' || !is_printable(*start)) {
            g_autofree char *from = exs_quote(start);

            exs_fail(error, EXS_ERROR_PARSE,
                     "%s is no encoded value at %s: other than the characters of PrintableString "
                     "there are (a) (p) (b) (q) (u) (l) (r) and three digits, as in (064)",
                     quoted, from);
            return NULL;
        }
        g_string_append_c(bytes, c);
    }
    text = as_utf8(bytes);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            exs_fail(error, EXS_ERROR_PARSE, "%s holds a control character", quoted);
            return NULL;
        }
    }
    return g_steal_pointer(&text);
}

/* ---- one attribute ---- */

/* Without blanks around, and one blank for several, as X.520 compares; a blank value is one blank.
 */
static char *tidy(const char *value)
{
    GString *out = g_string_new(NULL);

    for (; *value; value++)
        if (*value != ' ' || (out->len > 0 && out->str[out->len - 1] != ' '))
            g_string_append_c(out, *value);
        else if (out->len == 0 && strspn(value, " ") == strlen(value))
            g_string_append_c(out, ' ');
    if (out->len > 1 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static bool check_length(const char *name, const char *value, long longest, GError **error)
{
    long length = g_utf8_strlen(value, -1);

    if (length <= longest)
        return true;
    return exs_fail(error, EXS_ERROR_PARSE, "%s has %ld characters, X.411 allows %ld", name, length,
                    longest);
}

static bool check_printable(const char *name, const char *value, GError **error)
{
    const char *wrong = find_unprintable(value);
    g_autofree char *quoted = NULL;

    if (!wrong)
        return true;
    quoted = exs_quote(wrong);
    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s has other characters than those of PrintableString (letters, digits, "
                    "blank and '()+,-./:=?) at %s",
                    name, quoted);
}

static bool check_value(ExsOrAttribute which, const char *value, ExsOrUse use, GError **error)
{
    const char *name = attributes[which].name;

    if (*value == '\0' || (*value == ' ' && which != EXS_OR_A))
        return exs_fail(error, EXS_ERROR_PARSE, "%s has no value%s", name,
                        which == EXS_OR_A ? "; a blank one is a space, \"a= ;\"" : "");
    if (!check_length(name, value, attributes[which].longest, error))
        return false;
    if (use == EXS_OR_PATTERN)
        return true;
    if (which == EXS_OR_C && (strlen(value) < 2 || strpbrk(value, "0123456789")))
        return exs_fail(error, EXS_ERROR_PARSE,
                        "c is a country of ISO 3166, as in c=US; Exchange has no numeric ones");
    return !attributes[which].is_printable || check_printable(name, value, error);
}

/* EXS_OR_COUNT, with an error, if there is none. */
static ExsOrAttribute find_attribute(const char *key, GError **error)
{
    const char *names[EXS_OR_COUNT];
    g_autofree char *quoted = exs_quote(key);
    const char *near;

    for (size_t i = 0; i < EXS_OR_COUNT; i++) {
        names[i] = attributes[i].name;
        if (g_ascii_strcasecmp(key, names[i]) == 0)
            return (ExsOrAttribute)i;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(other_names); i++)
        if (g_ascii_strcasecmp(key, other_names[i].name) == 0)
            return other_names[i].attribute;
    near = exs_suggest(key, names, EXS_OR_COUNT);
    if (near)
        exs_fail(error, EXS_ERROR_PARSE, "there is no attribute %s (did you mean \"%s\"?)", quoted,
                 near);
    else
        exs_fail(error, EXS_ERROR_PARSE,
                 "there is no attribute %s; there are c a p o ou1 to ou4 cn s g i q dda:TYPE",
                 quoted);
    return EXS_OR_COUNT;
}

static bool add_attribute(ExsOrName *out, const char *key, const char *value, ExsOrUse use,
                          GError **error)
{
    ExsOrAttribute which = find_attribute(key, error);

    if (which == EXS_OR_COUNT)
        return false;
    if (out->attribute[which])
        return exs_fail(error, EXS_ERROR_PARSE, "%s is given twice", attributes[which].name);
    if (use == EXS_OR_PATTERN && which >= EXS_OR_ROUTED)
        return exs_fail(error, EXS_ERROR_PARSE, "%s is no part of an address space: c to ou4 are",
                        attributes[which].name);
    out->attribute[which] = tidy(value);
    return check_value(which, out->attribute[which], use, error);
}

/* People type "user@host" for "user(a)host": what has a letter of its own is encoded for them.
 * Parentheses stay, they may be codes already. */
static char *encode_typed(const char *value)
{
    GString *out = g_string_new(NULL);

    for (; *value; value++) {
        if (strchr("@%!\"_", *value))
            append_code(out, *value);
        else
            g_string_append_c(out, *value);
    }
    return g_string_free(out, FALSE);
}

static bool is_internet(const char *type)
{
    return g_ascii_strcasecmp(type, "SMTP") == 0 || g_ascii_strcasecmp(type, "RFC-822") == 0;
}

static bool check_dda_type(const ExsOrName *name, const char *type, GError **error)
{
    if (!check_length("the type of a dda", type, LONGEST_DDA_TYPE, error) ||
        !check_printable("the type of a dda", type, error))
        return false;
    if (strchr(type, '=')) /* "dda:TYPE=VALUE" would be another */
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the type of a dda holds no =, as in dda:SMTP=user");
    for (unsigned i = 0; i < name->dda_count; i++)
        if (g_ascii_strcasecmp(name->dda[i].type, type) == 0)
            return exs_fail(error, EXS_ERROR_PARSE, "dda:%s is given twice", type);
    if (name->dda_count == EXS_DDA_LIMIT)
        return exs_fail(error, EXS_ERROR_PARSE, "dda:%s is one too many: X.411 allows %d", type,
                        EXS_DDA_LIMIT);
    return true;
}

static bool add_dda(ExsOrName *out, const char *type, const char *value, GError **error)
{
    g_autofree char *name = g_strconcat("dda:", type, NULL);
    g_autofree char *encoded = encode_typed(value);
    g_autofree char *decoded = NULL, *half = NULL;

    if (*type == '\0' || *value == '\0')
        return exs_fail(error, EXS_ERROR_PARSE,
                        "a dda needs type and value, as in dda:SMTP=user(a)host");
    if (!check_dda_type(out, type, error) ||
        !check_length(name, encoded, LONGEST_DDA_VALUE, error) ||
        !check_printable(name, encoded, error))
        return false;
    decoded = is_internet(type) ? exs_dda_decode(encoded, error) : NULL;
    if (is_internet(type) && !decoded)
        return false;
    if (strchr(value, '(') && strcmp(value, encoded) != 0)
        half = g_strdup(value);
    out->dda[out->dda_count++] =
        (ExsDda){g_strdup(type), g_steal_pointer(&encoded), g_steal_pointer(&half)};
    return true;
}

/* ---- the whole ---- */

/* Reads up to a semicolon that is not escaped and unescapes it; NULL with an error otherwise. */
static char *read_piece(const char **at, GError **error)
{
    GString *out = g_string_new(NULL);

    for (; **at && **at != ';'; ++*at) {
        if (**at == '\\' && *++*at != ';' && **at != '\\') {
            g_string_free(out, TRUE);
            exs_fail(error, EXS_ERROR_PARSE, "a backslash stands before \";\" or another, only");
            return NULL;
        }
        g_string_append_c(out, **at);
    }
    return g_string_free(out, FALSE);
}

static bool add_piece(ExsOrName *out, char *piece, ExsOrUse use, GError **error)
{
    char *equals = strchr(piece, '=');
    g_autofree char *quoted = exs_quote(piece);
    char *colon;

    if (!equals)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is no attribute and value, as in c=US, with semicolons between",
                        quoted);
    *equals = '\0';
    g_strstrip(piece);
    if (g_ascii_strncasecmp(piece, "dda:", 4) == 0 || g_ascii_strcasecmp(piece, "dda") == 0) {
        if (use == EXS_OR_PATTERN)
            return exs_fail(error, EXS_ERROR_PARSE,
                            "dda is no part of an address space: c to ou4 are");
        if (piece[3] == ':')
            return add_dda(out, piece + 4, equals + 1, error);
        colon = strchr(equals + 1, ':'); /* "dda=SMTP:user@host" is written, too */
        if (!colon)
            return exs_fail(error, EXS_ERROR_PARSE, "dda has no type, as in dda:SMTP=user(a)host");
        *colon = '\0';
        return add_dda(out, equals + 1, colon + 1, error);
    }
    return add_attribute(out, piece, equals + 1, use, error);
}

static bool check_complete(const ExsOrName *name, GError **error)
{
    if (!name->attribute[EXS_OR_C])
        return exs_fail(error, EXS_ERROR_PARSE, "c, the country, is missing");
    if (!name->attribute[EXS_OR_A])
        return exs_fail(error, EXS_ERROR_PARSE,
                        "a, the ADMD, is missing; a blank one is a space, \"a= ;\"");
    for (size_t i = EXS_OR_OU2; i <= EXS_OR_OU4; i++)
        if (name->attribute[i] && !name->attribute[i - 1])
            return exs_fail(error, EXS_ERROR_PARSE, "%s is given without %s", attributes[i].name,
                            attributes[i - 1].name);
    for (size_t i = 0; i < EXS_OR_COUNT; i++)
        if (name->attribute[i] && attributes[i].is_one_more)
            return true;
    return exs_fail(error, EXS_ERROR_PARSE,
                    "one of p, o, ou1, cn, s, g or i is needed beside c and a");
}

bool exs_or_name_read(ExsOrName *out, const char *text, ExsOrUse use, GError **error)
{
    for (const char *at = text; *at; at += *at == ';') {
        g_autofree char *piece = read_piece(&at, error);

        if (!piece)
            return false;
        if (piece[strspn(piece, " ")] == '\0') {
            if (*at == '\0')
                break;
            return exs_fail(error, EXS_ERROR_PARSE,
                            "there is no attribute before the semicolon at character %ld",
                            g_utf8_pointer_to_offset(text, at) + 1);
        }
        if (!add_piece(out, piece, use, error))
            return false;
    }
    return use == EXS_OR_PATTERN || check_complete(out, error);
}

void exs_or_name_clear(ExsOrName *name)
{
    for (size_t i = 0; i < EXS_OR_COUNT; i++)
        g_free(name->attribute[i]);
    for (unsigned i = 0; i < name->dda_count; i++) {
        g_free(name->dda[i].type);
        g_free(name->dda[i].value);
        g_free(name->dda[i].typed);
    }
    *name = (ExsOrName){0};
}

static void append_escaped(GString *out, const char *value)
{
    for (; *value; value++) {
        if (*value == ';' || *value == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *value);
    }
    g_string_append_c(out, ';');
}

void exs_or_name_append(GString *out, const ExsOrName *name)
{
    for (size_t i = 0; i < EXS_OR_COUNT; i++)
        if (name->attribute[i]) {
            g_string_append_printf(out, "%s=", attributes[i].name);
            append_escaped(out, name->attribute[i]);
        }
    for (unsigned i = 0; i < name->dda_count; i++) {
        g_string_append_printf(out, "dda:%s=", name->dda[i].type);
        append_escaped(out, name->dda[i].value);
    }
}
