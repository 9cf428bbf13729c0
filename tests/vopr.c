/* vopr.c - seeded random organisations, random mail and random faults, and what must hold after
 * every event (vopr_checks.c):
 *
 *   - each open recipient of each message belongs to exactly one copy, and each copy stands in
 *     exactly one place;
 *   - queue counts are queue lengths, and the counted fates are those of the recipients;
 *   - nobody idles while there is work, and nothing stopped works;
 *   - time never runs back;
 *   - two runs of one seed give the same record, and the record says what happened;
 *   - when everything works again long enough, nothing is left open but what a schedule keeps.
 *
 * vopr --seeds A..B prints "vopr N seeds clean", or the first seed that is not, and what broke.
 *
 * SPDX-License-Identifier: MIT */
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exsim/model/actors/attendant.h"
#include "vopr.h"

#define START     (888825600 * EXS_SECOND)
#define TROUBLE   (2 * EXS_DAY)  /* mail and faults */
#define AFTERMATH (12 * EXS_DAY) /* longer than any retry list */

static uint64_t roll(Vopr *vopr, uint64_t n)
{
    return exs_stream_below(&vopr->dice, n);
}

static gpointer any(Vopr *vopr, const GPtrArray *things)
{
    return things->len > 0 ? things->pdata[roll(vopr, things->len)] : NULL;
}

/* ---- when it breaks ---- */

static char crash[64]; /* what to say of the seed that runs */

/* A failed assertion of the model: it has said where, this says with which seed. */
static void on_abort(int signal)
{
    (void)signal;
    if (write(STDOUT_FILENO, crash, strlen(crash)) >= 0)
        _exit(1);
}

static void on_event(void *object, void *data)
{
    (void)data;
    vopr_check(object);
}

/* ---- random organisations ---- */

static void must(Vopr *vopr, bool ok, GError *error)
{
    if (!ok)
        vopr_broken(vopr, error ? error->message : "a step of the set-up failed");
}

static void add_people(Vopr *vopr, ExsServer *server)
{
    for (uint64_t i = 1 + roll(vopr, 2); i > 0; i--) {
        g_autofree char *name = g_strdup_printf("user%u", vopr->world->recipients->len + 1);

        must(vopr, exs_world_add_mailbox(vopr->world, server, name, NULL) != NULL, NULL);
    }
}

static void add_sites(Vopr *vopr)
{
    static const char *const products[] = {"4.0",     "4.0 SP3", "4.0 SP5", "5.0",
                                           "5.0 SP2", "5.5",     "5.5 SP4"};
    uint64_t sites = 1 + roll(vopr, 5);

    for (uint64_t i = 0; i < sites; i++) {
        g_autofree char *name = g_strdup_printf("SITE%" G_GUINT64_FORMAT, i + 1);
        ExsSite *site = exs_world_add_site(vopr->world, name, NULL);

        for (uint64_t k = 1 + roll(vopr, 3); k > 0; k--) {
            g_autofree char *server_name =
                g_strdup_printf("SERVER%u", vopr->world->servers->len + 1);
            ExsProduct product;

            exs_product_parse(products[roll(vopr, G_N_ELEMENTS(products))], &product, NULL);
            add_people(vopr, exs_actors_add_server(vopr->world, site, server_name, &product, NULL));
        }
    }
}

static ExsConnector *add_half(Vopr *vopr, ExsServer *from, ExsServer *to, const char *name,
                              ExsLink *link, int64_t cost)
{
    ExsConnectorPlan plan = {.name = name, .target = to, .link = link, .cost = cost};
    GError *error = NULL;
    ExsConnector *connector = exs_actors_add_connector(vopr->world, from, "x400", &plan, &error);

    must(vopr, connector != NULL, error);
    g_ptr_array_add(connector->connected_sites, to->site);
    if (roll(vopr, 3) == 0)
        exs_setting_set(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES,
                        1 + (int64_t)roll(vopr, 20), NULL);
    return connector;
}

static void random_schedule(Vopr *vopr, ExsConnector *connector)
{
    static const char *const texts[] = {
        "always", "always",      "22:00-06:00", "Mon-Fri 08:00-18:00", "never", "always",
        "always", "12:15-12:30", "remote",      "08:00-20:00",         "always"};
    ExsSchedule schedule;

    must(vopr, exs_schedule_parse(texts[roll(vopr, G_N_ELEMENTS(texts))], &schedule, NULL), NULL);
    exs_connector_set_schedule(vopr->world, connector, &schedule);
}

