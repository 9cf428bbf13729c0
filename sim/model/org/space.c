/* space.c - see space.h.
 *
 * Matching compares folded texts and allocates nothing; the caller keeps results.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/space.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/model/org/address_private.h"

struct ExsSpaceBook {
    ExsInterner *interner; /* (borrowed) */
    GStringChunk *chunk;   /* (owned) */
    GPtrArray *spaces;     /* (owned) by id; [0] is NULL */
    GHashTable *by_text;   /* as typed -> ExsSpace; looked up in, never walked */
    GHashTable *by_key;    /* folded canonical text -> ExsSpace; never walked */
};

/* A space being read. */
typedef struct {
    ExsAddressForm form;
    char type[EXS_TYPE_LIMIT + 1];
    GString *value; /* canonical */
    ExsOrName name; /* X400 */
} Draft;

static const char *const matches[] = {
    [EXS_MATCH_NONE] = "none",         [EXS_MATCH_BLANK] = "blank", [EXS_MATCH_PARTIAL] = "partial",
    [EXS_MATCH_WILDCARD] = "wildcard", [EXS_MATCH_EXACT] = "exact",
};

static const char *const scopes[] = {
    [EXS_SCOPE_ORGANIZATION] = "organization",
    [EXS_SCOPE_SITE] = "site",
    [EXS_SCOPE_LOCATION] = "location",
};

const char *exs_match_class_name(ExsMatchClass match)
{
    g_assert(match < G_N_ELEMENTS(matches));
    return matches[match];
}

bool exs_scope_parse(const char *text, ExsScope *out, GError **error)
{
    g_autofree char *quoted = exs_quote(text);
    const char *near = exs_suggest(text, scopes, G_N_ELEMENTS(scopes));

    for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++)
        if (g_ascii_strcasecmp(text, scopes[i]) == 0) {
            *out = (ExsScope)i;
            return true;
        }
    if (near)
        return exs_fail(error, EXS_ERROR_PARSE, "%s is no scope (did you mean \"%s\"?)", quoted,
                        near);
    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s is no scope: \"organization\", \"site\" or \"location\" is", quoted);
}

const char *exs_scope_name(ExsScope scope)
{
    g_assert(scope < G_N_ELEMENTS(scopes));
    return scopes[scope];
}

/* ---- reading ---- */

static bool has_wildcards(const char *pattern)
{
    return strpbrk(pattern, "*%") != NULL;
}

static bool read_value(Draft *out, const char *value, GError **error)
{
    size_t site_length;

    if (strcmp(out->type, "EX") == 0) {
        out->form = EXS_ADDRESS_EX;
        return exs_dn_read(value, EXS_DN_SITE, out->value, &site_length, error);
    }
    if (value[strspn(value, " ")] == '\0') /* a blank space is typed as a single blank */
        value = "";
    if (strcmp(out->type, "X400") == 0) {
        out->form = EXS_ADDRESS_X400;
        if (!exs_or_name_read(&out->name, value, EXS_OR_PATTERN, error))
            return false;
        exs_or_name_append(out->value, &out->name);
    } else {
        g_string_assign(out->value, value);
    }
    return true;
}

static bool read_draft(Draft *out, const char *text, GError **error)
{
    const char *value;

    if (!exs_type_read(text, out->type, &value, error))
        return false;
    if (!value)
        return exs_fail(error, EXS_ERROR_PARSE, "it has no type, as in SMTP:*@example.com");
    return read_value(out, value, error);
}

/* ---- the book ---- */

ExsSpaceBook *exs_space_book_new(ExsInterner *interner)
{
    ExsSpaceBook *book = g_new0(ExsSpaceBook, 1);

    book->interner = interner;
    book->chunk = g_string_chunk_new(4096);
    book->spaces = g_ptr_array_new_with_free_func(g_free);
    book->by_text = g_hash_table_new(g_str_hash, g_str_equal);
    book->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(book->spaces, NULL);
    return book;
}

void exs_space_book_free(ExsSpaceBook *book)
{
    if (!book)
        return;
    g_hash_table_destroy(book->by_key);
    g_hash_table_destroy(book->by_text);
    g_ptr_array_unref(book->spaces);
    g_string_chunk_free(book->chunk);
    g_free(book);
}

