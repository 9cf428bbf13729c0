/* suite.h - prototypes of every suite_<module>(); the build includes it in every test file.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <check.h>

#define SUITE(name) Suite *suite_##name(void);
#include "suites.h"
#undef SUITE
