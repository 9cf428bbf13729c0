/* settings.c - see settings.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/settings.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/kernel/time.h"

#define KBYTE 1024

#define WHERE_PAGE false
#define WHERE_REG  true

static const ExsSettingInfo settings_table[EXS_SETTING_COUNT] = {
#define SETTING(id, key, title, where, holders, unit, minimum, maximum, fallback, source)          \
    {#id, key, title, WHERE_##where, holders, EXS_UNIT_##unit, minimum, maximum, fallback, source},
#include "sim/facts/settings.def"
#undef SETTING
};

/* One of a unit in base units, and the words that people write. */
static const struct {
    int64_t base;
    const char *plural;
} units[] = {
    [EXS_UNIT_COUNT] = {1, ""},
    [EXS_UNIT_FLAG] = {1, ""},
    [EXS_UNIT_MICROSECONDS] = {1, " us"},
    [EXS_UNIT_SECONDS] = {EXS_SECOND, " seconds"},
    [EXS_UNIT_MINUTES] = {EXS_MINUTE, " minutes"},
    [EXS_UNIT_HOURS] = {EXS_HOUR, " hours"},
    [EXS_UNIT_BYTES] = {1, " bytes"},
    [EXS_UNIT_KBYTES] = {KBYTE, " K"},
    [EXS_UNIT_TEXT] = {1, ""},
};

static const struct {
    ExsHolder holder;
    const char *word;
} holders[] = {
    {EXS_HOLDER_ORG, "an organisation"}, {EXS_HOLDER_SITE, "a site"},
    {EXS_HOLDER_SERVER, "a server"},     {EXS_HOLDER_CONNECTOR, "a connector"},
    {EXS_HOLDER_LINK, "a link"},         {EXS_HOLDER_HOST, "a host"},
};

static const struct {
    const char *word;
    int64_t value;
} flags[] = {{"yes", 1},  {"no", 0},    {"on", 1}, {"off", 0},
             {"true", 1}, {"false", 0}, {"1", 1},  {"0", 0}};

static bool is_time(ExsUnit unit)
{
    return unit == EXS_UNIT_MICROSECONDS || unit == EXS_UNIT_SECONDS || unit == EXS_UNIT_MINUTES ||
           unit == EXS_UNIT_HOURS;
}

const ExsSettingInfo *exs_setting_info(ExsSetting setting)
{
    g_assert(setting < EXS_SETTING_COUNT);
    return &settings_table[setting];
}

/* Whoever has a value of its own: this holder or the nearest parent; NULL: nobody. */
static const ExsSettings *holder_of(const ExsSettings *settings, ExsSetting setting)
{
    while (settings && !(settings->is_set[setting / 64] >> (setting % 64) & 1))
        settings = settings->parent;
    return settings;
}

bool exs_setting_is_set(const ExsSettings *settings, ExsSetting setting)
{
    return holder_of(settings, setting) != NULL;
}

int64_t exs_setting_default(ExsSetting setting)
{
    const ExsSettingInfo *info = exs_setting_info(setting);

    return info->fallback * units[info->unit].base;
}

static const ExsSettings *root_of(const ExsSettings *settings)
{
    while (settings->parent)
        settings = settings->parent;
    return settings;
}

void exs_settings_refresh(const ExsSettings *settings)
{
    ExsSettings *self = (ExsSettings *)settings; /* what is known of it, not what it says */
    ExsSettings *root = (ExsSettings *)root_of(settings);

    g_assert(!self->is_known);
    self->is_known = true;
    self->root = root;
    self->next_known = root->knows;
    root->knows = self;
    for (int i = 0; i < EXS_SETTING_COUNT; i++) {
        const ExsSettings *holder = holder_of(settings, (ExsSetting)i);

        self->holds[i] = holder ? holder->value[i] : exs_setting_default((ExsSetting)i);
    }
}

/* What was known is to be looked up again. */
static void note_change(const ExsSettings *settings)
{
    ExsSettings *root = (ExsSettings *)root_of(settings), *each = root->knows;

    root->changes++;
    for (root->knows = NULL; each; each = each->next_known)
        each->is_known = false;
}

void exs_settings_copy(ExsSettings *out, const ExsSettings *from)
{
    note_change(from); /* so that it is none of those that are known */
    *out = (ExsSettings){.parent = from->parent};
    memcpy(out->is_set, from->is_set, sizeof out->is_set);
    memcpy(out->value, from->value, sizeof out->value);
}

static void append_bound(GString *out, const ExsSettingInfo *info, int64_t bound)
{
    if (info->unit == EXS_UNIT_MICROSECONDS)
        exs_duration_append(out, bound);
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT, bound);
}

