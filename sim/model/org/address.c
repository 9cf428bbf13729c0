/* address.c - see address.h. O/R names are read by address_x400.c, mailboxes of the
 * Internet by address_smtp.c.
 *
 * A text is read once; after that it costs one look into a table. What is wrong with it is found
 * by the readers below, one for each type that has a syntax.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/address.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/model/org/address_private.h"

#define LONGEST_RDN 64 /* X.520 ub-common-name, ub-organization-name */
#define LONGEST_MS  10 /* each of network, postoffice, mailbox: POSTMASTER just fits */

struct ExsAddressBook {
    ExsInterner *interner; /* (borrowed) */
    GStringChunk *chunk;   /* (owned) */
    GPtrArray *addresses;  /* (owned) by id; [0] is NULL */
    GHashTable *by_text;   /* as typed -> ExsAddress; looked up in, never walked */
    GHashTable *by_key;    /* folded canonical text -> ExsAddress; never walked */
};

/* An address being read. */
typedef struct {
    ExsAddressForm form;
    char type[EXS_TYPE_LIMIT + 1]; /* "": none */
    GString *value;                /* canonical */
    size_t domain;                 /* SMTP: where it begins in the value */
    size_t site_length;            /* EX */
    ExsOrName name;                /* X400 */
} Draft;

/* ---- what every text must be ---- */

static bool has_controls(const char *text)
{
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);

        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return true;
    }
    return false;
}

bool exs_typed_check(const char *text, GError **error)
{
    size_t length = strlen(text);
    bool is_utf8 = g_utf8_validate(text, (gssize)length, NULL);
    g_autofree char *quoted = NULL;

    if (length == 0)
        return exs_fail(error, EXS_ERROR_PARSE, "the text is empty; write SMTP:user@example.com");
    if (length <= EXS_TYPED_LIMIT && is_utf8 && !has_controls(text))
        return true;
    quoted = exs_quote(text);
    if (length > EXS_TYPED_LIMIT)
        return exs_fail(error, EXS_ERROR_PARSE, "%s has %zu bytes, at most %zu can be typed",
                        quoted, length, EXS_TYPED_LIMIT);
    return exs_fail(error, EXS_ERROR_PARSE, "%s %s", quoted,
                    is_utf8 ? "holds a control character" : "is not UTF-8");
}

bool exs_type_read(const char *text, char type[EXS_TYPE_LIMIT + 1], const char **rest,
                   GError **error)
{
    size_t length = 0;

    type[0] = '\0';
    *rest = NULL;
    while (g_ascii_isalnum(text[length]) || text[length] == '-' || text[length] == '_')
        length++;
    if (text[length] != ':')
        return true;
    if (length == 0)
        return exs_fail(error, EXS_ERROR_PARSE, "the type before \":\" is empty, write SMTP:...");
    if (length > EXS_TYPE_LIMIT)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the type before \":\" has %zu characters, at most %zu are allowed", length,
                        EXS_TYPE_LIMIT);
    for (size_t i = 0; i < length; i++)
        type[i] = g_ascii_toupper(text[i]);
    type[length] = '\0';
    *rest = text + length + 1;
    return true;
}

/* ---- EX ---- */

/* Reads "/key=name", both unescaped; a name may hold "\/" and "\\". */
static bool read_rdn(const char *text, const char **at, GString *key, GString *name, GError **error)
{
    size_t character = (size_t)g_utf8_pointer_to_offset(text, *at) + 1;

    g_string_truncate(key, 0);
    g_string_truncate(name, 0);
    if (*(*at)++ != '/')
        return exs_fail(error, EXS_ERROR_PARSE,
                        "a DN begins with \"/\", as in /o=ORG/ou=SITE/cn=Recipients/cn=ann");
    for (; **at && **at != '=' && **at != '/'; ++*at)
        g_string_append_c(key, g_ascii_tolower(**at));
    if (**at != '=')
        return exs_fail(
            error, EXS_ERROR_PARSE,
            "\"/\" at character %zu begins no part like cn=ann; a \"/\" within a name is "
            "written \"\\/\"",
            character);
    for (++*at; **at && **at != '/'; ++*at) {
        if (**at == '\\' && *++*at != '/' && **at != '\\')
            return exs_fail(error, EXS_ERROR_PARSE,
                            "a backslash stands before \"/\" or another, only");
        g_string_append_c(name, **at);
    }
    if (name->len == 0)
        return exs_fail(error, EXS_ERROR_PARSE, "the part at character %zu has no name", character);
    if (g_utf8_strlen(name->str, -1) > LONGEST_RDN)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the name at character %zu has %ld characters, X.520 allows %d", character,
                        g_utf8_strlen(name->str, -1), LONGEST_RDN);
    return true;
}

