/* words.c - entries in the short words of a lesson, see report_private.h.
 *
 * The record's own sentence says everything; these leave out what a reader knows or does not
 * miss, and call people and connectors by their short names.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

#define ORDINARY_SIZE 1024 /* a message has this size unless somebody says otherwise */

typedef struct {
    const char *word, *sentence;
} Row;

/* "{field}" stands for a value; "[...]" is left out if all values in it are ordinary;
 * "{?field}" is one of them, but not printed. A kind
 * that is not here, or lacks a field, is told by its own sentence. {depth} is no field: how many
 * wait in the entry's queue. */
/* clang-format off */
static const Row rows[] = {
    {"learned",          "{site} learns the table of {from}, {rows} rows"},
    {"table-calculated", "routing table of {site}, rows: {rows}[, changed{?changed}]"},
    {"submitted",        "{message} submitted by {originator}[ for {recipients} recipients][, {size}][, {priority}]"},
    {"resolved",         "{message}: recipient {recipient}[ is {address}][: {rule}]"},
    {"routed",           "{message} for {recipient} goes by {connector}"},
    {"open-tried",       "[{queue}: ]association to {target} tried[, attempt {attempt}]"},
    {"open-failed",      "[{queue}: ]no association to {target}: {why}"},
    {"opened",           "[{queue}: ]association to {target} open"},
    {"closed",           "[{queue}: ]association to {target} closed: {why}"},
    {"transfer-started", "{message} being sent[ by {queue}] to {target}"},
    {"transfer-failed",  "{message} not sent by {queue}: {why}[, attempt {attempt}]"},
    {"transferred",      "{message} transferred[ by {queue}] to {target} (hop {hop})"},
    {"rerouted",         "{message} rerouted from {from} to {to}"},
    {"reroute-refused",  "mail for {queue} is not rerouted[, {depth} waiting]: {rule}"},
    {"handed-off",       "{message} in MTS-OUT of {connector}[, {waiting} there]"},
    {"taken",            "{message} taken from {folder}"},
    {"smtp",             "{message}: {host} says \"{said}\""},
    {"held",             "{message} stays in {queue}: {why}[: {rule}]"},
    {"returned",         "{message} returned: {recipient}: {cause}, reason {reason}[, diagnostic {diagnostic}][: {rule}]"},
    {"report",           "{report} made for {originator}: a report on {message}"},
    {"auto-replied",     "{reply} made for {originator}: {recipient} answers {message} by itself"},
    {"discarded",        "{message} discarded: {recipient}: {why}[: {rule}]"},
    {"expired",          "{message} expired in {queue} after {age}[: {rule}]"},
    {"loop",             "{message} loops: {why}[: {rule}]"},
    {"traced",           "{message}: the trace is {trace}[: {rule}]"},
    {"relayed",          "{message} passed on over {connector} (hop {hop})"},
    {"event",            "event {id}, {severity}: {text}"},
};
/* clang-format on */

struct ExsWords {
    const ExsRecord *record;
    const char **sentences; /* by kind; NULL: the kind's own */
    GHashTable *people;     /* char *: "EX:/o=...", lower case -> id of an object; 0: several */
};

/* ---- made once ---- */

static int find_field(const ExsKind *kind, const char *name, size_t length)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if (strlen(kind->fields[i].name) == length &&
            strncmp(kind->fields[i].name, name, length) == 0)
            return (int)i;
    return -1;
}

static bool is_depth(const char *name, size_t length)
{
    return length == strlen("depth") && strncmp(name, "depth", length) == 0;
}

/* Has the kind all that the sentence tells of? */
static bool fits(const ExsKind *kind, const char *sentence)
{
    for (const char *at = strchr(sentence, '{'); at; at = strchr(at, '{')) {
        size_t length;

        at += at[1] == '?' ? 2 : 1;
        length = strcspn(at, "}");
        if (find_field(kind, is_depth(at, length) ? "queue" : at,
                       is_depth(at, length) ? strlen("queue") : length) < 0)
            return false;
    }
    return true;
}

