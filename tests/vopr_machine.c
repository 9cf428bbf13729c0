/* vopr_machine.c - trouble with clocks, disks and files, for vopr.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/ims_spool.h"
#include "exsim/model/actors/mta.h"
#include "vopr.h"

static void change_clock(Vopr *vopr, ExsServer *server)
{
    static const char *const zones[] = {"UTC", "UTC-8", "UTC+5:30",
                                        "UTC-8 (DST 1998-03-02 18:00 .. 1998-03-03 12:00)"};
    ExsClock clock = {.skew = ((ExsTime)vopr_roll(vopr, 120) - 60) * EXS_MINUTE};

    vopr_must(vopr, exs_clock_parse_zone(zones[vopr_roll(vopr, G_N_ELEMENTS(zones))], &clock, NULL),
              NULL);
    exs_server_set_clock(vopr->world, server, &clock);
}

/* A file of the database, its work queue's or a gateway's among them. */
static void change_file(Vopr *vopr, ExsMta *mta)
{
    g_autofree char *name = exs_database_file_name(1 + (uint32_t)vopr_roll(vopr, 0x30));

    exs_database_set_file(mta, name, (ExsFileState)vopr_roll(vopr, 3), NULL); /* it may be none */
}

/* An object of a message that stands there. */
static void change_object(Vopr *vopr, ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);
    const ExsTransfer *transfer = vopr_any(vopr, standing);

    if (transfer)
        vopr_must(vopr,
                  exs_object_set(mta, exs_object_number(mta, transfer->message),
                                 (ExsObjectState)vopr_roll(vopr, 4)),
                  NULL);
}

/* Refused while the MTA runs. */
static void check_database(Vopr *vopr, ExsMta *mta)
{
    ExsMtacheck how = {vopr_roll(vopr, 2), vopr_roll(vopr, 2), vopr_roll(vopr, 2),
                       vopr_roll(vopr, 2), NULL};

    if (vopr_roll(vopr, 4) == 0)
        exs_database_restore(mta, vopr_roll(vopr, 2) ? "DB000001.DAT" : "DB000010.DAT", NULL);
    g_strfreev(exs_database_mtacheck(mta, &how, NULL));
}

/* The MTA stops, something happens to its files, and it starts. */
static void change_database(Vopr *vopr, ExsServer *server)
{
    ExsService mta = {EXS_SERVICE_MTA, server, NULL};

    if (vopr_roll(vopr, 3) == 0)
        exs_service_crash(vopr->world, &mta);
    else
        exs_service_stop(vopr->world, &mta);
    for (uint64_t i = vopr_roll(vopr, 4); i > 0; i--)
        change_object(vopr, server->mta);
    if (vopr_roll(vopr, 4) == 0)
        change_file(vopr, server->mta);
    if (vopr_roll(vopr, 2))
        check_database(vopr, server->mta);
    exs_service_start(vopr->world, &mta);
}

/* The spool of a gateway, which is started anew. */
static void change_spool(Vopr *vopr, ExsServer *server)
{
    ExsService ims;

    if (!exs_service_find(server, "ims", &ims, NULL))
        return;
    exs_spool_set_fault(ims.connector->service, (ExsSpoolFault)vopr_roll(vopr, EXS_SPOOL_FAULTS),
                        vopr_roll(vopr, 2));
    if (vopr_roll(vopr, 2) == 0)
        return;
    exs_service_stop(vopr->world, &ims);
    if (vopr_roll(vopr, 8) == 0)
        vopr_must(vopr,
                  exs_spool_move(ims.connector->service, vopr_roll(vopr, 2), vopr_roll(vopr, 2),
                                 vopr_roll(vopr, 2), NULL),
                  NULL);
    exs_service_start(vopr->world, &ims);
}

/* Accounts and names: what MTAs bind with over RPC. */
static void change_permission(Vopr *vopr, ExsServer *server)
{
    if (vopr_roll(vopr, 2))
        exs_setting_set(&server->site->settings, EXS_SETTING_PASSWORD_EXPIRED,
                        (int64_t)vopr_roll(vopr, 2), NULL);
    else
        exs_setting_set(&server->settings, EXS_SETTING_DNS_AWAY, (int64_t)vopr_roll(vopr, 2), NULL);
}

static void delete_mail(Vopr *vopr, const ExsServer *server)
{
    const ExsMessage *message = vopr->world->newest_message;

    if (message)
        exs_delete(vopr->world, server, message->serial, NULL); /* it may stand elsewhere */
}

