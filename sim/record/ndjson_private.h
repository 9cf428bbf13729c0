/* ndjson_private.h - an object of JSON being taken apart, for ndjson_read.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    json_t *object;   /* (borrowed) */
    GPtrArray *taken; /* (owned) keys */
    GError **error;   /* every failure is an EXS_ERROR_FORMAT */
} ExsMembers;

/* The object that a line holds (owned by the caller), or NULL; `cut`: it ends too early. */
json_t *exs_members_parse(const char *line, size_t length, bool *cut, GError **error);

bool exs_members_begin(ExsMembers *members, json_t *object, GError **error);

/* Fails if a member was not taken, or if `so_far` is false: then there is an error already.
 * Frees what exs_members_begin() made. */
bool exs_members_end(ExsMembers *members, bool so_far);

bool exs_members_take(ExsMembers *members, const char *key, json_type type, json_t **out);
bool exs_members_integer(ExsMembers *members, const char *key, int64_t low, int64_t high,
                         int64_t *out);
bool exs_members_u32(ExsMembers *members, const char *key, uint32_t *out);
bool exs_members_text(ExsMembers *members, const char *key, const char **out); /* (borrowed) */

/* The number of a thing that must be the next of its kind. */
bool exs_members_next(ExsMembers *members, const char *key, uint64_t next);

/* "the member \"cost\" is missing" */
bool exs_members_fail(const char *key, const char *what, GError **error);
