# SPDX-License-Identifier: Apache-2.0
#
# One set of flags for all code of ours; third-party code gets none of them.
add_library(sallyport_flags INTERFACE)
target_include_directories(sallyport_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(sallyport_flags INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef
  -Wcast-align -Wcast-qual -Wwrite-strings -Wformat=2 -Wswitch-enum
  -Wvla -Wimplicit-fallthrough
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(SALLYPORT_SANITIZE)
  # gcc warns of conversions that its own instrumentation makes: the plain
  # builds are the ones in which warnings are errors
  target_compile_options(sallyport_flags INTERFACE
    -fsanitize=${SALLYPORT_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -Wno-error)
  target_link_options(sallyport_flags INTERFACE
    -fsanitize=${SALLYPORT_SANITIZE})
endif()
if(SALLYPORT_COVERAGE)
  target_compile_options(sallyport_flags INTERFACE --coverage -O0)
  target_link_options(sallyport_flags INTERFACE --coverage)
endif()

# sallyport_library(NAME LINK...): every .c of the current folder and of the
# folders in SUBDIRS, but for the files in EXCLUDE. Without any file yet it is
# an interface library, so that everything links from the first day.
function(sallyport_library name)
  set(patterns ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  foreach(sub ${SUBDIRS})
    list(APPEND patterns ${CMAKE_CURRENT_SOURCE_DIR}/${sub}/*.c)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  foreach(file ${EXCLUDE})
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC sallyport_flags ${ARGN})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE sallyport_flags ${ARGN})
  endif()
endfunction()
