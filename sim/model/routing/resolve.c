/* resolve.c - see resolve.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/resolve.h"

#include "exsim/model/org/directory.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/routing/mixer.h"

/* A search under way. */
typedef struct {
    ExsResolution *out;
    const ExsServer *server;
    const ExsPolicy *policy;
    ExsWorld *world;
    const ExsMessage *message;
} Search;

/* What was typed is all that there is of a new recipient. An O/R address may have another in its
 * DDA, which is routed before it. */
static void begin(const Search *search, ExsEnvelope *envelope)
{
    const ExsAddress *typed = envelope->typed->regular ? envelope->typed->regular : envelope->typed;
    const ExsAddress *inner;

    envelope->recipient = envelope->custom = NULL;
    if (envelope->dn || envelope->dda || envelope->x400)
        return;
    if (typed->form == EXS_ADDRESS_EX)
        envelope->dn = typed;
    else if (typed->form == EXS_ADDRESS_DDA)
        envelope->dda = typed;
    else
        envelope->x400 = typed;
    inner = envelope->x400 ? exs_unwrapped(search->world, typed) : NULL;
    if (inner && inner->form == EXS_ADDRESS_DDA)
        envelope->dda = inner;
}

/* Notes the step; returns whether it found somebody. */
static bool note(const Search *search, ExsRule rule, const ExsAddress *sought,
                 const ExsRecipient *found, bool several)
{
    ExsResolution *out = search->out;

    g_assert(out->count < EXS_RESOLVE_STEPS);
    out->steps[out->count++] = (ExsResolveStep){rule, sought, found, several};
    if (found)
        out->rule = rule;
    return found != NULL;
}

/* A recipient that no address book shows has its addresses all the same. */
static const ExsRecipient *owner_of(const Search *search, const ExsAddress *address)
{
    const ExsRecipient *owner = exs_directory_recipient(search->server, address);

    if (owner && owner->is_hidden && !exs_rule(search->policy, EXS_RULE_HIDDEN_REACHED))
        return NULL;
    return owner;
}

/* A DN is somebody's, or was. */
static bool seek_dn(const Search *search, const ExsAddress *dn, ExsRule rule)
{
    const ExsRecipient *owner;

    if (!dn || !exs_rule(search->policy, rule))
        return false;
    owner = owner_of(search, dn);
    return note(search, rule, dn, owner && owner->dn == dn ? owner : NULL, false);
}

/* A DN that somebody had. */
static bool seek_old_dn(const Search *search, const ExsAddress *dn)
{
    const ExsRecipient *owner;

    if (!dn || !exs_rule(search->policy, EXS_RULE_X500_PROXIES))
        return false;
    owner = owner_of(search, dn);
    if (owner && owner->target && search->message->is_reply &&
        exs_rule(search->policy, EXS_RULE_X500_LOST_IN_REPLY))
        return note(search, EXS_RULE_X500_LOST_IN_REPLY, dn, NULL, false);
    return note(search, EXS_RULE_X500_PROXIES, dn, owner, false);
}

static bool seek_proxy(const Search *search, const ExsAddress *address, ExsRule rule)
{
    if (!address || !exs_rule(search->policy, rule))
        return false;
    return note(search, rule, address, owner_of(search, address), false);
}

static const ExsAddress *hidden_dn(const Search *search, const ExsAddress *x400)
{
    const ExsAddress *inner = x400 ? exs_unwrapped(search->world, x400) : NULL;

    return inner && inner->form == EXS_ADDRESS_EX ? inner : NULL;
}

/* What the registry value means is each product's own. False: exact proxies only. */
static bool is_fuzzy(const ExsPolicy *policy, ExsFuzzy *fuzzy)
{
    int64_t value = exs_setting(policy->settings, EXS_SETTING_FUZZY_SEARCH);

    *fuzzy = EXS_FUZZY_FULL;
    if (value == 2 && exs_rule(policy, EXS_RULE_FUZZY_2_IS_EXACT))
        return false;
    if (value == 0 && exs_rule(policy, EXS_RULE_FUZZY_0_IS_OFF))
        return false;
    if (value == 0 && exs_rule(policy, EXS_RULE_FUZZY_0_RESTRICTS))
        *fuzzy = EXS_FUZZY_RESTRICTED;
    return exs_rule(policy, EXS_RULE_FUZZY_SCAN);
}

