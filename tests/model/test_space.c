/* test_space.c - address spaces: what they are, what they match and how well.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"
#include "exsim/model/org/space.h"

static ExsInterner *interner;
static ExsAddressBook *addresses;
static ExsSpaceBook *book;

static void set_up(void)
{
    interner = exs_interner_new();
    addresses = exs_address_book_new(interner);
    book = exs_space_book_new(interner);
}

static void tear_down(void)
{
    exs_space_book_free(book);
    exs_address_book_free(addresses);
    exs_interner_free(interner);
}

static const ExsSpace *get(const char *text)
{
    g_autoptr(GError) error = NULL;
    const ExsSpace *space = exs_space(book, text, &error);

    ck_assert_msg(space, "%s: %s", text, error ? error->message : "no error");
    return space;
}

/* ---- texts ---- */

/* clang-format off */
static const struct {
    const char *typed, *text, *folded;
    bool has_wildcards;
} texts[] = {
    {"smtp:*@Example.com",               "SMTP:*@Example.com",               "*@example.com",           true},
    {"SMTP:Ann@Example.com",             "SMTP:Ann@Example.com",             "ann@example.com",         false},
    {"SMTP:",                            "SMTP:",                            "",                        false},
    {"SMTP: ",                           "SMTP:",                            "",                        false}, /* typed as a single blank */
    {"MS:NET/%",                         "MS:NET/%",                         "net/%",                   true},
    {"FOO:",                             "FOO:",                             "",                        false},
    {"X400:P=Org;a= ;c=US;O=PARIS",      "X400:c=US;a= ;p=Org;o=PARIS;",     "c=us;a= ;p=org;o=paris;", false},
    {"X400:c=*;",                        "X400:c=*;",                        "c=*;",                    true},
    {"X400:c=228;a=*;p=*",               "X400:c=228;a=*;p=*;",              "c=228;a=*;p=*;",          true},
    {"X400:ou2=X",                       "X400:ou2=X;",                      "ou2=x;",                  false},
    {"X400: ",                           "X400:",                            "",                        false},
    {"ex:/O=ORG/OU=Paris",               "EX:/o=ORG/ou=Paris",               "/o=org/ou=paris",         false},
    {"EX:/o=A*/ou=B%",                   "EX:/o=A*/ou=B%",                   "/o=a*/ou=b%",             false}, /* exact */
};
/* clang-format on */

START_TEST(reads_and_prints_a_space)
{
    const ExsSpace *space = get(texts[_i].typed);

    ck_assert_str_eq(space->text, texts[_i].text);
    ck_assert_str_eq(space->folded, texts[_i].folded);
    ck_assert(space->has_wildcards == texts[_i].has_wildcards);
    ck_assert_ptr_eq(get(texts[_i].typed), space);
    ck_assert_ptr_eq(get(texts[_i].text), space);
    ck_assert_ptr_eq(exs_space_at(book, 1), space);
    ck_assert_uint_eq(space->id, 1);
}
END_TEST

/* clang-format off */
static const struct {
    const char *text, *words;
} wrong[] = {
    {"*@example.com",           "\"*@example.com\" is no address space: it has no type, as in SMTP:*@example.com"},
    {"/o=ORG/ou=PARIS",         "it has no type"},
    {"",                        "the text is empty"},
    {":*",                      "the type before \":\" is empty"},
    {"SEVENTEENLETTERS1:*",     "has 17 characters, at most 16"},
    {"SMTP:a\n",                "holds a control character"},
    {"X400:z=1",                "there is no attribute \"z\""},
    {"X400:c=US;c=FR",          "c is given twice"},
    {"X400:c=US;;a= ",          "before the semicolon at character 6"},
    {"X400:*",                  "\"*\" is no attribute and value, as in c=US"},
    {"X400:c=US;a= ;s=ann",     "s is no part of an address space: c to ou4 are"},
    {"X400:c=US;dda:SMTP=x",    "dda is no part of an address space"},
    {"X400:c=US;a=",            "a has no value; a blank one is a space"},
    {"X400:p=12345678901234567", "p has 17 characters, X.411 allows 16"},
    {"EX:",                     "o=, the organisation, is missing"},
    {"EX: ",                    "a DN begins with \"/\""},
    {"EX:/o=ORG",               "ou=, the site, is missing"},
    {"EX:/o=ORG/ou=S/cn=x",     "there is more than organisation and site"},
    {"EX:*",                    "a DN begins with \"/\""},
};
/* clang-format on */

