/* present.c - see present.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/present.h"

#include <string.h>

#include "exsim/model/org/directory.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/routing/mixer.h"
#include "exsim/model/routing/resolve.h"

/* A copy that leaves. */
typedef struct {
    const ExsServer *server;
    const ExsConnector *connector;
    const ExsTransfer *transfer;
    const ExsEnvelope *envelope;
    const ExsPolicy *policy;
    ExsWorld *world;
} Leaving;

static Leaving leaving(const ExsServer *server, const ExsConnector *connector,
                       const ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    return (Leaving){server, connector, transfer, envelope, &server->policy, server->site->world};
}

static bool has_exchange_contents(const Leaving *copy)
{
    return exs_setting(&copy->connector->settings, EXS_SETTING_EXCHANGE_CONTENTS) != 0;
}

/* ---- who it is from ---- */

/* The sender's proxy in the domain that the registry names for this connector; NULL: none. */
static const ExsAddress *proxy_in(const Leaving *copy, const ExsRecipient *sender,
                                  const char *domain)
{
    g_autofree char *space_text = g_strconcat("X400:", domain, NULL);
    const ExsSpace *space = exs_space(copy->world->spaces, space_text, NULL);
    uint32_t literals;

    for (guint i = 0; space && i < sender->proxies->len; i++)
        if (exs_space_match(space, sender->proxies->pdata[i], &literals) != EXS_MATCH_NONE)
            return sender->proxies->pdata[i];
    return NULL;
}

static const ExsAddress *override_of(const Leaving *copy, const ExsRecipient *sender)
{
    int64_t text = exs_setting(&copy->connector->settings, EXS_SETTING_SITE_PROXY_OVERRIDE);

    if (!text || !exs_rule(copy->policy, EXS_RULE_SITE_PROXY_OVERRIDE))
        return NULL;
    return proxy_in(copy, sender, exs_interner_text(copy->world->names, (uint32_t)text));
}

/* An Internet address in a DDA has the type that MIXER gives it. */
static const ExsAddress *as_rfc_822(const Leaving *copy, const ExsAddress *x400)
{
    g_autofree char *value = NULL;
    const ExsAddress *changed;

    if (!x400 || !x400->dda_type || !exs_rule(copy->policy, EXS_RULE_MIXER_TYPE_RFC_822) ||
        !exs_mixer_works(copy->server, copy->transfer) ||
        strcmp(exs_interner_text(copy->world->names, x400->dda_type), "smtp") != 0)
        return x400;
    value = exs_or_dda(x400);
    changed = exs_or_with_dda(copy->world, x400, "RFC-822", value);
    return changed ? changed : x400;
}

static const ExsAddress *dda_only(const Leaving *copy, const ExsAddress *from)
{
    g_autofree char *value = exs_dda_encode(from->value);
    g_autofree char *text = g_strdup_printf("X400:dda:%s=%s;", from->type_name, value);

    return exs_address_lenient(copy->world->addresses, text, NULL);
}

/* A sender of another mail system whom nobody of ours stands for: the site's O/R address with his
 * own in a DDA; a build that leaves the site's part out makes what nobody can reply to. */
static const ExsAddress *stranger(const Leaving *copy, const ExsAddress *from)
{
    const ExsAddress *mapped;

    if (from->form != EXS_ADDRESS_DDA)
        return from;
    if (from->domain && exs_mixer_works(copy->server, copy->transfer)) {
        mapped = exs_mixer_to_x400(copy->server, from);
        return mapped ? mapped
                      : as_rfc_822(copy, exs_encapsulated(copy->world, copy->server->site, from));
    }
    return exs_rule(copy->policy, EXS_RULE_ORIGINATOR_DDA_ONLY)
               ? dda_only(copy, from)
               : exs_encapsulated(copy->world, copy->server->site, from);
}

