/* bind.h - the model as Lua sees it: one run's Lua state, its world, and the handles between.
 *
 * C offers mechanism, the Lua library of lua/exsim the language. A function of a class is three
 * steps: take the arguments, call the model, give the result; nothing is owned where Lua may
 * jump. A handle is a borrowed pointer: the run owns world and Lua state and closes the state
 * first, so no handle outlives what it names.
 *
 * Class "site" has its functions in exs_bind_site[]; the library finds them in
 * require("exsim.core").raw.site.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "exsim/bind/sandbox.h"
#include "exsim/model/actors/actors.h"

typedef enum {
    EXS_PHASE_LOAD,  /* the file is read */
    EXS_PHASE_BUILD, /* the organisation is made */
    EXS_PHASE_DRIVE, /* the clock may run */
    EXS_PHASE_OVER,  /* nothing changes any more */
} ExsPhase;

typedef enum {
    EXS_LUA_ORG,
    EXS_LUA_SITE,
    EXS_LUA_SERVER,
    EXS_LUA_RECIPIENT,
    EXS_LUA_CONNECTOR,
    EXS_LUA_LINK,
    EXS_LUA_HOST,
    EXS_LUA_REPLICATION,
    EXS_LUA_SERVICE,
    EXS_LUA_CLOCK, /* of a server */
    EXS_LUA_DISK,  /* of a server */
    EXS_LUA_RUN,
    EXS_LUA_RECORD,
    EXS_LUA_COUNT,
} ExsLuaClass;

/* Lua keeps it as a userdata. */
typedef struct {
    ExsLuaClass class;
    void *thing;        /* (borrowed) SERVICE: its server */
    ExsService service; /* SERVICE */
} ExsHandle;

/* One run. */
typedef struct {
    ExsSandbox *sandbox; /* (owned) */
    ExsWorld *world;     /* (owned) */
    char *name;          /* the scenario's file as messages show it (owned) */
    ExsPhase phase;
    ExsTime until;      /* the run ends here whatever the scenario says; EXS_TIME_NEVER */
    bool has_run;       /* the clock was started */
    bool in_event;      /* a callback of the scenario runs */
    bool is_cut;        /* `until` was reached before the scenario's end */
    bool is_dry;        /* a rehearsal: run:to moves `dry_now`, nothing happens */
    bool in_clock;      /* a method of `run` is at work, or has failed */
    unsigned dry_steps; /* how often it was moved */
    ExsTime dry_now;
    GError *failure;    /* what ended the run inside the clock; the first one (owned) */
    GHashTable *timers; /* the set of callbacks that wait (owned) */
} ExsBind;

/* A world and a Lua state with the library, but no scenario yet. `name`: the file, as given. */
ExsBind *exs_bind_new(const char *name, const ExsSandboxLimits *limits,
                      const ExsWorldOptions *options, GError **error);
void exs_bind_free(ExsBind *bind);
ExsBind *exs_bind_from(lua_State *L);

/* The virtual time, of a rehearsal too. */
ExsTime exs_bind_now(const ExsBind *bind);

/* Calls `step` in protected mode with `data` as its one argument, a light userdata. */
bool exs_bind_protect(ExsBind *bind, lua_CFunction step, void *data, GError **error);

/* Calls a function of the module exsim.scenario with the topmost `arguments` values. May raise. */
void exs_bind_call_library(lua_State *L, const char *function, int arguments, int results);

/* Loads the modules of lua/exsim into the sandbox, "exsim" and "exsim.<file>" (prelude.c). */
bool exs_bind_preload(ExsSandbox *sandbox, GError **error);

