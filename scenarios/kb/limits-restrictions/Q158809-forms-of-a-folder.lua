-- Mail for a public folder with a form that is not allowed there goes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158809",
  title    = "A non-delivery report for a form that the folder does not accept",
  says     = { "the Forms page allows the listed forms only, those and the standard ones, or any",
               "with another form: the message could not be delivered because the folder does not accept this form",
               "the report bears MSExchangeMTA" },
  products = { "4.0 SP5" },
  mutant   = { "FOLDER_FORMS" },
}

local function build(forms)
  return function(org)
    local site = org:add_site "MYSITE"
    site:add_server("CLIENTS"):add_mailbox "ann"
    site:add_server("MYEXCHANGESERVER"):add_folder("PublicFolder1",
      { alias = "PublicFolder1", forms = forms, listed_forms = "IPM.Note.Order" })
  end
end

local function drive(run, org)
  local function send(as, form) org:send { from = "ann", to = "PublicFolder1", as = as, form = form } end
  run:at("11:12:37", function()
    send("standard", nil)
    send("listed", "IPM.Note.Order")
    send("other", "IPM.Note.Holiday")
  end)
  run:to "12:00"
end

local function check(taken)
  return function(seen)
    for _, name in ipairs { "standard", "listed", "other" } do
      if taken[name] then
        seen:message(name):delivered_to "PublicFolder1"
      else
        seen:report(name):to "ann":signed "MSExchangeMTA":text "the folder does not accept this form":once()
        seen:message(name):never "delivered"
      end
    end
  end
end

scenario.case("listed", { build = build "listed", drive = drive, expect = check { listed = true } })
scenario.case("listed and standard", {
  build = build "listed and standard", drive = drive, expect = check { listed = true, standard = true } })
scenario.case("any", { build = build "any", drive = drive, expect = check { listed = true, standard = true, other = true } })

return scenario
