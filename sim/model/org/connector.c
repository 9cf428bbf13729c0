/* connector.c - see connector.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/connector.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/world_names.h"

#define RETRY_DIGITS 6 /* behind the point */
#define RETRY_HOURS  9999

/* A quarter, half, one and four hours: the property page. */
static const ExsTime default_retries[] = {EXS_HOUR / 4, EXS_HOUR / 2, EXS_HOUR, 4 * EXS_HOUR};

static const char *class_title(const ExsConnectorClass *class, const ExsServer *server)
{
    return server->builds.line == EXS_LINE_40 && class->title40 ? class->title40 : class->title;
}

char *exs_connector_title(const ExsConnectorClass *class, const char *name, const ExsServer *server)
{
    const char *title = class_title(class, server);

    if (class->secured)
        return g_strdup_printf("%s (%s)", title, server->name);
    if (strcmp(name, title) == 0)
        return g_strdup(title);
    return g_strdup_printf("%s %s", title, name);
}

/* ---- what the record says of it ---- */

void exs_connector_note(ExsConnector *connector)
{
    ExsRecord *record = connector->server->site->world->record;
    g_autofree char *cost = g_strdup_printf("%u", connector->cost);
    g_autoptr(GString) schedule = g_string_new(NULL);

    exs_record_set_attribute(record, connector->id, "cost", cost);
    if (connector->target)
        exs_record_set_attribute(record, connector->id, "target", connector->target->name);
    else if (connector->host)
        exs_record_set_attribute(record, connector->id, "target", connector->host->name);
    if (!connector->class->has_schedule)
        return;
    exs_schedule_append(schedule, &connector->schedule);
    exs_record_set_attribute(record, connector->id, "schedule", schedule->str);
}

static void note_spaces(const ExsConnector *connector)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < connector->spaces->len; i++) {
        const ExsConnectorSpace *row = &g_array_index(connector->spaces, ExsConnectorSpace, i);

        g_string_append_printf(text, "%s%s (%u", i ? " " : "", row->space->text, row->cost);
        if (row->scope != EXS_SCOPE_ORGANIZATION)
            g_string_append_printf(text, ", %s", exs_scope_name(row->scope));
        g_string_append_c(text, ')');
    }
    exs_record_set_attribute(connector->server->site->world->record, connector->id, "spaces",
                             text->str);
}

/* ---- spaces ---- */

bool exs_connector_add_space(ExsConnector *connector, const ExsSpace *space, int64_t cost,
                             ExsScope scope, GError **error)
{
    ExsConnectorSpace row = {.space = space, .cost = (uint32_t)cost, .scope = scope};
    guint place = 0;

    if (cost < 1 || cost > EXS_COST_MAX)
        return exs_fail(error, EXS_ERROR_RANGE,
                        "the cost of an address space is 1 to %d (property page), not "
                        "%" G_GINT64_FORMAT,
                        EXS_COST_MAX, cost);
    while (place < connector->spaces->len &&
           g_array_index(connector->spaces, ExsConnectorSpace, place).space != space)
        place++;
    if (place == connector->spaces->len)
        g_array_append_val(connector->spaces, row);
    else
        g_array_index(connector->spaces, ExsConnectorSpace, place) = row;
    note_spaces(connector);
    return true;
}

void exs_connector_route_space(ExsConnector *connector, const ExsSpace *space, const char *routing)
{
    for (guint i = 0; i < connector->spaces->len; i++) {
        ExsConnectorSpace *row = &g_array_index(connector->spaces, ExsConnectorSpace, i);

        if (row->space == space)
            row->routing = routing;
    }
}

void exs_connector_clear_spaces(ExsConnector *connector)
{
    g_array_set_size(connector->spaces, 0);
    note_spaces(connector);
}

/* ---- connected sites ---- */

const ExsConnectedSite *exs_connector_connected(const ExsConnector *connector, const ExsSite *site)
{
    for (guint i = 0; i < connector->connected_sites->len; i++) {
        const ExsConnectedSite *row =
            &g_array_index(connector->connected_sites, ExsConnectedSite, i);

        if (row->site == site)
            return row;
    }
    return NULL;
}

/* The routing address that a new row gets: the site's own, which an address type without a proxy
 * generator cuts off behind the PRMD. */
static const ExsSpace *routing_address(const ExsConnector *connector, const ExsSite *site)
{
    const ExsServer *server = connector->server;
    const ExsSpace *own = site->x400_space;
    const char *rest = strstr(own->text, ";o=");
    g_autofree char *text = NULL;

    if (!rest || !exs_setting(&server->site->settings, EXS_SETTING_NO_GENERATOR) ||
        !exs_rule(&server->policy, EXS_RULE_NO_GENERATOR_NO_O))
        return own;
    text = g_strndup(own->text, (gsize)(rest - own->text));
    return exs_space(site->world->spaces, text, NULL);
}

