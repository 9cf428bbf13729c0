/* explain.h - why a message went where it went: the story in a few sentences, then every routing
 * decision about it, as a lesson.
 *
 * Reads, beside the kinds' own fields: objects of class "connector" with the attribute
 * "spaces", queues with the attribute "secured", and takes a service for the queue's if both
 * have one title or the service keeps the queue.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* The message of this name, or "message 17". 0 and EXS_ERROR_UNKNOWN (with a suggestion) if there
 * is none. */
uint32_t exs_explain_find(const ExsRecord *record, const char *name, GError **error);

/* Appends what happened to the message up to and including `at` (EXS_TIME_NEVER: to the end). Fails
 * with EXS_ERROR_STATE if the record keeps too little. */
bool exs_explain(const ExsRecord *record, uint32_t message, ExsTime at, bool json, GString *out,
                 GError **error);
