/* fuzz_address.c - addresses of every form, and what is encoded in a DDA.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/org/address.h"
#include "fuzz/fuzz.h"

/* What is encoded comes back; what is decoded is encoded and decoded to the same. */
static void check_dda(const char *text)
{
    g_autofree char *encoded = exs_dda_encode(text);
    g_autofree char *decoded = exs_dda_decode(encoded, NULL);
    g_autofree char *plain = exs_dda_decode(text, NULL);

    g_assert(!decoded || g_utf8_validate(decoded, -1, NULL));
    if (plain) {
        g_autofree char *again = exs_dda_encode(plain);
        g_autofree char *same = exs_dda_decode(again, NULL);

        g_assert_cmpstr(same, ==, plain);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    g_autoptr(GError) error = NULL;
    ExsInterner *interner = exs_interner_new();
    ExsAddressBook *book = exs_address_book_new(interner);
    const ExsAddress *lenient = exs_address_lenient(book, text, NULL);
    const ExsAddress *address = exs_address(book, text, &error);

    g_assert((address != NULL) == (error == NULL));
    if (address) {
        g_assert(!address->flaw && address == lenient);
        g_assert(exs_address(book, address->text, NULL) ==
                 (address->regular ? address->regular : address));
    }
    if (lenient)
        g_assert(g_utf8_validate(lenient->text, -1, NULL) && lenient->value && lenient->folded);
    if (g_utf8_validate(text, -1, NULL))
        check_dda(text);
    exs_address_book_free(book);
    exs_interner_free(interner);
    return 0;
}
