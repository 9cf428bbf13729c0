/* test_address.c - addresses: what is one, what is the same one, what is wrong with a text.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"
#include "exsim/model/org/address.h"

#define X8      "xxxxxxxx"
#define X16     X8 X8
#define X32     X16 X16
#define X64     X32 X32
#define X63     X32 X16 X8 "xxxxxxx"
#define X128    X64 X64
#define A500    X128 X128 X128 X64 X32 X16 "xxxx"
#define X400    "X400:c=US;a= ;p=ORG;"
#define DN      "EX:/o=ORG/ou=SITE/cn=Recipients/cn="
#define D255    X63 "." X63 "." X63 "." X63 /* 4 * 63 + 3 */
#define E_ACUTE "\xc3\xa9"

static ExsInterner *interner;
static ExsAddressBook *book;

static void set_up(void)
{
    interner = exs_interner_new();
    book = exs_address_book_new(interner);
}

static void tear_down(void)
{
    exs_address_book_free(book);
    exs_interner_free(interner);
}

static const ExsAddress *get(const char *text)
{
    g_autoptr(GError) error = NULL;
    const ExsAddress *address = exs_address(book, text, &error);

    ck_assert_msg(address, "%s: %s", text, error ? error->message : "no error");
    ck_assert_ptr_null(address->flaw);
    return address;
}

