/* encapsulate.c - see encapsulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/encapsulate.h"

#include <string.h>

#include "sim/model/org/address_private.h"

#define IMCEA "IMCEA"

/* What an array of const ExsAddress * has for an address, with room for it. */
static const ExsAddress **slot(GPtrArray *kept, const ExsAddress *address)
{
    if (kept->len <= address->id)
        g_ptr_array_set_size(kept, (gint)MAX(address->id + 1, kept->len * 2));
    return (const ExsAddress **)&kept->pdata[address->id];
}

/* A DN goes under a type of its own, with each slash twice. */
#define DN_TYPE "MSXCHNGE"

static char *with_slashes(const char *value, const char *find, const char *replace)
{
    GString *text = g_string_new(value);

    g_string_replace(text, find, replace, 0);
    return g_string_free(text, FALSE);
}

/* "c=US;a= ;p=ORG;o=SITE" and a DDA. */
static const ExsAddress *with_dda(ExsWorld *world, const char *outer, const ExsAddress *inner)
{
    bool is_dn = inner->form == EXS_ADDRESS_EX;
    g_autofree char *dn = is_dn ? with_slashes(inner->value, "/", "//") : NULL;
    g_autofree char *value = exs_dda_encode(is_dn ? dn : inner->value);
    g_autofree char *text =
        g_strdup_printf("%s%sdda:%s=%s;", outer, g_str_has_suffix(outer, ";") ? "" : ";",
                        is_dn ? DN_TYPE : inner->type_name, value);

    return exs_address(world->addresses, text, NULL);
}

const ExsAddress *exs_encapsulated(ExsWorld *world, ExsSite *site, const ExsAddress *inner)
{
    const ExsAddress **kept = slot(site->encapsulated, inner);

    if (!*kept)
        *kept = with_dda(world, site->x400_space->text, inner);
    return *kept;
}

const ExsAddress *exs_encapsulated_in(ExsWorld *world, const ExsAddress *outer,
                                      const ExsAddress *inner)
{
    return outer->dda_type ? NULL : with_dda(world, outer->text, inner);
}

static const ExsAddress *unwrap(ExsWorld *world, const ExsAddress *outer)
{
    const char *type = exs_interner_text(world->names, outer->dda_type);
    bool is_dn = g_ascii_strcasecmp(type, DN_TYPE) == 0;
    g_autofree char *dn = is_dn ? with_slashes(outer->dda_value, "//", "/") : NULL;
    g_autofree char *text = g_strdup_printf("%s:%s",
                                            is_dn                                      ? "EX"
                                            : g_ascii_strcasecmp(type, "RFC-822") == 0 ? "SMTP"
                                                                                       : type,
                                            is_dn ? dn : outer->dda_value);

    return exs_address(world->addresses, text, NULL);
}

const ExsAddress *exs_unwrapped(ExsWorld *world, const ExsAddress *outer)
{
    const ExsAddress **kept;

    if (!outer->dda_type || outer->flaw)
        return NULL;
    kept = slot(world->unwrapped, outer);
    if (!*kept)
        *kept = unwrap(world, outer);
    return *kept;
}

/* ---- one part of an O/R address changed ---- */

char *exs_or_dda(const ExsAddress *address)
{
    ExsOrName name = {0};
    char *value = NULL;

    if (exs_or_name_read(&name, address->value, EXS_OR_ADDRESS, NULL) && name.dda_count > 0)
        value = g_strdup(name.dda[0].value);
    exs_or_name_clear(&name);
    return value;
}

static const ExsAddress *address_of(ExsWorld *world, ExsOrName *name)
{
    g_autoptr(GString) text = g_string_new("X400:");

    exs_or_name_append(text, name);
    exs_or_name_clear(name);
    return exs_address(world->addresses, text->str, NULL);
}

static void replace(char **text, const char *with)
{
    g_free(*text);
    *text = g_strdup(with);
}

const ExsAddress *exs_or_with_dda(ExsWorld *world, const ExsAddress *address, const char *type,
                                  const char *value)
{
    ExsOrName name = {0};

    exs_or_name_read(&name, address->value, EXS_OR_ADDRESS, NULL);
    if (name.dda_count > 0) {
        replace(&name.dda[0].value, value);
        if (type)
            replace(&name.dda[0].type, type);
    }
    return address_of(world, &name);
}

const ExsAddress *exs_or_downgraded(ExsWorld *world, const ExsAddress *address)
{
    ExsOrName name = {0};

    exs_or_name_read(&name, address->value, EXS_OR_ADDRESS, NULL);
    if (name.attribute[EXS_OR_CN] && name.dda_count < EXS_DDA_LIMIT) {
        ExsDda *dda = &name.dda[name.dda_count++];

        dda->type = g_strdup("COMMON");
        dda->value = exs_dda_encode(name.attribute[EXS_OR_CN]);
        g_clear_pointer(&name.attribute[EXS_OR_CN], g_free);
    }
    return address_of(world, &name);
}

