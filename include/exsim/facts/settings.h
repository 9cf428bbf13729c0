/* settings.h - registry values and dialog settings: names, units, ranges, defaults, articles.
 *
 * The rows stand in sim/facts/settings.def. Values are kept in base units: times in
 * microseconds, sizes in bytes, flags 0 or 1, counts as they are.
 * A holder that has no value of its own asks its parent (connector, server, site, organisation),
 * and at last the default.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
#define SETTING(id, ...) EXS_SETTING_##id,
#include "sim/facts/settings.def"

#include "exsim/kernel/cold.h"
#undef SETTING
    EXS_SETTING_COUNT
} ExsSetting;

typedef enum {
    EXS_UNIT_COUNT,
    EXS_UNIT_FLAG,
    EXS_UNIT_MICROSECONDS, /* written as a duration only: "10 s" */
    EXS_UNIT_SECONDS,      /* the dialog's unit: a number of these, or a duration */
    EXS_UNIT_MINUTES,
    EXS_UNIT_HOURS,
    EXS_UNIT_BYTES,
    EXS_UNIT_KBYTES,
    EXS_UNIT_TEXT, /* a name among those of the world; 0: none. Kept and printed by its holder */
} ExsUnit;

/* Where a value may be set: a set of bits. */
typedef enum {
    EXS_HOLDER_ORG = 1,
    EXS_HOLDER_SITE = 2,
    EXS_HOLDER_SERVER = 4,
    EXS_HOLDER_CONNECTOR = 8,
    EXS_HOLDER_LINK = 16,
    EXS_HOLDER_HOST = 32,
} ExsHolder;

typedef struct {
    const char *id;    /* "MAX_OPEN_RETRIES" */
    const char *key;   /* as a scenario writes it: "max_open_retries" */
    const char *title; /* as the property page or the registry writes it: "Max open retries" */
    bool is_registry;  /* belongs into registry = { ["title"] = ... } */
    unsigned holders;
    ExsUnit unit;
    int64_t minimum, maximum, fallback; /* in the row's unit */
    const char *source;                 /* "(ours)" where no source fixes it */
} ExsSettingInfo;

typedef struct ExsSettings ExsSettings;
struct ExsSettings {
    const ExsSettings *parent; /* (borrowed) NULL: the defaults */
    uint64_t is_set[(EXS_SETTING_COUNT + 63) / 64];
    int64_t value[EXS_SETTING_COUNT]; /* base units */
    bool is_known;                    /* `holds` is right */
    uint32_t changes;                 /* of a root: of anything below it, too */
    ExsSettings *knows;               /* of a root: those that are known, by `next_known` */
    ExsSettings *next_known;
    const ExsSettings *root;          /* (borrowed) of one that is known */
    int64_t holds[EXS_SETTING_COUNT]; /* the values that hold here, the parents' included */
};

/* A holder with the same values of its own and the same parent. */
void exs_settings_copy(ExsSettings *out, const ExsSettings *from);

const ExsSettingInfo *exs_setting_info(ExsSetting setting);

/* The default, in base units. */
EXS_COLD int64_t exs_setting_default(ExsSetting setting);

/* Looks up all that holds here again. */
EXS_COLD void exs_settings_refresh(const ExsSettings *settings);

/* The value that holds here, in base units. `settings` NULL: the default. Never of a constant. */
static inline int64_t exs_setting(const ExsSettings *settings, ExsSetting setting)
{
    if (!settings)
        return exs_setting_default(setting);
    if (G_UNLIKELY(!settings->is_known))
        exs_settings_refresh(settings);
    return settings->holds[setting];
}

/* How often a value has been set or cleared, here or at anything of the same root. */
static inline uint32_t exs_settings_changes(const ExsSettings *settings)
{
    if (!settings)
        return 0;
    if (G_UNLIKELY(!settings->is_known))
        exs_settings_refresh(settings);
    return settings->root->changes;
}

/* Is there a value here or at a parent, or does the default hold? */
bool exs_setting_is_set(const ExsSettings *settings, ExsSetting setting);

/* Sets a value in base units. Fails with EXS_ERROR_RANGE, naming range and source. */
bool exs_setting_set(ExsSettings *settings, ExsSetting setting, int64_t value, GError **error);

/* Back to what the parent says. */
void exs_setting_clear(ExsSettings *settings, ExsSetting setting);

/* By key (`is_registry` false: both keys and page titles) or by registry title, for a kind of
 * holder. Fails with EXS_ERROR_UNKNOWN and a suggestion, or says which holder has it. */
bool exs_setting_find(const char *name, bool is_registry, ExsHolder holder, ExsSetting *out,
                      GError **error);

/* Reads "10 s", "30 K", "144", "yes" as the setting's unit asks, into base units. */
bool exs_setting_parse(ExsSetting setting, const char *text, int64_t *out, GError **error);

/* A number in the row's own unit to base units. Fails for EXS_UNIT_MICROSECONDS (a bare number is
 * no time). */
bool exs_setting_from_number(ExsSetting setting, int64_t number, int64_t *out, GError **error);

/* Appends a value as people write it: "10 min", "30 K", "144", "yes". */
void exs_setting_append(GString *out, ExsSetting setting, int64_t value);
