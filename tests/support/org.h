/* org.h - small organisations for tests.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

extern const ExsConnectorClass org_ims, org_x400;

/* 5.5 SP4, full detail. */
ExsWorld *org_new(void);

/* The server "HUB1" of the site "SEATTLE". */
ExsServer *org_add_hub1(ExsWorld *world);

/* A valid address. */
const ExsAddress *org_address(ExsWorld *world, const char *text);

/* An attribute of an object of the record. */
const char *org_attribute(const ExsWorld *world, uint32_t object, const char *key);
