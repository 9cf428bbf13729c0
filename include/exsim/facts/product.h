/* product.h - products, builds and components: "5.5 SP3", "5.5.2654.38".
 *
 * The three product lines are not ordered against each other: fixes were back-ported.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { EXS_LINE_40, EXS_LINE_50, EXS_LINE_55, EXS_LINE_COUNT } ExsLine;

typedef uint32_t ExsBuild; /* build << 8 | revision */
#define EXS_BUILD(build, revision) ((ExsBuild)(build) << 8 | (revision))

typedef struct {
    ExsLine line;
    ExsBuild build;
} ExsProduct;

/* What has a build of its own on a server. */
typedef enum {
    EXS_COMPONENT_MTA,
    EXS_COMPONENT_STORE,
    EXS_COMPONENT_IMS,
    EXS_COMPONENT_RID, /* the routing information daemon, in the System Attendant */
    EXS_COMPONENT_DS,
    EXS_COMPONENT_COUNT,
} ExsComponent;

/* The builds of one server. */
typedef struct {
    ExsLine line;
    ExsBuild build[EXS_COMPONENT_COUNT];
} ExsBuilds;

/* Reads "5.5", "5.5 RTM", "5.5 SP3", "5.5.2650", "5.5.2654.38" (case ignored). Fails with
 * EXS_ERROR_PARSE, listing the service packs that the line has. */
bool exs_product_parse(const char *text, ExsProduct *out, GError **error);

/* "5.5 SP3" where the build is exactly a release, else "5.5.2654.38". */
char *exs_product_format(ExsProduct product); /* (owned by the caller) */

/* "mta", "store", "ims", "rid", "ds". */
const char *exs_component_name(ExsComponent component);
bool exs_component_parse(const char *text, ExsComponent *out, GError **error);

/* "4.0", "5.0", "5.5". */
const char *exs_line_name(ExsLine line);

/* Every component at the product's build. */
ExsBuilds exs_builds(ExsProduct product);