/* The clock, the disk, the files of the MTA, its account and its names. */
void vopr_change_machine(Vopr *vopr)
{
    ExsServer *server = vopr_any(vopr, vopr->world->servers);

    switch (vopr_roll(vopr, 11)) {
    case 0:
        change_clock(vopr, server);
        break;
    case 1:
        exs_disk_set_free(server->mta, (int64_t)vopr_roll(vopr, 20) << 20);
        break;
    case 2:
        exs_database_set_fault(server->mta, (ExsDatabaseFault)vopr_roll(vopr, 2),
                               vopr_roll(vopr, 2));
        break;
    case 3:
        change_object(vopr, server->mta);
        break;
    case 4:
    case 5:
        change_database(vopr, server);
        break;
    case 6:
        delete_mail(vopr, server);
        break;
    case 8:
    case 9:
        change_permission(vopr, server);
        break;
    case 7:
        change_spool(vopr, server);
        break;
    default:
        exs_server_crash(vopr->world, server);
        break;
    }
}

/* ---- all is well again ---- */

static void repair_files(ExsMta *mta)
{
    g_autoptr(GPtrArray) standing = exs_objects_standing(mta);

    for (uint32_t i = 1; i <= 0x30; i++) {
        g_autofree char *name = exs_database_file_name(i);

        exs_database_set_file(mta, name, EXS_FILE_WHOLE, NULL);
    }
    for (guint i = 0; i < standing->len; i++)
        exs_object_set(mta,
                       exs_object_number(mta, ((const ExsTransfer *)standing->pdata[i])->message),
                       EXS_OBJECT_WHOLE);
}

static void repair_machine(ExsWorld *world, ExsServer *server)
{
    ExsClock right = {0};

    exs_server_set_clock(world, server, &right);
    exs_setting_clear(&server->site->settings, EXS_SETTING_PASSWORD_EXPIRED);
    exs_setting_clear(&server->settings, EXS_SETTING_DNS_AWAY);
    exs_disk_set_free(server->mta, (int64_t)1 << 30);
    for (int fault = 0; fault < EXS_DATABASE_FAULTS; fault++)
        exs_database_set_fault(server->mta, (ExsDatabaseFault)fault, false);
    repair_files(server->mta);
}

static void repair_spools(const ExsWorld *world)
{
    for (guint i = 0; i < world->connectors->len; i++) {
        const ExsConnector *connector = world->connectors->pdata[i];

        if (!connector->class->secured || !((const ExsGateway *)connector->service)->spool)
            continue;
        for (int fault = 0; fault < EXS_SPOOL_FAULTS; fault++)
            exs_spool_set_fault(connector->service, (ExsSpoolFault)fault, false);
    }
}

/* Mail of queues that the MTA knows no more stays for ever, and so does a queue's that gets another
 * id at the next start. */
static bool strands(const ExsMta *mta)
{
    return mta->database->is_new || (mta->database->stranded && mta->database->stranded->count > 0);
}

void vopr_repair_machines(Vopr *vopr)
{
    const GPtrArray *servers = vopr->world->servers;

    for (guint i = 0; i < servers->len; i++)
        repair_machine(vopr->world, servers->pdata[i]);
    repair_spools(vopr->world);
    for (guint i = 0; i < servers->len; i++)
        vopr->calm &= !strands(((const ExsServer *)servers->pdata[i])->mta);
}

/* Mail in Out is due, or waits for one of the sessions, all of which are at work then. */
void vopr_check_spool(const Vopr *vopr, const ExsGateway *gateway)
{
    int64_t most = exs_setting(&gateway->connector->settings, EXS_SETTING_IMS_CONNECTIONS);
    bool running = gateway->connector->is_running;
    uint32_t sessions = 0, waiting = 0;

    for (int priority = 0; priority < EXS_PRIORITY_COUNT; priority++)
        for (const ExsTransfer *t = gateway->out->first[priority]; t; t = t->next) {
            vopr_hold(vopr, running || !t->event, "mail in the spool of a dead gateway is due");
            sessions += t->is_held;
            waiting += running && !t->event;
        }
    vopr_hold(vopr, sessions == gateway->sessions, "a gateway miscounts its sessions");
    vopr_hold(vopr, most == 0 || sessions <= most, "a gateway has more sessions than it may");
    vopr_hold(vopr, waiting == 0 || (most > 0 && sessions == most),
              "mail in the spool is not due, and waits for no session");
}
