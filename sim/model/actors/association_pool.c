/* association_pool.c - see association_pool.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/association_pool.h"

#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"

#define LEAST 2 /* one to listen, one to connect */

static bool follows(const ExsMta *mta, ExsRule rule)
{
    return exs_rule(&mta->server->policy, rule);
}

ExsNetwork exs_pool_network(const ExsAdjacent *adjacent)
{
    const ExsConnector *connector = adjacent->connector;

    if (!connector)
        return EXS_NETWORK_RPC;
    if (connector->class->is_rpc)
        return EXS_NETWORK_NONE;
    if (connector->class->dials)
        return EXS_NETWORK_RAS;
    return (ExsNetwork)exs_setting(&connector->settings, EXS_SETTING_TRANSPORT_STACK);
}

static bool is_stack(ExsNetwork network)
{
    return network == EXS_NETWORK_TCP || network == EXS_NETWORK_TP4 || network == EXS_NETWORK_X25;
}

/* ---- how many there are ---- */

static void log_too_few(const ExsMta *mta, ExsNetwork network)
{
    g_autofree char *type = g_strdup_printf("%d", (int)network);
    g_autofree char *count = g_strdup_printf("%u", mta->pools[network].configured);

    exs_log_event(mta->world, mta->server, EXS_EVENT_BLOCKS_TOO_FEW,
                  (const char *const[]){type, "2", count});
}

/* Whether the stack is used or not. */
static bool has_least(const ExsMta *mta)
{
    bool has_all = true;

    for (ExsNetwork network = EXS_NETWORK_TCP; network <= EXS_NETWORK_TP4; network++)
        if (mta->pools[network].configured < LEAST && follows(mta, EXS_RULE_BLOCKS_LEAST_TWO)) {
            log_too_few(mta, network);
            has_all = false;
        }
    return has_all;
}

/* Is there an X.400 Connector over X.25 on the server? */
static bool uses_x25(const ExsMta *mta)
{
    for (guint i = 0; i < mta->adjacents->len; i++)
        if (exs_pool_network(mta->adjacents->pdata[i]) == EXS_NETWORK_X25)
            return true;
    return false;
}

static bool is_within_limits(const ExsMta *mta)
{
    int64_t tcp = mta->pools[EXS_NETWORK_TCP].configured;
    int64_t tp4 = mta->pools[EXS_NETWORK_TP4].configured;
    int64_t x25 = mta->pools[EXS_NETWORK_X25].configured;

    if (tcp + tp4 > 64 && follows(mta, EXS_RULE_BLOCKS_SHARE_64))
        return false;
    if (tcp + tp4 > 2000 && follows(mta, EXS_RULE_BLOCKS_SHARE_2000))
        return false;
    if (tcp + x25 > 1250 && uses_x25(mta) && follows(mta, EXS_RULE_X25_SHARES_1250))
        return false;
    if (follows(mta, EXS_RULE_TP4_FREES_NONE))
        tp4 = MAX(tp4, exs_setting_default(EXS_SETTING_TP4_CONTROL_BLOCKS));
    return tcp + tp4 + x25 <= 1250 || !follows(mta, EXS_RULE_BLOCKS_SHARE_1250);
}

/* One for each MTA of the site and each connector of the server, made when the MTA starts. */
static uint32_t count_entities(const ExsMta *mta)
{
    const ExsSite *site = mta->server->site;
    uint32_t count = site->servers->len - 1;

    for (guint i = 0; i < site->connectors->len; i++) {
        const ExsConnector *connector = site->connectors->pdata[i];

        count += connector->server == mta->server && !connector->is_removed;
    }
    return count;
}

static void read_entity_blocks(ExsMta *mta)
{
    uint32_t blocks = (uint32_t)exs_setting(&mta->server->settings, EXS_SETTING_ENTITY_BLOCKS);

    mta->entity_blocks =
        follows(mta, EXS_RULE_ENTITY_BLOCKS) && count_entities(mta) > blocks ? blocks : 0;
}

