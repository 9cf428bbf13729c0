/* torus.h - the hop model: 256 messages that never leave an 8x8 torus.
 *
 * At a node a server takes an exponential time for each message, first in first out. Is the
 * node the message's destination, it draws another. The next hop comes from a table (x
 * first, then y, the shorter way round); the link takes half a second to send and a tenth
 * to arrive. Three events a hop.
 *
 * Each side includes this once, after it has defined
 *     static void schedule(Torus *torus, uint64_t delay, TorusFunc func, Message *message);
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench.h"

#define TORUS_SIDE     8
#define TORUS_NODES    (TORUS_SIDE * TORUS_SIDE)
#define TORUS_MESSAGES 256
#define TORUS_WAYS     4
#define TORUS_SEND     500000
#define TORUS_TRAVEL   100000

typedef struct Message {
    struct Message *next;
    uint32_t node, to, way;
    uint64_t hops;
} Message;

typedef struct {
    Message *head;
    Message *tail;
} Line;

typedef struct {
    const uint32_t *draws;
    uint64_t drawn;
    uint64_t hops;
    uint64_t delivered;
    Line servers[TORUS_NODES];
    Line links[TORUS_NODES][TORUS_WAYS];
    uint8_t next_way[TORUS_NODES][TORUS_NODES];
    uint8_t neighbour[TORUS_NODES][TORUS_WAYS];
    Message messages[TORUS_MESSAGES];
} Torus;

typedef void (*TorusFunc)(void *self, void *data);

static void schedule(Torus *torus, uint64_t delay, TorusFunc func, Message *message);

/* True if nobody stood in the line. */
static inline bool line_add(Line *line, Message *message)
{
    bool idle = !line->head;

    message->next = NULL;
    if (idle)
        line->head = message;
    else
        line->tail->next = message;
    line->tail = message;
    return idle;
}

static inline uint32_t torus_draw(Torus *torus)
{
    return torus->draws[torus->drawn++ % BENCH_DRAWS];
}

static void torus_sent(void *self, void *data);

static void torus_served(void *self, void *data)
{
    Torus *torus = self;
    Message *message = data;
    uint32_t node = message->node;
    Line *server = &torus->servers[node];
    Line *link;

    server->head = message->next;
    if (server->head)
        schedule(torus, torus_draw(torus), torus_served, server->head);
    if (node == message->to) {
        torus->delivered++;
        do
            message->to = torus_draw(torus) % TORUS_NODES;
        while (message->to == node);
    }
    message->way = torus->next_way[node][message->to];
    link = &torus->links[node][message->way];
    if (line_add(link, message))
        schedule(torus, TORUS_SEND, torus_sent, message);
}

static void torus_arrived(void *self, void *data)
{
    Torus *torus = self;
    Message *message = data;

    if (line_add(&torus->servers[message->node], message))
        schedule(torus, torus_draw(torus), torus_served, message);
}

static void torus_sent(void *self, void *data)
{
    Torus *torus = self;
    Message *message = data;
    Line *link = &torus->links[message->node][message->way];

    link->head = message->next;
    if (link->head)
        schedule(torus, TORUS_SEND, torus_sent, link->head);
    message->node = torus->neighbour[message->node][message->way];
    message->hops++;
    torus->hops++;
    schedule(torus, TORUS_TRAVEL, torus_arrived, message);
}

static void torus_build(Torus *torus)
{
    for (uint32_t node = 0; node < TORUS_NODES; node++) {
        uint32_t x = node % TORUS_SIDE, y = node / TORUS_SIDE;
        uint32_t right = (x + 1) % TORUS_SIDE, left = (x + TORUS_SIDE - 1) % TORUS_SIDE;
        uint32_t down = (y + 1) % TORUS_SIDE, up = (y + TORUS_SIDE - 1) % TORUS_SIDE;

        torus->neighbour[node][0] = (uint8_t)(right + y * TORUS_SIDE);
        torus->neighbour[node][1] = (uint8_t)(left + y * TORUS_SIDE);
        torus->neighbour[node][2] = (uint8_t)(x + down * TORUS_SIDE);
        torus->neighbour[node][3] = (uint8_t)(x + up * TORUS_SIDE);
        for (uint32_t to = 0; to < TORUS_NODES; to++) {
            uint32_t dx = (to % TORUS_SIDE + TORUS_SIDE - x) % TORUS_SIDE;
            uint32_t dy = (to / TORUS_SIDE + TORUS_SIDE - y) % TORUS_SIDE;

            torus->next_way[node][to] =
                dx ? (dx <= TORUS_SIDE / 2 ? 0 : 1) : (dy <= TORUS_SIDE / 2 ? 2 : 3);
        }
    }
}

/* Sets the messages out. */
static void torus_init(Torus *torus)
{
    torus->draws = bench_draws();
    torus_build(torus);
    for (uint32_t i = 0; i < TORUS_MESSAGES; i++) {
        Message *message = &torus->messages[i];

        message->node = torus_draw(torus) % TORUS_NODES;
        message->to = torus_draw(torus) % TORUS_NODES;
        torus_arrived(torus, message);
    }
}