static ExsSpace *make(ExsSpaceBook *book, const Draft *draft, const char *key)
{
    ExsSpace *space = g_new0(ExsSpace, 1);
    g_autofree char *text = g_strconcat(draft->type, ":", draft->value->str, NULL);
    const char *kept_key = g_string_chunk_insert(book->chunk, key);

    space->id = book->spaces->len;
    space->form = draft->form;
    space->type = exs_intern_folded(book->interner, draft->type);
    space->text = g_string_chunk_insert(book->chunk, text);
    space->folded = kept_key + strlen(draft->type) + 1;
    space->interner = book->interner;
    if (draft->form == EXS_ADDRESS_EX)
        space->site_key = exs_intern(book->interner, space->folded);
    else
        space->has_wildcards = has_wildcards(space->folded);
    for (size_t i = 0; i < EXS_OR_ROUTED; i++)
        if (draft->name.attribute[i]) {
            g_autofree char *folded = g_ascii_strdown(draft->name.attribute[i], -1);

            space->attribute[i] = g_string_chunk_insert(book->chunk, folded);
        }
    g_ptr_array_add(book->spaces, space);
    g_hash_table_insert(book->by_key, (char *)kept_key, space);
    return space;
}

/* The space in the value of a LOCAL one. */
static const ExsSpace *read_within(ExsSpaceBook *book, const char *value)
{
    g_autofree char *text = g_strdup(value);
    const ExsSpace *within;

    if (g_ascii_strncasecmp(text, "X400:", 5) == 0)
        g_strdelimit(text, ",", ';');
    within = exs_space(book, text, NULL);
    return within && !within->is_local ? within : NULL;
}

static const ExsSpace *read_new(ExsSpaceBook *book, const char *text, GError **error)
{
    Draft draft = {.form = EXS_ADDRESS_DDA, .value = g_string_new(NULL)};
    g_autoptr(GError) flaw = NULL;
    ExsSpace *space = NULL;

    if (read_draft(&draft, text, &flaw)) {
        g_autofree char *folded = g_ascii_strdown(draft.value->str, -1);
        g_autofree char *key = g_strconcat(draft.type, ":", folded, NULL);

        space = g_hash_table_lookup(book->by_key, key);
        if (!space) {
            space = make(book, &draft, key);
            space->is_local = strcmp(draft.type, "LOCAL") == 0;
            if (space->is_local)
                space->within = read_within(book, draft.value->str);
        }
        g_hash_table_insert(book->by_text, g_string_chunk_insert(book->chunk, text), space);
    } else {
        g_autofree char *quoted = exs_quote(text);

        exs_fail(error, EXS_ERROR_PARSE, "%s is no address space: %s", quoted, flaw->message);
    }
    exs_or_name_clear(&draft.name);
    g_string_free(draft.value, TRUE);
    return space;
}

const ExsSpace *exs_space(ExsSpaceBook *book, const char *text, GError **error)
{
    const ExsSpace *known = g_hash_table_lookup(book->by_text, text);

    if (known)
        return known;
    return exs_typed_check(text, error) ? read_new(book, text, error) : NULL;
}

uint32_t exs_space_count(const ExsSpaceBook *book)
{
    return book->spaces->len;
}

const ExsSpace *exs_space_at(const ExsSpaceBook *book, uint32_t id)
{
    g_assert(id > 0 && id < book->spaces->len);
    return book->spaces->pdata[id];
}

/* ---- matching ---- */

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Characters that are no wildcards. */
static uint32_t count_literals(const char *pattern)
{
    uint32_t count = 0;

    for (; *pattern; pattern++)
        count += *pattern != '*' && *pattern != '%' && !is_continuation(*pattern);
    return count;
}

static uint32_t count_characters(const char *text)
{
    uint32_t count = 0;

    for (; *text; text++)
        count += !is_continuation(*text);
    return count;
}

/* When the pattern fails after a `*`, only the last `*` need take one character more: an earlier
 * one could not do better. So it is at most pattern times text. */