void exs_connector_connect(ExsConnector *connector, ExsSite *site, const ExsSpace *x400_space)
{
    ExsConnectedSite row = {site, site->dn_space,
                            x400_space ? x400_space : routing_address(connector, site), NULL};
    ExsConnectedSite *known = (ExsConnectedSite *)exs_connector_connected(connector, site);

    if (known)
        *known = row;
    else
        g_array_append_val(connector->connected_sites, row);
}

void exs_connector_connect_foreign(ExsConnector *connector, const ExsSpace *dn_space,
                                   const ExsSpace *x400_space)
{
    ExsConnectedSite row = {NULL, dn_space, x400_space, NULL};

    g_array_append_val(connector->connected_sites, row);
}

void exs_connector_route_site(ExsConnector *connector, const ExsSite *site, const char *routing)
{
    ExsConnectedSite *row = (ExsConnectedSite *)exs_connector_connected(connector, site);

    g_assert(row);
    row->routing = routing;
}

/* ---- target servers ---- */

static void note_targets(const ExsConnector *connector)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < connector->targets->len; i++) {
        const ExsTargetServer *target = &g_array_index(connector->targets, ExsTargetServer, i);

        g_string_append_printf(text, "%s%s (%u)", i ? " " : "", target->server->name, target->cost);
    }
    exs_record_set_attribute(connector->server->site->world->record, connector->id, "targets",
                             text->str);
}

static bool check_target(const ExsConnector *connector, const ExsServer *server, int64_t cost,
                         GError **error)
{
    const ExsTargetServer *first =
        connector->targets->len ? &g_array_index(connector->targets, ExsTargetServer, 0) : NULL;

    if (cost < EXS_TARGET_FIRST || cost > EXS_TARGET_LAST)
        return exs_fail(error, EXS_ERROR_RANGE,
                        "the cost of a target server is 0 (first), 1 to 99 or 100 (last), not "
                        "%" G_GINT64_FORMAT,
                        cost);
    if (server->site == connector->server->site)
        return exs_fail(error, EXS_ERROR_RANGE, "%s is no target server of %s: both are in site %s",
                        server->name, connector->name, server->site->name);
    if (first && first->server->site != server->site)
        return exs_fail(
            error, EXS_ERROR_RANGE, "a Site Connector leads to one site: %s is in %s, %s in %s",
            first->server->name, first->server->site->name, server->name, server->site->name);
    return true;
}

bool exs_connector_add_target(ExsConnector *connector, ExsServer *server, int64_t cost,
                              GError **error)
{
    ExsTargetServer row = {server, (uint32_t)cost};
    guint place = 0;

    g_assert(connector->class->is_rpc);
    if (!check_target(connector, server, cost, error))
        return false;
    while (place < connector->targets->len &&
           g_array_index(connector->targets, ExsTargetServer, place).server != server)
        place++;
    if (place == connector->targets->len)
        g_array_append_val(connector->targets, row);
    else
        g_array_index(connector->targets, ExsTargetServer, place) = row;
    note_targets(connector);
    return true;
}

bool exs_connector_set_bridgehead(ExsConnector *connector, ExsServer *server, GError **error)
{
    g_assert(connector->class->is_rpc);
    if (server && server->site != connector->server->site)
        return exs_fail(
            error, EXS_ERROR_RANGE, "the bridgehead of %s is a server of its site %s: %s is in %s",
            connector->name, connector->server->site->name, server->name, server->site->name);
    connector->bridgehead = server;
    connector->server->site->world->senders++;
    exs_record_set_attribute(connector->server->site->world->record, connector->id, "bridgehead",
                             server ? server->name : "any server");
    return true;
}

ExsServer *exs_connector_sender(const ExsConnector *connector, const ExsServer *from)
{
    if (!connector->class->is_rpc)
        return connector->server;
    if (connector->bridgehead)
        return connector->bridgehead;
    return exs_rule(&from->policy, EXS_RULE_ANY_SERVER_SENDS) ? (ExsServer *)from
                                                              : connector->server;
}

/* ---- restrictions ---- */

void exs_connector_read_restrictions(ExsConnector *connector)
{
    exs_settings_copy(&connector->at_start, &connector->settings);
}

int64_t exs_connector_restriction(const ExsConnector *connector, ExsSetting which)
{
    bool latched = exs_rule(&connector->server->policy, EXS_RULE_RESTRICTIONS_AT_START);

    return exs_setting(latched ? &connector->at_start : &connector->settings, which);
}

/* ---- retries ---- */

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* Reads hours, "0.25", and returns where they end; NULL: no such number. */
static const char *read_hours(const char *text, ExsTime *out)
{
    int64_t hours = 0;
    ExsTime place = EXS_HOUR;

    if (!g_ascii_isdigit(*text))
        return NULL;
    for (; g_ascii_isdigit(*text); text++) {
        hours = hours * 10 + (*text - '0');
        if (hours > RETRY_HOURS)
            return NULL;
    }
    *out = hours * EXS_HOUR;
    if (*text != '.')
        return text;
    if (!g_ascii_isdigit(*++text))
        return NULL;
    for (int digits = 0; g_ascii_isdigit(*text); text++) {
        if (++digits > RETRY_DIGITS)
            return NULL;
        place /= 10;
        *out += (*text - '0') * place;
    }
    return text;
}