static void append_rdn(GString *out, const char *key, const char *name)
{
    g_string_append_printf(out, "/%s=", key);
    for (; *name; name++) {
        if (*name == '/' || *name == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *name);
    }
}

bool exs_dn_read(const char *text, ExsDnDepth depth, GString *out, size_t *site_length,
                 GError **error)
{
    static const char *const keys[] = {"o", "ou", "cn"};
    static const char *const missing[] = {"o=, the organisation,", "ou=, the site,",
                                          "cn=, the name,"};
    g_autoptr(GString) key = g_string_new(NULL);
    g_autoptr(GString) name = g_string_new(NULL);
    size_t parts = 0, needed = depth == EXS_DN_SITE ? 2 : 3;

    for (const char *at = text; *at; parts++) {
        size_t wanted = MIN(parts, G_N_ELEMENTS(keys) - 1);

        if (!read_rdn(text, &at, key, name, error))
            return false;
        if (strcmp(key->str, keys[wanted]) != 0) {
            g_autofree char *quoted = exs_quote(key->str);

            return exs_fail(error, EXS_ERROR_PARSE, "%s stands where %s belongs", quoted,
                            missing[wanted]);
        }
        if (parts == 2 && depth == EXS_DN_SITE)
            return exs_fail(error, EXS_ERROR_PARSE, "there is more than organisation and site");
        append_rdn(out, key->str, name->str);
        if (parts == 1)
            *site_length = out->len;
    }
    if (parts < needed)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is missing, as in /o=ORG/ou=SITE/cn=Recipients/cn=ann", missing[parts]);
    return true;
}

static bool read_ex(Draft *out, const char *value, GError **error)
{
    out->form = EXS_ADDRESS_EX;
    return exs_dn_read(value, EXS_DN_NAME, out->value, &out->site_length, error);
}

/* ---- the other types ---- */

static bool read_smtp(Draft *out, const char *value, GError **error)
{
    g_string_assign(out->value, value);
    return exs_smtp_read(value, &out->domain, error);
}

static bool read_x400(Draft *out, const char *value, GError **error)
{
    out->form = EXS_ADDRESS_X400;
    if (!exs_or_name_read(&out->name, value, EXS_OR_ADDRESS, error))
        return false;
    exs_or_name_append(out->value, &out->name);
    return true;
}

/* Lower case passes, as personal address books have it. */
static bool read_ms(Draft *out, const char *value, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(value, "/", -1);
    guint count = g_strv_length(parts);

    if (count != 3)
        return exs_fail(error, EXS_ERROR_PARSE, "it has %u parts, NETWORK/POSTOFFICE/MAILBOX has 3",
                        count);
    for (guint i = 0; i < count; i++) {
        g_autofree char *quoted = exs_quote(parts[i]);
        long length = g_utf8_strlen(parts[i], -1);

        if (length < 1 || length > LONGEST_MS)
            return exs_fail(error, EXS_ERROR_PARSE,
                            "the part %s of NETWORK/POSTOFFICE/MAILBOX has %ld characters, 1 to %d "
                            "are allowed",
                            quoted, length, LONGEST_MS);
    }
    g_string_assign(out->value, value);
    return true;
}