static void note_address(ExsWords *words, const char *type, uint32_t person, const char *key)
{
    const char *value = exs_object_attribute(exs_record_object(words->record, person), key);
    g_autofree char *whole = NULL;
    char *folded;

    if (!value || !*value)
        return;
    whole = g_strconcat(type, value, NULL);
    folded = g_ascii_strdown(whole, -1);
    if (g_hash_table_contains(words->people, folded))
        person = 0;
    g_hash_table_replace(words->people, folded, GUINT_TO_POINTER(person));
}

/* Who shares the name is better called by the address. */
static void note_people(ExsWords *words)
{
    const ExsRecord *record = words->record;
    g_autoptr(GHashTable) titles = g_hash_table_new(g_str_hash, g_str_equal);

    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (strcmp(object->class_name, "recipient") == 0)
            g_hash_table_insert(
                titles, (void *)object->title,
                GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(titles, object->title)) + 1));
    }
    for (uint32_t id = 1; id <= exs_record_object_count(record); id++) {
        const ExsObject *object = exs_record_object(record, id);

        if (strcmp(object->class_name, "recipient") != 0 ||
            GPOINTER_TO_INT(g_hash_table_lookup(titles, object->title)) > 1)
            continue;
        note_address(words, "EX:", id, "dn");
        note_address(words, "SMTP:", id, "smtp");
        note_address(words, "X400:", id, "x400");
    }
}

ExsWords *exs_words_new(const ExsRecord *record)
{
    size_t count = exs_record_kind_count(record);
    ExsWords *words = g_new0(ExsWords, 1);

    words->record = record;
    words->sentences = g_new0(const char *, count + 1);
    words->people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < count; i++) {
        const ExsKind *kind = exs_record_kind(record, (uint16_t)i);

        for (size_t j = 0; j < G_N_ELEMENTS(rows); j++)
            if (strcmp(rows[j].word, kind->word) == 0 && fits(kind, rows[j].sentence))
                words->sentences[i] = rows[j].sentence;
    }
    note_people(words);
    return words;
}

void exs_words_free(ExsWords *words)
{
    g_hash_table_unref(words->people);
    g_free(words->sentences);
    g_free(words);
}

const char *exs_words_sentence(const ExsWords *words, uint16_t kind)
{
    return words->sentences[kind];
}

/* ---- names ---- */

/* "HUB1 IMS" of the name "IMS (HUB1)", "FAST" of "FAST"; the server too where the title has it. */
static void append_short(GString *out, const ExsObject *object, const char *name,
                         const char *server)
{
    g_autofree char *suffix = g_strdup_printf(" (%s)", server);
    g_autofree char *base =
        g_strndup(name, strlen(name) - (g_str_has_suffix(name, suffix) ? strlen(suffix) : 0));

    if (*server && g_str_has_suffix(object->title, suffix)) {
        exs_escape_append(out, server);
        g_string_append_c(out, ' ');
    }
    exs_escape_append(out, base);
}

void exs_words_append_object(GString *out, const ExsWords *words, uint32_t id)
{
    const ExsObject *object = exs_record_object(words->record, id);
    uint32_t server = exs_names_above(words->record, id, "server");
    const char *name = NULL;

    if (object && strcmp(object->class_name, "connector") == 0)
        name = object->name;
    else if (object && strcmp(object->class_name, "queue") == 0)
        name = exs_object_attribute(object, "connector");
    if (name)
        append_short(out, object, name,
                     server ? exs_record_object(words->record, server)->name : "");
    else
        exs_names_append_title(out, words->record, id);
}

void exs_words_append_actor(GString *out, const ExsWords *words, uint32_t id)
{
    uint32_t server = exs_names_above(words->record, id, "server");
    g_autoptr(GString) name = g_string_new(NULL);

    if (id == 0)
        return;
    exs_words_append_object(name, words, id);
    if (server && server != id &&
        !strstr(name->str, exs_record_object(words->record, server)->name)) {
        exs_names_append_title(out, words->record, server);
        g_string_append_c(out, ' ');
    }
    g_string_append(out, name->str);
}

void exs_words_append_text(GString *out, const ExsWords *words, const char *text)
{
    g_autofree char *folded = g_ascii_strdown(text, -1);
    uint32_t person = GPOINTER_TO_UINT(g_hash_table_lookup(words->people, folded));

    if (person)
        exs_names_append_title(out, words->record, person);
    else if (g_str_has_prefix(text, "SMTP:") && strchr(text, '@'))
        exs_escape_append(out, text + strlen("SMTP:"));
    else
        exs_escape_append(out, text);
}