/* Whoever of ours has the originator's address is the originator. */
static void find_sender(const Leaving *copy, ExsPresented *out)
{
    const ExsRecipient *owner;

    exs_transfer_originator(copy->transfer, &out->from_dn, &out->from);
    owner = out->from && !out->from_dn ? exs_directory_recipient(copy->server, out->from) : NULL;
    if (!owner || (exs_mixer_works(copy->server, copy->transfer) &&
                   !exs_rule(copy->policy, EXS_RULE_MIXER_GAL_FIRST)))
        return;
    out->from_dn = owner->dn;
    out->from = owner->x400;
}

/* Has it crossed an X.400 or RAS Connector before? */
static bool was_carried(const ExsTransfer *transfer)
{
    return transfer->from_dn || transfer->from_x400;
}

static void present_sender(const Leaving *copy, ExsPresented *out)
{
    const ExsRecipient *sender = copy->transfer->message->sender;
    const ExsAddress *own = sender ? override_of(copy, sender) : NULL;

    find_sender(copy, out);
    if (own)
        out->from = own;
    else if (out->from)
        out->from = stranger(copy, out->from);
    if (!has_exchange_contents(copy) && out->from &&
        exs_rule(copy->policy, EXS_RULE_CONTENTS_OFF_NO_DN))
        out->from_dn = NULL;
    else if (out->from_dn && was_carried(copy->transfer) &&
             copy->connector->connected_sites->len == 0 &&
             exs_rule(copy->policy, EXS_RULE_OR_NAME_ONCE))
        out->from = NULL;
}

/* ---- whom it is for ---- */

/* Is the address in the country and the ADMD of the organisation itself? */
static bool shares_domain(const Leaving *copy, const ExsAddress *to)
{
    return to->attribute[EXS_OR_C] == exs_intern_folded(copy->world->names, copy->world->country) &&
           to->attribute[EXS_OR_A] == exs_intern_folded(copy->world->names, copy->world->admd);
}

/* What the build makes of a DDA's value, which is encoded by then. NULL: nothing else. */
static char *garbled(const Leaving *copy, const ExsAddress *to, const char *value)
{
    const ExsAddress *typed = copy->envelope->typed;
    bool is_typed = !copy->envelope->custom && !copy->transfer->came_by;
    const char *equals = strchr(value, '=');

    if (equals && exs_rule(copy->policy, EXS_RULE_DDA_CUT_AT_EQUALS))
        return g_strndup(value, (size_t)(equals - value));
    if (is_typed && strchr(value, '(') && shares_domain(copy, to) &&
        exs_rule(copy->policy, EXS_RULE_DDA_ENCODED_TWICE))
        return exs_dda_encode(value);
    if (is_typed && typed->regular && exs_rule(copy->policy, EXS_RULE_DDA_MIX_ENCODED_TWICE))
        return exs_dda_encode(typed->dda_typed);
    return NULL;
}

static const ExsAddress *with_garbled_dda(const Leaving *copy, const ExsAddress *to)
{
    g_autofree char *value = exs_or_dda(to), *wrong = NULL;
    const char *type = exs_interner_text(copy->world->names, to->dda_type);
    const ExsAddress *changed;

    if (copy->transfer->came_by && strcmp(type, "rfc-822") == 0 &&
        exs_rule(copy->policy, EXS_RULE_RFC_822_BECOMES_SMTP)) {
        changed = exs_or_with_dda(copy->world, to, "SMTP", value);
        return changed ? changed : to;
    }
    wrong = garbled(copy, to, value);
    changed = wrong ? exs_or_with_dda(copy->world, to, NULL, wrong) : NULL;
    return changed ? changed : to;
}

/* The recipients of 1984 know no common name. */
static bool is_downgraded(const Leaving *copy, const ExsAddress *to)
{
    return to->attribute[EXS_OR_CN] && !has_exchange_contents(copy) &&
           exs_setting(&copy->connector->settings, EXS_SETTING_X400_1984) &&
           exs_rule(copy->policy, EXS_RULE_COMMON_NAME_IN_DDA) &&
           !exs_rule(copy->policy, EXS_RULE_COMMON_NAME_STAYS_IN_P1);
}