static bool seek_similar(const Search *search, const ExsAddress *x400)
{
    const ExsRecipient *found;
    bool several;
    ExsFuzzy fuzzy;

    if (!x400 || (!x400->attribute[EXS_OR_S] && !x400->attribute[EXS_OR_CN]) ||
        !is_fuzzy(search->policy, &fuzzy))
        return false;
    found = exs_world_similar(search->world, x400, fuzzy, &several);
    if (found && !exs_directory_has_recipient(search->server, found))
        found = NULL;
    return note(search, EXS_RULE_FUZZY_SCAN, x400, found, several);
}

/* A one-off of the Exchange 4.0 client: its own server passes it on by its type. */
static bool is_passed_on(const Search *search, const ExsEnvelope *envelope)
{
    const ExsTransfer *carrier = envelope->carrier;

    return search->message->is_old_client && carrier && !carrier->came_by && !carrier->came_from &&
           envelope->typed->form == EXS_ADDRESS_DDA &&
           exs_rule(search->policy, EXS_RULE_OLD_CLIENT_ONE_OFF);
}

static bool seek(const Search *search, const ExsEnvelope *envelope)
{
    if (is_passed_on(search, envelope))
        return false;
    return seek_dn(search, envelope->dn, EXS_RULE_DN_BEFORE_ADDRESS) ||
           seek_old_dn(search, envelope->dn) ||
           seek_proxy(search, hidden_dn(search, envelope->x400), EXS_RULE_DN_IN_DDA) ||
           seek_proxy(search, envelope->x400, EXS_RULE_PROXY_SCAN) ||
           seek_proxy(search, envelope->dda, EXS_RULE_PROXY_SCAN) ||
           seek_similar(search, envelope->x400);
}

/* The next MTA knows what is written into the envelope. A custom recipient's DN ends here: its mail
 * goes to the target, by its own X.400 proxy if the target has no way of its own. */
static void write_back(const Search *search, ExsEnvelope *envelope, const ExsRecipient *recipient)
{
    const ExsAddress *target = recipient->target;

    envelope->custom = target ? recipient : NULL;
    envelope->recipient = target ? NULL : recipient;
    if (target && recipient->site != search->server->site &&
        exs_rule(search->policy, EXS_RULE_CUSTOM_AT_HOME)) {
        envelope->dn = recipient->dn;
        envelope->x400 = recipient->x400;
        envelope->dda = NULL;
    } else if (target) {
        envelope->dn = NULL;
        envelope->dda = target->form == EXS_ADDRESS_X400 ? NULL : target;
        envelope->x400 = exs_rule(search->policy, EXS_RULE_TARGET_IN_PROXY) ? recipient->routed
                         : target->form == EXS_ADDRESS_X400                 ? target
                                                                            : NULL;
    } else if (exs_rule(search->policy, EXS_RULE_WRITE_BACK)) {
        envelope->dn = recipient->dn;
        envelope->x400 = recipient->x400;
        envelope->dda = NULL;
    }
}

/* What MIXER's tables have for it, on a server where mail passes that has them. */
static void map(const Search *search, ExsEnvelope *envelope)
{
    const ExsServer *server = search->server;

    if (server->mappings->len == 0 || !envelope->carrier ||
        !exs_mixer_works(server, envelope->carrier))
        return;
    if (envelope->x400 && !envelope->dda)
        envelope->dda = exs_mixer_by_table(server, envelope->x400);
    else if (envelope->dda && envelope->dda->domain && !envelope->x400)
        envelope->x400 = exs_mixer_to_x400(server, envelope->dda);
    if (envelope->dda && envelope->x400)
        search->out->rule = EXS_RULE_MCGAM;
}

