/* ndjson_members.c - takes a JSON object apart, member by member; nothing may be left.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/record/ndjson_private.h"

#include "exsim/kernel/error.h"

#define USUAL_MEMBERS 16

bool exs_members_fail(const char *key, const char *what, GError **error)
{
    g_autofree char *quoted = exs_quote(key);

    return exs_fail(error, EXS_ERROR_FORMAT, "the member %s %s", quoted, what);
}

bool exs_members_take(ExsMembers *members, const char *key, json_type type, json_t **out)
{
    static const char *const types[] = {
        [JSON_OBJECT] = "must be an object",
        [JSON_ARRAY] = "must be an array",
        [JSON_STRING] = "must be a text",
        [JSON_INTEGER] = "must be a whole number",
    };

    *out = json_object_get(members->object, key);
    if (!*out)
        return exs_members_fail(key, "is missing", members->error);
    if (json_typeof(*out) != type)
        return exs_members_fail(key, types[type], members->error);
    g_ptr_array_add(members->taken, (char *)key);
    return true;
}

bool exs_members_integer(ExsMembers *members, const char *key, int64_t low, int64_t high,
                         int64_t *out)
{
    json_t *value;

    *out = 0;
    if (!exs_members_take(members, key, JSON_INTEGER, &value))
        return false;
    *out = json_integer_value(value);
    if (*out < low || *out > high) {
        g_autofree char *quoted = exs_quote(key);

        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "the member %s is %" G_GINT64_FORMAT ", outside %" G_GINT64_FORMAT
                        " to %" G_GINT64_FORMAT,
                        quoted, *out, low, high);
    }
    return true;
}

bool exs_members_u32(ExsMembers *members, const char *key, uint32_t *out)
{
    int64_t value;

    *out = 0;
    if (!exs_members_integer(members, key, 0, UINT32_MAX, &value))
        return false;
    *out = (uint32_t)value;
    return true;
}

bool exs_members_text(ExsMembers *members, const char *key, const char **out)
{
    json_t *value;

    *out = "";
    if (!exs_members_take(members, key, JSON_STRING, &value))
        return false;
    *out = json_string_value(value);
    return true;
}

bool exs_members_next(ExsMembers *members, const char *key, uint64_t next)
{
    int64_t value;

    if (!exs_members_integer(members, key, 0, INT64_MAX, &value))
        return false;
    if ((uint64_t)value != next)
        return exs_fail(members->error, EXS_ERROR_FORMAT,
                        "%s %" G_GINT64_FORMAT " where %" G_GUINT64_FORMAT " comes next", key,
                        value, next);
    return true;
}

bool exs_members_begin(ExsMembers *members, json_t *object, GError **error)
{
    if (!json_is_object(object))
        return exs_fail(error, EXS_ERROR_FORMAT, "something that is no object");
    *members = (ExsMembers){object, g_ptr_array_sized_new(USUAL_MEMBERS), error};
    return true;
}

bool exs_members_end(ExsMembers *members, bool so_far)
{
    const char *key;
    json_t *value;

    if (so_far && members->taken->len < json_object_size(members->object)) {
        json_object_foreach(members->object, key, value)
        {
            if (g_ptr_array_find_with_equal_func(members->taken, key, g_str_equal, NULL))
                continue;
            so_far = exs_members_fail(key, "is not known here", members->error);
            break;
        }
    }
    g_ptr_array_unref(members->taken);
    return so_far;
}

/* jansson reads it as 0; no export writes it. */
static bool has_negative_zero(const char *line, size_t length)
{
    bool quoted = false;

    for (size_t i = 0; i + 1 < length; i++) {
        if (quoted && line[i] == '\\')
            i++;
        else if (line[i] == '"')
            quoted = !quoted;
        else if (!quoted && line[i] == '-' && line[i + 1] == '0')
            return true;
    }
    return false;
}

/* Might the line go on and be right? */
static bool is_cut(const char *line, size_t length, const json_error_t *trouble)
{
    const char *bad;

    if (json_error_code(trouble) == json_error_invalid_utf8)
        return !g_utf8_validate_len(line, length, &bad) &&
               g_utf8_get_char_validated(bad, line + length - bad) == (gunichar)-2;
    return json_error_code(trouble) == json_error_premature_end_of_input ||
           (size_t)trouble->position >= length; /* within an escape or a number */
}

json_t *exs_members_parse(const char *line, size_t length, bool *cut, GError **error)
{
    json_error_t trouble;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &trouble);

    *cut = false;
    if (!object) {
        g_autoptr(GString) text = g_string_new(NULL);

        *cut = is_cut(line, length, &trouble);
        exs_escape_append(text, trouble.text);
        exs_fail(error, EXS_ERROR_FORMAT, "%s", text->str);
        return NULL;
    }
    if (json_is_object(object) && !has_negative_zero(line, length))
        return object;
    exs_fail(error, EXS_ERROR_FORMAT,
             json_is_object(object) ? "\"-0\" is no number of a record" : "not an object");
    json_decref(object);
    return NULL;
}