bool exs_wildcard_match(const char *pattern, const char *text, uint32_t *literals)
{
    const char *after_star = NULL, *taken = NULL; /* behind the last `*`, and what it took */

    *literals = count_literals(pattern);
    while (*text) {
        if (*pattern == '*') {
            after_star = ++pattern;
            taken = text;
        } else if (*pattern == '%') {
            pattern++;
            text = g_utf8_next_char(text);
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (after_star) {
            taken = g_utf8_next_char(taken);
            text = taken;
            pattern = after_star;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

/* "userz@com" for "userz@microsoft.com". */
static bool is_partial(const char *space, const char *address)
{
    const char *space_at = strrchr(space, '@');
    const char *address_at = strrchr(address, '@');
    size_t space_length, address_length;

    if (!space_at || !address_at || space_at == space || space_at[1] == '\0' ||
        space_at - space != address_at - address ||
        memcmp(space, address, (size_t)(space_at - space)) != 0)
        return false;
    space_length = strlen(space_at + 1);
    address_length = strlen(address_at + 1);
    return address_length > space_length && address_at[address_length - space_length] == '.' &&
           strcmp(address_at + 1 + address_length - space_length, space_at + 1) == 0;
}

static ExsMatchClass match_dda(const ExsSpace *space, const ExsAddress *address, uint32_t *literals)
{
    if (*space->folded == '\0')
        return EXS_MATCH_BLANK;
    if (space->has_wildcards)
        return exs_wildcard_match(space->folded, address->folded, literals) ? EXS_MATCH_WILDCARD
                                                                            : EXS_MATCH_NONE;
    *literals = count_characters(space->folded);
    if (strcmp(space->folded, address->folded) == 0)
        return EXS_MATCH_EXACT;
    return is_partial(space->folded, address->folded) ? EXS_MATCH_PARTIAL : EXS_MATCH_NONE;
}

/* Attribute by attribute but `skipped`, until a proven miss. */
static ExsMatchClass match_x400(const ExsSpace *space, const ExsAddress *address,
                                ExsOrAttribute skipped, uint32_t *literals)
{
    ExsMatchClass best = EXS_MATCH_BLANK; /* of a space that gives nothing */

    for (size_t i = 0; i < EXS_OR_ROUTED; i++) {
        const char *pattern = space->attribute[i];
        uint32_t matched;

        if (!pattern || i == skipped)
            continue;
        if (!address->attribute[i] ||
            !exs_wildcard_match(pattern, exs_interner_text(space->interner, address->attribute[i]),
                                &matched))
            return EXS_MATCH_NONE;
        *literals += matched + 1;
        best = space->has_wildcards ? EXS_MATCH_WILDCARD : EXS_MATCH_EXACT;
    }
    return best;
}

static ExsMatchClass match_ex(const ExsSpace *space, const ExsAddress *address, uint32_t *literals)
{
    if (space->site_key != address->site_key)
        return EXS_MATCH_NONE;
    *literals = count_characters(space->folded);
    return EXS_MATCH_EXACT;
}

ExsMatchClass exs_space_match(const ExsSpace *space, const ExsAddress *address, uint32_t *literals)
{
    return exs_space_match_but(space, address, EXS_OR_COUNT, literals);
}

ExsMatchClass exs_space_match_but(const ExsSpace *space, const ExsAddress *address,
                                  ExsOrAttribute skipped, uint32_t *literals)
{
    ExsMatchClass match = EXS_MATCH_NONE;

    *literals = 0;
    if (space->type == address->type && !address->flaw) {
        switch (space->form) {
        case EXS_ADDRESS_EX:
            match = match_ex(space, address, literals);
            break;
        case EXS_ADDRESS_X400:
            match = match_x400(space, address, skipped, literals);
            break;
        default:
            match = match_dda(space, address, literals);
            break;
        }
    }
    if (match == EXS_MATCH_NONE)
        *literals = 0;
    return match;
}

const char *exs_space_deepest(const ExsSpace *space)
{
    if (space->form == EXS_ADDRESS_EX)
        return "ou";
    if (space->form != EXS_ADDRESS_X400)
        return exs_interner_text(space->interner, space->type);
    for (size_t i = EXS_OR_ROUTED; i-- > 0;)
        if (space->attribute[i])
            return exs_or_attribute_name((ExsOrAttribute)i);
    return "nothing";
}
