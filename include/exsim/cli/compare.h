/* compare.h - two runs side by side: of two files, or of one on two products.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/cli/options.h"
#include "exsim/report/diff.h"

/* Appends where the two runs of options->products, else of the two arguments, part; `differ` says
 * whether they do. Of one file the case is --case, else the first that is for both products; each
 * published rule in force on one of the two products alone is then switched off there, to see
 * whether that is why they part. Fails also with EXS_ERROR_USAGE for what does not go together. */
bool exs_compare(const ExsOptions *options, ExsDiffForm form, bool *differ, GString *out,
                 GError **error);
