/* test_rooms.c - rooms that are free are taken again.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/rooms.h"

START_TEST(what_one_leaves_the_next_one_takes)
{
    ExsRooms rooms = {.size = 64};
    void *a = exs_rooms_take(&rooms), *b = exs_rooms_take(&rooms);

    ck_assert_ptr_ne(a, b);
    memset(a, 1, 64);
    memset(b, 2, 64);
    exs_rooms_give(&rooms, a);
    exs_rooms_give(&rooms, b);
    if (EXS_ROOMS_KEPT) { /* the last one first: it is still warm */
        ck_assert_ptr_eq(exs_rooms_take(&rooms), b);
        ck_assert_ptr_eq(exs_rooms_take(&rooms), a);
        exs_rooms_give(&rooms, a);
        exs_rooms_give(&rooms, b);
    }
    exs_rooms_clear(&rooms);
    ck_assert_ptr_null(rooms.first);
}
END_TEST

Suite *suite_rooms(void)
{
    Suite *suite = suite_create("rooms");
    TCase *tcase = tcase_create("rooms");

    tcase_add_test(tcase, what_one_leaves_the_next_one_takes);
    suite_add_tcase(suite, tcase);
    return suite;
}
