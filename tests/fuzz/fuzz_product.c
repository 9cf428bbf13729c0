/* fuzz_product.c - products and components.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/product.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    ExsProduct product, again;
    ExsComponent component;

    if (exs_product_parse(text, &product, NULL)) {
        g_autofree char *printed = exs_product_format(product);

        g_assert(exs_product_parse(printed, &again, NULL));
        g_assert(again.line == product.line && again.build == product.build);
    }
    if (exs_component_parse(text, &component, NULL))
        g_assert(component < EXS_COMPONENT_COUNT);
    return 0;
}
