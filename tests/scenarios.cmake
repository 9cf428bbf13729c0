# The scenarios through the product's own `exsim run`, one test a folder; and their mutants. The only
# glob in the build: a new scenario needs no line here.
file(GLOB_RECURSE scenario_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
     ${PROJECT_SOURCE_DIR}/scenarios/*.lua)
set(scenario_folders)
foreach(file IN LISTS scenario_files)
  cmake_path(GET file PARENT_PATH folder)
  list(APPEND scenario_folders ${folder})
endforeach()
list(REMOVE_DUPLICATES scenario_folders)
list(SORT scenario_folders)

foreach(folder IN LISTS scenario_folders)
  # Not the folders below: they have tests of their own.
  set(files ${scenario_files})
  list(FILTER files INCLUDE REGEX "^${folder}/[^/]*$")
  list(SORT files)
  add_test(NAME ${folder} COMMAND exsim run --quiet ${files}
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endforeach()

add_test(NAME mutants COMMAND exsim mutants -j 2 scenarios/kb
         WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
