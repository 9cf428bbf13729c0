/* html_data.c - the record as the page's script reads it, see html_private.h.
 *
 * Base64 of gzip of: "EXSR1\n", the length of the JSON (32 bits, little endian), the JSON (all
 * but the entries), the streams of columns.c one after the other. Numbers of objects, texts,
 * messages, rules and decisions count from 1; 0 is none.
 *
 * SPDX-License-Identifier: MIT */
#include <gio/gio.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "sim/report/chart_private.h"
#include "sim/report/html_private.h"

#define MAGIC "EXSR1\n"
#define LEVEL 4     /* of gzip: a tenth larger than 9, ten times faster */
#define CHUNK 65535 /* bytes: base64 takes three at a time */

/* ---- gzip and base64, piece by piece ---- */

typedef struct {
    GConverter *converter;
    GString *out;
    gint state, save; /* of base64 */
} Packer;

static bool put(Packer *packer, const void *data, size_t length, bool is_last, GError **error)
{
    const char *at = data;
    char block[CHUNK];
    GConverterResult result;

    do {
        gsize read = 0, written = 0, start = packer->out->len;

        if (length == 0 && !is_last)
            break;
        result = g_converter_convert(packer->converter, at, length, block, sizeof block,
                                     is_last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS,
                                     &read, &written, error);
        if (result == G_CONVERTER_ERROR)
            return false;
        at += read;
        length -= read;
        g_string_set_size(packer->out, start + written / 3 * 4 + 8);
        g_string_truncate(packer->out, start + g_base64_encode_step((const guchar *)block, written,
                                                                    FALSE, packer->out->str + start,
                                                                    &packer->state, &packer->save));
    } while (result != G_CONVERTER_FINISHED);
    return true;
}

static void close_base64(Packer *packer)
{
    char rest[8];
    gsize length = g_base64_encode_close(FALSE, rest, &packer->state, &packer->save);

    g_string_append_len(packer->out, rest, (gssize)length);
}

/* ---- the JSON ---- */

static json_t *make_object(const ExsObject *object)
{
    return json_pack("[o, o, o, i]", exs_names_json_text(object->class_name),
                     exs_names_json_text(object->name), exs_names_json_text(object->title),
                     (int)object->parent);
}

static json_t *make_attributes(const ExsObject *object)
{
    json_t *made = json_object();

    for (guint i = 0; object->attributes && i + 1 < object->attributes->len; i += 2)
        json_object_set_new(made, object->attributes->pdata[i],
                            exs_names_json_text(object->attributes->pdata[i + 1]));
    return made;
}

static json_t *make_field(const ExsField *field)
{
    static const char *const types[] = {
        [EXS_FIELD_OBJECT] = "object",     [EXS_FIELD_MESSAGE] = "message",
        [EXS_FIELD_DECISION] = "decision", [EXS_FIELD_TEXT] = "text",
        [EXS_FIELD_RULE] = "rule",         [EXS_FIELD_COUNT] = "count",
        [EXS_FIELD_CODE] = "code",         [EXS_FIELD_FLAG] = "flag",
        [EXS_FIELD_TIME] = "time",         [EXS_FIELD_DURATION] = "duration",
        [EXS_FIELD_BYTES] = "bytes",
    };

    return json_pack("{s:s, s:s, s:s}", "name", field->name, "role", field->role, "type",
                     types[field->type]);
}

static void set_name(json_t *mark, const char *key, const char *name)
{
    if (name)
        json_object_set_new(mark, key, json_string(name));
}

/* What it means on the chart; null: nothing. */
static json_t *make_mark(const ExsKind *kind)
{
    const ExsMeaning *meaning = exs_chart_meaning(kind);
    json_t *mark;

    if (!meaning)
        return json_null();
    mark = json_pack("{s:b, s:b}", "begins", meaning->begins, "reply", meaning->reply);
    if (meaning->arrow >= 0)
        json_object_set_new(mark, "arrow", json_integer(meaning->arrow));
    if (meaning->spot >= 0)
        json_object_set_new(mark, "spot", json_integer(meaning->spot));
    set_name(mark, "from", meaning->from);
    set_name(mark, "to", meaning->to);
    set_name(mark, "at", meaning->at);
    return mark;
}