static void add_pair(Vopr *vopr, ExsServer *a, ExsServer *b)
{
    g_autofree char *name = g_strdup_printf("X%u", vopr->world->connectors->len + 1);
    g_autofree char *back = g_strdup_printf("X%u back", vopr->world->connectors->len + 1);
    ExsLink *link = exs_world_add_link(vopr->world, name, a->id, b->id, NULL);
    int64_t cost = 1 + (int64_t)roll(vopr, EXS_COST_MAX);
    ExsConnector *there = add_half(vopr, a, b, name, link, cost);
    ExsConnector *here = add_half(vopr, b, a, back, link, cost);

    there->peer = here;
    here->peer = there;
    random_schedule(vopr, there);
    random_schedule(vopr, here);
}

/* A chain of all sites, and some more. */
static void add_pairs(Vopr *vopr)
{
    const GPtrArray *sites = vopr->world->sites;

    for (guint i = 1; i < sites->len; i++)
        add_pair(vopr, any(vopr, ((ExsSite *)sites->pdata[i - 1])->servers),
                 any(vopr, ((ExsSite *)sites->pdata[i])->servers));
    for (uint64_t extra = roll(vopr, 5); extra > 0 && sites->len > 1; extra--) {
        ExsServer *a = any(vopr, vopr->world->servers), *b = any(vopr, vopr->world->servers);

        if (a->site != b->site)
            add_pair(vopr, a, b);
    }
}

static void add_spaces(Vopr *vopr, ExsConnector *connector)
{
    static const char *const spaces[] = {"SMTP:*", "SMTP:", "SMTP:*@example.com",
                                         "SMTP:one@example.com", "SMTP:*.org"};

    for (uint64_t i = 1 + roll(vopr, 2); i > 0; i--) {
        const ExsSpace *space =
            exs_space(vopr->world->spaces, spaces[roll(vopr, G_N_ELEMENTS(spaces))], NULL);

        must(vopr,
             exs_connector_add_space(connector, space, 1 + (int64_t)roll(vopr, 10),
                                     (ExsScope)roll(vopr, 2), NULL),
             NULL);
    }
}

/* Every third has a smart host. */
static void add_ims(Vopr *vopr, ExsServer *server)
{
    static const char *const retries[] = {"0.25, 0.5, 1, 4", "0", "0.01", "3"};
    ExsConnectorPlan plan = {.host = roll(vopr, 3) == 0 ? any(vopr, vopr->world->hosts) : NULL};
    ExsConnector *ims = exs_actors_add_connector(vopr->world, server, "ims", &plan, NULL);

    add_spaces(vopr, ims);
    must(vopr, exs_connector_parse_retries(ims, retries[roll(vopr, G_N_ELEMENTS(retries))], NULL),
         NULL);
}

static void add_gateways(Vopr *vopr)
{
    static const char *const domains[] = {"example.com", "example.org", "far.example.org"};
    ExsWorld *world = vopr->world;

    for (uint64_t i = 1 + roll(vopr, 3); i > 0; i--) {
        g_autofree char *name = g_strdup_printf("mail%" G_GUINT64_FORMAT ".example.com", i);
        ExsHost *host = exs_world_add_host(world, name, NULL);

        exs_world_add_mx(world, host, domains[roll(vopr, G_N_ELEMENTS(domains))],
                         (uint32_t)roll(vopr, 20), NULL);
    }
    for (guint i = 0; i < world->servers->len; i++)
        if (roll(vopr, 2) == 0)
            add_ims(vopr, world->servers->pdata[i]);
}

static void random_settings(Vopr *vopr)
{
    static const ExsSetting settings[] = {
        EXS_SETTING_LEAST_COST_BOX,     EXS_SETTING_LEAST_COST_REGISTRY,
        EXS_SETTING_GATEWAY_IN_THREADS, EXS_SETTING_GATEWAY_OUT_THREADS,
        EXS_SETTING_OPEN_INTERVAL,      EXS_SETTING_TRANSFER_INTERVAL,
        EXS_SETTING_LIFETIME,           EXS_SETTING_HANDOFF_TIME,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        ExsSettings *holder = &vopr->world->settings;

        if (roll(vopr, 3) == 0) /* out of range or not this holder's: it stays as it is */
            exs_setting_set(holder, settings[i], (int64_t)roll(vopr, 5), NULL);
    }
}

