/* sandbox_lib.h - what the files of the sandbox share; nobody else includes it.
 *
 * sandbox.c has the limits and the calls, sandbox_text.c what is read and said,
 * sandbox_env.c the names, the others the functions that differ from stock.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <lauxlib.h>
#include <lua.h>
#include <signal.h>

#include "exsim/bind/sandbox.h"

#define EXS_SANDBOX_TEXT   256
#define EXS_SANDBOX_PERIOD 1000 /* instructions between two looks at the limits */

typedef struct {
    char *name;
    char *text;
    size_t length;
} ExsSandboxModule;

struct ExsSandbox {
    lua_State *main;
    lua_State *running;
    ExsSandboxLimits limits;
    size_t used; /* bytes */
    uint64_t instructions;
    uint64_t allocations;
    unsigned looks; /* of the hook */
    bool is_set_up;
    size_t refused; /* the size that was just refused; 0: none */
    bool tripped;
    ExsErrorCode trip_code;
    char trip_text[EXS_SANDBOX_TEXT];
    char trip_where[EXS_SANDBOX_TEXT]; /* "file:line: " or "" */
    int closing;                       /* coroutine.close within coroutine.close */
    volatile sig_atomic_t ticks;       /* seconds of CPU */
    volatile sig_atomic_t touched;     /* the tick of the last sign of life */
    volatile sig_atomic_t late;
    volatile sig_atomic_t interrupted;
    GString *message;  /* the last error, in words (owned) */
    char *script;      /* the scenario's name in full, escaped (owned) */
    char *script_name; /* the same as Lua shows it (owned) */
    GArray *modules;   /* of ExsSandboxModule (owned) */
    ExsPrintFunc print;
    void *print_data;
    ExsStream random;
};

/* sandbox.c */
int exs_sandbox_raise(lua_State *L); /* the limit that was hit */
bool exs_sandbox_fail_tripped(const ExsSandbox *sandbox, GError **error);
void exs_sandbox_trip_memory(ExsSandbox *sandbox);
void exs_sandbox_trip_pattern(ExsSandbox *sandbox);

/* sandbox_text.c: texts into functions, errors into words. */

/* The message handler: puts the error object into words, in sandbox->message. */
int exs_sandbox_on_error(lua_State *L);
void exs_sandbox_describe(ExsSandbox *sandbox, lua_State *L, const char *text);

/* Where the innermost function of the scenario is; false if none is running. */
bool exs_sandbox_where(lua_State *L, lua_Debug *at);

/* True if the text starts with a place in the scenario. */
bool exs_sandbox_has_place(const ExsSandbox *sandbox, const char *text);

/* Pushes a module of the library as a function, or raises. */
void exs_sandbox_load_module(lua_State *L, const ExsSandboxModule *module);

/* sandbox_env.c: what a text can name. */
void exs_sandbox_open(lua_State *L);
void exs_sandbox_push_environment(lua_State *L, bool library);
bool exs_sandbox_is_locked(lua_State *L, int index);

/* Each puts its functions into the library table on top of the stack. */
void exs_sandbox_replace_base(lua_State *L);      /* sandbox_lib.c */
void exs_sandbox_replace_math(lua_State *L);      /* sandbox_lib.c */
void exs_sandbox_replace_coroutine(lua_State *L); /* sandbox_coroutine.c */
void exs_sandbox_replace_string(lua_State *L);    /* sandbox_string.c */
void exs_sandbox_replace_table(lua_State *L);     /* sandbox_table.c */

/* Puts a function in front of the stock one of the same name, its first upvalue. */
void exs_sandbox_wrap_stock(lua_State *L, const luaL_Reg *functions);
int exs_sandbox_call_stock(lua_State *L);

/* Pushes an array of the keys of the table: numbers, then strings, then booleans, each
 * ascending. Raises for keys that have no order. Returns how many there are. */
lua_Integer exs_sandbox_push_keys(lua_State *L, int index); /* sandbox_table.c */
int exs_sandbox_pairs(lua_State *L);                        /* sandbox_table.c */
