/* hop.h - the hop model by hand, for hop.c to compare with.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

typedef struct HandHop HandHop;

HandHop *hand_hop_new(void);
void hand_hop_free(HandHop *hand);

/* Runs until `hops` more hops are made. */
void hand_hop_run(HandHop *hand, uint64_t hops);

/* The virtual time reached, and the messages delivered: the same on both sides. */
uint64_t hand_hop_now(const HandHop *hand);
uint64_t hand_hop_delivered(const HandHop *hand);