/* ---- random mail and trouble ---- */

static const ExsAddress *random_address(Vopr *vopr)
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
    const ExsRecipient *recipient = any(vopr, vopr->world->recipients);

    if (roll(vopr, 4) > 0)
        return roll(vopr, 4) > 0 ? recipient->dn : recipient->smtp;
    return exs_address_lenient(vopr->world->addresses, others[roll(vopr, G_N_ELEMENTS(others))],
                               NULL);
}

static void send_mail(Vopr *vopr)
{
    const ExsAddress *to[4];
    ExsSubmission submission = {
        .from = any(vopr, vopr->world->recipients),
        .to = to,
        .count = 1 + (uint32_t)roll(vopr, G_N_ELEMENTS(to)),
        .size = 1 + (int64_t)roll(vopr, 2000000),
        .priority = (ExsPriority)roll(vopr, EXS_PRIORITY_COUNT),
        .kind = roll(vopr, 10) == 0 ? EXS_MESSAGE_REPORT : EXS_MESSAGE,
    };
    GError *error = NULL;

    for (uint32_t i = 0; i < submission.count; i++)
        to[i] = random_address(vopr);
    must(vopr, exs_send(vopr->world, &submission, &error) != 0, error);
}

/* Refused where there is no such service, or where it or the host is down. */
static void send_from_outside(Vopr *vopr)
{
    const ExsAddress *to[3];
    ExsSubmission submission = {
        .to = to,
        .count = 1 + (uint32_t)roll(vopr, G_N_ELEMENTS(to)),
        .size = 1 + (int64_t)roll(vopr, 100000),
    };
    ExsService ims;

    for (uint32_t i = 0; i < submission.count; i++)
        to[i] = random_address(vopr);
    if (exs_service_find(any(vopr, vopr->world->servers), "ims", &ims, NULL))
        exs_send_from_host(vopr->world, any(vopr, vopr->world->hosts), ims.connector,
                           exs_address(vopr->world->addresses, "SMTP:one@example.com", NULL),
                           &submission, NULL);
}

static void toggle_service(Vopr *vopr)
{
    static const char *const names[] = {"mta", "store", "ims"};
    ExsService service;

    if (!exs_service_find(any(vopr, vopr->world->servers), names[roll(vopr, 3)], &service, NULL))
        return;
    if (exs_service_is_running(&service))
        exs_service_stop(vopr->world, &service);
    else
        exs_service_start(vopr->world, &service);
}

static void change_link(Vopr *vopr)
{
    ExsLink *link = any(vopr, vopr->world->links);

    if (link)
        exs_link_set_state(vopr->world, link, (ExsLinkState)roll(vopr, 4));
}

static void change_host(Vopr *vopr)
{
    ExsHost *host = any(vopr, vopr->world->hosts);
    ExsAnswer answer = {.verb = "RCPT",
                        .reply = roll(vopr, 2) ? "452 later" : "550 no",
                        .times = 1 + (int64_t)roll(vopr, 3)};

    exs_host_set_up(vopr->world, host, roll(vopr, 2));
    if (roll(vopr, 3) == 0)
        g_array_append_val(host->answers, answer);
}

static void change_connector(Vopr *vopr)
{
    ExsConnector *connector = any(vopr, vopr->world->connectors);

    if (!connector)
        return;
    if (roll(vopr, 12) == 0)
        exs_actors_remove_connector(vopr->world, connector);
    else if (!connector->class->secured)
        random_schedule(vopr, connector);
    if (roll(vopr, 2) == 0)
        exs_attendant_replicate(vopr->world);
}

static void on_trouble(void *object, void *data)
{
    Vopr *vopr = object;
    uint64_t what = roll(vopr, 20);

    (void)data;
    if (what < 11)
        send_mail(vopr);
    else if (what < 13)
        send_from_outside(vopr);
    else if (what < 15)
        toggle_service(vopr);
    else if (what < 17)
        change_link(vopr);
    else if (what < 18)
        change_host(vopr);
    else if (what < 19)
        change_connector(vopr);
    else
        exs_server_stop(vopr->world, any(vopr, vopr->world->servers));
}

