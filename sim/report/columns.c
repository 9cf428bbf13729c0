/* columns.c - the entries as streams of numbers, one for each field of each kind, see
 * html_private.h.
 *
 * Streams: "kind", "time" and "actor" of all entries; then "<kind>.<field>" of the entries of that
 * kind, in order. Values are unsigned LEB128: as they are ("varint"), or zigzag (0, -1, 1, -2
 * ... are 0, 1, 2, 3 ...) of the value ("zigzag") or of its difference to the one before
 * ("delta"; the first: to 0). An instant that never comes, and a code that is none, is -1.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/report/html_private.h"

typedef enum { VARINT, ZIGZAG, DELTA } Code;

static const char *const codes[] = {"varint", "zigzag", "delta"};

typedef struct {
    char *name;
    Code code;
    uint64_t count;
    int64_t last;
    GByteArray *bytes;
} Stream;

struct ExsColumns {
    GArray *streams; /* Stream */
};

enum { KIND, TIME, ACTOR };

static void clear_stream(void *data)
{
    Stream *stream = data;

    g_free(stream->name);
    g_byte_array_unref(stream->bytes);
}

static void add_stream(ExsColumns *columns, char *name, Code code)
{
    Stream stream = {name, code, 0, 0, g_byte_array_new()};

    g_array_append_val(columns->streams, stream);
}

static Code code_of(ExsFieldType type)
{
    switch (type) {
    case EXS_FIELD_MESSAGE:
    case EXS_FIELD_COUNT:
    case EXS_FIELD_TIME:
        return DELTA;
    case EXS_FIELD_CODE:
    case EXS_FIELD_DURATION:
        return ZIGZAG;
    default:
        return VARINT;
    }
}

static void put(Stream *stream, int64_t value)
{
    uint64_t word = (uint64_t)value;
    uint8_t bytes[10];
    guint length = 0;

    if (stream->code == DELTA) {
        word -= (uint64_t)stream->last;
        stream->last = value;
    }
    if (stream->code != VARINT)
        word = word << 1 ^ (word >> 63 ? UINT64_MAX : 0);
    do {
        bytes[length++] = (uint8_t)(word & 0x7F) | (word > 0x7F ? 0x80 : 0);
        word >>= 7;
    } while (word);
    g_byte_array_append(stream->bytes, bytes, length);
    stream->count++;
}

/* Streams of the fields; `first` gets the place of each kind's first. */
static void add_fields(ExsColumns *columns, const ExsRecord *record, size_t *first)
{
    for (size_t i = 0; i < exs_record_kind_count(record); i++) {
        const ExsKind *kind = exs_record_kind(record, (uint16_t)i);

        first[i] = columns->streams->len;
        for (size_t j = 0; j < kind->field_count; j++)
            add_stream(columns, g_strdup_printf("%s.%s", kind->word, kind->fields[j].name),
                       code_of(kind->fields[j].type));
    }
}

ExsColumns *exs_columns_new(const ExsRecord *record)
{
    g_autofree size_t *first = g_new(size_t, exs_record_kind_count(record) + 1);
    ExsColumns *columns = g_new0(ExsColumns, 1);
    Stream *streams;

    columns->streams = g_array_new(FALSE, FALSE, sizeof(Stream));
    g_array_set_clear_func(columns->streams, clear_stream);
    add_stream(columns, g_strdup("kind"), VARINT);
    add_stream(columns, g_strdup("time"), DELTA);
    add_stream(columns, g_strdup("actor"), VARINT);
    add_fields(columns, record, first);
    streams = (Stream *)(void *)columns->streams->data;
    for (uint64_t number = 0; number < exs_record_count(record); number++) {
        const ExsEntry *entry = exs_record_entry(record, number);
        const ExsKind *kind = exs_record_kind(record, entry->kind);

        put(&streams[KIND], entry->kind);
        put(&streams[TIME], entry->when);
        put(&streams[ACTOR], entry->actor);
        for (size_t i = 0; i < kind->field_count; i++) {
            int64_t value = exs_entry_value(record, entry, i);

            if (kind->fields[i].type == EXS_FIELD_TIME && value == EXS_TIME_NEVER)
                value = -1;
            put(&streams[first[entry->kind] + i], value);
        }
    }
    return columns;
}

void exs_columns_free(ExsColumns *columns)
{
    g_array_unref(columns->streams);
    g_free(columns);
}

json_t *exs_columns_json(const ExsColumns *columns)
{
    json_t *list = json_array();

    for (guint i = 0; i < columns->streams->len; i++) {
        const Stream *stream = &g_array_index(columns->streams, Stream, i);

        json_array_append_new(
            list, json_pack("{s:o, s:s, s:I, s:I}", "name", exs_names_json_text(stream->name),
                            "code", codes[stream->code], "bytes", (json_int_t)stream->bytes->len,
                            "count", (json_int_t)stream->count));
    }
    return list;
}

const GByteArray *exs_columns_bytes(const ExsColumns *columns, size_t stream)
{
    return stream < columns->streams->len ? g_array_index(columns->streams, Stream, stream).bytes
                                          : NULL;
}