/* Frees the error and raises its text. EXS_ERROR_LIMIT ends the script for good. */
int exs_bind_raise(lua_State *L, GError *error);
int exs_bind_complain(lua_State *L, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The place in the scenario that called, "file.lua:12"; the `level`-th from 1, "" if there is none.
 * Returns false then. */
bool exs_bind_where(lua_State *L, int level, char *out, size_t size);

/* Puts the virtual time behind the place of an error: "file.lua:12: [1998-03-02 09:00:05] ...". */
void exs_bind_date_error(const ExsBind *bind, GError *error);

/* A slot whose content is freed with the Lua value that this pushes, however Lua goes on. */
void **exs_bind_guard(lua_State *L, GDestroyNotify free_func);

/* The text at this index, without a NUL; raises, naming `what` it is. (borrowed from the stack) */
const char *exs_bind_text(lua_State *L, int index, const char *what);
const char *exs_bind_optional_text(lua_State *L, int index, const char *what); /* NULL for nil */
int64_t exs_bind_integer(lua_State *L, int index, const char *what);

/* ---- handles (handle.c) ---- */

/* Makes every class; leaves the tables core.raw and core.metatables in the table on top. */
void exs_bind_open_classes(lua_State *L);
void exs_bind_push(lua_State *L, ExsLuaClass class, void *thing);
void exs_bind_push_service(lua_State *L, const ExsService *service);
/* The thing of a handle of this class; raises. NULL for nil if `optional`. */
void *exs_bind_check(lua_State *L, int index, ExsLuaClass class);
void *exs_bind_optional(lua_State *L, int index, ExsLuaClass class);
/* NULL: no handle. */
const ExsHandle *exs_bind_handle(lua_State *L, int index);
const char *exs_bind_handle_name(const ExsHandle *handle); /* "HUB1" */
const char *exs_bind_class_name(ExsLuaClass class);        /* "server" */

/* ---- the world (world.c) ---- */

/* The world of a run that may be changed now; raises. */
ExsWorld *exs_bind_open_world(lua_State *L);
/* The same, once it is built: for mail. */
ExsWorld *exs_bind_running_world(lua_State *L);
/* Raises what has ended the run. */
void exs_bind_raise_failure(lua_State *L, ExsWorld *world);
/* Notes a change during the run. */
void exs_bind_changed(ExsWorld *world, uint32_t object, const char *setting, const char *value);

extern const luaL_Reg exs_bind_org[], exs_bind_site[], exs_bind_server[], exs_bind_recipient[],
    exs_bind_connector[], exs_bind_replication[], exs_bind_link[], exs_bind_host[],
    exs_bind_service[], exs_bind_run[], exs_bind_record[], exs_bind_clock[], exs_bind_disk[];

/* Into the table on top: core.c, facts.c, record.c. */
void exs_bind_open_core(lua_State *L);
void exs_bind_open_facts(lua_State *L);
void exs_bind_open_checks(lua_State *L);

/* Functions of classes that stand in files of their own. */
int exs_bind_set(lua_State *L);       /* settings.c: (handle, key, value, is registry) */
int exs_bind_set_limit(lua_State *L); /* limits.c: (recipient, key, bytes) */
int exs_bind_set_stored(lua_State *L);
int exs_bind_set_senders(lua_State *L); /* limits.c: (recipient or connector, accept?, list) */
int exs_bind_send(lua_State *L);        /* send.c */
int exs_bind_set_priority(lua_State *L);
int exs_bind_withdraw(lua_State *L);
int exs_bind_add_replication(lua_State *L); /* replication.c: (server, remote, name or nil) */
int exs_bind_update_now(lua_State *L);
int exs_bind_check_consistency(lua_State *L);
int exs_bind_delete_server(lua_State *L);
int exs_bind_modify(lua_State *L);
int exs_bind_remove_recipient(lua_State *L);
int exs_bind_replied(lua_State *L);
int exs_bind_returned(lua_State *L);
int exs_bind_add_list(lua_State *L); /* list.c: (server, name) */
int exs_bind_set_members(lua_State *L);
int exs_bind_members(lua_State *L);
int exs_bind_set_expansion_server(lua_State *L);
int exs_bind_set_owner(lua_State *L);
int exs_bind_set_list_flag(lua_State *L);
int exs_bind_set_list_size(lua_State *L);
int exs_bind_send_from_host(lua_State *L); /* send.c */
int exs_bind_set_ip(lua_State *L);
int exs_bind_hold_at_host(lua_State *L);
int exs_bind_clock_of(lua_State *L); /* machine.c: (server) -> clock */
int exs_bind_disk_of(lua_State *L);  /* machine.c: (server) -> disk */
/* send.c: the serial number of a message, by its name or that number. */
uint32_t exs_bind_message(lua_State *L, const ExsWorld *world, int index);
int exs_bind_fault(lua_State *L);      /* machine.c: (server, kind, file or nil, is on) */
int exs_bind_restore(lua_State *L);    /* machine.c: (server, file) */
int exs_bind_file(lua_State *L);       /* machine.c: (server, message) -> name of its file */
int exs_bind_delete(lua_State *L);     /* send.c: (server, message) */
int exs_bind_add_folder(lua_State *L); /* folder.c: (server, name, { servers }, is never) */
int exs_bind_add_replica(lua_State *L);
int exs_bind_post(lua_State *L);
int exs_bind_delete_folder(lua_State *L);
int exs_bind_backup_directory(lua_State *L);
int exs_bind_restore_directory(lua_State *L);
int exs_bind_advance_usn(lua_State *L);
int exs_bind_mail_folder(lua_State *L);
int exs_bind_set_folder_role(lua_State *L);
int exs_bind_set_folder_forms(lua_State *L);
int exs_bind_mtacheck(lua_State *L); /* machine.c: (server, switches, product) -> lines */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsBind, exs_bind_free)
