/* member.h - how an originator stands to Accept and Reject lists: named there, or as a member of a
 * list that is, or of a list in that one.
 *
 * Pure: whoever asks reads the lists (actors/mta_senders.c), and pays for it. All of them are
 * expanded, whoever is found on the way (ours): what is found takes as long as what is not. It is
 * no matter whether a list or a member is hidden from the address book.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/limits.h"
#include "exsim/model/org/server.h"

typedef enum {
    EXS_STANDING_PASSES,
    EXS_STANDING_REJECTED,     /* on Reject messages from, which goes first */
    EXS_STANDING_NOT_ACCEPTED, /* not on Accept messages from, where anybody is */
} ExsStanding;

/* Where the members of lists are read. */
typedef struct {
    /* (owned by the caller); `is_new`: the directory had to be asked for them. */
    GPtrArray *(*read)(void *reader, const ExsRecipient *list, bool *is_new);
    void *reader;
} ExsMemberSource;

/* What it took to say so. */
typedef struct {
    uint32_t lookups;  /* objects that the directory was asked for: lists, and their members */
    uint32_t compared; /* entries of all lists */
    uint32_t depth;    /* 0: no list is named; 1: there are no lists in those that are */
} ExsMemberSearch;

/* `who`: NULL for somebody that the directory does not know. */
ExsStanding exs_member_standing(const ExsPolicy *policy, const ExsSenders *senders,
                                const ExsRecipient *who, const ExsMemberSource *source,
                                ExsMemberSearch *search);

/* The rule by which an MTA ends over such a search for a connector; EXS_RULE_NONE: it does not.
 * `is_transferred`: the message came from another MTA. */
ExsRule exs_member_breaks(const ExsPolicy *policy, const ExsMemberSearch *search,
                          bool is_transferred);