static json_t *make_kind(const ExsKind *kind, const char *story)
{
    json_t *fields = json_array();

    for (size_t i = 0; i < kind->field_count; i++)
        json_array_append_new(fields, make_field(&kind->fields[i]));
    return json_pack("{s:o, s:o, s:o, s:b, s:o, s:o}", "word", exs_names_json_text(kind->word),
                     "sentence", exs_names_json_text(kind->sentence), "story",
                     story ? exs_names_json_text(story) : json_null(), "told",
                     !exs_story_is_mechanical(kind), "mark", make_mark(kind), "fields", fields);
}

static json_t *make_decision(const ExsRecord *record, uint32_t number)
{
    const ExsDecision *decision = exs_record_decision(record, number);
    size_t columns = exs_record_column_count(record);
    json_t *rows = json_array(), *felled = json_array(), *steps = json_array();

    for (uint32_t i = 0; i < decision->row_count; i++) {
        json_t *row = json_array();

        for (size_t j = 0; j < columns; j++) {
            int64_t value = decision->cells[i * columns + j];

            json_array_append_new(row, exs_names_is_no_time(exs_record_column(record, j), value)
                                           ? json_null()
                                           : json_integer(value));
        }
        json_array_append_new(rows, row);
        json_array_append_new(felled, json_integer(decision->felled_by[i]));
    }
    for (uint32_t i = 0; i < decision->step_count; i++)
        json_array_append_new(steps, json_integer(decision->steps[i]));
    return json_pack("{s:i, s:i, s:i, s:o, s:o, s:o}", "actor", (int)decision->actor, "about",
                     (int)decision->about, "unlisted", (int)decision->unlisted_rule, "rows", rows,
                     "felled", felled, "steps", steps);
}

static json_t *make_check(const ExsCheck *check)
{
    return json_pack(
        "{s:o, s:o, s:s, s:o, s:o, s:o}", "text", exs_names_json_text(check->text), "basis",
        exs_names_json_text(check->basis), "verdict",
        check->verdict == EXS_VERDICT_PASS ? "PASS" : "FAIL", "expected",
        exs_names_json_text(check->expected), "seen", exs_names_json_text(check->seen), "witness",
        check->witness == EXS_NO_ENTRY ? json_null() : json_integer((json_int_t)check->witness));
}

static void begin(GString *out, const char *name)
{
    g_string_append_printf(out, ",\n\"%s\":", name);
}

static void put_item(GString *out, size_t index, json_t *item)
{
    g_string_append(out, index ? ",\n" : "[");
    exs_names_put_json(out, item);
}

static void end_list(GString *out, size_t count)
{
    g_string_append(out, count ? "]" : "[]");
}

static json_t *make_fact(const ExsRecord *record, const char *key)
{
    const char *value = exs_record_fact(record, key);

    return exs_names_json_text(value ? value : "");
}

static void put_head(GString *out, const ExsRecord *record)
{
    size_t passed = exs_names_passed(record), count = exs_record_check_count(record);
    json_t *head = json_pack(
        "{s:i, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:I, s:I, s:i, s:i}", "version", 1, "title",
        make_fact(record, "title"), "article", make_fact(record, "article"), "product",
        make_fact(record, "product"), "case", make_fact(record, "case"), "seed",
        make_fact(record, "seed"), "verdict", exs_names_verdict(record), "complete",
        exs_record_is_complete(record), "start", (json_int_t)exs_names_start(record), "end",
        (json_int_t)exs_find_end(record), "passed", (int)passed, "failed", (int)(count - passed));

    exs_names_put_json(out, head);
    g_string_truncate(out, out->len - 1); /* its brace stays open */
}

static void put_objects(GString *out, const ExsRecord *record)
{
    size_t count = exs_record_object_count(record), with = 0;
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    json_t *classes = json_array();

    begin(out, "objects");
    for (uint32_t id = 1; id <= count; id++) {
        const ExsObject *object = exs_record_object(record, id);

        put_item(out, id - 1, make_object(object));
        if (g_hash_table_add(known, (gpointer)object->class_name))
            json_array_append_new(classes, exs_names_json_text(object->class_name));
    }
    end_list(out, count);
    begin(out, "classes");
    exs_names_put_json(out, classes);
    begin(out, "attributes");
    for (uint32_t id = 1; id <= count; id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (!object->attributes || object->attributes->len == 0)
            continue;
        g_string_append_printf(out, "%s\"%u\":", with++ ? ",\n" : "{", id);
        exs_names_put_json(out, make_attributes(object));
    }
    g_string_append(out, with ? "}" : "{}");
}

