/* mail.c - 100,000 messages through the real model: two sites, three servers, every hop resolved,
 * matched, selected, queued, transferred and traced.
 *
 * SEATTLE has HUB1 and HUB2, PARIS has PAR1; the X.400 Connector FAST joins HUB1 and PAR1, SLOW
 * joins HUB2 and PAR1. Of every 100 messages one is for somebody whom nobody knows and comes back.
 * The last twentieth finds FAST cut and goes round. Compared with this program's hop rate: what a
 * message costs in bare events.
 *
 * SPDX-License-Identifier: MIT */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "exsim/model/actors/actors.h"

#define MESSAGES 100000u
#define PEOPLE   100u
#define EVERY    (20 * EXS_MILLISECOND)
#define AWAY     (MESSAGES - MESSAGES / 20)

typedef struct {
    ExsWorld *world;
    ExsRecipient *from[2][PEOPLE], *to[2][PEOPLE];
    const ExsAddress *nobody[PEOPLE];
    ExsLink *fast;
    uint32_t sent;
} Mail;

typedef struct {
    double rate;
    uint64_t queued, rerouted, returned;
} Outcome;

static void must(bool ok, GError *error)
{
    if (ok)
        return;
    fprintf(stderr, "exs_bench: mail: %s\n", error ? error->message : "?");
    exit(1);
}

static ExsConnector *half(Mail *mail, ExsServer *from, ExsServer *to, const char *name,
                          ExsLink *link, int cost)
{
    GError *error = NULL;
    ExsConnectorPlan plan = {.name = name, .target = to, .link = link, .cost = cost};
    ExsConnector *connector = exs_actors_add_connector(mail->world, from, "x400", &plan, &error);

    must(connector != NULL, error);
    exs_connector_connect(connector, to->site, NULL);
    return connector;
}

static ExsLink *pair(Mail *mail, ExsServer *a, ExsServer *b, const char *name, int cost)
{
    g_autofree char *back = g_strconcat(name, " BACK", NULL);
    ExsLink *link = exs_world_add_link(mail->world, name, a->id, b->id, NULL);
    ExsConnector *there = half(mail, a, b, name, link, cost);
    ExsConnector *here = half(mail, b, a, back, link, cost);

    there->peer = here;
    here->peer = there;
    return link;
}

static void people(Mail *mail, ExsServer *server, ExsRecipient **out, const char *prefix)
{
    for (uint32_t i = 0; i < PEOPLE; i++) {
        g_autofree char *name = g_strdup_printf("%s%u", prefix, i);

        out[i] = exs_world_add_mailbox(mail->world, server, name, NULL);
        must(out[i] != NULL, NULL);
    }
}

static void build(Mail *mail)
{
    ExsSite *seattle = exs_world_add_site(mail->world, "SEATTLE", NULL);
    ExsSite *paris = exs_world_add_site(mail->world, "PARIS", NULL);
    ExsServer *hub1 = exs_actors_add_server(mail->world, seattle, "HUB1", NULL, NULL);
    ExsServer *hub2 = exs_actors_add_server(mail->world, seattle, "HUB2", NULL, NULL);
    ExsServer *par1 = exs_actors_add_server(mail->world, paris, "PAR1", NULL, NULL);

    people(mail, hub1, mail->from[0], "ann");
    people(mail, hub2, mail->from[1], "bea");
    people(mail, par1, mail->to[0], "cat");
    people(mail, par1, mail->to[1], "dan");
    for (uint32_t i = 0; i < PEOPLE; i++) {
        g_autofree char *text = g_strdup_printf("SMTP:nobody%u@example.com", i);

        mail->nobody[i] = exs_address(mail->world->addresses, text, NULL);
    }
    mail->fast = pair(mail, hub1, par1, "FAST", 1);
    pair(mail, hub2, par1, "SLOW", 5);
    exs_setting_set(&mail->world->settings, EXS_SETTING_SUBMIT_TIME, 1000, NULL);
    exs_setting_set(&mail->world->settings, EXS_SETTING_MTA_TIME, 1000, NULL);
    exs_setting_set(&mail->world->settings, EXS_SETTING_DELIVERY_TIME, 1000, NULL);
    exs_setting_set(&mail->world->settings, EXS_SETTING_BANDWIDTH, 100000000, NULL);
    exs_setting_set(&mail->world->settings, EXS_SETTING_LATENCY, 1000, NULL);
    exs_actors_begin(mail->world);
}

