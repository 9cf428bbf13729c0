-- The library and the scenarios see Lua 5.4 without io, os, package and debug.
std = "lua54"
max_line_length = 120
codes = true
files["scenarios"] = { ignore = { "212" } } -- run, org, seen: given, not always used
files["tests"] = { globals = { "arg" } }