/* Both readers refuse the text, for the same reason. */
static void check_flaw(const char *text, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) again = NULL;
    g_autofree char *quoted = exs_quote(text);
    const ExsAddress *address;

    ck_assert_ptr_null(exs_address(book, text, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert_msg(g_str_has_prefix(error->message, quoted), "%s", error->message);
    ck_assert_msg(strstr(error->message, words), "not \"%s\": %s", words, error->message);
    address = exs_address_lenient(book, text, NULL);
    ck_assert_ptr_nonnull(address);
    ck_assert_msg(strstr(address->flaw, words), "not \"%s\": %s", words, address->flaw);
    ck_assert_ptr_eq(exs_address_lenient(book, text, NULL), address);
    ck_assert_ptr_null(exs_address(book, text, &again));
    ck_assert_str_eq(again->message, error->message);
}

/* ---- forms ---- */

/* clang-format off */
static const struct {
    const char *typed;
    ExsAddressForm form;
    const char *type, *text, *value, *folded;
} forms[] = {
    {"SMTP:X@Example.com",                  EXS_ADDRESS_DDA,  "SMTP",   "SMTP:X@Example.com",            "X@Example.com",            "x@example.com"},
    {"smtp:x@example.com",                  EXS_ADDRESS_DDA,  "SMTP",   "SMTP:x@example.com",            "x@example.com",            "x@example.com"},
    {"x@example.com",                       EXS_ADDRESS_DDA,  "SMTP",   "SMTP:x@example.com",            "x@example.com",            "x@example.com"},
    {"ex:/O=Org/OU=Site/CN=Recipients/CN=x", EXS_ADDRESS_EX,  "EX",     "EX:/o=Org/ou=Site/cn=Recipients/cn=x", "/o=Org/ou=Site/cn=Recipients/cn=x", "/o=org/ou=site/cn=recipients/cn=x"},
    {"/o=Org/ou=Site/cn=x:y",               EXS_ADDRESS_EX,   "EX",     "EX:/o=Org/ou=Site/cn=x:y",      "/o=Org/ou=Site/cn=x:y",    "/o=org/ou=site/cn=x:y"},
    {"C=US;A= ;P=ORG;S=Ann",                EXS_ADDRESS_X400, "X400",   "X400:c=US;a= ;p=ORG;s=Ann;",    "c=US;a= ;p=ORG;s=Ann;",    "c=us;a= ;p=org;s=ann;"},
    {"p=ORG;c=US;a= ",                      EXS_ADDRESS_X400, "X400",   "X400:c=US;a= ;p=ORG;",          "c=US;a= ;p=ORG;",          "c=us;a= ;p=org;"},
    {"MS:NET/PO/USER",                      EXS_ADDRESS_DDA,  "MS",     "MS:NET/PO/USER",                "NET/PO/USER",              "net/po/user"},
    {"CcMail:Ann at PO",                    EXS_ADDRESS_DDA,  "CCMAIL", "CCMAIL:Ann at PO",              "Ann at PO",                "ann at po"},
    {"FAX:user@(069)9368080",               EXS_ADDRESS_DDA,  "FAX",    "FAX:user@(069)9368080",         "user@(069)9368080",        "user@(069)9368080"},
    {"FOO:any: thing; at @ll",              EXS_ADDRESS_DDA,  "FOO",    "FOO:any: thing; at @ll",        "any: thing; at @ll",       "any: thing; at @ll"},
};
/* clang-format on */

START_TEST(reads_and_prints_each_form)
{
    const ExsAddress *address = get(forms[_i].typed);

    ck_assert_int_eq(address->form, forms[_i].form);
    ck_assert_str_eq(address->type_name, forms[_i].type);
    ck_assert_uint_eq(address->type, exs_intern_folded(interner, forms[_i].type));
    ck_assert_str_eq(address->text, forms[_i].text);
    ck_assert_str_eq(address->value, forms[_i].value);
    ck_assert_str_eq(address->folded, forms[_i].folded);
    ck_assert_ptr_eq(get(address->text), address);
    ck_assert_uint_eq(exs_address_count(book), 1);
}
END_TEST

/* clang-format off */
static const struct {
    const char *one, *other;
    bool same;
} pairs[] = {
    /* C6: the whole address is one folded string, the local part, too (ours). */
    {"SMTP:USER@Example.COM",        "smtp:user@example.com",        true},
    {"SMTP:a@example.com",           "SMTP:b@example.com",           false},
    {"SMTP:a@example.com",           "FOO:a@example.com",            false},
    {DN "Ann",                       "/O=org/OU=site/CN=recipients/CN=ann", true},
    {DN "ann",                       DN "bob",                       false},
    {DN "a\\/cn=b",                  DN "a/cn=b",                    false},
    {X400 "o=SITE;s=ann;",           "X400:S=Ann;O=site; P=org;A= ;C=us", true},
    {X400 "s=ann",                   X400 "s= ann ",                 true},  /* X.520: blanks around */
    {X400 "s=ann lee",               X400 "s=Ann   Lee",             true},  /* and several for one */
    {X400 "s=ann lee",               X400 "s=annlee",                false},
    {X400 "ou=A;s=x",                X400 "ou1=A;s=x",               true},
    {X400 "s=ann",                   X400 "g=ann",                   false},
    {X400 "dda:SMTP=u@h",            X400 "DDA:smtp=U(a)H;",         true},
    {X400 "dda=SMTP:u@h",            X400 "dda:SMTP=u(a)h;",         true},
    {X400 "dda:A=1;dda:B=2",         X400 "dda:B=2;dda:A=1",         false}, /* a sequence, X.411 */
    {"MS:net/po/user",               "MS:NET/PO/USER",               true},
};
/* clang-format on */

START_TEST(knows_spellings_of_one_address)
{
    const ExsAddress *one = get(pairs[_i].one);
    const ExsAddress *other = get(pairs[_i].other);

    ck_assert_msg((one == other) == pairs[_i].same, "%s and %s", pairs[_i].one, pairs[_i].other);
    ck_assert_uint_eq(exs_address_count(book), pairs[_i].same ? 1 : 2);
    ck_assert_ptr_eq(get(pairs[_i].one), one);
    ck_assert_ptr_eq(get(pairs[_i].other), other);
    ck_assert_ptr_eq(exs_address_at(book, 1), one);
    ck_assert_ptr_eq(exs_address_at(book, exs_address_count(book)), other);
}
END_TEST

/* ---- what is valid: C1 to C15 ---- */

/* clang-format off */
static const struct {
    const char *text;
    const char *flaw; /* NULL: none */
} texts[] = {
    /* C1: RFC 821 */
    {"SMTP:user@",                 "nothing follows the \"@\""},
    {"SMTP:@host",                 "character 1, '@', has nothing before it"},
    {"SMTP:user",                  "there is no \"@\""},
    {"SMTP:",                      "there is no \"@\""},
    {"a@b@c",                      "character 4, '@', is a second one"},
    {"SMTP:\"\"@h",                "character 1, '\"', begins a quoted text that is empty"},
    {"SMTP:\"a b\"@h",             NULL},
    {"SMTP:\"a@b\\\"c\"@h",        NULL},
    {"SMTP:\"a b@h",               "a quoted text that never ends"},
    {"SMTP:\"a\\",                 "a quoted text that never ends"},
    {"SMTP:\"a\"b@h",              "character 4, 'b', follows a quoted text"},
    {"SMTP:a b@h",                 "character 2, ' ', may stand in a quoted local part only"},
    {"SMTP:<a@h>",                 "character 1, '<'"},
    {"SMTP:@a,@b:c@d",             "character 1, '@'"}, /* a source route is of the envelope */
    {"SMTP:user%b@h",              NULL},
    {"SMTP:.a@h",                  "character 1, '.'"},
    {"SMTP:a..b@h",                "character 2, '.'"},
    {"SMTP:a.@h",                  "character 2, '.'"},
    /* C3: RFC 821 4.5.3 has 64 for a local part; RFC 1123 2.1 raises domains to 255 */
    {"SMTP:" X64 "@h",             NULL},
    {"SMTP:" X64 "x@h",            "has 65 characters, RFC 821 allows 64"},
    {"SMTP:a@" X63 ".de",          NULL},
    {"SMTP:a@" X64 ".de",          "has 64 characters, RFC 1035 allows 63"},
    {"SMTP:a@" D255,               NULL},
    {"SMTP:a@" D255 "x",           "has 256 characters, RFC 1123 allows 255"},
    /* C4: RFC 952 letters, digits, hyphens within; RFC 1123 2.1 digits first, not all digits last */
    {"SMTP:a@example.com.",        "empty label at character 15"},
    {"SMTP:a@example..com",        "empty label at character 11"},
    {"SMTP:a@.com",                "empty label at character 3"},
    {"SMTP:a@my_host.com",         "character 5, '_', is no letter, digit or hyphen"},
    {"SMTP:a@-x.com",              "character 3, '-', begins or ends a label"},
    {"SMTP:a@x-.com",              "character 4, '-', begins or ends a label"},
    {"SMTP:a@x.com-",              "character 8, '-', begins or ends a label"},
    {"SMTP:a@x--y.com",            NULL},
    {"SMTP:a@3com.com",            NULL},
    {"SMTP:a@host",                NULL},
    {"SMTP:a@host1",               NULL},
    {"SMTP:a@10.0.0.1",            "ends in a number"},
    {"SMTP:a@#167772161",          "character 3, '#'"},
    {"SMTP:a@[10.0.0.1]",          NULL},
    {"SMTP:a@[300.1.1.1]",         "at character 3 is no IP address"},
    {"SMTP:a@[10.0.0]",            "is no IP address"},
    {"SMTP:a@[10.0.0.1",           "is no IP address"},
    {"SMTP:a@[10.0.0.0001]",       "is no IP address"},
    {"SMTP:a@[10.0.0.1]x",         "is no IP address"},
    /* C5: seven bits, RFC 821 */
    {"SMTP:\xc3\xbc@\xc3\xbc.de",  "character 1 is not ASCII (RFC 821)"},
    {"SMTP:u@m\xc3\xbc.de",        "character 4 is not ASCII (RFC 821)"},
    /* C8 */
    {"X400:c=US;a= ;p=ORG;s=x",    NULL}, /* no final semicolon */
    {"X400:a= ;p=ORG;s=x;",        "c, the country, is missing"},
    {"X400:c=US;p=ORG;s=x;",       "a, the ADMD, is missing"},
    {"X400:c=US;a=;p=ORG;",        "a has no value; a blank one is a space"},
    {"X400:c=US;a= ;",             "one of p, o, ou1, cn, s, g or i is needed"},
    {"X400:c=US;a= ;q=Jr",         "one of p, o, ou1, cn, s, g or i is needed"},
    {"X400:c=US;a=MCI;g=Bob",      NULL},
    {"X400:c=US;a=MCI;cn=Bob",     NULL},
    {"X400:",                      "c, the country, is missing"},
    {X400 "s=x;s=y;",              "s is given twice"},
    {X400 "s=x;S=x;",              "s is given twice"},
    {X400 "ou=x;ou1=y;",           "ou1 is given twice"},
    {X400 "z=1;",                  "there is no attribute \"z\""},
    {X400 "ou5=1;",                "there is no attribute \"ou5\" (did you mean \"ou1\"?)"},
    {X400 "numeric=123",           "there is no attribute \"numeric\"; there are c a p"},
    {X400 "=1;",                   "there is no attribute \"\""},
    {X400 ";s=x",                  "before the semicolon at character 16"},
    {";" ,                         "before the semicolon at character 1"},
    {X400 "s;",                    "\"s\" is no attribute and value"},
    {X400 "s=;",                   "s has no value"},
    {X400 "s=  ;",                 "s has no value"},
    {X400 "s=a\\;b;",              NULL},
    {X400 "s=a\\\\;",              NULL},
    {X400 "s=a\\b;",               "a backslash stands before \";\""},
    {X400 "s=a\\",                 "a backslash stands before \";\""},
    {X400 "ou2=x",                 "ou2 is given without ou1"},
    {X400 "ou4=x;ou2=x;ou1=x",     "ou4 is given without ou3"},
    /* C9: upper bounds of X.411, in characters */
    {"X400:c=U;a= ;p=P",           "c is a country of ISO 3166"},
    {"X400:c=228;a= ;p=P",         "c is a country of ISO 3166"},
    {"X400:c=USA;a= ;p=P",         NULL},
    {"X400:c=USAX;a= ;p=P",        "c has 4 characters, X.411 allows 3"},
    {"X400:c=US;a=" X16 ";p=P",    NULL},
    {"X400:c=US;a=" X16 "x;p=P",   "a has 17 characters, X.411 allows 16"},
    {"X400:c=US;a= ;p=" X16,       NULL},
    {"X400:c=US;a= ;p=" X16 "x",   "p has 17 characters, X.411 allows 16"},
    {X400 "o=" X64,                NULL},
    {X400 "o=" X64 "x",            "o has 65 characters, X.411 allows 64"},
    {X400 "ou1=" X32 ";ou2=" X32 ";ou3=" X32 ";ou4=" X32, NULL},
    {X400 "ou1=" X32 "x",          "ou1 has 33 characters, X.411 allows 32"},
    {X400 "ou1=x;ou2=x;ou3=x;ou4=" X32 "x", "ou4 has 33 characters, X.411 allows 32"},
    {X400 "cn=" X64,               NULL},
    {X400 "cn=" X64 "x",           "cn has 65 characters, X.411 allows 64"},
    {X400 "s=" X32 X8,             NULL},
    {X400 "s=" X32 X8 "x",         "s has 41 characters, X.411 allows 40"},
    {X400 "g=" X16,                NULL},
    {X400 "g=" X16 "x",            "g has 17 characters, X.411 allows 16"},
    {X400 "i=xxxxx",               NULL},
    {X400 "i=xxxxxx",              "i has 6 characters, X.411 allows 5"},
    {X400 "s=x;q=III",             NULL},
    {X400 "s=x;q=xxxx",            "q has 4 characters, X.411 allows 3"},
    {X400 "s=" E_ACUTE,            NULL}, /* has a teletex form, X.411 */
    {X400 "q=" E_ACUTE E_ACUTE E_ACUTE ";s=x", NULL},
    {X400 "o=A_B",                 NULL},
    {"X400:c=US;a= ;p=A_B",        "p has other characters than those of PrintableString"},
    {"X400:c=US;a=A&B;p=x",        "a has other characters than those of PrintableString"},
    {"X400:c=" E_ACUTE E_ACUTE ";a=A;p=x", "c has other characters"},
    {"X400:c=US;a= ;p=a'()+,-./:=?", NULL},
    {X400 "dda:" X8 "=" X128,      NULL},
    {X400 "dda:" X8 "x=" X128,     "the type of a dda has 9 characters, X.411 allows 8"},
    {X400 "dda:" X8 "=" X128 "x",  "has 129 characters, X.411 allows 128"},
    {X400 "dda:X=",                "a dda needs type and value"},
    {X400 "dda:=x",                "a dda needs type and value"},
    {X400 "dda=x",                 "dda has no type"},
    {X400 "dda:X=a$b",             "dda:X has other characters than those of PrintableString"},
    {X400 "dda:X$=a",              "the type of a dda has other characters"},
    {X400 "dda:A=1;dda:B=1;dda:C=1;dda:D=1",         NULL},
    {X400 "dda:A=1;dda:B=1;dda:C=1;dda:D=1;dda:E=1", "dda:E is one too many: X.411 allows 4"},
    {X400 "dda:A=1;dda:a=2",       "dda:a is given twice"},
    {X400 "dda==:x",               "the type of a dda holds no ="},
    /* C10: RFC 1327; only the Internet's types are known to be encoded */
    {X400 "dda:SMTP=u(a)h(p)(q)(U)(064)", NULL},
    {X400 "dda:SMTP=u(z)h",        "is no encoded value at \"(z)h\""},
    {X400 "dda:RFC-822=u(999)h",   "is no encoded value at \"(999)h\""},
    {X400 "dda:FAX=(999)(z)",      NULL},
    /* C13: 1 to 16 characters (ours; X.411 has 8 for a DDA in an O/R name) */
    {"FAX:1",                      NULL},
    {"F-1_X:1",                    NULL},
    {X16 ":1",                     NULL},
    {X16 "x:1",                    "has 17 characters, at most 16"},
    {X64 X32 "xxxx:1",             "has 100 characters, at most 16"},
    {":1",                         "the type before \":\" is empty"},
    {"FOO:",                       "nothing follows the type"},
    {"ann",                        "it has no type and looks like none"},
    {"a b:c",                      "it has no type and looks like none"},
    /* C14: MS Mail, three parts of up to 10: POSTMASTER exists; lower case comes from address books */
    {"MS:NETWORK890/POSTOFFICE/POSTMASTER", NULL},
    {"MS:net/po/user",             NULL},
    {"MS:NET/PO",                  "it has 2 parts"},
    {"MS:NET/PO/USER/X",           "it has 4 parts"},
    {"MS:",                        "it has 0 parts"},
    {"MS:NET//USER",               "the part \"\" of NETWORK/POSTOFFICE/MAILBOX has 0 characters"},
    {"MS:NET/PO/POSTMASTERS",      "the part \"POSTMASTERS\" of NETWORK/POSTOFFICE/MAILBOX has 11"},
    {"MS:NETWORK8901/PO/X",        "the part \"NETWORK8901\""},
    /* C15: X.520 ub-common-name 64 */
    {"EX:/o=Org/ou=Site/cn=x",     NULL},
    {"EX:/o=Org/ou=Site/cn=Recipients/cn=x", NULL},
    {"EX:/o=Org/ou=Site",          "cn=, the name, is missing"},
    {"EX:/o=Org",                  "ou=, the site, is missing"},
    {"EX:",                        "o=, the organisation, is missing"},
    {"EX:o=Org",                   "a DN begins with \"/\""},
    {"EX:/o=Org/cn=x",             "\"cn\" stands where ou=, the site, belongs"},
    {"EX:/ou=Site/cn=x",           "\"ou\" stands where o=, the organisation, belongs"},
    {"EX:/o=Org/ou=Site/ou=x",     "\"ou\" stands where cn=, the name, belongs"},
    {"EX:/o=Org//cn=x",            "\"/\" at character 7 begins no part like cn=ann"},
    {"EX:/o=Org/ou=Site/cn=x/",    "\"/\" at character 20 begins no part"},
    {"EX:/o=Org/ou=Site/cn=x/y",   "\"/\" at character 20 begins no part"},
    {"EX:/o=Org/ou=Site/cn=",      "the part at character 15 has no name"},
    {DN "x\\/y\\\\",               NULL},
    {DN "x\\y",                    "a backslash stands before \"/\""},
    {DN "x\\",                     "a backslash stands before \"/\""},
    {DN X64,                       NULL},
    {DN X64 "x",                   "has 65 characters, X.520 allows 64"},
    {DN X64 "/cn=" X64 "/cn=" X64 "/cn=" X64 "/cn=" X64, NULL},
};
/* clang-format on */

START_TEST(decides_what_is_an_address)
{
    if (texts[_i].flaw)
        check_flaw(texts[_i].text, texts[_i].flaw);
    else
        get(texts[_i].text);
}
END_TEST

/* ---- what cannot even be typed ---- */

/* clang-format off */
static const struct {
    const char *text, *words;
} untypeable[] = {
    {"",                        "the text is empty"},
    {"FOO:" A500 A500 "01234567890123456789x", "has 1025 bytes, at most 1024 can be typed"},
    {"SMTP:a\r\nRCPT TO:<b>@h", "\\x0d\\x0aRCPT TO:<b>@h\" holds a control character"},
    {"SMTP:a\x7f@h",            "holds a control character"},
    {"FOO:a\xc2\x85",           "holds a control character"},
    {"FOO:\xff",                "is not UTF-8"},
    {"FOO:\xc0\xaf",            "is not UTF-8"}, /* overlong */
};
/* clang-format on */

START_TEST(refuses_what_cannot_be_typed)
{
    const char *text = untypeable[_i].text;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) lenient = NULL;

    ck_assert_ptr_null(exs_address(book, text, &error));
    ck_assert_msg(strstr(error->message, untypeable[_i].words), "%s", error->message);
    ck_assert_ptr_null(exs_address_lenient(book, text, &lenient));
    ck_assert_str_eq(lenient->message, error->message);
    ck_assert_uint_eq(exs_address_count(book), 0);
}
END_TEST