static bool read_custom(Draft *out, const char *value, GError **error)
{
    if (*value == '\0')
        return exs_fail(error, EXS_ERROR_PARSE, "nothing follows the type");
    g_string_assign(out->value, value);
    return true;
}

static const struct {
    const char *type;
    bool (*read)(Draft *out, const char *value, GError **error);
} readers[] = {
    {"EX", read_ex},
    {"X400", read_x400},
    {"SMTP", read_smtp},
    {"MS", read_ms},
};

static const char *guess_type(const char *text)
{
    if (*text == '/')
        return "EX";
    if (strchr(text, ';') || g_ascii_strncasecmp(text, "c=", 2) == 0)
        return "X400";
    return strchr(text, '@') ? "SMTP" : NULL;
}

static bool read_typed(Draft *out, const char *text, GError **error)
{
    const char *value;

    if (!exs_type_read(text, out->type, &value, error))
        return false;
    if (!value) {
        const char *type = guess_type(text);

        if (!type)
            return exs_fail(error, EXS_ERROR_PARSE,
                            "it has no type and looks like none; write SMTP:user@example.com, "
                            "EX:/o=..., X400:c=... or TYPE:value");
        g_strlcpy(out->type, type, sizeof out->type);
        value = text;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
        if (strcmp(out->type, readers[i].type) == 0)
            return readers[i].read(out, value, error);
    return read_custom(out, value, error);
}

/* What was typed, for an address that cannot be read. */
static void take_as_typed(Draft *out, const char *text)
{
    char type[EXS_TYPE_LIMIT + 1];
    const char *value;

    if (!exs_type_read(text, type, &value, NULL) || !value)
        value = text;
    g_string_assign(out->value, value);
}

/* ---- the book ---- */

ExsAddressBook *exs_address_book_new(ExsInterner *interner)
{
    ExsAddressBook *book = g_new0(ExsAddressBook, 1);

    book->interner = interner;
    book->chunk = g_string_chunk_new(4096);
    book->addresses = g_ptr_array_new_with_free_func(g_free);
    book->by_text = g_hash_table_new(g_str_hash, g_str_equal);
    book->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(book->addresses, NULL);
    return book;
}

void exs_address_book_free(ExsAddressBook *book)
{
    if (!book)
        return;
    g_hash_table_destroy(book->by_key);
    g_hash_table_destroy(book->by_text);
    g_ptr_array_unref(book->addresses);
    g_string_chunk_free(book->chunk);
    g_free(book);
}

/* What routing compares, of an address without a flaw. */
static void intern_parts(ExsAddressBook *book, ExsAddress *address, const Draft *draft)
{
    const ExsDda *dda = &draft->name.dda[0];
    g_autofree char *decoded = NULL;

    if (draft->domain > 0)
        address->domain = exs_intern(book->interner, address->folded + draft->domain);
    if (draft->site_length > 0) {
        g_autofree char *site = g_strndup(address->folded, draft->site_length);

        address->site_key = exs_intern(book->interner, site);
    }
    for (size_t i = 0; i < EXS_OR_COUNT; i++)
        if (draft->name.attribute[i])
            address->attribute[i] = exs_intern_folded(book->interner, draft->name.attribute[i]);
    if (draft->name.dda_count == 0)
        return;
    decoded = exs_dda_decode(dda->value, NULL); /* of a type that is not encoded: as it is */
    address->dda_type = exs_intern_folded(book->interner, dda->type);
    address->dda_value = g_string_chunk_insert(book->chunk, decoded ? decoded : dda->value);
}

static ExsAddress *make(ExsAddressBook *book, const Draft *draft, const char *folded,
                        const char *key, const char *flaw)
{
    ExsAddress *address = g_new0(ExsAddress, 1);
    size_t prefix = draft->type[0] ? strlen(draft->type) + 1 : 0;
    g_autofree char *text =
        g_strdup_printf("%s%s%s", draft->type, prefix > 0 ? ":" : "", draft->value->str);

    address->id = book->addresses->len;
    address->form = draft->form;
    address->type = prefix > 0 ? exs_intern_folded(book->interner, draft->type) : 0;
    address->type_name = g_string_chunk_insert_const(book->chunk, draft->type);
    address->text = g_string_chunk_insert(book->chunk, text);
    address->value = address->text + prefix;
    address->folded = g_string_chunk_insert(book->chunk, folded);
    if (flaw)
        address->flaw = g_string_chunk_insert_const(book->chunk, flaw);
    else
        intern_parts(book, address, draft);
    g_ptr_array_add(book->addresses, address);
    g_hash_table_insert(book->by_key, g_string_chunk_insert(book->chunk, key), address);
    return address;
}

/* The address of what was read: another spelling of one that exists, or a new one. No valid
 * address has the canonical text of a flawed one. */
static ExsAddress *find_or_make(ExsAddressBook *book, const Draft *draft, const char *flaw)
{
    g_autofree char *folded = g_ascii_strdown(draft->value->str, -1);
    g_autofree char *key = g_strconcat(draft->type, ":", folded, NULL);
    ExsAddress *address = g_hash_table_lookup(book->by_key, key);

    return address ? address : make(book, draft, folded, key, flaw);
}

/* An address whose DDA was typed half encoded is one of its own, which knows what is meant. */
static ExsAddress *make_mixed(ExsAddressBook *book, const Draft *draft)
{
    ExsAddress *regular = find_or_make(book, draft, NULL), *mixed;
    const char *typed = draft->name.dda[0].typed;
    g_autofree char *key = g_strdup_printf("%s:%s\n%s", draft->type, regular->folded, typed);

    mixed = g_hash_table_lookup(book->by_key, key);
    if (mixed)
        return mixed;
    mixed = make(book, draft, regular->folded, key, NULL);
    mixed->dda_typed = g_string_chunk_insert(book->chunk, typed);
    mixed->regular = regular;
    return mixed;
}

/* Reads a text that the book has not seen. */
static ExsAddress *read_new(ExsAddressBook *book, const char *text, bool lenient, GError **error)
{
    Draft draft = {.form = EXS_ADDRESS_DDA, .value = g_string_new(NULL)};
    g_autoptr(GError) flaw = NULL;
    ExsAddress *address = NULL;

    if (!read_typed(&draft, text, &flaw) && lenient)
        take_as_typed(&draft, text);
    if (!flaw || lenient) {
        address = !flaw && draft.name.dda_count > 0 && draft.name.dda[0].typed
                      ? make_mixed(book, &draft)
                      : find_or_make(book, &draft, flaw ? flaw->message : NULL);
        g_hash_table_insert(book->by_text, g_string_chunk_insert(book->chunk, text), address);
    } else {
        g_autofree char *quoted = exs_quote(text);

        exs_fail(error, EXS_ERROR_PARSE, "%s is no address: %s", quoted, flaw->message);
    }
    exs_or_name_clear(&draft.name);
    g_string_free(draft.value, TRUE);
    return address;
}

const ExsAddress *exs_address(ExsAddressBook *book, const char *text, GError **error)
{
    const ExsAddress *known = g_hash_table_lookup(book->by_text, text);
    g_autofree char *quoted = NULL;

    if (!known)
        return exs_typed_check(text, error) ? read_new(book, text, false, error) : NULL;
    if (!known->flaw)
        return known;
    quoted = exs_quote(text);
    exs_fail(error, EXS_ERROR_PARSE, "%s is no address: %s", quoted, known->flaw);
    return NULL;
}

const ExsAddress *exs_address_lenient(ExsAddressBook *book, const char *text, GError **error)
{
    const ExsAddress *known = g_hash_table_lookup(book->by_text, text);

    if (known)
        return known;
    return exs_typed_check(text, error) ? read_new(book, text, true, error) : NULL;
}

const ExsAddress *exs_address_at(const ExsAddressBook *book, uint32_t id)
{
    g_assert(id > 0 && id < book->addresses->len);
    return book->addresses->pdata[id];
}

uint32_t exs_address_count(const ExsAddressBook *book)
{
    return book->addresses->len - 1;
}