static void present_recipient(const Leaving *copy, ExsPresented *out)
{
    const ExsEnvelope *envelope = copy->envelope;

    out->to_dn = envelope->dn;
    out->to = envelope->x400;
    if (out->to && out->to_dn && !has_exchange_contents(copy) &&
        exs_rule(copy->policy, EXS_RULE_CONTENTS_OFF_NO_DN))
        out->to_dn = NULL;
    if (out->to && out->to->dda_type)
        out->to = as_rfc_822(copy, with_garbled_dda(copy, out->to));
    if (out->to && is_downgraded(copy, out->to))
        out->to = exs_or_downgraded(copy->world, out->to);
}

ExsPresented exs_present_x400(const ExsServer *server, const ExsConnector *connector,
                              const ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    Leaving copy = leaving(server, connector, transfer, envelope);
    ExsPresented out;

    present_sender(&copy, &out);
    present_recipient(&copy, &out);
    return out;
}

/* ---- by a gateway ---- */

/* An address of the Internet for whoever has none: the one in his DDA, one that MIXER makes, or his
 * own in the local part, the domain the site's. */
static const ExsAddress *internet_address(const Leaving *copy, const ExsAddress *other,
                                          bool is_originator)
{
    const ExsAddress *inner = other ? exs_unwrapped(copy->world, other) : NULL;
    g_autofree char *domain = NULL;

    if (inner && inner->domain)
        return inner;
    if (!other || other->domain)
        return other;
    if (other->form == EXS_ADDRESS_X400 && exs_mixer_works(copy->server, copy->transfer))
        return exs_mixer_to_internet(copy->server, other, is_originator);
    domain = exs_identity_domain_text(copy->world, copy->server->site);
    return exs_imcea(copy->world, other, domain);
}

/* Whoever of ours has the address may have one of the Internet. */
static const ExsAddress *smtp_of(const Leaving *copy, const ExsAddress *address)
{
    const ExsRecipient *owner = address ? exs_directory_recipient(copy->server, address) : NULL;

    if (!owner || !owner->smtp ||
        (exs_mixer_works(copy->server, copy->transfer) &&
         !exs_rule(copy->policy, EXS_RULE_MIXER_GAL_FIRST)))
        return NULL;
    return owner->smtp;
}

static const ExsAddress *internet_sender(const Leaving *copy)
{
    const ExsMessage *message = copy->transfer->message;
    const ExsAddress *dn, *x400, *smtp;

    if (message->sender && message->sender->smtp)
        return message->sender->smtp;
    exs_transfer_originator(copy->transfer, &dn, &x400);
    smtp = smtp_of(copy, dn);
    if (!smtp)
        smtp = smtp_of(copy, x400);
    return smtp ? smtp : internet_address(copy, x400 ? x400 : dn, true);
}

ExsPresented exs_present_gateway(const ExsServer *server, const ExsConnector *connector,
                                 const ExsTransfer *transfer, const ExsEnvelope *envelope)
{
    Leaving copy = leaving(server, connector, transfer, envelope);
    ExsPresented out = {0};

    out.from = internet_sender(&copy);
    out.to = envelope->dda ? envelope->dda : envelope->x400;
    return out;
}

const ExsAddress *exs_present_listed(const ExsServer *server, const ExsConnector *connector,
                                     const ExsTransfer *transfer, const ExsEnvelope *other)
{
    Leaving copy = leaving(server, connector, transfer, other);
    const ExsAddress *smtp;

    if (!connector->class->secured) {
        if (other->x400 || !other->dda)
            return as_rfc_822(&copy, other->x400);
        return as_rfc_822(&copy, exs_encapsulated(copy.world, server->site, other->dda));
    }
    smtp = smtp_of(&copy, other->dn ? other->dn : other->x400);
    if (smtp)
        return smtp;
    return internet_address(
        &copy, other->x400 && !other->dda ? other->x400 : exs_envelope_address(other), false);
}