START_TEST(takes_a_kilobyte)
{
    ck_assert_uint_eq(strlen(get("FOO:" A500 A500 "01234567890123456789")->text), 1024);
}
END_TEST

START_TEST(keeps_a_flawed_address_as_typed)
{
    const ExsAddress *flawed = exs_address_lenient(book, "smtp:User@", NULL);
    const ExsAddress *untyped = exs_address_lenient(book, "ann", NULL);
    const ExsAddress *x400 = exs_address_lenient(book, "X400:s=Ann;c=US", NULL);

    ck_assert_str_eq(flawed->text, "SMTP:User@");
    ck_assert_str_eq(flawed->value, "User@");
    ck_assert_uint_eq(flawed->domain, 0);
    ck_assert_ptr_eq(exs_address_lenient(book, "SMTP:user@", NULL), flawed);
    ck_assert_str_eq(untyped->text, "ann");
    ck_assert_str_eq(untyped->value, "ann");
    ck_assert_uint_eq(untyped->type, 0);
    ck_assert_str_eq(x400->text, "X400:s=Ann;c=US");
    ck_assert_int_eq(x400->form, EXS_ADDRESS_X400);
    ck_assert_uint_eq(x400->attribute[EXS_OR_S], 0);
    ck_assert_uint_eq(exs_address_count(book), 3);
}
END_TEST

