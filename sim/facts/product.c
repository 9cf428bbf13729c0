/* product.c - see product.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/product.h"

#include <string.h>

#include "exsim/kernel/error.h"

#define EXAMPLES         "\"5.5\", \"5.5 SP3\" or \"5.5.2654.38\""
#define LARGEST_BUILD    65535
#define LARGEST_REVISION 255

typedef struct {
    ExsLine line;
    const char *pack;
    ExsBuild build;
} Release;

static const Release releases[] = {
#define RELEASE(line, pack, build, revision) {EXS_LINE_##line, #pack, EXS_BUILD(build, revision)},
#include "sim/facts/releases.def"
#undef RELEASE
};

static const char *const line_names[EXS_LINE_COUNT] = {"4.0", "5.0", "5.5"};

static const char *const component_names[EXS_COMPONENT_COUNT] = {"mta", "store", "ims", "rid",
                                                                 "ds"};

static const Release *release_of(ExsLine line, const char *pack)
{
    for (size_t i = 0; i < G_N_ELEMENTS(releases); i++)
        if (releases[i].line == line && g_ascii_strcasecmp(releases[i].pack, pack) == 0)
            return &releases[i];
    return NULL;
}

/* The release that articles mean when they give a build without a revision. */
static const Release *release_with(ExsLine line, unsigned build)
{
    for (size_t i = 0; i < G_N_ELEMENTS(releases); i++)
        if (releases[i].line == line && releases[i].build >> 8 == build)
            return &releases[i];
    return NULL;
}

static bool fail_to_read(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_PARSE, "%s is no product: write %s", quoted, EXAMPLES);
}

static bool fail_without_pack(ExsLine line, const char *pack, GError **error)
{
    g_autoptr(GString) have = g_string_new(NULL);
    g_autofree char *quoted = exs_quote(pack);

    for (size_t i = 0; i < G_N_ELEMENTS(releases); i++)
        if (releases[i].line == line)
            g_string_append_printf(have, "%s%s", have->len ? ", " : "", releases[i].pack);
    return exs_fail(error, EXS_ERROR_PARSE, "Exchange %s has no %s: it has %s", line_names[line],
                    quoted, have->str);
}

/* Digits only, at most `largest`. */
static bool read_number(const char **text, unsigned largest, unsigned *out)
{
    const char *c = *text;
    unsigned value = 0;

    if (!g_ascii_isdigit(*c))
        return false;
    for (; g_ascii_isdigit(*c); c++) {
        value = value * 10 + (unsigned)(*c - '0');
        if (value > largest)
            return false;
    }
    *text = c;
    *out = value;
    return true;
}

/* The numbers of a line begin with its release and end before the next line's. */
static bool check_build(const ExsProduct *product, const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);
    ExsBuild first = release_of(product->line, "RTM")->build;

    if (product->build < first)
        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is earlier than Exchange %s as released, build %u", quoted,
                        line_names[product->line], first >> 8);
    if (product->line + 1 < EXS_LINE_COUNT) {
        ExsBuild next = release_of(product->line + 1, "RTM")->build;

        if (product->build >= next)
            return exs_fail(error, EXS_ERROR_PARSE,
                            "%s is no build of Exchange %s: builds from %u on are of %s", quoted,
                            line_names[product->line], next >> 8, line_names[product->line + 1]);
    }
    return true;
}

/* What follows "5.5.". */
static bool parse_build(const char *text, const char *rest, ExsProduct *out, GError **error)
{
    unsigned build, revision = 0;

    if (!read_number(&rest, LARGEST_BUILD, &build))
        return fail_to_read(text, error);
    if (*rest == '.') {
        rest++;
        if (!read_number(&rest, LARGEST_REVISION, &revision) || *rest)
            return fail_to_read(text, error);
        out->build = EXS_BUILD(build, revision);
    } else if (*rest) {
        return fail_to_read(text, error);
    } else {
        const Release *release = release_with(out->line, build);

        out->build = release ? release->build : EXS_BUILD(build, 0);
    }
    return check_build(out, text, error);
}

static bool parse_pack(const char *text, const char *rest, ExsProduct *out, GError **error)
{
    const Release *release;

    if (*rest && !g_ascii_isspace(*rest))
        return fail_to_read(text, error);
    while (g_ascii_isspace(*rest))
        rest++;
    release = release_of(out->line, *rest ? rest : "RTM");
    if (!release)
        return fail_without_pack(out->line, rest, error);
    out->build = release->build;
    return true;
}

bool exs_product_parse(const char *text, ExsProduct *out, GError **error)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    ExsProduct product = {.line = EXS_LINE_COUNT};
    const char *rest;

    for (int line = 0; line < EXS_LINE_COUNT; line++)
        if (g_str_has_prefix(trimmed, line_names[line]))
            product.line = (ExsLine)line;
    if (product.line == EXS_LINE_COUNT) {
        g_autofree char *quoted = exs_quote(text);

        return exs_fail(error, EXS_ERROR_PARSE,
                        "%s is no product: there are 4.0, 5.0 and 5.5; write %s", quoted, EXAMPLES);
    }
    rest = trimmed + strlen(line_names[product.line]);
    if (!(*rest == '.' ? parse_build(trimmed, rest + 1, &product, error)
                       : parse_pack(trimmed, rest, &product, error)))
        return false;
    *out = product;
    return true;
}

char *exs_product_format(ExsProduct product)
{
    const char *line = exs_line_name(product.line);
    unsigned build = product.build >> 8, revision = product.build & 0xff;
    const Release *release = release_with(product.line, build);

    if (release && release->build == product.build)
        return strcmp(release->pack, "RTM") == 0 ? g_strdup(line)
                                                 : g_strdup_printf("%s %s", line, release->pack);
    /* "4.0.996" alone is read as the service pack. */
    if (release || revision > 0)
        return g_strdup_printf("%s.%u.%u", line, build, revision);
    return g_strdup_printf("%s.%u", line, build);
}

const char *exs_component_name(ExsComponent component)
{
    g_assert(component < EXS_COMPONENT_COUNT);
    return component_names[component];
}

bool exs_component_parse(const char *text, ExsComponent *out, GError **error)
{
    g_autofree char *quoted = NULL;

    for (int i = 0; i < EXS_COMPONENT_COUNT; i++)
        if (g_ascii_strcasecmp(text, component_names[i]) == 0) {
            *out = (ExsComponent)i;
            return true;
        }
    quoted = exs_quote(text);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is no component: there are mta, store, ims, rid and ds", quoted);
}

const char *exs_line_name(ExsLine line)
{
    g_assert(line < EXS_LINE_COUNT);
    return line_names[line];
}

ExsBuilds exs_builds(ExsProduct product)
{
    ExsBuilds builds = {.line = product.line};

    for (int i = 0; i < EXS_COMPONENT_COUNT; i++)
        builds.build[i] = product.build;
    return builds;
}
