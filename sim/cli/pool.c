/* pool.c - see pool.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/pool.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exsim/cli/exit.h"

#define PROGRESS_WIDTH 30

/* A process that does items one after the other: what one has left in memory, the next one takes.
 */
typedef struct {
    pid_t pid; /* 0: the slot is free */
    int fd;    /* of the socket: the number of an item goes there, its result and a 0 come back */
    bool is_busy;
    size_t item;
    GString *text; /* (owned) what has come of the result */
} Child;

typedef struct {
    const ExsPool *pool;
    size_t count, next, taken; /* items; started; handed to done() */
    json_t **results;          /* by item; NULL: not there yet */
    Child *children;
    unsigned jobs;
    bool wanted;
    gint64 since; /* when the first began, for the progress line */
    bool showed_progress;
} Pool;

/* ---- progress: only on a terminal, only after a second ---- */

static void show_progress(Pool *self)
{
    char bar[PROGRESS_WIDTH];

    if (!isatty(STDERR_FILENO) || self->count < 2 ||
        g_get_monotonic_time() - self->since < G_USEC_PER_SEC)
        return;
    for (size_t i = 0; i < PROGRESS_WIDTH; i++)
        bar[i] = i < self->taken * PROGRESS_WIDTH / self->count ? '#' : '.';
    fprintf(stderr, "\r[%.*s] %zu of %zu files", PROGRESS_WIDTH, bar, self->taken, self->count);
    self->showed_progress = true;
}

static void clear_progress(Pool *self)
{
    if (self->showed_progress)
        fputs("\r\033[K", stderr);
    self->showed_progress = false;
}

/* ---- children ---- */

static void write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, text, length);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            _exit(1);
        text += wrote;
        length -= (size_t)wrote;
    }
}

static bool read_item(int fd, size_t *item)
{
    size_t had = 0;

    while (had < sizeof *item) {
        ssize_t got = read(fd, (char *)item + had, sizeof *item - had);

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        had += got > 0 ? (size_t)got : 0;
    }
    return true;
}

G_GNUC_NORETURN static void be_child(Pool *self, int fd)
{
    size_t item;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0); /* Ctrl-C is for the parent, which passes it on */
    exs_signals_forget();
    for (unsigned i = 0; i < self->jobs; i++)
        if (self->children[i].pid)
            close(self->children[i].fd); /* else that child would never read an end */
    while (read_item(fd, &item)) {
        json_t *result = self->pool->work(item, self->pool->data);
        g_autofree char *text = json_dumps(result, JSON_COMPACT | JSON_ENCODE_ANY);

        g_assert(text);
        write_all(fd, text, strlen(text) + 1);
        json_decref(result);
    }
    _exit(0);
}