START_TEST(refuses_what_is_no_space)
{
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(exs_space(book, wrong[_i].text, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert_msg(strstr(error->message, wrong[_i].words), "%s", error->message);
    ck_assert_uint_eq(get("SMTP:*")->id, 1);
}
END_TEST

/* C12: case and order make no other space, a dot at the end does. */
START_TEST(makes_each_space_once)
{
    ck_assert_ptr_eq(get("SMTP:*@example.com"), get("smtp:*@EXAMPLE.com"));
    ck_assert_ptr_eq(get("X400:c=US;a= "), get("X400:A= ;C=us;"));
    ck_assert_ptr_ne(get("SMTP:*@example.com"), get("SMTP:*@example.com."));
    ck_assert_ptr_ne(get("SMTP:*"), get("SMTP:"));
    ck_assert_ptr_ne(get("SMTP:*"), get("MS:*"));
}
END_TEST

/* ---- matching ---- */

#define ANN   "SMTP:ann@paris.example.com"
#define USERZ "SMTP:userz@microsoft.com"
#define OR    "X400:c=US;a= ;p=ORG;o=PARIS;ou1=SALES;s=ann"
#define DN    "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=ann"

/* clang-format off */
static const struct {
    const char *space, *address;
    ExsMatchClass match;
    uint32_t literals;
} rows[] = {
    /* the four printed pairs, then the two that never match */
    {"SMTP:userz@microsoft.com",   USERZ, EXS_MATCH_EXACT,    19},
    {"SMTP:*@microsoft.com",       USERZ, EXS_MATCH_WILDCARD, 14},
    {"SMTP:userz@com",             USERZ, EXS_MATCH_PARTIAL,  9},
    {"SMTP:",                      USERZ, EXS_MATCH_BLANK,    0},
    {"SMTP:microsoft.com",         USERZ, EXS_MATCH_NONE,     0},
    {"SMTP:@microsoft.com",        USERZ, EXS_MATCH_NONE,     0},
    {"SMTP:@com",                  USERZ, EXS_MATCH_NONE,     0},
    {"SMTP:*",                     USERZ, EXS_MATCH_WILDCARD, 0},
    {"SMTP: ",                     USERZ, EXS_MATCH_BLANK,    0},
    {"SMTP:USERZ@Microsoft.com",   USERZ, EXS_MATCH_EXACT,    19},
    {"SMTP:USERZ@*",               USERZ, EXS_MATCH_WILDCARD, 6},
    {"SMTP:user%@microsoft.com",   USERZ, EXS_MATCH_WILDCARD, 18},
    {"SMTP:use%@microsoft.com",    USERZ, EXS_MATCH_NONE,     0},
    /* partial: the tail at a dot, the same local part */
    {"SMTP:ann@example.com",       ANN,   EXS_MATCH_PARTIAL,  15},
    {"SMTP:ann@ample.com",         ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:ann@.com",              ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:ann@",                  ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:nn@example.com",        ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:bob@example.com",       ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:ann@a.paris.example.com", ANN, EXS_MATCH_NONE,     0},
    {"SMTP:ann*@com",              ANN,   EXS_MATCH_NONE,     0},
    {"SMTP:*@example.com",         ANN,   EXS_MATCH_NONE,     0}, /* no suffix of domains */
    {"SMTP:*@*.example.com",       ANN,   EXS_MATCH_WILDCARD, 13},
    {"SMTP:*@example.com.",        "SMTP:a@example.com", EXS_MATCH_NONE, 0},
    /* other types */
    {"MS:*",                       ANN,   EXS_MATCH_NONE,     0},
    {"MS:",                        ANN,   EXS_MATCH_NONE,     0},
    {"MS:NET/*",                   "MS:net/po/user", EXS_MATCH_WILDCARD, 4},
    {"MS:NET/PO/USER",             "MS:net/po/user", EXS_MATCH_EXACT,    11},
    {"MS:NET/PO",                  "MS:net/po/user", EXS_MATCH_NONE,     0},
    {"FOO:%",                      "FOO:\xc3\xa9",   EXS_MATCH_WILDCARD, 0},
    {"FOO:\xc3\xa9*",              "FOO:\xc3\xa9t",  EXS_MATCH_WILDCARD, 1},
    {"FOO:\xc3\xa9",               "FOO:\xc3\xa9",   EXS_MATCH_EXACT,    1},
    {"FOO:*%%b*",                  "FOO:\xe2\x82\xac" "bccc", EXS_MATCH_NONE,     0}, /* one character before b */
    {"FOO:*%b*",                   "FOO:\xe2\x82\xac" "bccc", EXS_MATCH_WILDCARD, 1},
    {"FOO:@com",                   "FOO:@b.com",     EXS_MATCH_NONE,     0},
    {"FOO:a@",                     "FOO:a@b.",       EXS_MATCH_NONE,     0},
    {"SMTP:*",                     OR,    EXS_MATCH_NONE,     0},
    {"SMTP:*",                     DN,    EXS_MATCH_NONE,     0},
    /* O/R names: attribute by attribute */
    {"X400:c=US;a= ;p=ORG;o=PARIS",     OR, EXS_MATCH_EXACT,    15},
    {"X400:c=US;a= ;p=ORG",             OR, EXS_MATCH_EXACT,    9},
    {"X400:c=US;a= ;p=org;o=paris;ou1=Sales", OR, EXS_MATCH_EXACT, 21},
    {"X400:c=US;a=*;p=ORG",             OR, EXS_MATCH_WILDCARD, 8},
    {"X400:c=*",                        OR, EXS_MATCH_WILDCARD, 1},
    {"X400:c=U%;a=%",                   OR, EXS_MATCH_WILDCARD, 3},
    {"X400:",                           OR, EXS_MATCH_BLANK,    0},
    {"X400:c=FR;a= ",                   OR, EXS_MATCH_NONE,     0},
    {"X400:c=US;a= ;p=ORG;o=PARI",      OR, EXS_MATCH_NONE,     0},
    {"X400:c=US;a=X",                   OR, EXS_MATCH_NONE,     0},
    {"X400:c=US;ou2=*",                 OR, EXS_MATCH_NONE,     0}, /* the address has none */
    {"X400:o=PARIS",                    OR, EXS_MATCH_EXACT,    6},
    {"X400:c=*",                        ANN, EXS_MATCH_NONE,    0},
    /* DNs: organisation and site */
    {"EX:/o=org/ou=paris",              DN, EXS_MATCH_EXACT,    15},
    {"EX:/o=org/ou=pari",               DN, EXS_MATCH_NONE,     0},
    {"EX:/o=org/ou=paris2",             DN, EXS_MATCH_NONE,     0},
    {"EX:/o=*/ou=*",                    DN, EXS_MATCH_NONE,     0},
    {"EX:/o=org/ou=paris",              OR, EXS_MATCH_NONE,     0},
};
/* clang-format on */

START_TEST(matches_as_published)
{
    const ExsAddress *address = exs_address(addresses, rows[_i].address, NULL);
    uint32_t literals = 99;
    ExsMatchClass match = exs_space_match(get(rows[_i].space), address, &literals);

    ck_assert_msg(match == rows[_i].match && literals == rows[_i].literals,
                  "%s and %s: %s with %u literals, not %s with %u", rows[_i].space,
                  rows[_i].address, exs_match_class_name(match), literals,
                  exs_match_class_name(rows[_i].match), rows[_i].literals);
}
END_TEST

START_TEST(matches_no_flawed_address)
{
    const ExsAddress *flawed = exs_address_lenient(addresses, "SMTP:user@", NULL);
    uint32_t literals;

    ck_assert_int_eq(exs_space_match(get("SMTP:*"), flawed, &literals), EXS_MATCH_NONE);
    ck_assert_int_eq(exs_space_match(get("SMTP:"), flawed, &literals), EXS_MATCH_NONE);
}
END_TEST

/* ---- wildcards ---- */

/* The definition, slow. */
static bool matches_slowly(const char *pattern, const char *text)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '*')
        return matches_slowly(pattern + 1, text) || (*text && matches_slowly(pattern, text + 1));
    return *text && (*pattern == '%' || *pattern == *text) && matches_slowly(pattern + 1, text + 1);
}

static void draw(ExsStream *stream, const char *letters, uint64_t longest, char *out)
{
    uint64_t length = exs_stream_below(stream, longest + 1);

    for (uint64_t i = 0; i < length; i++)
        out[i] = letters[exs_stream_below(stream, strlen(letters))];
    out[length] = '\0';
}

START_TEST(matches_wildcards_by_definition)
{
    ExsStream stream = exs_stream(1, "wildcards", "test");
    unsigned hits = 0;

    for (int round = 0; round < 100000; round++) {
        char pattern[9], text[13];
        uint32_t literals, wild = 0;
        bool match;

        draw(&stream, "ab*%", 8, pattern);
        draw(&stream, "ab", 12, text);
        match = exs_wildcard_match(pattern, text, &literals);
        ck_assert_msg(match == matches_slowly(pattern, text), "%s and %s", pattern, text);
        for (const char *c = pattern; *c; c++)
            wild += *c == '*' || *c == '%';
        ck_assert_uint_eq(literals, strlen(pattern) - wild);
        hits += match;
    }
    ck_assert_uint_gt(hits, 5000);
    ck_assert_uint_lt(hits, 95000);
}
END_TEST

/* An exponential matcher would never end. */
START_TEST(survives_many_stars)
{
    g_autoptr(GString) pattern = g_string_new(NULL);
    g_autofree char *text = g_strnfill(1000, 'a');
    uint32_t literals;

    for (int i = 0; i < 300; i++)
        g_string_append(pattern, "*a");
    g_string_append_c(pattern, 'b');
    for (int i = 0; i < 100; i++)
        ck_assert(!exs_wildcard_match(pattern->str, text, &literals));
    ck_assert_uint_eq(literals, 301);
}
END_TEST

/* ---- words ---- */

START_TEST(names_classes_and_scopes)
{
    g_autoptr(GError) near = NULL;
    g_autoptr(GError) far = NULL;
    ExsScope scope = EXS_SCOPE_ORGANIZATION;

    ck_assert_str_eq(exs_match_class_name(EXS_MATCH_WILDCARD), "wildcard");
    ck_assert_str_eq(exs_match_class_name(EXS_MATCH_NONE), "none");
    for (int i = EXS_SCOPE_ORGANIZATION; i <= EXS_SCOPE_LOCATION; i++) {
        ck_assert(exs_scope_parse(exs_scope_name((ExsScope)i), &scope, NULL));
        ck_assert_int_eq(scope, i);
    }
    ck_assert_str_eq(exs_scope_name(EXS_SCOPE_SITE), "site");
    ck_assert(!exs_scope_parse("organisation", &scope, &near));
    ck_assert_str_eq(near->message,
                     "\"organisation\" is no scope (did you mean \"organization\"?)");
    ck_assert(!exs_scope_parse("", &scope, &far));
    ck_assert_str_eq(far->message,
                     "\"\" is no scope: \"organization\", \"site\" or \"location\" is");
    ck_assert_int_eq(scope, EXS_SCOPE_LOCATION);
}
END_TEST

/* Type LOCAL: the space in its value, X.400 ones with commas; what cannot be read is none. */
START_TEST(a_local_space_has_one_within)
{
    static const struct {
        const char *text, *within; /* NULL: none */
    } locals[] = {
        {"LOCAL:SMTP:*", "SMTP:*"},
        {"local:SMTP:", "SMTP:"},
        {"LOCAL:X400:c=US,a=MCI,p=ACME,", "X400:c=US;a=MCI;p=ACME;"},
        {"LOCAL:X400:nonsense", NULL},
        {"LOCAL:", NULL},
        {"LOCAL:LOCAL:SMTP:*", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(locals); i++) {
        const ExsSpace *space = exs_space(book, locals[i].text, NULL);

        ck_assert_ptr_nonnull(space);
        ck_assert(space->is_local);
        if (locals[i].within)
            ck_assert_str_eq(space->within->text, locals[i].within);
        else
            ck_assert_ptr_null(space->within);
    }
}
END_TEST

Suite *suite_space(void)
{
    Suite *suite = suite_create("space");
    TCase *tcase = tcase_create("space");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, reads_and_prints_a_space, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(tcase, refuses_what_is_no_space, 0, G_N_ELEMENTS(wrong));
    tcase_add_test(tcase, makes_each_space_once);
    tcase_add_loop_test(tcase, matches_as_published, 0, G_N_ELEMENTS(rows));
    tcase_add_test(tcase, matches_no_flawed_address);
    tcase_add_test(tcase, matches_wildcards_by_definition);
    tcase_add_test(tcase, survives_many_stars);
    tcase_add_test(tcase, names_classes_and_scopes);
    tcase_add_test(tcase, a_local_space_has_one_within);
    suite_add_tcase(suite, tcase);
    return suite;
}
