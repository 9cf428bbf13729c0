/* find.h - what a command line names, found in a record.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* The server or site ("server", "site") of this name. 0 and EXS_ERROR_UNKNOWN (with a suggestion)
 * if there is none. */
uint32_t exs_find_object(const ExsRecord *record, const char *class_name, const char *name,
                         GError **error);

/* Reads a time as exs_time_parse() does, counted from the start of the run. Fails also with
 * EXS_ERROR_RANGE for a time after the run's end. */
bool exs_find_time(const ExsRecord *record, const char *text, ExsTime *out, GError **error);

/* When the run ended: the fact "end", else the last entry. */
ExsTime exs_find_end(const ExsRecord *record);

/* Fails with EXS_ERROR_STATE if the record kept no entries. */
bool exs_find_entries(const ExsRecord *record, GError **error);
