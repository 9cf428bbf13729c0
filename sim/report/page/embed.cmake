# embed.cmake - writes files as constants of C:
#   cmake -DOUT=assets.c -DSTYLE=a;b -DPLOT_STYLE=... -DPLOT=... -DAPP=... -P embed.cmake
# Style sheets and scripts are joined in the order given; the files of APP become one function, so
# that none of their names is global.

function(to_hex text out)
  string(HEX "${text}" hex)
  set(${out} "${hex}" PARENT_SCOPE)
endfunction()

function(embed name files before after)
  to_hex("${before}" hex)
  foreach(file IN LISTS files)
    file(READ ${file} piece HEX)
    string(APPEND hex "${piece}")
  endforeach()
  to_hex("${after}" tail)
  string(APPEND hex "${tail}")
  string(LENGTH "${hex}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
         "\\1\n" bytes "${bytes}")
  file(APPEND ${OUT} "static const unsigned char ${name}_bytes[] = {\n${bytes}0};\n"
       "const ExsAsset exs_asset_${name} = {(const char *)${name}_bytes, ${length}};\n\n")
endfunction()

file(WRITE ${OUT} "/* Made by embed.cmake from sim/report/page/. */\n#include \"sim/report/html_private.h\"\n\n")
embed(style "${STYLE}" "" "")
embed(plot_style "${PLOT_STYLE}" "" "")
embed(plot "${PLOT}" "" "")
embed(app "${APP}" "(() => {\n\"use strict\";\n" "})();\n")
