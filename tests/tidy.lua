-- tidy.lua - the house rules that a compiler cannot check: `lua5.4 tests/tidy.lua [FOLDER]`.
--
-- Layers, lengths, banned calls, citations, dead files, licence lines. Every fault is one line
-- "file:line: what"; the last line counts them.
--
-- SPDX-License-Identifier: MIT

local root = arg[1] or "."

local beneath = { -- layer -> the layers it stands on
  kernel = {},
  facts = { "kernel" },
  record = { "kernel" },
  ["model/org"] = { "facts", "record" },
  ["model/routing"] = { "model/org" },
  ["model/actors"] = { "model/routing" },
  ["model/lint"] = { "model/actors" },
  report = { "record" },
  bind = { "model/lint", "report" },
  cli = { "bind" },
}

local longest = { file = 500, ["function"] = 70, line = 100 }

-- What must not be called in sim/, and where it may be all the same.
local banned = {
  { "%f[%w_]time%s*%(", "the wall clock", {} },
  -- The watchdog's CPU time; when the writer of a record looks for work.
  { "%f[%w_]clock_gettime%s*%(", "the wall clock", { "^sim/bind/", "^sim/record/record_writer%.c$" } },
  { "%f[%w_]gettimeofday%s*%(", "the wall clock", {} },
  { "%f[%w_]localtime%w*%s*%(", "the wall clock", {} },
  { "%f[%w_]g_get_real_time%s*%(", "the wall clock", {} },
  { "%f[%w_]g_get_monotonic_time%s*%(", "the wall clock", { "^sim/cli/pool%.c$" } }, -- the progress line
  { "%f[%w_]g_date_time_new_now%w*%s*%(", "the wall clock", {} },
  { "%f[%w_]s?rand%s*%(", "chance without a named stream", {} },
  { "%f[%w_]s?random%s*%(", "chance without a named stream", {} },
  { "%f[%w_]g_random_%w+%s*%(", "chance without a named stream", {} },
  { "%f[%w_]qsort%s*%(", "an unstable sort", {} },
  { "%f[%w_]g_hash_table_foreach%w*%s*%(", "the order of a hash table", {} },
  { "%f[%w_]g_hash_table_iter_init%s*%(", "the order of a hash table", {} },
  { "%f[%w_]g_hash_table_get_keys%w*%s*%(", "the order of a hash table", {} },
  { "%f[%w_]g_hash_table_get_values%w*%s*%(", "the order of a hash table", {} },
  { "%f[%w_]g_hash_table_find%s*%(", "the order of a hash table", {} },
}

local banned_in_model = { -- in sim/kernel and sim/model
  { "%f[%w_]v?f?printf%s*%(", "printing" },
  { "%f[%w_]puts%s*%(", "printing" },
  { "%f[%w_]g_print%w*%s*%(", "printing" },
  { "%f[%w_]double%f[^%w_]", "floating point" },
  { "%f[%w_]float%f[^%w_]", "floating point" },
  { "%f[%w_]gdouble%f[^%w_]", "floating point" },
}

-- The only users of the clock.
local clock_users = { "^sim/kernel/", "^sim/model/actors/", "^sim/bind/", "^sim/model/org/world%w*%.c$" }

-- .c files that need no header of their own: commands, connector kinds, a main program.
local headless = { "^sim/cli/cmd_", "^sim/cli/main%.c$" }

local faults = 0

local function fault(file, line, text, ...)
  faults = faults + 1
  print(("%s:%d: %s"):format(file, line, text:format(...)))
end

