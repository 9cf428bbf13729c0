/* world.h - the organisation and everything in it; owner of engine, record and names.
 *
 * What is added belongs to the world and stays until it goes; removed things are marked. Names are
 * case-insensitive and unique per class; a duplicate or unknown one is an error with a suggestion.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/events.h"
#include "exsim/facts/trace_kinds.h"
#include "exsim/kernel/cold.h"
#include "exsim/kernel/engine.h"
#include "exsim/kernel/random.h"
#include "exsim/kernel/rooms.h"
#include "exsim/model/org/site.h"
#include "exsim/record/record.h"

typedef struct ExsVersion ExsVersion; /* org/directory.h */

typedef struct {
    uint64_t seed;
    ExsProduct product; /* of servers that name none */
    ExsRuleSet without; /* mutants */
    ExsDetail detail;
    ExsTime start;
    const char *record;                               /* file of the record; NULL: in memory */
    bool keep;                                        /* keep the entries of a file in memory too */
    const char *organization, *country, *admd, *prmd; /* NULL: ORG, US, blank, as organization */
    uint64_t message_limit;                           /* 0: 10,000,000 */
    uint64_t object_limit;                            /* 0: 1,000,000 */
} ExsWorldOptions;

/* The record's texts for words that decisions use, made once. */
typedef struct {
    uint32_t match[5];
    uint32_t activation[4];
    uint32_t priority[EXS_PRIORITY_COUNT];
    uint32_t none;
} ExsWords;

struct ExsWorld {
    uint32_t id; /* of the organisation in the record: 1 */
    ExsEngine *engine;
    ExsRecord *record;
    ExsInterner *names;
    ExsAddressBook *addresses;
    ExsSpaceBook *spaces;
    uint64_t seed;
    ExsProduct product;
    ExsRuleSet without;
    ExsSettings settings; /* organisation-wide */
    const char *organization, *country, *admd, *prmd;
    GPtrArray *sites, *servers, *connectors, *links, *hosts, *recipients; /* in the order made */
    GPtrArray *replications;                                              /* the same */
    GPtrArray *queues;                                                    /* the same */
    GHashTable *by_name;      /* "class name" folded -> the thing */
    GHashTable *rpc_links;    /* ids of two servers -> ExsLink */
    GHashTable *domains;      /* interned domain -> GArray of ExsMx by preference */
    GHashTable *aliases;      /* interned domain -> that of its CNAME record */
    GPtrArray *by_address;    /* address id -> ExsRecipient *: the directory's proxies */
    GHashTable *by_person;    /* interned surname or common name -> GPtrArray of X.400 proxies */
    GHashTable *redirections; /* ways that mail went: redirection.h */
    GPtrArray *unwrapped;     /* address id -> what an O/R address has in its DDA: encapsulate.h */
    GArray *address_texts;    /* address id -> text of the record, 0: not yet */
    GArray *space_texts;      /* the same for spaces */
    ExsWords words;
    GHashTable *replied;  /* serial -> ExsReplied, of messages with a name: replied.h */
    uint32_t last_serial; /* of messages */
    uint64_t message_limit, object_limit;
    uint64_t fates[EXS_FATE_COUNT]; /* recipients by where they are */
    uint64_t transfers;             /* MTA to MTA, to a store, to a gateway */
    uint64_t queued;                /* copies put into a queue */
    uint64_t reroutes;
    uint32_t senders;           /* changes of who sends for a connector */
    ExsTransfer *newest;        /* all copies under way */
    ExsMessage *newest_message; /* all that are not settled, or have copies */
    ExsRooms transfer_rooms;    /* of copies */
    ExsRooms message_rooms;     /* of messages for one recipient */
    GError *failure;            /* a limit hit inside an event; ends the run */
    bool is_built;              /* tables calculated, start reached */
    bool has_wildcard_mx;       /* some MX record is for "*.domain" */
    bool replicates;            /* in time: every server has a directory */
    /* What the layers above hang into the world, freed with it; NULL: nothing. */
    /* a queue is longer or shorter */
    void (*queue_changed)(ExsQueue *queue, const ExsMessage *message, bool is_added);
    /* a server wrote a version of an object of its directory */
    void (*directory_written)(ExsWorld *world, ExsServer *at, const ExsVersion *version);
    void (*free_actors)(ExsWorld *world);         /* once, first: every mta, store, service */
    void (*free_table)(ExsTable *table);          /* of each site its table, each replica */
    void (*free_matches)(ExsMatchCache *matches); /* of each server */
};

/* Fails with EXS_ERROR_FILE if the record's file cannot be made. */
ExsWorld *exs_world_new(const ExsWorldOptions *options, GError **error);
void exs_world_free(ExsWorld *world);

ExsTime exs_world_now(const ExsWorld *world);

/* Adds an entry at the present instant. Its values are worked out only if the record keeps the
 * kind: they must change nothing but the record. */