/* ---- sentences ---- */

/* The value of another field of the entry; 0 if there is none. */
static int64_t value_of(const ExsWords *words, const ExsEntry *entry, const char *name)
{
    int64_t value = 0;

    return exs_entry_get(words->record, entry, name, &value) ? value : 0;
}

static bool is_ordinary(const ExsWords *words, const ExsEntry *entry, const ExsField *field,
                        int64_t value)
{
    const char *text;
    uint32_t target;

    switch (field->type) {
    case EXS_FIELD_OBJECT: /* the queue of a server is called as the server */
        target = (uint32_t)value_of(words, entry, "target");
        return value == 0 || (target && value != target &&
                              strcmp(exs_record_object(words->record, (uint32_t)value)->title,
                                     exs_record_object(words->record, target)->title) == 0);
    case EXS_FIELD_TEXT:
        text = exs_record_text_at(words->record, (uint32_t)value);
        if (strcmp(field->name, "address") == 0)
            return value == value_of(words, entry, "recipient");
        return !*text || strcmp(text, "normal") == 0;
    case EXS_FIELD_RULE:
        return value == 0;
    case EXS_FIELD_CODE:
        return value == -1;
    case EXS_FIELD_COUNT:
        return value <= 1;
    case EXS_FIELD_FLAG:
        return value == 0;
    case EXS_FIELD_BYTES:
        return value <= ORDINARY_SIZE;
    default:
        return false;
    }
}

/* Appends what {name} stands for; returns whether it is worth telling. */
static bool append_field(GString *out, const ExsWords *words, const ExsEntry *entry,
                         const char *name, size_t length)
{
    const ExsKind *kind = exs_record_kind(words->record, entry->kind);
    int place = find_field(kind, name, length);
    const ExsField *field;
    int64_t value;

    if (place < 0) {
        value = exs_record_queue_depth(words->record, (uint32_t)value_of(words, entry, "queue"),
                                       entry->when, NULL);
        g_string_append_printf(out, "%" G_GINT64_FORMAT, value);
        return value > 0;
    }
    field = &kind->fields[place];
    value = exs_entry_value(words->record, entry, (size_t)place);
    if (field->type == EXS_FIELD_OBJECT)
        exs_words_append_object(out, words, (uint32_t)value);
    else if (field->type == EXS_FIELD_TEXT)
        exs_words_append_text(out, words, exs_record_text_at(words->record, (uint32_t)value));
    else if (field->type == EXS_FIELD_DURATION && value >= 10 * EXS_SECOND)
        exs_duration_append(out, (value + EXS_SECOND / 2) / EXS_SECOND * EXS_SECOND);
    else
        exs_value_append(out, words->record, field, value);
    return !is_ordinary(words, entry, field, value);
}

/* A piece of a sentence up to any of the signs `ends`. */
static const char *append_piece(GString *out, const char *at, const char *ends)
{
    size_t length = strcspn(at, ends);
    g_autofree char *piece = g_strndup(at, length);

    exs_escape_append(out, piece);
    return at + length;
}

void exs_words_append_entry(GString *out, const ExsWords *words, const ExsEntry *entry)
{
    const char *own = words->sentences[entry->kind];
    const char *at = own ? own : exs_record_kind(words->record, entry->kind)->sentence;
    g_autoptr(GString) segment = g_string_new(NULL);
    bool is_within = false, is_told = false;

    while (*at) {
        GString *here = is_within ? segment : out;

        if (*at == '{') {
            g_autoptr(GString) unseen = own && at[1] == '?' ? g_string_new(NULL) : NULL;

            at += unseen ? 2 : 1;
            is_told |= append_field(unseen ? unseen : here, words, entry, at, strcspn(at, ":}"));
            at = strchr(at, '}') + 1;
        } else if (own && *at == '[') {
            is_within = true;
            is_told = false;
            at++;
        } else if (own && *at == ']') {
            g_string_append(out, is_told ? segment->str : "");
            g_string_truncate(segment, 0);
            is_within = false;
            at++;
        } else {
            at = append_piece(here, at, own ? "{[]" : "{");
        }
    }
}
