# The runtime of report pages: one npm step, while the command is built. Where it is not possible (no
# npm, no network) the command is built without, and --report says what to install; an attempt that
# failed is made again after the next configuration. Sets runtime_source, a source of the command.
set(web "${CMAKE_CURRENT_LIST_DIR}")
set(runtime_folder "${CMAKE_CURRENT_BINARY_DIR}/web")
set(runtime_source "${runtime_folder}/runtime.cpp")
find_program(NPM npm)
find_program(NODE NAMES node nodejs)
mark_as_advanced(NPM NODE)
if(NOT NPM OR NOT NODE)
  message(STATUS "Report pages: without, for lack of nodejs and npm")
endif()
if(NOT EXISTS "${runtime_folder}/vega-runtime.js")
  file(REMOVE "${runtime_source}")
endif()
set(web_files)
foreach(name IN ITEMS package.json package-lock.json .npmrc page.js build.mjs)
  list(APPEND web_files "${web}/${name}")
endforeach()
add_custom_command(
  OUTPUT "${runtime_source}"
  COMMAND "${CMAKE_COMMAND}" "-DNPM=${NPM}" "-DNODE=${NODE}" "-DFOLDER=${runtime_folder}"
    "-DFILES=${web_files}" -P "${web}/bundle.cmake"
  DEPENDS ${web_files} "${web}/bundle.cmake"
  COMMENT "Bundling the runtime of report pages"
  VERBATIM)
# For programs that make report pages.
install(FILES "${runtime_folder}/vega-runtime.js"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/varimix" OPTIONAL)
