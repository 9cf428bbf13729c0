/* gwart.c - see gwart.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/gwart.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/report_private.h"

typedef struct {
    const char *space, *scope, *path; /* of the record's texts */
    uint32_t cost, connector, from;
    ExsTime since;
    const char *first; /* of the rows of this space, the first connector's name (borrowed) */
} Row;

/* A site's table at some time. */
typedef struct {
    GArray *rows;     /* Row */
    GArray *previous; /* Row: before the instant of the last change */
    ExsTime changed;
} Table;

typedef struct {
    const ExsRecord *record;
    const ExsGwartOptions *options;
    Table *tables; /* by site's id */
} Replay;

/* ---- replay ---- */

static const char *text_of(const ExsRecord *record, const ExsEntry *entry, const char *field)
{
    int64_t text = 0;

    exs_entry_get(record, entry, field, &text);
    return exs_record_text_at(record, (uint32_t)text);
}

static uint32_t number_of(const ExsRecord *record, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    exs_entry_get(record, entry, field, &value);
    return (uint32_t)value;
}

static Row read_row(const ExsRecord *record, const ExsEntry *entry)
{
    return (Row){
        .space = text_of(record, entry, "space"),
        .scope = text_of(record, entry, "scope"),
        .path = text_of(record, entry, "path"),
        .cost = number_of(record, entry, "cost"),
        .connector = number_of(record, entry, "connector"),
        .from = number_of(record, entry, "from"),
        .since = entry->when,
    };
}

/* Texts are kept once: the same text is the same pointer. */
static bool is_same(const Row *a, const Row *b)
{
    return strcmp(a->space, b->space) == 0 && strcmp(a->path, b->path) == 0 &&
           strcmp(a->scope, b->scope) == 0 && a->cost == b->cost && a->from == b->from;
}

static void drop(GArray *rows, const Row *row)
{
    for (guint i = 0; i < rows->len; i++) {
        if (!is_same(&g_array_index(rows, Row, i), row))
            continue;
        g_array_remove_index(rows, i);
        return;
    }
}

static void visit(Replay *self, const ExsEntry *entry)
{
    Table *table = &self->tables[entry->actor];
    Row row = read_row(self->record, entry);

    if (!table->rows) {
        table->rows = g_array_new(FALSE, FALSE, sizeof(Row));
        table->previous = g_array_new(FALSE, FALSE, sizeof(Row));
        table->changed = entry->when;
    }
    if (table->changed != entry->when) {
        g_array_set_size(table->previous, 0);
        g_array_append_vals(table->previous, table->rows->data, table->rows->len);
    }
    table->changed = entry->when;
    if (strcmp(exs_record_kind(self->record, entry->kind)->word, "route-added") == 0)
        g_array_append_val(table->rows, row);
    else
        drop(table->rows, &row);
}

static bool replay(Replay *self, GError **error)
{
    ExsFilter filter = {.kinds = "route-added route-dropped", .until = self->options->at};
    g_autoptr(ExsQuery) query = exs_query_new(self->record, &filter, error);
    const ExsEntry *entry;
    uint64_t number;

    while (query && (entry = exs_query_next(query, &number)))
        visit(self, entry);
    return query != NULL;
}

/* ---- order ---- */

/* EX, the types by name, X400. */
static int class_of(const char *space)
{
    if (g_str_has_prefix(space, "EX:"))
        return 0;
    return g_str_has_prefix(space, "X400:") ? 2 : 1;
}

static size_t type_length(const char *space)
{
    return strcspn(space, ":");
}

static int compare_types(const char *a, const char *b)
{
    size_t length = MIN(type_length(a), type_length(b));
    int order = class_of(a) - class_of(b);

    if (!order)
        order = strncmp(a, b, length);
    return order ? order : (int)type_length(a) - (int)type_length(b);
}

static int compare_rows(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    int order = compare_types(x->space, y->space);

    if (!order && x->first && y->first)
        order = strcmp(x->first, y->first);
    if (!order)
        order = strcmp(x->space, y->space);
    if (!order && x->cost != y->cost)
        order = x->cost < y->cost ? -1 : 1;
    return order ? order : strcmp(x->path, y->path);
}

/* By space first; then each space knows its first connector, and the spaces are put in order. */
static void sort_rows(GArray *rows)
{
    g_array_sort(rows, compare_rows);
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i), *before = i ? row - 1 : NULL;

        row->first = before && strcmp(before->space, row->space) == 0 ? before->first : row->path;
    }
    g_array_sort(rows, compare_rows);
}

/* ---- text ---- */

/* "/o=ORG/ou=SITE" as "/O=ORG/OU=SITE": the names of attributes only, not behind a backslash. */
static void append_dn(GString *out, const char *value)
{
    bool is_name = false;

    for (; *value; value++) {
        if (*value == '\\' && value[1]) {
            g_string_append_len(out, value++, 2);
            continue;
        }
        is_name = *value == '/' || (is_name && *value != '=');
        g_string_append_c(out, is_name ? g_ascii_toupper(*value) : *value);
    }
}