START_TEST(adds_nothing_when_it_refuses)
{
    ck_assert_ptr_null(exs_address(book, "SMTP:user@", NULL));
    ck_assert_uint_eq(exs_address_count(book), 0);
    ck_assert_uint_eq(get("SMTP:user@h")->id, 1);
}
END_TEST

/* ---- parts ---- */

START_TEST(interns_domain_and_site)
{
    ck_assert_uint_eq(get("SMTP:a@Example.COM")->domain, exs_intern(interner, "example.com"));
    ck_assert_uint_eq(get("SMTP:\"a@b\"@[10.0.0.1]")->domain, exs_intern(interner, "[10.0.0.1]"));
    ck_assert_uint_eq(get("SMTP:a@Example.COM")->site_key, 0);
    ck_assert_uint_eq(get("FOO:a@b")->domain, 0);
    ck_assert_uint_eq(get("/o=A\\/B/ou=Site/cn=x")->site_key,
                      exs_intern(interner, "/o=a\\/b/ou=site"));
    ck_assert_uint_eq(get("/o=A/ou=B/cn=x")->site_key, get("/O=a/OU=b/cn=y/cn=z")->site_key);
}
END_TEST

/* A canonical text reads back as the same address, escapes included. */
START_TEST(brings_random_names_back)
{
    static const char letters[] = "aB;\\= *%/.";
    ExsStream stream = exs_stream(2, "names", "test");

    for (int round = 0; round < 5000; round++) {
        bool is_dn = round % 2 == 0;
        char special = is_dn ? '/' : ';';
        g_autoptr(GString) text = g_string_new(is_dn ? DN : "X400:c=US;a= ;s=");
        const ExsAddress *address;

        for (uint64_t length = 1 + exs_stream_below(&stream, 8); length > 0; length--) {
            char c = letters[exs_stream_below(&stream, sizeof letters - 1)];

            if (c == special || c == '\\')
                g_string_append_c(text, '\\');
            g_string_append_c(text, c);
        }
        g_string_append_c(text, 'x');
        address = get(text->str);
        ck_assert_ptr_eq(get(address->text), address);
        ck_assert_ptr_eq(get(address->value), address);
    }
}
END_TEST

Suite *suite_address(void)
{
    Suite *suite = suite_create("address");
    TCase *tcase = tcase_create("address");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, reads_and_prints_each_form, 0, G_N_ELEMENTS(forms));
    tcase_add_loop_test(tcase, knows_spellings_of_one_address, 0, G_N_ELEMENTS(pairs));
    tcase_add_loop_test(tcase, decides_what_is_an_address, 0, G_N_ELEMENTS(texts));
    tcase_add_loop_test(tcase, refuses_what_cannot_be_typed, 0, G_N_ELEMENTS(untypeable));
    tcase_add_test(tcase, takes_a_kilobyte);
    tcase_add_test(tcase, keeps_a_flawed_address_as_typed);
    tcase_add_test(tcase, adds_nothing_when_it_refuses);
    tcase_add_test(tcase, interns_domain_and_site);
    tcase_add_test(tcase, brings_random_names_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