/* In bursts: what goes wrong while mail is on its way is what hurts. */
static void plan_trouble(Vopr *vopr)
{
    for (uint64_t bursts = 10 + roll(vopr, 30); bursts > 0; bursts--) {
        ExsTime when = START + (ExsTime)roll(vopr, (uint64_t)(TROUBLE - EXS_MINUTE));
        uint64_t span = roll(vopr, 2) ? EXS_SECOND / 2 : EXS_MINUTE;

        for (uint64_t i = 1 + roll(vopr, 8); i > 0; i--)
            exs_engine_at(vopr->world->engine, when + (ExsTime)roll(vopr, span), on_trouble, vopr,
                          NULL);
    }
}

static void repair_all(Vopr *vopr)
{
    ExsWorld *world = vopr->world;
    ExsSchedule always = {0};

    for (guint i = 0; i < world->hosts->len; i++)
        exs_host_set_up(world, world->hosts->pdata[i], true);
    for (guint i = 0; i < world->links->len; i++)
        exs_link_set_state(world, world->links->pdata[i], EXS_LINK_UP);
    for (guint i = 0; i < world->servers->len; i++) {
        exs_server_stop(
            world, world->servers->pdata[i]); /* mail of removed connectors moves at the start */
        exs_server_start(world, world->servers->pdata[i]);
    }
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *connector = world->connectors->pdata[i];

        if (connector->class->secured && connector->is_removed)
            vopr->calm = false;
        if (!connector->class->secured)
            exs_connector_set_schedule(world, connector, &always);
    }
}

/* ---- one seed ---- */

static char *run(uint64_t seed, bool checks)
{
    Vopr vopr = {.seed = seed, .dice = exs_stream(seed, "vopr", ""), .calm = true};
    ExsWorldOptions options = {.seed = seed, .detail = EXS_DETAIL_FULL, .start = START};
    GError *error = NULL;
    char *fingerprint;

    g_snprintf(crash, sizeof crash, "vopr: seed %" G_GUINT64_FORMAT ": an assertion failed\n",
               seed);
    exs_product_parse("5.5 SP4", &options.product, NULL);
    vopr.places = g_hash_table_new(NULL, NULL);
    vopr.world = exs_actors_world_new(&options, &error);
    must(&vopr, vopr.world != NULL, error);
    add_sites(&vopr);
    add_pairs(&vopr);
    add_gateways(&vopr);
    random_settings(&vopr);
    exs_actors_begin(vopr.world);
    if (checks)
        exs_engine_set_probe(vopr.world->engine, on_event, &vopr);
    plan_trouble(&vopr);
    must(&vopr, exs_actors_run(vopr.world, START + TROUBLE, &error), error);
    repair_all(&vopr);
    must(&vopr, exs_actors_run(vopr.world, START + TROUBLE + AFTERMATH, &error), error);
    if (vopr.calm && vopr.world->fates[EXS_FATE_OPEN] != 0)
        vopr_broken(&vopr, "mail is left although everything works again");
    if (checks)
        vopr_check_record(&vopr);
    must(&vopr, exs_record_finish(vopr.world->record, true, &error), error);
    fingerprint = g_strdup(exs_record_fingerprint(vopr.world->record));
    exs_world_free(vopr.world);
    g_hash_table_unref(vopr.places);
    return fingerprint;
}

static bool parse_seeds(const char *text, uint64_t *from, uint64_t *to)
{
    char *end;

    if (!text || !g_ascii_isdigit(*text))
        return false;
    *from = g_ascii_strtoull(text, &end, 10);
    if (strncmp(end, "..", 2) != 0 || !g_ascii_isdigit(end[2]))
        return false;
    *to = g_ascii_strtoull(end + 2, &end, 10);
    return *end == '\0' && *from <= *to;
}

int main(int argc, char **argv)
{
    uint64_t from, to;

    if (argc != 3 || strcmp(argv[1], "--seeds") != 0 || !parse_seeds(argv[2], &from, &to)) {
        fprintf(stderr, "vopr: write --seeds A..B, say --seeds 1..200\n");
        return 2;
    }
    signal(SIGABRT, on_abort);
    for (uint64_t seed = from;; seed++) {
        g_autofree char *first = run(seed, true);
        g_autofree char *second = run(seed, false);

        if (strcmp(first, second) != 0) {
            printf("vopr: seed %" G_GUINT64_FORMAT ": two runs differ\n", seed);
            return 1;
        }
        if (seed == to)
            break;
    }
    printf("vopr %" G_GUINT64_FORMAT " seeds clean\n", to - from + 1);
    return 0;
}