static void append_space(GString *out, const char *space)
{
    const char *value = space + type_length(space);
    size_t before;

    g_string_append_len(out, space, value - space);
    g_string_append_c(out, ',');
    value += *value == ':';
    before = out->len;
    if (g_str_has_prefix(space, "EX:"))
        append_dn(out, value);
    else
        exs_escape_append(out, value);
    if (out->len == before || out->str[out->len - 1] != ';')
        g_string_append_c(out, ';');
}

/* The connector whose name the path begins with here, the longest; NULL: none. */
static const ExsObject *connector_at(const ExsRecord *record, const char *path)
{
    const ExsObject *found = NULL;

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const ExsObject *object = exs_record_object(record, id);
        size_t length = strlen(object->name);

        if (strcmp(object->class_name, "connector") != 0 || !g_str_has_prefix(path, object->name) ||
            (path[length] != '\0' && !g_str_has_prefix(path + length, ", ")))
            continue;
        if (!found || strlen(found->name) < length)
            found = object;
    }
    return found;
}

/* As administrators see it: a gateway by its title. */
static const char *name_of(const ExsObject *connector)
{
    const char *secured = exs_object_attribute(connector, "secured");

    return secured && strcmp(secured, "yes") == 0 ? connector->title : connector->name;
}

/* The names of a path's connectors. */
static GPtrArray *hops_of(const ExsRecord *record, const char *path)
{
    GPtrArray *hops = g_ptr_array_new();

    while (*path) {
        const ExsObject *connector = connector_at(record, path);

        if (!connector)
            break;
        g_ptr_array_add(hops, (gpointer)name_of(connector));
        path += strlen(connector->name);
        path += *path ? strlen(", ") : 0;
    }
    return hops;
}

static void append_row(GString *out, const ExsRecord *record, const Row *row)
{
    g_autoptr(GPtrArray) hops = hops_of(record, row->path);

    append_space(out, row->space);
    g_string_append_printf(out, ",%u,", row->cost);
    for (guint i = 0; i < hops->len; i++) {
        exs_escape_append(out, hops->pdata[i]);
        g_string_append_c(out, ',');
    }
    if (strcmp(row->scope, "organization") != 0)
        g_string_append_printf(out, " (this %s)", row->scope);
    g_string_append_c(out, '\n');
}

static json_t *make_row(const ExsRecord *record, const Row *row)
{
    g_autoptr(GPtrArray) hops = hops_of(record, row->path);
    g_autofree char *type = g_strndup(row->space, type_length(row->space));
    const char *value = row->space + type_length(row->space);
    json_t *path = json_array();

    for (guint i = 0; i < hops->len; i++)
        json_array_append_new(path, exs_names_json_text(hops->pdata[i]));
    return json_pack("{s:o, s:o, s:I, s:s, s:o, s:o, s:o}", "type", exs_names_json_text(type),
                     "space", exs_names_json_text(value + (*value == ':')), "cost",
                     (json_int_t)row->cost, "scope", row->scope, "path", path, "from",
                     row->from ? exs_names_json_text(exs_record_object(record, row->from)->name)
                               : json_null(),
                     "since", exs_names_json_time(row->since));
}

/* ---- all ---- */

static void append_table(Replay *self, const ExsObject *site, GString *out, json_t *sites)
{
    const Table *table = &self->tables[site->id];
    GArray *rows = self->options->previous ? table->previous : table->rows;
    json_t *list = sites ? json_array() : NULL;

    if (!sites && !self->options->site) {
        g_string_append(out, out->len ? "\n" : "");
        exs_escape_append(out, site->name);
        g_string_append_c(out, '\n');
    }
    if (!sites && (!rows || rows->len == 0))
        g_string_append(out, "no routes\n");
    if (rows)
        sort_rows(rows);
    for (guint i = 0; rows && i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        if (sites)
            json_array_append_new(list, make_row(self->record, row));
        else
            append_row(out, self->record, row);
    }
    if (sites)
        json_array_append_new(
            sites, json_pack("{s:o, s:o}", "site", exs_names_json_text(site->name), "rows", list));
}

static void append_tables(Replay *self, GString *out)
{
    json_t *sites = self->options->json ? json_array() : NULL;

    for (uint32_t id = 1; id <= exs_record_object_count(self->record); id++) {
        const ExsObject *object = exs_record_object(self->record, id);

        if (strcmp(object->class_name, "site") == 0 &&
            (!self->options->site || self->options->site == id))
            append_table(self, object, out, sites);
    }
    if (sites) {
        exs_names_put_json(out, json_pack("{s:o}", "sites", sites));
        g_string_append_c(out, '\n');
    }
}

static void free_tables(Replay *self)
{
    for (size_t id = 0; id <= exs_record_object_count(self->record); id++) {
        if (!self->tables[id].rows)
            continue;
        g_array_unref(self->tables[id].rows);
        g_array_unref(self->tables[id].previous);
    }
    g_free(self->tables);
}

bool exs_gwart(const ExsRecord *record, const ExsGwartOptions *options, GString *out,
               GError **error)
{
    Replay self = {.record = record, .options = options};
    bool ok;

    if (!exs_find_entries(record, error))
        return false;
    self.tables = g_new0(Table, exs_record_object_count(record) + 1);
    ok = replay(&self, error);
    if (ok)
        append_tables(&self, out);
    free_tables(&self);
    return ok;
}
