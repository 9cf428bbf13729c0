/* letter.c - see letter.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/letter.h"

ExsLetter *exs_letter_new(ExsServer *from, ExsServer *to, uint32_t context)
{
    ExsLetter *letter = g_new0(ExsLetter, 1);

    letter->references = 1;
    letter->from = from;
    letter->to = to;
    letter->context = context;
    return letter;
}

ExsLetter *exs_letter_ref(ExsLetter *letter)
{
    letter->references++;
    return letter;
}

void exs_letter_unref(ExsLetter *letter)
{
    if (!letter || --letter->references > 0)
        return;
    exs_update_clear(&letter->update);
    g_clear_pointer(&letter->known, g_ptr_array_unref);
    g_clear_pointer(&letter->gone, g_ptr_array_unref);
    g_free(letter->mts_id);
    g_free(letter);
}