static void put_messages(GString *out, const ExsRecord *record)
{
    size_t count = exs_record_name_count(record);

    begin(out, "messages");
    for (size_t i = 0; i < count; i++) {
        uint32_t message;
        const char *name = exs_record_name_at(record, i, &message);

        put_item(out, i, json_pack("[I, o]", (json_int_t)message, exs_names_json_text(name)));
    }
    end_list(out, count);
}

static void put_schema(GString *out, const ExsRecord *record)
{
    size_t kinds = exs_record_kind_count(record), columns = exs_record_column_count(record);
    size_t rules = exs_record_rule_count(record);
    g_autoptr(ExsWords) words = exs_words_new(record);

    begin(out, "kinds");
    for (size_t i = 0; i < kinds; i++)
        put_item(out, i,
                 make_kind(exs_record_kind(record, (uint16_t)i),
                           exs_words_sentence(words, (uint16_t)i)));
    end_list(out, kinds);
    begin(out, "columns");
    for (size_t i = 0; i < columns; i++)
        put_item(out, i, make_field(exs_record_column(record, i)));
    end_list(out, columns);
    begin(out, "rules");
    for (uint32_t i = 1; i <= rules; i++) {
        const ExsRuleRow *rule = exs_record_rule(record, i);

        put_item(out, i - 1,
                 json_pack("[o, o, o]", exs_names_json_text(rule->id),
                           exs_names_json_text(rule->source), exs_names_json_text(rule->sentence)));
    }
    end_list(out, rules);
}

static void put_lists(GString *out, const ExsRecord *record)
{
    size_t texts = exs_record_text_count(record), decisions = exs_record_decision_count(record);
    size_t checks = exs_record_check_count(record);

    begin(out, "texts");
    for (uint32_t i = 1; i <= texts; i++)
        put_item(out, i - 1, exs_names_json_text(exs_record_text_at(record, i)));
    end_list(out, texts);
    begin(out, "decisions");
    for (uint32_t i = 1; i <= decisions; i++)
        put_item(out, i - 1, make_decision(record, i));
    end_list(out, decisions);
    begin(out, "checks");
    for (size_t i = 0; i < checks; i++)
        put_item(out, i, make_check(exs_record_check(record, i)));
    end_list(out, checks);
}

static GString *make_json(const ExsRecord *record, const ExsColumns *columns)
{
    GString *json = g_string_new(NULL);

    put_head(json, record);
    put_objects(json, record);
    put_messages(json, record);
    put_schema(json, record);
    put_lists(json, record);
    g_string_append_printf(json, ",\n\"entries\":%" G_GUINT64_FORMAT, exs_record_count(record));
    begin(json, "streams");
    exs_names_put_json(json, exs_columns_json(columns));
    g_string_append(json, "}");
    return json;
}

static bool put_all(Packer *packer, const GString *json, const ExsColumns *columns, GError **error)
{
    guint32 length = GUINT32_TO_LE((guint32)json->len);
    const GByteArray *bytes;

    if (!put(packer, MAGIC, strlen(MAGIC), false, error) ||
        !put(packer, &length, sizeof length, false, error) ||
        !put(packer, json->str, json->len, false, error))
        return false;
    for (size_t i = 0; (bytes = exs_columns_bytes(columns, i)); i++)
        if (!put(packer, bytes->data, bytes->len, false, error))
            return false;
    return put(packer, "", 0, true, error);
}

bool exs_html_data(const ExsRecord *record, GString *out, GError **error)
{
    g_autoptr(GZlibCompressor) gzip = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, LEVEL);
    g_autoptr(ExsColumns) columns = exs_columns_new(record);
    g_autoptr(GString) json = make_json(record, columns);
    Packer packer = {G_CONVERTER(gzip), out, 0, 0};
    GError *reason = NULL;

    if (json->len > G_MAXUINT32)
        return exs_fail(error, EXS_ERROR_LIMIT, "the record is too large for a page");
    if (!put_all(&packer, json, columns, &reason)) {
        exs_fail(error, EXS_ERROR_FILE, "gzip: %s", reason->message);
        g_error_free(reason);
        return false;
    }
    close_base64(&packer);
    return true;
}