/* Mail for a custom recipient that this server does not know yet: it came with its DN. */
static bool takes_custom_dn(const Search *search, const ExsRecipient *custom)
{
    return custom && custom->site != search->server->site &&
           !exs_directory_knows(search->server, custom->id) &&
           exs_rule(search->policy, EXS_RULE_CUSTOM_DN_TRAVELS);
}

/* A hub drops a DN of another site that nobody has, for the O/R address. */
static bool hub_drops_dn(const Search *search, const ExsEnvelope *envelope)
{
    return envelope->dn && envelope->carrier && envelope->carrier->came_by &&
           envelope->dn->site_key != search->server->site->dn_space->site_key &&
           exs_rule(search->policy, EXS_RULE_HUB_DROPS_DN);
}

/* Nobody of ours. A DN of this site is nobody's then, and one of another site may be known there.
 * `custom`: the custom recipient that an earlier MTA found. */
static ExsResolved go_on(const Search *search, ExsEnvelope *envelope, const ExsRecipient *custom)
{
    ExsSite *site = search->server->site;
    bool is_other = envelope->x400 || envelope->dda;

    if (takes_custom_dn(search, custom)) {
        search->out->rule = EXS_RULE_CUSTOM_DN_TRAVELS;
        envelope->custom = custom;
        envelope->dn = custom->dn;
        return EXS_RESOLVED;
    }
    if (hub_drops_dn(search, envelope)) {
        search->out->rule = EXS_RULE_HUB_DROPS_DN;
        if (!envelope->x400)
            envelope->x400 = exs_encapsulated(search->world, site, envelope->dn);
        envelope->dn = NULL;
        return EXS_RESOLVED;
    }

    if (envelope->dn && envelope->dn->site_key == site->dn_space->site_key) {
        if (!is_other || !exs_rule(search->policy, EXS_RULE_DEAD_DN_BY_X400))
            return EXS_RESOLVE_UNKNOWN_DN;
        search->out->rule = EXS_RULE_DEAD_DN_BY_X400;
        envelope->dn = NULL;
    }
    map(search, envelope);
    if (envelope->dda && !envelope->x400 && exs_rule(search->policy, EXS_RULE_LOCAL_FIELDS)) {
        envelope->x400 = exs_encapsulated(search->world, site, envelope->dda);
        search->out->rule = EXS_RULE_LOCAL_FIELDS;
    }
    return EXS_RESOLVED;
}

void exs_resolve(ExsResolution *out, const ExsServer *server, const ExsMessage *message,
                 ExsEnvelope *envelope)
{
    Search search = {out, server, &server->policy, server->site->world, message};
    const ExsRecipient *found, *custom = envelope->custom;

    out->count = 0;
    out->rule = EXS_RULE_NONE;
    out->verdict = EXS_RESOLVE_FLAWED;
    if (envelope->typed->flaw)
        return;
    begin(&search, envelope);
    if (!seek(&search, envelope)) {
        out->verdict = go_on(&search, envelope, custom);
        return;
    }
    found = out->steps[out->count - 1].found;
    write_back(&search, envelope, found);
    out->verdict =
        !found->x400 && !found->list && exs_rule(search.policy, EXS_RULE_NEEDS_X400_PROXY)
            ? EXS_RESOLVE_NO_X400
            : EXS_RESOLVED;
}

bool exs_resolve_redirects(const ExsPolicy *policy, const ExsEnvelope *envelope,
                           const ExsAddress *before)
{
    return before && before->form != EXS_ADDRESS_EX && envelope->recipient && envelope->carrier &&
           envelope->carrier->came_from && !exs_rule(policy, EXS_RULE_RESOLVED_UNMARKED);
}

const ExsAddress *exs_envelope_address(const ExsEnvelope *envelope)
{
    if (envelope->dn)
        return envelope->dn;
    return envelope->dda ? envelope->dda : envelope->x400;
}