static void on_next(void *object, void *data)
{
    Mail *mail = object;
    uint32_t i = mail->sent++;
    const ExsAddress *to =
        i % 100 == 99 ? mail->nobody[i / 100 % PEOPLE] : mail->to[i / 2 % 2][i / 4 % PEOPLE]->dn;
    ExsSubmission submission = {
        .from = mail->from[i % 2][i / 2 % PEOPLE],
        .to = &to,
        .count = 1,
        .size = 4096,
        .priority = EXS_PRIORITY_NORMAL,
    };

    (void)data;
    exs_send(mail->world, &submission, NULL);
    if (mail->sent == AWAY)
        exs_link_set_state(mail->world, mail->fast, EXS_LINK_CUT);
    if (mail->sent < MESSAGES)
        exs_engine_at(mail->world->engine, exs_world_now(mail->world) + EVERY, on_next, mail, NULL);
}

static Outcome run(const char *record)
{
    Mail mail = {0};
    GError *error = NULL;
    ExsWorldOptions options = {
        .seed = 1,
        .detail = record ? EXS_DETAIL_FULL : EXS_DETAIL_NONE,
        .start = 888825600 * EXS_SECOND,
        .record = record,
    };
    Outcome outcome;
    double began;

    must(exs_product_parse("5.5 SP4", &options.product, &error), error);
    mail.world = exs_actors_world_new(&options, &error);
    must(mail.world != NULL, error);
    build(&mail);
    if (record)
        g_unlink(record); /* replacing what the disk is still writing waits for the disk */
    began = bench_seconds();
    exs_engine_at(mail.world->engine, options.start, on_next, &mail, NULL);
    must(exs_actors_run(mail.world, options.start + EXS_DAY, &error), error);
    must(exs_record_finish(mail.world->record, true, &error), error);
    outcome = (Outcome){
        .rate = (double)mail.world->transfers / (bench_seconds() - began),
        .queued = mail.world->queued,
        .rerouted = mail.world->reroutes,
        .returned = mail.world->fates[EXS_FATE_RETURNED],
    };
    must(mail.world->fates[EXS_FATE_OPEN] == 0, NULL);
    exs_world_free(mail.world);
    return outcome;
}

static void print(const char *record, Outcome outcome, double *rates, double *ratios)
{
    g_autofree char *what =
        g_strdup_printf("mail record=%s messages=%u queued=%" G_GUINT64_FORMAT
                        " rerouted=%" G_GUINT64_FORMAT " returned=%" G_GUINT64_FORMAT,
                        record, MESSAGES, outcome.queued, outcome.rerouted, outcome.returned);

    bench_print(what, bench_median(rates, BENCH_ROUNDS), "transfer/s",
                bench_median(ratios, BENCH_ROUNDS), "hop");
}

void bench_mail(void)
{
    double rates[2][BENCH_ROUNDS], ratios[2][BENCH_ROUNDS];
    g_autofree char *folder = g_dir_make_tmp("exsim-bench-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "mail.exr", NULL);
    Outcome outcome[2];

    for (int i = 0; i < BENCH_ROUNDS; i++) {
        double hop = bench_hop_rate();

        for (int side = 0; side < 2; side++) {
            outcome[side] = run(side ? file : NULL);
            rates[side][i] = outcome[side].rate;
            ratios[side][i] = outcome[side].rate / hop;
        }
    }
    g_unlink(file);
    g_rmdir(folder);
    print("none", outcome[0], rates[0], ratios[0]);
    print("file", outcome[1], rates[1], ratios[1]);
}
