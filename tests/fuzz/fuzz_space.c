/* fuzz_space.c - address spaces, and whether they match an address: "SPACE\nADDRESS".
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/org/space.h"
#include "fuzz/fuzz.h"

static void check_match(const ExsSpace *space, const ExsAddress *address)
{
    uint32_t literals = 0;
    ExsMatchClass match = exs_space_match(space, address, &literals);

    g_assert(match <= EXS_MATCH_EXACT && exs_match_class_name(match));
    /* A blank space matches every valid address of its type. */
    g_assert(match != EXS_MATCH_NONE || *space->folded || address->flaw ||
             space->type != address->type || space->form != address->form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    g_autoptr(GError) error = NULL;
    ExsInterner *interner = exs_interner_new();
    ExsAddressBook *addresses = exs_address_book_new(interner);
    ExsSpaceBook *spaces = exs_space_book_new(interner);
    char *second = strchr(text, '\n');
    const ExsAddress *address;
    const ExsSpace *space;

    if (second)
        *second++ = '\0';
    address = second ? exs_address_lenient(addresses, second, NULL) : NULL;
    space = exs_space(spaces, text, &error);
    g_assert((space != NULL) == (error == NULL));
    if (space) {
        g_assert(exs_space(spaces, space->text, NULL) == space);
        if (address)
            check_match(space, address);
    }
    exs_space_book_free(spaces);
    exs_address_book_free(addresses);
    exs_interner_free(interner);
    return 0;
}
