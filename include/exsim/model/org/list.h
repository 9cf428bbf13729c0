/* list.h - distribution lists: a recipient whose mail goes to its members.
 *
 * A list is a recipient like any, with addresses of its own (recipient.h); what it has besides
 * stands here. Members are mailboxes, custom recipients and lists, of any site.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

typedef struct ExsList ExsList;
struct ExsList {
    GPtrArray *members;          /* const ExsRecipient *, as added; never changed, but replaced */
    ExsServer *expansion_server; /* NULL: any server in the site */
    const ExsRecipient *owner;   /* NULL: none */
    bool reports_to_owner;       /* of members that its mail cannot reach */
    bool reports_to_originator;
    bool allows_oof;       /* members' out-of-office messages reach the originator */
    bool hides_members;    /* from the address book: nobody sees them there */
    int64_t size_limit;    /* bytes; 0: none */
    uint32_t when_changed; /* goes up with each change of the object, and never else */
};

/* A new list without members, made on that server. Fails as the world's adders do. */
ExsRecipient *exs_world_add_list(ExsWorld *world, ExsServer *server, const char *name,
                                 GError **error);
void exs_list_free(ExsList *list);

/* Other members: an administrator changes the list on its home server. Takes the array of
 * const ExsRecipient *, without doubles. */
void exs_list_set_members(ExsRecipient *list, GPtrArray *members);
/* Anything else of the object was changed there, or nothing: it was applied. */
void exs_list_changed(ExsRecipient *list);

/* When-Changed of the list as that server's directory has it. */
uint32_t exs_list_when_changed(const ExsServer *server, const ExsRecipient *list);
/* The members as that server's directory has them: without those whose object is gone there, whose
 * deletion changes nothing of the list. (owned by the caller) */
GPtrArray *exs_list_read(const ExsServer *server, const ExsRecipient *list);

/* The expansion server was deleted from the site, as far as `server` knows: the field is blank. */
bool exs_list_lost_server(const ExsServer *server, const ExsRecipient *list);