#define exs_world_trace(world, kind, actor, ...)                                                   \
    do {                                                                                           \
        if (exs_record_wants((world)->record, EXS_TRACE_##kind))                                   \
            exs_trace((world)->record, exs_world_now(world), EXS_TRACE_##kind, actor,              \
                      __VA_ARGS__);                                                                \
    } while (0)

/* Adders fail with EXS_ERROR_DUPLICATE, EXS_ERROR_RANGE (empty, or over 64 bytes; of
 * hosts, links and connectors 255), EXS_ERROR_PARSE (control characters)
 * or EXS_ERROR_LIMIT. What they return is borrowed. */
ExsSite *exs_world_add_site(ExsWorld *world, const char *name, GError **error);
/* `product` NULL: the world's. */
ExsServer *exs_world_add_server(ExsWorld *world, ExsSite *site, const char *name,
                                const ExsProduct *product, GError **error);
ExsRecipient *exs_world_add_mailbox(ExsWorld *world, ExsServer *server, const char *name,
                                    GError **error);
/* The same with first and last name: they make its X.400 proxy. */
ExsRecipient *exs_world_add_person(ExsWorld *world, ExsServer *server, const ExsPerson *person,
                                   GError **error);
/* A custom recipient for an address outside. */
ExsRecipient *exs_world_add_custom(ExsWorld *world, ExsServer *server, const char *name,
                                   const ExsAddress *target, GError **error);
/* The public information store or the Directory Service of a server, as a recipient: "S1-IS",
 * "S1-DSA". Made when first asked for. */
ExsRecipient *exs_world_part(ExsWorld *world, ExsServer *server, ExsRecipientKind kind,
                             GError **error);
/* A public folder that can be written to. */
ExsRecipient *exs_world_add_folder(ExsWorld *world, ExsServer *server, const char *alias,
                                   GError **error);
/* Another alias; the DN stays. Fails as the adders do. */
bool exs_world_rename_recipient(ExsWorld *world, ExsRecipient *recipient, const char *name,
                                GError **error);
/* To another server of its site. Fails with EXS_ERROR_RANGE. */
bool exs_world_move_recipient(ExsRecipient *recipient, ExsServer *server, GError **error);
/* Whom a user of this server finds by an alias in the address book; NULL: nobody. */
ExsRecipient *exs_world_check_name(const ExsWorld *world, const char *alias);
/* Another address of a recipient; an X500 one is a DN that it had. Fails with EXS_ERROR_DUPLICATE
 * if somebody has it, EXS_ERROR_PARSE if an X500 one is no DN. */
bool exs_world_add_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                         GError **error);
/* `name` NULL: the class's title (an IMS is named by its server). */
/* Takes an address away, which then nobody has. Fails with EXS_ERROR_UNKNOWN if it is not the
 * recipient's; the DN cannot go. */
bool exs_world_remove_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                            GError **error);
ExsConnector *exs_world_add_connector(ExsWorld *world, ExsServer *server,
                                      const ExsConnectorClass *class, const char *name,
                                      GError **error);
ExsLink *exs_world_add_link(ExsWorld *world, const char *name, uint32_t a, uint32_t b,
                            GError **error);
ExsHost *exs_world_add_host(ExsWorld *world, const char *name, GError **error);
/* The host answers for this domain in DNS. */
bool exs_world_add_mx(ExsWorld *world, ExsHost *host, const char *domain, uint32_t preference,
                      GError **error);

/* A CNAME record. Fails with EXS_ERROR_DUPLICATE if the domain has a record already. */
bool exs_world_add_alias(ExsWorld *world, const char *domain, const char *target, GError **error);
ExsQueue *exs_world_add_queue(ExsWorld *world, ExsServer *server, uint32_t parent, const char *name,
                              const char *title);

/* An object of the record: noted as added if the run has begun. */
uint32_t exs_world_add_object(ExsWorld *world, const char *class_name, uint32_t parent,
                              const char *name, const char *title);

/* By class and name: "site" "server" "recipient" "connector" "link" "host". NULL: none, without
 * error. */
void *exs_world_find(const ExsWorld *world, const char *class_name, const char *name);
/* The same; fails with EXS_ERROR_UNKNOWN and a suggestion. */
void *exs_world_get(const ExsWorld *world, const char *class_name, const char *name,
                    GError **error);

/* The path between two servers of a site, made when first asked for. */
ExsLink *exs_world_rpc_link(ExsWorld *world, ExsServer *a, ExsServer *b);

/* Hosts for a domain, by preference (GArray of ExsMx); NULL: none. */
const GArray *exs_world_mx(const ExsWorld *world, uint32_t domain);

/* The domain that a CNAME record of this one names; 0: it has none. */
uint32_t exs_world_alias(const ExsWorld *world, uint32_t domain);

/* The recipient that has this address, by DN or proxy, a DN that it had included; NULL: nobody. */
ExsRecipient *exs_world_recipient(const ExsWorld *world, const ExsAddress *address);

/* What a search for a similar X.400 proxy compares. */
typedef enum {
    EXS_FUZZY_FULL,       /* every attribute that the address gives, the proxy may have more */
    EXS_FUZZY_RESTRICTED, /* the same, of an address that gives surname and given name */
} ExsFuzzy;

/* The one recipient whose X.400 proxy is similar to this O/R address, which needs a surname or a
 * common name; NULL: none, or several (`several`). */
ExsRecipient *exs_world_similar(const ExsWorld *world, const ExsAddress *address, ExsFuzzy fuzzy,
                                bool *several);

/* The record's number for the text of thing `id`, which is kept in `texts`. */
EXS_COLD uint32_t exs_world_ask_text(ExsWorld *world, GArray *texts, uint32_t id, const char *text);

/* The record's number for an address's text. */
static inline uint32_t exs_world_address_text(ExsWorld *world, const ExsAddress *address)
{
    GArray *texts = world->address_texts;
    uint32_t number = address->id < texts->len ? g_array_index(texts, uint32_t, address->id) : 0;

    return G_LIKELY(number != 0) ? number
                                 : exs_world_ask_text(world, texts, address->id, address->text);
}

/* The same for a space's. */
uint32_t exs_world_space_text(ExsWorld *world, const ExsSpace *space);

/* Ends the run with an error after the running event; the first one stands. Takes the error. */
EXS_COLD void exs_world_fail(ExsWorld *world, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsWorld, exs_world_free)
