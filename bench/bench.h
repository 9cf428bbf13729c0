/* bench.h - what the benchmarks share: the clock, the table of draws, the comparison.
 *
 * Each benchmark does the same work twice, ours and by hand, in rounds that take turns,
 * and prints one line:
 *   bench NAME KEY=VALUE... rate NUMBER UNIT ratio NUMBER to BASELINE
 * The ratio is the median of the rounds' ratios, so that a machine that slows down for a
 * while slows both sides. Floating point is allowed here: nothing of it enters a run.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define BENCH_ROUNDS 5

/* Draws: microseconds, exponential with a mean of a second; the same in every run. */
#define BENCH_DRAWS (1u << 16)
const uint32_t *bench_draws(void);

/* Seconds of some monotonic clock. */
double bench_seconds(void);

/* The middle one; sorts them. */
double bench_median(double *values, size_t count);

/* Does some work and returns its rate, a second. */
typedef double (*BenchSide)(void *context);

/* Runs both sides in turns and prints the line; `what` is "NAME KEY=VALUE...". */
void bench_compare(const char *what, const char *unit, BenchSide ours, void *our_context,
                   BenchSide theirs, void *their_context, const char *baseline);

/* Prints one line. */
void bench_print(const char *what, double rate, const char *unit, double ratio,
                 const char *baseline);

/* Message hops a second through the engine, measured now. */
double bench_hop_rate(void);

/* The benchmarks, as the rows of main.c name them. */
void bench_gwart(void);
void bench_hold(void);
void bench_hop(void);
void bench_mail(void);
