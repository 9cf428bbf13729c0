-- init.lua - the module "exsim", all that a scenario can require.
--
-- SPDX-License-Identifier: MIT

require "exsim.world"
require "exsim.send"
require "exsim.connector"
require "exsim.host"
require "exsim.run"

local class = require "exsim.class"
local scenario = require "exsim.scenario"

return class.closed("exsim", { scenario = scenario.new })
