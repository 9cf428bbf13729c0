/* vopr_trouble.c - random mail, and what goes wrong with services, links, hosts and connectors (see
 * vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/attendant.h"
#include "vopr.h"

/* ---- mail ---- */

static const ExsAddress *address_elsewhere(Vopr *vopr)
{
    static const char *const others[] = {"SMTP:one@example.com",
                                         "SMTP:two@example.com",
                                         "SMTP:x@example.org",
                                         "SMTP:y@nowhere.test",
                                         "SMTP:z@far.example.org",
                                         "SMTP:user1@example.org",
                                         "SMTP:@",
                                         "EX:/o=ORG/ou=SITE1/cn=Recipients/cn=gone",
                                         "X400:c=FR;a= ;p=ELSE;s=moi;"};

    return exs_address_lenient(vopr->world->addresses,
                               others[vopr_roll(vopr, G_N_ELEMENTS(others))], NULL);
}

static const ExsAddress *random_address(Vopr *vopr)
{
    const ExsRecipient *recipient = vopr_any(vopr, vopr->world->recipients);

    if (vopr_roll(vopr, 4) > 0)
        return vopr_roll(vopr, 4) > 0 ? recipient->dn : recipient->smtp;
    if (vopr_roll(vopr, 3) == 0)
        return vopr_address_beyond(vopr);
    return address_elsewhere(vopr);
}

static void send_mail(Vopr *vopr)
{
    const ExsAddress *to[4];
    ExsSubmission submission = {
        .from = vopr_any_mailbox(vopr),
        .to = to,
        .count = 1 + (uint32_t)vopr_roll(vopr, G_N_ELEMENTS(to)),
        .size = 1 + (int64_t)vopr_roll(vopr, 2000000),
        .priority = (ExsPriority)vopr_roll(vopr, EXS_PRIORITY_COUNT),
        .kind = vopr_roll(vopr, 10) == 0 ? EXS_MESSAGE_REPORT : EXS_MESSAGE,
        .is_malformed = vopr_roll(vopr, 20) == 0,
        .flaw = vopr_random_flaw(vopr),
        .wants_receipt = vopr_roll(vopr, 12) == 0,
    };
    GError *error = NULL;
    uint32_t serial;

    if (vopr_roll(vopr, 6) == 0)
        submission.not_before =
            exs_world_now(vopr->world) + (ExsTime)vopr_roll(vopr, (uint64_t)EXS_DAY);
    for (uint32_t i = 0; i < submission.count; i++)
        to[i] = random_address(vopr);
    serial = exs_send(vopr->world, &submission, &error);
    vopr_must(vopr, serial != 0, error);
    vopr_note_flaw(vopr, serial, submission.flaw);
}

static bool is_alive(const Vopr *vopr, uint32_t serial)
{
    for (const ExsMessage *m = vopr->world->newest_message; m; m = m->older)
        if (m->serial == serial)
            return true;
    return false;
}

/* Refused where there is no such service, or where it or the host is down. Half of it is for
 * others, and only passes. */
static void send_from_outside(Vopr *vopr)
{
    const ExsAddress *to[3];
    ExsSubmission submission = {
        .to = to,
        .count = 1 + (uint32_t)vopr_roll(vopr, G_N_ELEMENTS(to)),
        .size = 1 + (int64_t)vopr_roll(vopr, 100000),
        .logon = (ExsLogon)vopr_roll(vopr, 3),
    };
    ExsHost *host = vopr_any(vopr, vopr->world->hosts);
    uint64_t before, refused;
    ExsService ims;
    uint32_t serial;

    for (uint32_t i = 0; i < submission.count; i++)
        to[i] = vopr_roll(vopr, 2) ? address_elsewhere(vopr) : random_address(vopr);
    if (!exs_service_find(vopr_any(vopr, vopr->world->servers), "ims", &ims, NULL))
        return;
    before = vopr_relays_refused(vopr);
    serial = exs_send_from_host(vopr->world, host, ims.connector,
                                exs_address(vopr->world->addresses, "SMTP:one@example.com", NULL),
                                &submission, NULL);
    refused = vopr_relays_refused(vopr) - before;
    vopr_check_relay(vopr, ims.connector, host, &submission, serial != 0, refused);
    if (serial && !is_alive(vopr, serial)) /* over the limit of the service: gone at once */
        vopr->recipients += submission.count - refused - 1;
}

/* Of the newest message that is under way. */
static void change_priority(Vopr *vopr)
{
    const ExsMessage *message = vopr->world->newest_message;

    if (message)
        vopr_must(vopr,
                  exs_set_priority(vopr->world, message->serial,
                                   (ExsPriority)vopr_roll(vopr, EXS_PRIORITY_COUNT), NULL),
                  NULL);
}

/* ---- services, links, hosts, connectors ---- */

static void toggle_service(Vopr *vopr)
{
    static const char *const names[] = {"mta", "store", "ims"};
    ExsService service;

    if (!exs_service_find(vopr_any(vopr, vopr->world->servers), names[vopr_roll(vopr, 3)], &service,
                          NULL))
        return;
    if (vopr_roll(vopr, 4) == 0)
        exs_service_crash(vopr->world, &service);
    else if (exs_service_is_running(&service))
        exs_service_stop(vopr->world, &service);
    else
        exs_service_start(vopr->world, &service);
}