/* "Max open retries must be 1 to 9999 (Q...), not 10000". */
static bool fail_range(const ExsSettingInfo *info, const char *seen, GError **error)
{
    g_autoptr(GString) range = g_string_new(NULL);

    append_bound(range, info, info->minimum);
    g_string_append(range, " to ");
    append_bound(range, info, info->maximum);
    if (info->unit != EXS_UNIT_MICROSECONDS)
        g_string_append(range, units[info->unit].plural);
    return exs_fail(error, EXS_ERROR_RANGE, "%s must be %s %s%s%s, not %s", info->title, range->str,
                    info->source[0] == '(' ? "" : "(", info->source,
                    info->source[0] == '(' ? "" : ")", seen);
}

static bool is_in_range(const ExsSettingInfo *info, int64_t value)
{
    int64_t base = units[info->unit].base;

    return value >= info->minimum * base && value <= info->maximum * base;
}

bool exs_setting_set(ExsSettings *settings, ExsSetting setting, int64_t value, GError **error)
{
    const ExsSettingInfo *info = exs_setting_info(setting);

    if (!is_in_range(info, value)) {
        g_autoptr(GString) seen = g_string_new(NULL);

        exs_setting_append(seen, setting, value);
        return fail_range(info, seen->str, error);
    }
    settings->value[setting] = value;
    settings->is_set[setting / 64] |= UINT64_C(1) << (setting % 64);
    note_change(settings);
    return true;
}

void exs_setting_clear(ExsSettings *settings, ExsSetting setting)
{
    g_assert(setting < EXS_SETTING_COUNT);
    settings->is_set[setting / 64] &= ~(UINT64_C(1) << (setting % 64));
    note_change(settings);
}

/* "an organisation, a site or a server"; "" for none. */
static char *holder_words(unsigned set)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(holders); i++) {
        if (!(set & holders[i].holder))
            continue;
        set &= ~(unsigned)holders[i].holder;
        if (out->len)
            g_string_append(out, set ? ", " : " or ");
        g_string_append(out, holders[i].word);
    }
    return g_string_free(out, FALSE);
}

/* Articles disagree whether a value's unit stands behind its name: ", minutes". */
static bool is_titled(const char *title, const char *name)
{
    const char *comma = strchr(title, ',');

    return g_ascii_strcasecmp(title, name) == 0 ||
           (comma && strlen(name) == (size_t)(comma - title) &&
            g_ascii_strncasecmp(title, name, strlen(name)) == 0);
}

static bool is_called(const ExsSettingInfo *info, const char *name, bool is_registry)
{
    if (is_registry)
        return info->is_registry && is_titled(info->title, name);
    return g_ascii_strcasecmp(info->key, name) == 0 ||
           (!info->is_registry && g_ascii_strcasecmp(info->title, name) == 0);
}

/* The name stands on the other side: says how to write it. */
static bool fail_elsewhere(const ExsSettingInfo *info, const char *name, GError **error)
{
    g_autofree char *quoted = exs_quote(name);

    if (info->is_registry)
        return exs_fail(error, EXS_ERROR_UNKNOWN,
                        "%s is a registry value: write registry = { [\"%s\"] = ... }", quoted,
                        info->title);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is on a property page, not in the registry: write %s = ...", quoted,
                    info->key);
}

static bool fail_unknown(const char *name, bool is_registry, ExsHolder holder, GError **error)
{
    const char *names[2 * EXS_SETTING_COUNT];
    g_autofree char *quoted = exs_quote(name), *word = holder_words(holder);
    const char *near, *what = is_registry ? "registry value" : "setting";
    size_t count = 0;

    for (int i = 0; i < EXS_SETTING_COUNT; i++) {
        const ExsSettingInfo *info = &settings_table[i];

        if (!(info->holders & holder))
            continue;
        if (!is_registry)
            names[count++] = info->key;
        if (info->is_registry == is_registry)
            names[count++] = info->title;
    }
    near = exs_suggest(name, names, count);
    if (near)
        return exs_fail(error, EXS_ERROR_UNKNOWN, "%s has no %s %s; did you mean \"%s\"?", word,
                        what, quoted, near);
    return exs_fail(error, EXS_ERROR_UNKNOWN, "%s has no %s %s: \"exsim facts\" lists them", word,
                    what, quoted);
}

bool exs_setting_find(const char *name, bool is_registry, ExsHolder holder, ExsSetting *out,
                      GError **error)
{
    const ExsSettingInfo *other = NULL, *elsewhere = NULL;

    for (int i = 0; i < EXS_SETTING_COUNT; i++) {
        const ExsSettingInfo *info = &settings_table[i];

        if (is_called(info, name, is_registry)) {
            if (info->holders & holder) {
                *out = (ExsSetting)i;
                return true;
            }
            other = info;
        } else if (g_ascii_strcasecmp(info->title, name) == 0 ||
                   g_ascii_strcasecmp(info->key, name) == 0) {
            elsewhere = info;
        }
    }
    if (other) {
        g_autofree char *has = holder_words(other->holders), *asked = holder_words(holder);

        return exs_fail(error, EXS_ERROR_UNKNOWN, "%s is a setting of %s, not of %s", other->title,
                        has, asked);
    }
    if (elsewhere && (elsewhere->holders & holder))
        return fail_elsewhere(elsewhere, name, error);
    return fail_unknown(name, is_registry, holder, error);
}

