/* main.c - runs every benchmark, or those named on the command line.
 *
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "exsim/kernel/random.h"
#include "exsim/kernel/rooms.h"

static const struct {
    const char *name;
    void (*run)(void);
} rows[] = {
    {"gwart", bench_gwart},
    {"hold", bench_hold},
    {"hop", bench_hop},
    {"mail", bench_mail},
};

#define ROWS (sizeof rows / sizeof *rows)

double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Evenly spaced quantiles, shuffled: exactly exponential, without luck. */
const uint32_t *bench_draws(void)
{
    static uint32_t draws[BENCH_DRAWS];
    ExsStream stream = exs_stream(1, "bench", "draws");

    if (draws[0] != 0)
        return draws;
    for (uint32_t i = 0; i < BENCH_DRAWS; i++)
        draws[i] = (uint32_t)(1 - 1e6 * log((i + 0.5) / BENCH_DRAWS));
    for (uint32_t i = BENCH_DRAWS - 1; i > 0; i--) {
        uint32_t other = (uint32_t)exs_stream_below(&stream, i + 1);
        uint32_t kept = draws[i];

        draws[i] = draws[other];
        draws[other] = kept;
    }
    return draws;
}

double bench_median(double *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0 && values[j] < values[j - 1]; j--) {
            double kept = values[j];

            values[j] = values[j - 1];
            values[j - 1] = kept;
        }
    }
    return values[count / 2];
}

void bench_print(const char *what, double rate, const char *unit, double ratio,
                 const char *baseline)
{
    printf("bench %s rate %.0f %s ratio %.2f to %s\n", what, rate, unit, ratio, baseline);
    fflush(stdout);
}

void bench_compare(const char *what, const char *unit, BenchSide ours, void *our_context,
                   BenchSide theirs, void *their_context, const char *baseline)
{
    double rates[BENCH_ROUNDS], ratios[BENCH_ROUNDS];

    for (int i = 0; i < BENCH_ROUNDS; i++) {
        double their_rate = theirs(their_context);

        rates[i] = ours(our_context);
        ratios[i] = rates[i] / their_rate;
    }
    bench_print(what, bench_median(rates, BENCH_ROUNDS), unit, bench_median(ratios, BENCH_ROUNDS),
                baseline);
}

static bool is_asked(const char *name, int count, char **names)
{
    for (int i = 1; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return count <= 1;
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    exs_rooms_keep_pages();
    for (int i = 1; i < argc; i++) {
        if (!is_known(argv[i])) {
            fprintf(stderr, "exs_bench: there is no benchmark %s; there are:", argv[i]);
            for (size_t j = 0; j < ROWS; j++)
                fprintf(stderr, " %s", rows[j].name);
            fputc('\n', stderr);
            return 2;
        }
    }
    for (size_t i = 0; i < ROWS; i++)
        if (is_asked(rows[i].name, argc, argv))
            rows[i].run();
    return 0;
}