static void change_link(Vopr *vopr)
{
    ExsLink *link = vopr_any(vopr, vopr->world->links);

    if (link && vopr_roll(vopr, 12) == 0)
        exs_link_strand(vopr->world, link);
    else if (link && vopr_roll(vopr, 12) == 0)
        exs_link_stick(vopr->world, link);
    else if (link)
        exs_link_set_state(vopr->world, link, (ExsLinkState)vopr_roll(vopr, 4));
}

static void change_host(Vopr *vopr)
{
    ExsHost *host = vopr_any(vopr, vopr->world->hosts);
    ExsAnswer answer = {.verb = "RCPT",
                        .reply = vopr_roll(vopr, 2) ? "452 later" : "550 no",
                        .times = 1 + (int64_t)vopr_roll(vopr, 3)};

    exs_host_set_up(vopr->world, host, vopr_roll(vopr, 2));
    if (vopr_roll(vopr, 3) == 0)
        g_array_append_val(host->answers, answer);
}

static void change_connector(Vopr *vopr)
{
    ExsConnector *connector = vopr_any(vopr, vopr->world->connectors);

    if (!connector)
        return;
    if (vopr_roll(vopr, 12) == 0) {
        exs_actors_remove_connector(vopr->world, connector);
        vopr->is_cut = true;
    } else if (connector->class->has_schedule)
        vopr_random_schedule(vopr, connector);
    if (vopr_roll(vopr, 2) == 0)
        exs_attendant_replicate(vopr->world, 0);
}

/* ---- all of it ---- */

static void on_trouble(void *object, void *data)
{
    Vopr *vopr = object;
    uint64_t what = vopr_roll(vopr, 24);

    (void)data;
    if (vopr->world->replicates && vopr_roll(vopr, 3) == 0)
        vopr_trouble_directories(vopr);
    if (vopr_roll(vopr, 3) == 0)
        vopr_trouble_folders(vopr);
    if (what < 13)
        send_mail(vopr);
    else if (what == 22)
        change_priority(vopr);
    else if (what < 15)
        vopr_roll(vopr, 3) ? send_from_outside(vopr) : vopr_send_from_beyond(vopr);
    else if (what < 17)
        toggle_service(vopr);
    else if (what < 19)
        change_link(vopr);
    else if (what < 20)
        change_host(vopr);
    else if (what < 21)
        change_connector(vopr);
    else if (what < 23)
        vopr_change_machine(vopr);
    else
        exs_server_stop(vopr->world, vopr_any(vopr, vopr->world->servers));
}

/* In bursts: what goes wrong while mail is on its way is what hurts. */
void vopr_plan_trouble(Vopr *vopr, ExsTime from, ExsTime span)
{
    for (uint64_t bursts = 10 + vopr_roll(vopr, 30); bursts > 0; bursts--) {
        ExsTime when = from + (ExsTime)vopr_roll(vopr, (uint64_t)(span - EXS_MINUTE));
        uint64_t burst = vopr_roll(vopr, 2) ? EXS_SECOND / 2 : EXS_MINUTE;

        for (uint64_t i = 1 + vopr_roll(vopr, 8); i > 0; i--)
            exs_engine_at(vopr->world->engine, when + (ExsTime)vopr_roll(vopr, burst), on_trouble,
                          vopr, NULL);
    }
}

/* Two that open to each other at the same instant with one control block each would do so for ever:
 * nothing makes their retry timers differ. */
static void widen_pools(ExsWorld *world)
{
    static const ExsSetting pools[] = {EXS_SETTING_TCP_CONTROL_BLOCKS,
                                       EXS_SETTING_TP4_CONTROL_BLOCKS, EXS_SETTING_X25_CONNECTIONS,
                                       EXS_SETTING_SITE_CONNECTIONS};

    for (size_t i = 0; i < G_N_ELEMENTS(pools); i++)
        exs_setting_clear(&world->settings, pools[i]);
    /* an MTA without ends, and nobody would start it again */
    exs_setting_set(&world->settings, EXS_SETTING_RAS_CONNECTIONS, 1000, NULL);
}

void vopr_repair_all(Vopr *vopr)
{
    ExsWorld *world = vopr->world;
    ExsSchedule always = {0};

    for (guint i = 0; i < world->hosts->len; i++)
        exs_host_set_up(world, world->hosts->pdata[i], true);
    for (guint i = 0; i < world->links->len; i++)
        exs_link_set_state(world, world->links->pdata[i], EXS_LINK_UP);
    vopr_repair_machines(vopr);
    widen_pools(world);
    for (guint i = 0; i < world->servers->len; i++) {
        exs_server_stop(
            world, world->servers->pdata[i]); /* mail of removed connectors moves at the start */
        exs_server_start(world, world->servers->pdata[i]);
    }
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->secured && connector->is_removed)
            vopr->calm = false;
        if (connector->class->has_schedule)
            exs_connector_set_schedule(world, connector, &always);
    }
    vopr_schedule_replications(vopr, "00:00-00:15, 12:00-12:15");
}