static bool fail_retries(const char *text, GError **error)
{
    g_autofree char *quoted = exs_quote(text);

    return exs_fail(error, EXS_ERROR_PARSE,
                    "%s is no list of retries: write one to eight intervals in hours, "
                    "\"0.25, 0.5, 1, 4\", or \"0\" for none",
                    quoted);
}

bool exs_connector_parse_retries(ExsConnector *connector, const char *text, GError **error)
{
    ExsTime retries[G_N_ELEMENTS(connector->retries)];
    uint32_t count = 0;
    const char *at = text;

    do {
        if (count == G_N_ELEMENTS(retries))
            return fail_retries(text, error);
        at = read_hours(skip_blanks(at), &retries[count]);
        if (!at)
            return fail_retries(text, error);
        count++;
        at = skip_blanks(at);
    } while (*at++ == ',');
    if (at[-1] != '\0')
        return fail_retries(text, error);
    if (count == 1 && retries[0] == 0)
        count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (retries[i] == 0)
            return fail_retries(text, error);
    memcpy(connector->retries, retries, count * sizeof *retries);
    connector->retry_count = count;
    return true;
}

/* ---- a new one ---- */

/* A gateway is the only one of its kind on its server. */
static bool is_alone(const ExsWorld *world, const ExsConnectorClass *class, const ExsServer *server,
                     GError **error)
{
    g_autofree char *quoted = NULL;

    for (size_t i = 0; i < world->connectors->len && class->secured; i++) {
        const ExsConnector *other = world->connectors->pdata[i];

        if (other->server != server || other->class != class || other->is_removed)
            continue;
        quoted = exs_quote(server->name);
        return exs_fail(error, EXS_ERROR_DUPLICATE,
                        "server %s has its %s already: there is one a server", quoted,
                        class_title(class, server));
    }
    return true;
}

/* The name of a connector that is given none. (owned by the caller) */
static char *default_name(const ExsConnectorClass *class, const ExsServer *server)
{
    g_autofree char *kind = g_ascii_strup(class->kind, -1);

    return class->secured ? g_strdup_printf("%s (%s)", kind, server->name)
                          : g_strdup(class_title(class, server));
}

static void add_objects(ExsWorld *world, ExsConnector *connector)
{
    const ExsConnectorClass *class = connector->class;
    const char *secured = class->secured ? "yes" : "no";
    ExsServer *server = connector->server;
    g_autofree char *title = exs_connector_title(class, connector->name, server);
    ExsRecord *record = world->record;

    connector->id = exs_world_add_object(world, "connector", server->id, connector->name, title);
    exs_record_set_attribute(record, connector->id, "kind", class->kind);
    exs_record_set_attribute(record, connector->id, "secured", secured);
    exs_connector_note(connector);
    if (class->is_rpc) /* a queue per target server, made by the actor */
        return;
    connector->queue = exs_world_add_queue(world, server, server->mta_id, connector->name, title);
    connector->queue->connector = connector;
    connector->queue->secured = class->secured;
    exs_record_set_attribute(record, connector->queue->id, "secured", secured);
    exs_record_set_attribute(record, connector->queue->id, "connector", connector->name);
}

static ExsConnector *new_connector(ExsWorld *world, ExsServer *server,
                                   const ExsConnectorClass *class, const char *name)
{
    ExsConnector *connector = g_new0(ExsConnector, 1);

    connector->number = world->connectors->len;
    connector->place = server->site->connectors->len;
    connector->class = class;
    connector->server = server;
    connector->cost = 1;
    connector->settings.parent = &server->settings;
    connector->spaces = g_array_new(FALSE, TRUE, sizeof(ExsConnectorSpace));
    connector->connected_sites = g_array_new(FALSE, TRUE, sizeof(ExsConnectedSite));
    connector->targets = g_array_new(FALSE, TRUE, sizeof(ExsTargetServer));
    connector->is_running = class->secured;
    if (class->secured) {
        memcpy(connector->retries, default_retries, sizeof default_retries);
        connector->retry_count = G_N_ELEMENTS(default_retries);
    }
    connector->name = exs_world_take(world, "connector", name, connector);
    g_ptr_array_add(server->site->connectors, connector);
    add_objects(world, connector);
    return connector;
}

ExsConnector *exs_world_add_connector(ExsWorld *world, ExsServer *server,
                                      const ExsConnectorClass *class, const char *name,
                                      GError **error)
{
    g_autofree char *given = name ? NULL : default_name(class, server);

    if (!is_alone(world, class, server, error) ||
        !exs_world_can_add(world, "connector", name ? name : given, error))
        return NULL;
    return new_connector(world, server, class, name ? name : given);
}
