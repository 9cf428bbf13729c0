/* vopr.h - what vopr.c, which runs the seeds, vopr_trouble.c, which makes the trouble,
 * vopr_machine.c, which breaks clocks and files, vopr_org.c, which makes what they strike,
 * vopr_directory.c, which replicates, vopr_list.c, which has lists, vopr_checks.c, which finds what
 * broke, and vopr_second.c, which chooses routes again, share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/adjacent.h"
#include "exsim/model/actors/gateway.h"

typedef struct {
    uint64_t seed;
    ExsStream dice;
    ExsWorld *world;
    uint64_t events;      /* checked so far */
    ExsTime last;         /* the instant of the last check */
    GHashTable *counted;  /* messages met in the last check -> their serials */
    uint64_t recipients;  /* of all messages there ever were */
    uint32_t last_serial; /* of those that were counted */
    GHashTable *places;   /* copies met in the check under way */
    GPtrArray *folders;   /* public folders, and what was done to them (vopr_folders.c) */
    bool has_flaws;       /* some messages have one */
    GHashTable *flaws;    /* serials -> ExsFlaw */
    ExsTime knocked;      /* when another mail system last sent something */
    bool calm;            /* no schedule keeps mail for ever */
    bool is_cut;          /* a connector was removed: mail may not arrive */
} Vopr;

/* ---- vopr_org.c: dice, and a random organisation ---- */

/* A number below n. */
uint64_t vopr_roll(Vopr *vopr, uint64_t n);
/* One of these; NULL: there are none. */
gpointer vopr_any(Vopr *vopr, const GPtrArray *things);
/* A step of the set-up that cannot fail. Takes the error. */
void vopr_must(Vopr *vopr, bool ok, GError *error);

void vopr_add_sites(Vopr *vopr);
void vopr_add_pairs(Vopr *vopr);
void vopr_add_gateways(Vopr *vopr);
void vopr_random_settings(Vopr *vopr);
/* Whose id this is, or that of its MTA or store; it must exist. */
const ExsServer *vopr_server(const ExsWorld *world, uint32_t id);
/* Which rule that is, by its number in the record: it has numbers of its own. */
ExsRule vopr_rule(const ExsWorld *world, uint32_t number);
void vopr_random_schedule(Vopr *vopr, ExsConnector *connector);

/* ---- vopr_directory.c: replication, in some organisations ---- */

void vopr_add_replications(Vopr *vopr);
void vopr_trouble_directories(Vopr *vopr);
void vopr_schedule_replications(Vopr *vopr, const char *text);
/* Did mail between parts of servers, "-DSA" or "-IS", come back, or get lost, after that? */
bool vopr_lost_letters(const Vopr *vopr, const char *part, ExsTime since);
/* At the end: do all directories agree? */
void vopr_check_directories(const Vopr *vopr);

/* ---- vopr_fates.c ---- */

/* Is each recipient of each message in exactly one state, and counted there? */
void vopr_check_fates(Vopr *vopr);

/* ---- vopr_limits.c ---- */

/* Size limits, and lists of senders. */
void vopr_add_limits(Vopr *vopr);
/* At the end: was what they returned over a limit, or of a barred sender? */
void vopr_check_limits(const Vopr *vopr);

/* ---- vopr_list.c: distribution lists ---- */

void vopr_add_lists(Vopr *vopr);
ExsRecipient *vopr_any_mailbox(Vopr *vopr);
/* Whose id this is; NULL: of another object. */
const ExsRecipient *vopr_recipient(const ExsWorld *world, uint32_t id);
/* Addresses as the record has them -> the ids of those whose they are. (owned by the caller) */
GHashTable *vopr_addresses(const ExsWorld *world);
/* At the end, when nothing is left open: has every member what is right? */
void vopr_check_lists(const Vopr *vopr);

/* ---- vopr_flaws.c: messages that harm more than themselves ---- */

ExsFlaw vopr_random_flaw(Vopr *vopr);
void vopr_note_flaw(Vopr *vopr, uint32_t serial, ExsFlaw flaw);
/* Does a service of the server come to harm by it, as published? */
bool vopr_minds(const ExsServer *server, ExsFlaw flaw);
/* Such messages are looked for and deleted everywhere, and what has stopped is started. */
void vopr_purge(Vopr *vopr);
/* At the end: did they do harm where they must? */
void vopr_check_flaws(const Vopr *vopr);

/* ---- vopr_folders.c: public folders ---- */

void vopr_add_folders(Vopr *vopr);
void vopr_trouble_folders(Vopr *vopr);
/* At the end: has each replica what was posted? */
void vopr_check_folders(const Vopr *vopr);

/* ---- vopr_foreign.c: other mail systems ---- */

void vopr_add_foreign(Vopr *vopr);
const ExsAddress *vopr_address_beyond(Vopr *vopr);
void vopr_send_from_beyond(Vopr *vopr);
/* At the end: how many deliveries they have, by the record. */
uint64_t vopr_arrived_beyond(const Vopr *vopr);

/* ---- vopr_loops.c ---- */

/* At the end: was all found that went round, and nothing else? */
void vopr_check_loops(const Vopr *vopr);

/* ---- vopr_relay.c: who may relay ---- */

void vopr_add_relays(Vopr *vopr);
/* How often a service has refused to relay at this instant. */
uint64_t vopr_relays_refused(const Vopr *vopr);
/* A host has sent this to the service, which took it or did not: was it right in `refused`? */
void vopr_check_relay(const Vopr *vopr, const ExsConnector *ims, const ExsHost *host,
                      const ExsSubmission *submission, bool is_taken, uint64_t refused);

/* ---- vopr_machine.c ---- */

/* Something happens to a clock, a disk, the files of an MTA or a spool. */
void vopr_change_machine(Vopr *vopr);
/* All of them are well, but for mail that is lost for good. */
void vopr_repair_machines(Vopr *vopr);
/* Does a spool hold what it must, and no session idle? */
void vopr_check_spool(const Vopr *vopr, const ExsGateway *gateway);

/* ---- vopr_trouble.c ---- */

/* Random mail and faults, from an instant on for so long. */
void vopr_plan_trouble(Vopr *vopr, ExsTime from, ExsTime span);
/* Everything works again. */
void vopr_repair_all(Vopr *vopr);

/* ---- vopr_adjacent.c ---- */

/* Does nobody idle while there is work, of an adjacent MTA? */
void vopr_check_adjacent(const Vopr *vopr, const ExsAdjacent *adjacent);
/* Of the queue, what somebody has in hand. */
uint32_t vopr_count_held(const ExsQueue *queue);
/* Is what is used of each pool what all associations hold of it? */
void vopr_check_pools(const Vopr *vopr);
/* The server is in calls: is there one of which it is an end? */
void vopr_check_calls(const Vopr *vopr, const ExsServer *server);

/* ---- vopr_checks.c ---- */

/* Says which seed, what and when, and ends the program. */
G_NORETURN void vopr_broken(const Vopr *vopr, const char *what);
/* The same, unless it holds. */
void vopr_hold(const Vopr *vopr, bool holds, const char *broken);

/* After an event: does everything hold that must? */
void vopr_check(Vopr *vopr);

/* At the end: does the record say what happened? */
void vopr_check_record(Vopr *vopr);

/* ---- vopr_second.c ---- */

/* At the end: is every choice of a route the one that the published list makes? */
void vopr_check_choices(const Vopr *vopr);

/* The same of a random handful of routes for a random product, with these rules off. */
void vopr_check_random_choice(Vopr *vopr, const ExsRuleSet *without);