/* ---- over SMTP ---- */

/* A local part has letters, digits, "-", "=" and "."; "/" is written "_", all else "+" and its code
 * in two digits. */
static void append_local(GString *out, const char *value)
{
    for (; *value; value++) {
        if (*value == '/')
            g_string_append_c(out, '_');
        else if (g_ascii_isalnum(*value) || strchr("-=.", *value))
            g_string_append_c(out, *value);
        else
            g_string_append_printf(out, "+%02X", (unsigned char)*value);
    }
}

const ExsAddress *exs_imcea(ExsWorld *world, const ExsAddress *inner, const char *domain)
{
    g_autoptr(GString) text = g_string_new("SMTP:" IMCEA);

    g_string_append_printf(text, "%s-", inner->type_name);
    append_local(text, inner->value);
    g_string_append_printf(text, "@%s", domain);
    return exs_address(world->addresses, text->str, NULL);
}

/* The person first, then from the lowest unit to the country. */
static const ExsOrAttribute quoted_order[] = {
    EXS_OR_G,   EXS_OR_I,   EXS_OR_S, EXS_OR_Q, EXS_OR_CN, EXS_OR_OU4, EXS_OR_OU3,
    EXS_OR_OU2, EXS_OR_OU1, EXS_OR_O, EXS_OR_P, EXS_OR_A,  EXS_OR_C,
};

const ExsAddress *exs_or_quoted(ExsWorld *world, const ExsAddress *x400, const char *domain)
{
    g_autoptr(GString) text = g_string_new("SMTP:\"");
    ExsOrName name = {0};

    exs_or_name_read(&name, x400->value, EXS_OR_ADDRESS, NULL);
    for (unsigned i = 0; i < name.dda_count; i++)
        g_string_append_printf(text, "/DD.%s=%s", name.dda[i].type, name.dda[i].value);
    for (size_t i = 0; i < G_N_ELEMENTS(quoted_order); i++) {
        g_autofree char *key = g_ascii_strup(exs_or_attribute_name(quoted_order[i]), -1);

        if (name.attribute[quoted_order[i]])
            g_string_append_printf(text, "/%s=%s", key, name.attribute[quoted_order[i]]);
    }
    exs_or_name_clear(&name);
    g_string_append_printf(text, "/\"@%s", domain);
    return exs_address(world->addresses, text->str, NULL);
}

/* "/S=user/P=prmd/A=admd/C=gb/", from behind the first slash to the last. */
static const ExsAddress *unquoted(ExsWorld *world, const char *from, const char *end)
{
    g_autofree char *text = g_strndup(from, (size_t)(end - from));
    g_auto(GStrv) parts = g_strsplit(text, "/", -1);
    g_autoptr(GString) out = g_string_new("X400:");

    for (char **each = parts; *each; each++) {
        if (g_ascii_strncasecmp(*each, "DD.", 3) == 0)
            g_string_append_printf(out, "dda:%s;", *each + 3);
        else
            g_string_append_printf(out, "%s;", *each);
    }
    return exs_address(world->addresses, out->str, NULL);
}

/* Appends what the local part from `at` to `end` stands for; false: a code is none. */
static bool decode_local(GString *out, const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == '_') {
            g_string_append_c(out, '/');
        } else if (*at == '+') {
            int high = end - at > 2 ? g_ascii_xdigit_value(at[1]) : -1;
            int low = end - at > 2 ? g_ascii_xdigit_value(at[2]) : -1;

            if (high < 0 || low < 0)
                return false;
            g_string_append_c(out, (char)(high * 16 + low));
            at += 2;
        } else {
            g_string_append_c(out, *at);
        }
    }
    return true;
}

const ExsAddress *exs_imcea_unwrapped(ExsWorld *world, const ExsAddress *outer)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *type = outer->value + strlen(IMCEA), *at = strrchr(outer->value, '@'), *dash;

    if (at && at - outer->value > 4 && g_str_has_prefix(outer->value, "\"/") && at[-1] == '"' &&
        at[-2] == '/')
        return unquoted(world, outer->value + 2, at - 2);
    if (g_ascii_strncasecmp(outer->value, IMCEA, strlen(IMCEA)) != 0 || !at)
        return NULL;
    dash = strchr(type, '-');
    if (!dash || dash > at || dash == type)
        return NULL;
    g_string_append_len(text, type, dash - type);
    g_string_append_c(text, ':');
    return decode_local(text, dash + 1, at) ? exs_address(world->addresses, text->str, NULL) : NULL;
}
