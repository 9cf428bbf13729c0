-- The library and the scenarios see Lua 5.4 without io, os, package and debug.
std = "lua54"
max_line_length = 120
codes = true
files["tests"] = { globals = { "arg" } }

-- What an article says, and what the product prints, stands on one line.
files["scenarios"] = {
  ignore = { "212" }, -- run, org, seen: given, not always used
  max_line_length = 144,
}