void exs_pool_note_entities(const ExsMta *mta)
{
    g_autofree char *count = g_strdup_printf("%u", mta->entity_blocks);

    exs_log_event(mta->world, mta->server, EXS_EVENT_NO_ENTITY_BLOCK, (const char *const[]){count});
}

bool exs_pools_read(ExsMta *mta)
{
    static const ExsSetting sizes[EXS_NETWORK_COUNT] = {
        [EXS_NETWORK_TCP] = EXS_SETTING_TCP_CONTROL_BLOCKS,
        [EXS_NETWORK_TP4] = EXS_SETTING_TP4_CONTROL_BLOCKS,
        [EXS_NETWORK_X25] = EXS_SETTING_X25_CONNECTIONS,
        [EXS_NETWORK_RAS] = EXS_SETTING_RAS_CONNECTIONS,
        [EXS_NETWORK_RPC] = EXS_SETTING_SITE_CONNECTIONS,
        [EXS_NETWORK_XAPI] = EXS_SETTING_XAPI_SESSIONS,
    };

    for (ExsNetwork network = EXS_NETWORK_TCP; network < EXS_NETWORK_COUNT; network++) {
        mta->pools[network].configured =
            (uint32_t)exs_setting(&mta->server->settings, sizes[network]);
        mta->pools[network].lost = 0;
    }
    read_entity_blocks(mta);
    if (has_least(mta) && is_within_limits(mta))
        return true;
    exs_log_event(mta->world, mta->server, EXS_EVENT_BAD_CONFIGURATION,
                  (const char *const[]){"2140"});
    return false;
}

/* ---- one for each association ---- */

/* Is this pool held to, by the server's build? */
static bool is_limited(const ExsMta *mta, ExsNetwork network)
{
    if (network == EXS_NETWORK_NONE)
        return false;
    if (network == EXS_NETWORK_RAS)
        return follows(mta, EXS_RULE_RAS_ENTRIES);
    if (network == EXS_NETWORK_XAPI)
        return follows(mta, EXS_RULE_XAPI_SESSIONS);
    return network == EXS_NETWORK_RPC || follows(mta, EXS_RULE_CONTROL_BLOCK_EACH);
}

bool exs_pool_has(const ExsMta *mta, ExsNetwork network)
{
    const ExsPool *pool = &mta->pools[network];
    bool listens = is_stack(network) && follows(mta, EXS_RULE_CONTROL_BLOCK_LISTENS);

    return !is_limited(mta, network) ||
           pool->used + pool->lost + (uint32_t)listens < pool->configured;
}

static void on_end(void *object, void *data)
{
    ExsMta *mta = object;

    (void)data;
    mta->ending = 0;
    exs_log_event(mta->world, mta->server, EXS_EVENT_UNEXPECTED_ERROR,
                  (const char *const[]){"Double acquire of semaphore 2210"});
    exs_mta_crash(mta);
}

static void log_short(ExsMta *mta, ExsNetwork network)
{
    g_autofree char *type = g_strdup_printf("%d", (int)network);
    g_autofree char *count = g_strdup_printf("%u", mta->pools[network].configured);

    if (is_stack(network))
        exs_log_event(mta->world, mta->server, EXS_EVENT_NO_CONTROL_BLOCK,
                      (const char *const[]){type, count});
    if (network != EXS_NETWORK_RAS)
        return;
    exs_log_event(mta->world, mta->server, EXS_EVENT_NO_RAS_ENTRY, (const char *const[]){count});
    if (!mta->ending && mta->server->mta_runs && follows(mta, EXS_RULE_RAS_ENTRIES_END))
        mta->ending = exs_engine_at(mta->world->engine, exs_world_now(mta->world), on_end, mta,
                                    NULL); /* what it does now it still does */
}

bool exs_pool_note_short(const ExsAdjacent *adjacent, const char *why)
{
    bool is_here = g_str_equal(why, EXS_WHY_NO_BLOCK);

    if (!is_here && !g_str_equal(why, EXS_WHY_FAR_BLOCK))
        return false;
    log_short(is_here ? adjacent->server->mta : adjacent->target->mta, exs_pool_network(adjacent));
    return true;
}

