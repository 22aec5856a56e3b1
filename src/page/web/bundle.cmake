# cmake -DNPM=... -DNODE=... -DFOLDER=... -DFILES=... -P bundle.cmake
# Makes runtime.cpp and vega-runtime.js in FOLDER; where that fails, a runtime.cpp without a runtime.
set(script "${FOLDER}/vega-runtime.js")
set(source "${FOLDER}/runtime.cpp")
set(lock "${FOLDER}/package-lock.json")
set(installed "${FOLDER}/node_modules/.installed")

# What npm installs goes here, never into the source tree; the same lock is installed once.
set(locked "")
if(EXISTS "${installed}")
  file(READ "${installed}" locked)
endif()
file(MAKE_DIRECTORY "${FOLDER}")
file(REMOVE "${script}")
foreach(file IN LISTS FILES)
  file(COPY "${file}" DESTINATION "${FOLDER}")
endforeach()
file(SHA256 "${lock}" wanted)

set(result 1)
set(said "")
if(NPM AND NODE)
  set(result 0)
  if(NOT locked STREQUAL wanted)
    execute_process(COMMAND "${NPM}" ci --no-audit --no-fund WORKING_DIRECTORY "${FOLDER}" TIMEOUT 180
      RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(result STREQUAL "0")
      file(WRITE "${installed}" "${wanted}")
    endif()
  endif()
  if(result STREQUAL "0")
    execute_process(COMMAND "${NODE}" build.mjs "${script}" "${source}" WORKING_DIRECTORY "${FOLDER}"
      TIMEOUT 60 RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
  endif()
  if(NOT result STREQUAL "0")
    file(WRITE "${FOLDER}/log.txt" "${said}")
    message(STATUS "Report pages: without, npm failed (${FOLDER}/log.txt)")
  endif()
endif()
if(NOT result STREQUAL "0")
  file(WRITE "${source}" "#include \"cli/runtime.hpp\"\n\n"
    "std::string_view varimix::cli::runtime() { return {}; }\n")
endif()