local function lines_of(command)
  local list = {}
  local pipe = assert(io.popen(command))
  for line in pipe:lines() do list[#list + 1] = line end
  assert(pipe:close(), command)
  return list
end

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function find(folders, names)
  local tests = {}
  for _, name in ipairs(names) do tests[#tests + 1] = "-name " .. quote(name) end
  return lines_of(("cd %s && for f in %s; do [ ! -e $f ] || find $f -type f \\( %s \\); done | LC_ALL=C sort")
    :format(quote(root), folders, table.concat(tests, " -o ")))
end

local function read(path)
  local file = assert(io.open(root .. "/" .. path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function matches_any(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then return true end
  end
  return false
end

-- The text with comments and the insides of strings blanked, line breaks kept.
local function code_of(text)
  local function blank(piece) return (piece:gsub("[^\n]", " ")) end
  local out, at = {}, 1
  while true do
    local first, _, mark = text:find("([/\"'])", at)
    if not first then break end
    out[#out + 1] = text:sub(at, first - 1)
    local last
    if mark == "/" then
      if text:sub(first, first + 1) == "/*" then
        _, last = text:find("*/", first + 2, true)
        last = last or #text
        out[#out + 1] = blank(text:sub(first, last))
      else
        last = first
        out[#out + 1] = mark
      end
    else
      last = first + 1
      while last <= #text and text:sub(last, last) ~= mark and text:sub(last, last) ~= "\n" do
        last = last + (text:sub(last, last) == "\\" and 2 or 1)
      end
      out[#out + 1] = mark .. blank(text:sub(first + 1, last - 1)) .. text:sub(last, last)
    end
    at = last + 1
  end
  out[#out + 1] = text:sub(at)
  return table.concat(out)
end

local function each_line(text)
  local number = 0
  return function(state)
    if state.at > #text then return nil end
    local stop = text:find("\n", state.at, true) or #text + 1
    local line = text:sub(state.at, stop - 1)
    state.at, number = stop + 1, number + 1
    return number, line
  end, { at = 1 }
end

-- ---- layers ----

local stands_on = {}
local function close(layer)
  if not stands_on[layer] then
    stands_on[layer] = { [layer] = true }
    for _, lower in ipairs(beneath[layer]) do
      for each in pairs(close(lower)) do stands_on[layer][each] = true end
    end
  end
  return stands_on[layer]
end
for layer in pairs(beneath) do close(layer) end

local function layer_of(path) -- "sim/model/org/site.c" or "exsim/model/org/site.h"
  local rest = path:match "^sim/(.*)$" or path:match "^include/exsim/(.*)$" or path:match "^exsim/(.*)$"
  local layer = rest:match "^(model/%w+)/" or rest:match "^(%w+)/"
  return layer
end

local function check_layers(path, text)
  local layer = layer_of(path)
  if not beneath[layer] then return fault(path, 1, "no such layer: %s", tostring(layer)) end
  for number, line in each_line(text) do
    local included = line:match '^%s*#%s*include%s*"([^"]+)"'
    if included and included:find "^exsim/" or included and included:find "^sim/" then
      local other = layer_of(included)
      if not stands_on[layer][other] then
        fault(path, number, "%s must not include %s (layer %s does not stand on %s)", path, included, layer, other)
      elseif included:find "^sim/" and included:find "%.h$" and other ~= layer then
        fault(path, number, "%s is private to its layer", included)
      end
    end
  end
end

-- ---- lengths ----

local function check_lengths(path, text)
  local count, is_table, is_row = 0, false, path:find "%.def$"
  for number, line in each_line(text) do
    count = count + (is_table and 0 or 1) -- a table may be as long as it is
    if line:find "clang%-format off" then is_table = true end
    if line:find "clang%-format on" then is_table = false end
    if not is_table and not is_row and (utf8.len(line) or #line) > longest.line then
      fault(path, number, "%d columns, more than %d", utf8.len(line) or #line, longest.line)
    end
    if line:find "[ \t]$" then fault(path, number, "blanks at the end of the line") end
    if line:find "TODO" or line:find "FIXME" then fault(path, number, "unfinished") end
  end
  if count > longest.file and not is_row then
    fault(path, 1, "%d lines beside tables, more than %d", count, longest.file)
  end
end

local function check_functions(path, code)
  local name, start
  local before = ""
  for number, line in each_line(code) do
    if line == "{" then
      start = number
    elseif line == "}" and start then
      local length = number - start - 1
      if length > longest["function"] then
        fault(path, start, "%s() has %d lines, more than %d", name or "a function", length, longest["function"])
      end
      start = nil
    elseif not start and line:find "^%a" then
      name = line:match "([%w_]+)%(" or before:match "([%w_]+)%(" or name
      before = line
    end
  end
end

-- ---- calls ----

local function check_calls(path, code)
  local in_model = path:find "^sim/kernel/" or path:find "^sim/model/"
  for number, line in each_line(code) do
    for _, row in ipairs(banned) do
      if line:find(row[1]) and not matches_any(path, row[3]) then
        fault(path, number, "%s: %s", row[2], line:match "^%s*(.-)%s*$")
      end
    end
    for _, row in ipairs(in_model and banned_in_model or {}) do
      if line:find(row[1]) then fault(path, number, "%s: %s", row[2], line:match "^%s*(.-)%s*$") end
    end
    if line:find "%f[%w_]exs_engine_%w+%s*%(" and not matches_any(path, clock_users) then
      fault(path, number, "only actors use the clock: %s", line:match "^%s*(.-)%s*$")
    end
  end
end

-- ---- articles, licences ----

local function check_articles(path, text)
  if path:find "^sim/facts/" or path:find "^include/exsim/facts/" then return end
  for number, line in each_line(text) do
    local article = line:match "%f[%w]Q%d%d%d%d%d%d%f[%W]"
    if article then fault(path, number, "%s: articles are cited in sim/facts", article) end
  end
end

local function check_licence(path, text)
  if not text:sub(1, 4000):find "SPDX%-License%-Identifier: MIT" then
    fault(path, 1, "no SPDX-License-Identifier line")
  end
end

-- ---- dead files ----

local function check_lists(sources, headers, texts)
  local listed = {}
  for _, path in ipairs(find("sim tests bench", { "CMakeLists.txt", "*.cmake" })) do
    local folder = path:match "^(.*/)"
    for file in read(path):gsub("${PROJECT_SOURCE_DIR}/", "/"):gmatch "[%w_/%.%-]+%.c%f[%W]" do
      listed[file:sub(1, 1) == "/" and file:sub(2) or folder .. file] = true
    end
  end
  for _, path in ipairs(sources) do
    if not listed[path] then fault(path, 1, "stands in no CMakeLists.txt") end
  end
  local included = {}
  for path, text in pairs(texts) do
    for name in text:gmatch '#%s*include%s*"([^"]+)"' do
      included[name] = true
      included[path:match "^(.*/)" .. name] = true
      included["tests/" .. name] = true
    end
  end
  for _, path in ipairs(headers) do
    if not (included[path] or included[path:match "^include/(.*)$" or ""]) and path ~= "tests/support/suite.h" then
      fault(path, 1, "included nowhere")
    end
  end
end

-- Each .c has the .h of its path, or shares the one whose name its own begins with (record_read.c, record.h).
local function check_headers(path, exists)
  if matches_any(path, headless) then return end
  local stem = path:match "^sim/(.*)%.c$"
  while stem do
    if exists["include/exsim/" .. stem .. ".h"] or exists["sim/" .. stem .. "_private.h"] then return end
    stem = stem:match "^(.*)_[^_/]*$"
  end
  local folder, text = path:match "^sim/(.*)/[^/]*$", read(path)
  local shared = exists["include/exsim/" .. folder .. "/" .. (folder:match "[^/]*$") .. ".h"]
    or exists["include/exsim/" .. folder .. "/connectors.h"]
    or text:find '#include "sim/[%w_/]+_private%.h"'
  if not shared then fault(path, 1, "has no header under include/exsim/") end
end

-- ---- citations ----

local function check_citations()
  local covered, corpus = {}, {}
  for _, path in ipairs(find("scenarios/kb", { "*.lua" })) do
    covered[path:match "([^/]*)$":match "^(Q%d+)" or ""] = true
  end
  if #find("scenarios", { "MISSING.tsv" }) > 0 then
    for number, line in each_line(read "scenarios/MISSING.tsv") do
      local fields = {}
      for field in (line .. "\t"):gmatch "(.-)\t" do fields[#fields + 1] = field end
      if not line:find "^#" and line ~= "" then
        if #fields ~= 4 or not fields[1]:find "^Q%d+$" or not fields[3]:find "^[A-C%-]$" or fields[4] == "" then
          fault("scenarios/MISSING.tsv", number, "not: article, class, grade or -, mechanism it lacks")
        elseif covered[fields[1]] then
          fault("scenarios/MISSING.tsv", number, "%s has a scenario", fields[1])
        end
        corpus[fields[1]] = true
      end
    end
  end
  for _, path in ipairs(find("sim/facts", { "*.def" })) do
    for number, line in each_line(read(path)) do
      for article in line:gmatch '"(Q%d%d%d%d%d%d)"' do
        if not covered[article] and not corpus[article] then
          fault(path, number, "%s has neither a scenario in scenarios/kb nor a line in scenarios/MISSING.tsv", article)
        end
      end
    end
  end
end

-- ---- all of it ----

local function main()
  local texts, exists = {}, {}
  local sources = find("sim tests bench", { "*.c" })
  local headers = find("sim include tests bench", { "*.h" })
  for _, path in ipairs(find("sim include tests bench", { "*.c", "*.h", "*.def" })) do
    texts[path], exists[path] = read(path), true
  end
  for _, path in ipairs(find("sim include tests bench", { "*.c", "*.h", "*.def" })) do
    local text = texts[path]
    check_lengths(path, text)
    check_licence(path, text)
    if path:find "%.c$" then check_functions(path, code_of(text)) end
    if path:find "^sim/" or path:find "^include/" then
      if not path:find "%.def$" then check_layers(path, text) end
      check_articles(path, text)
    end
    if path:find "^sim/" then
      check_calls(path, code_of(text))
      if path:find "%.c$" then check_headers(path, exists) end
    end
  end
  for _, path in ipairs(find("lua script tests .ci scenarios", { "*.lua", "*.sh" })) do
    if not path:find "^scenarios/" then check_licence(path, read(path)) end
  end
  check_lists(sources, headers, texts)
  check_citations()
  print(("tidy: %d faults"):format(faults))
  os.exit(faults == 0)
end

main()