/* The MTA at the far end; NULL: a host's. */
static ExsMta *far_mta(const ExsAssociation *association)
{
    return association->opener->target ? association->opener->target->mta : NULL;
}

bool exs_pool_take(ExsAssociation *association)
{
    ExsMta *mta = association->opener->server->mta;
    ExsNetwork network = exs_pool_network(association->opener);

    if (!exs_pool_has(mta, network))
        return false;
    association->network = network;
    mta->pools[network].used++;
    return true;
}

void exs_pool_take_far(ExsAssociation *association)
{
    ExsMta *mta = far_mta(association);

    if (!mta)
        return;
    association->holds_far = true;
    mta->pools[association->network].used++;
}

void exs_pool_give_back(ExsAssociation *association)
{
    if (association->network == EXS_NETWORK_NONE)
        return;
    association->opener->server->mta->pools[association->network].used--;
    if (association->holds_far)
        far_mta(association)->pools[association->network].used--;
    association->network = EXS_NETWORK_NONE;
    association->holds_far = false;
}

/* ---- one for each thread of a gateway ---- */

bool exs_pool_take_session(ExsMta *mta)
{
    ExsPool *pool = &mta->pools[EXS_NETWORK_XAPI];
    g_autofree char *count = NULL;

    if (exs_pool_has(mta, EXS_NETWORK_XAPI)) {
        pool->used++;
        return true;
    }
    if (pool->is_short)
        return false;
    pool->is_short = true;
    count = g_strdup_printf("%u", pool->configured);
    exs_log_event(mta->world, mta->server, EXS_EVENT_NO_SESSION, (const char *const[]){count});
    exs_log_event(mta->world, mta->server, EXS_EVENT_RPC_NO_DATA,
                  (const char *const[]){"1", "9317"});
    return false;
}

void exs_pool_give_sessions(ExsMta *mta, uint32_t count)
{
    ExsPool *pool = &mta->pools[EXS_NETWORK_XAPI];

    pool->used -= count;
    pool->is_short = pool->is_short && count == 0;
}

/* ---- what is lost ---- */

static void lose(ExsMta *mta, const ExsAssociation *association, ExsRule rule)
{
    if (mta && follows(mta, rule))
        mta->pools[association->network].lost++;
}

/* The session layer is done with the open before the transport layer is. */
ExsTime exs_pool_await_answer(ExsAssociation *association)
{
    const ExsAdjacent *opener = association->opener;
    ExsTime transport = exs_adjacent_setting(opener, EXS_SETTING_OPEN_TIMEOUT);
    ExsTime session = exs_adjacent_setting(opener, EXS_SETTING_DISCONNECT);

    if (!is_stack(association->network) || transport <= session ||
        !follows(opener->server->mta, EXS_RULE_OPEN_LOSES_BLOCK))
        return transport;
    opener->server->mta->pools[association->network].lost++;
    return session;
}

void exs_pool_bind_failed(const ExsAssociation *association)
{
    if (association->network == EXS_NETWORK_RPC)
        lose(association->opener->server->mta, association, EXS_RULE_FAILED_BIND_LOSES);
}

void exs_pool_broken(const ExsAssociation *association)
{
    if (!is_stack(association->network))
        return;
    lose(association->opener->server->mta, association, EXS_RULE_BREAK_LOSES_BLOCK);
    lose(far_mta(association), association, EXS_RULE_BREAK_LOSES_BLOCK);
}

/* The far side waits for the turn, and takes the association for whole. */
void exs_pool_recovered(const ExsAssociation *association)
{
    const ExsAdjacent *far = association->far;

    if (is_stack(association->network) && far && !association->far_has_turn &&
        far->queue->count > 0 && exs_adjacent_alternates(association->opener))
        lose(far->server->mta, association, EXS_RULE_RECOVERY_LOSES_BLOCK);
}
