/* gwart.h - the routing tables of sites as the product writes them into GWART0.MTA.
 *
 * Replays the kinds "route-added" and "route-dropped". A row is
 * `TYPE,address space;,cost,connector 1,connector 2,`; first EX, then each other type by name, then
 * X400. The rows of one space stand together, the cheapest first; spaces are in the order of their
 * first connector's name (ours: what the product orders them by is not known).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

typedef struct {
    ExsTime at;    /* just after every entry at or before it */
    uint32_t site; /* only this one's; 0: all, each under its name */
    bool previous; /* the table before its last change */
    bool json;
} ExsGwartOptions;

/* Appends the tables. Fails with EXS_ERROR_STATE if the record kept no entries. */
bool exs_gwart(const ExsRecord *record, const ExsGwartOptions *options, GString *out,
               GError **error);