/* False: there are no more processes to be had. */
static bool start_child(Pool *self, Child *child)
{
    int ends[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return false;
    fflush(NULL); /* nothing buffered may be written twice */
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        be_child(self, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    *child = (Child){.pid = pid, .fd = ends[0], .text = g_string_new(NULL)};
    exs_signals_watch(pid);
    return true;
}

/* One that has died does not take it: that is found when its result is waited for. */
static void give_item(Pool *self, Child *child)
{
    child->item = self->next++;
    child->is_busy = true;
    while (send(child->fd, &child->item, sizeof child->item, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

static void do_next(Pool *self, Child *child)
{
    if (child->pid || start_child(self, child)) {
        give_item(self, child);
    } else {
        size_t item = self->next++;

        self->results[item] = self->pool->work(item, self->pool->data);
    }
}

static void take_result(Pool *self, Child *child)
{
    json_t *result = json_loadb(child->text->str, child->text->len, JSON_DECODE_ANY, NULL);

    g_assert(result);
    self->results[child->item] = result;
    child->is_busy = false;
    g_string_truncate(child->text, 0);
}

/* Of one that ended before it had answered. */
static json_t *crash_of(Pool *self, const Child *child, int status)
{
    g_autofree char *how = NULL;

    if (WIFSIGNALED(status))
        how = g_strdup_printf("was killed by signal %d", WTERMSIG(status));
    else
        how = g_strdup_printf("ended with status %d", WEXITSTATUS(status));
    return self->pool->crashed(child->item, how, self->pool->data);
}

static void end_child(Pool *self, Child *child)
{
    int status = 0;

    close(child->fd);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        ;
    exs_signals_unwatch(child->pid);
    if (child->is_busy && self->wanted)
        self->results[child->item] = crash_of(self, child, status);
    g_string_free(child->text, TRUE);
    *child = (Child){.pid = 0};
}

static void read_child(Pool *self, Child *child)
{
    char buffer[65536];
    ssize_t got = read(child->fd, buffer, sizeof buffer);

    if (got > 0) {
        bool is_whole = buffer[got - 1] == '\0';

        g_string_append_len(child->text, buffer, got - is_whole);
        if (is_whole)
            take_result(self, child);
    } else if (got == 0 || errno != EINTR) {
        end_child(self, child);
    }
}

/* Waits until some child says something, or a second has passed. */
static void read_children(Pool *self)
{
    g_autofree struct pollfd *waits = g_new0(struct pollfd, self->jobs);

    for (unsigned i = 0; i < self->jobs; i++)
        waits[i] = (struct pollfd){.fd = self->children[i].is_busy ? self->children[i].fd : -1,
                                   .events = POLLIN};
    if (poll(waits, self->jobs, 1000) < 0)
        return;
    for (unsigned i = 0; i < self->jobs; i++)
        if (waits[i].revents)
            read_child(self, &self->children[i]);
}

static void take_results(Pool *self)
{
    for (; self->wanted && self->taken < self->count && self->results[self->taken]; self->taken++) {
        clear_progress(self);
        self->wanted = self->pool->done(self->taken, self->results[self->taken], self->pool->data);
        json_decref(self->results[self->taken]);
        self->results[self->taken] = NULL;
    }
    show_progress(self);
}

static unsigned busy(const Pool *self)
{
    unsigned count = 0;

    for (unsigned i = 0; i < self->jobs; i++)
        count += self->children[i].is_busy;
    return count;
}

static void run_children(Pool *self)
{
    self->children = g_new0(Child, self->jobs);
    for (;;) {
        for (unsigned i = 0; i < self->jobs && self->wanted && !exs_signals_caught(); i++)
            if (!self->children[i].is_busy && self->next < self->count)
                do_next(self, &self->children[i]);
        take_results(self);
        if (!self->wanted)
            for (unsigned i = 0; i < self->jobs; i++)
                if (self->children[i].pid)
                    kill(self->children[i].pid, SIGKILL);
        if (busy(self) > 0)
            read_children(self);
        else if (!self->wanted || exs_signals_caught() || self->taken == self->count)
            break;
    }
    for (unsigned i = 0; i < self->jobs; i++)
        if (self->children[i].pid)
            end_child(self, &self->children[i]);
    g_clear_pointer(&self->children, g_free);
}

static void run_here(Pool *self)
{
    for (; self->next < self->count && self->wanted && !exs_signals_caught();) {
        size_t item = self->next++;

        self->results[item] = self->pool->work(item, self->pool->data);
        take_results(self);
    }
}

void exs_pool_run(const ExsPool *pool, size_t count, unsigned jobs)
{
    Pool self = {.pool = pool, .count = count, .wanted = true, .since = g_get_monotonic_time()};

    self.jobs = (unsigned)MIN(jobs, MAX(count, 1));
    self.results = g_new0(json_t *, count + 1);
    if (jobs > 1)
        run_children(&self);
    else
        run_here(&self);
    clear_progress(&self);
    for (size_t i = 0; i < count; i++)
        json_decref(self.results[i]);
    g_free(self.results);
}