bool exs_setting_from_number(ExsSetting setting, int64_t number, int64_t *out, GError **error)
{
    const ExsSettingInfo *info = exs_setting_info(setting);

    if (info->unit == EXS_UNIT_TEXT)
        return exs_fail(error, EXS_ERROR_PARSE, "%s is a text in quotes, not %" G_GINT64_FORMAT,
                        info->title, number);
    if (info->unit == EXS_UNIT_MICROSECONDS)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is a time: write it with its unit, \"10 s\", not %" G_GINT64_FORMAT,
                        info->title, number);
    if (number < info->minimum || number > info->maximum) {
        g_autofree char *seen = g_strdup_printf("%" G_GINT64_FORMAT, number);

        return fail_range(info, seen, error);
    }
    *out = number * units[info->unit].base;
    return true;
}

static bool fail_text(const ExsSettingInfo *info, const char *text, const char *right,
                      GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_PARSE, "%s cannot be %s: write %s", info->title, quoted,
                    right);
}

static bool parse_flag(const ExsSettingInfo *info, const char *text, int64_t *out, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (g_ascii_strcasecmp(flags[i].word, text) == 0) {
            *out = flags[i].value;
            return true;
        }
    return fail_text(info, text, "\"yes\" or \"no\"", error);
}

static bool is_number(const char *text, int64_t *out)
{
    const char *digits = *text == '-' ? text + 1 : text;

    return g_ascii_isdigit(*digits) &&
           g_ascii_string_to_signed(text, 10, INT64_MIN, INT64_MAX, out, NULL);
}

/* "30 K", "2 MB", "1000 B": in bytes. */
static bool parse_size(const ExsSettingInfo *info, const char *text, int64_t *out, GError **error)
{
    static const struct {
        const char *word;
        int64_t bytes;
    } sizes[] = {{"B", 1},      {"bytes", 1},         {"K", KBYTE},
                 {"KB", KBYTE}, {"M", KBYTE * KBYTE}, {"MB", KBYTE * KBYTE}};
    size_t length = strspn(text, "0123456789");
    g_autofree char *number = g_strndup(text, length);
    const char *unit = text + length;
    int64_t value;

    while (g_ascii_isspace(*unit))
        unit++;
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        if (length == 0 || g_ascii_strcasecmp(unit, sizes[i].word) != 0)
            continue;
        if (!is_number(number, &value) || value > INT64_MAX / sizes[i].bytes)
            return fail_range(info, text, error);
        *out = value * sizes[i].bytes;
        return true;
    }
    return fail_text(info, text, "a number, or a size such as \"30 K\"", error);
}

bool exs_setting_parse(ExsSetting setting, const char *text, int64_t *out, GError **error)
{
    const ExsSettingInfo *info = exs_setting_info(setting);
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    int64_t value;

    if (info->unit == EXS_UNIT_FLAG) {
        if (!parse_flag(info, trimmed, &value, error))
            return false;
    } else if (is_number(trimmed, &value)) {
        return exs_setting_from_number(setting, value, out, error);
    } else if (info->unit == EXS_UNIT_COUNT) {
        return fail_text(info, text, "a whole number", error);
    } else if (is_time(info->unit)) {
        if (!exs_duration_parse(trimmed, &value, error))
            return false;
    } else if (!parse_size(info, trimmed, &value, error)) {
        return false;
    }
    if (!is_in_range(info, value)) {
        g_autofree char *quoted = exs_quote(trimmed);

        return fail_range(info, quoted, error);
    }
    *out = value;
    return true;
}

void exs_setting_append(GString *out, ExsSetting setting, int64_t value)
{
    const ExsSettingInfo *info = exs_setting_info(setting);

    if (is_time(info->unit))
        exs_duration_append(out, value);
    else if (info->unit == EXS_UNIT_FLAG && (value == 0 || value == 1))
        g_string_append(out, value ? "yes" : "no");
    else if (info->unit == EXS_UNIT_KBYTES && value % KBYTE == 0)
        g_string_append_printf(out, "%" G_GINT64_FORMAT " K", value / KBYTE);
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT "%s", value,
                               info->unit == EXS_UNIT_BYTES || info->unit == EXS_UNIT_KBYTES ? " B"
                                                                                             : "");
}
