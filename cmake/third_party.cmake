# SPDX-License-Identifier: Apache-2.0
#
# Third-party code, always built from source because the chips need it too:
#   mbedtls_host  what the host program and the virtual device use
#   mbedtls_chip  SHA-256 and SHA-512 written for size
#   curve25519    points and scalars of Ed25519 and X25519 (part of TinySSH)
# tools/fetch_sources.sh brings the sources; MBEDTLS_DIR and TINYSSH_DIR in
# the environment name others.
execute_process(
  COMMAND ${PROJECT_SOURCE_DIR}/tools/fetch_sources.sh
  OUTPUT_VARIABLE fetched RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the third-party source code is missing; see above")
endif()
string(REGEX MATCH "MBEDTLS_DIR=([^\n]*)" ignored "${fetched}")
set(mbedtls_dir ${CMAKE_MATCH_1})
string(REGEX MATCH "TINYSSH_DIR=([^\n]*)" ignored "${fetched}")
set(tinyssh_dir ${CMAKE_MATCH_1})

# third_party_library(NAME SOURCE...): none of our warnings, dead code droppable.
# A chip build sets SALLYPORT_THIRD_PARTY_OPTIONS; -Os there.
if(NOT SALLYPORT_THIRD_PARTY_OPTIONS)
  set(SALLYPORT_THIRD_PARTY_OPTIONS -O2)
endif()
function(third_party_library name)
  add_library(${name} STATIC EXCLUDE_FROM_ALL ${ARGN})
  target_compile_options(${name} PRIVATE -w -ffunction-sections
    -fdata-sections ${SALLYPORT_THIRD_PARTY_OPTIONS}
    -ffile-prefix-map=${mbedtls_dir}/=
    -ffile-prefix-map=${tinyssh_dir}/=)
endfunction()

# mbedtls_use(NAME CONFIG): the configuration is part of the interface
function(mbedtls_use name config)
  target_compile_definitions(${name} PUBLIC MBEDTLS_CONFIG_FILE="${config}")
  target_include_directories(${name} SYSTEM PUBLIC
    ${PROJECT_SOURCE_DIR}/cmake ${mbedtls_dir}/include)
endfunction()

file(GLOB mbedtls_sources ${mbedtls_dir}/library/*.c)
list(FILTER mbedtls_sources EXCLUDE REGEX "/(ssl_|x509|psa_|net_|debug)")
third_party_library(mbedtls_host ${mbedtls_sources})
mbedtls_use(mbedtls_host mbedtls_host_config.h)
add_library(sallyport_host_crypto ALIAS mbedtls_host)

third_party_library(mbedtls_chip
  ${mbedtls_dir}/library/sha256.c ${mbedtls_dir}/library/sha512.c
  ${mbedtls_dir}/library/platform_util.c)
mbedtls_use(mbedtls_chip mbedtls_chip_config.h)

# The headers that are needed are copied: the folder has many more, with names
# as plain as log.h. Numbers modulo p are crypto/fe25519.c instead of its own.
file(GLOB tinyssh_headers ${tinyssh_dir}/cryptoint/*.h)
file(COPY ${tinyssh_headers} ${tinyssh_dir}/fe.h ${tinyssh_dir}/fe25519.h
  ${tinyssh_dir}/ge25519.h ${tinyssh_dir}/sc25519.h ${tinyssh_dir}/cleanup.h
  ${tinyssh_dir}/crypto_scalarmult_curve25519.h
  DESTINATION ${PROJECT_BINARY_DIR}/curve25519)
third_party_library(curve25519
  ${tinyssh_dir}/fe.c ${tinyssh_dir}/ge25519.c
  ${tinyssh_dir}/sc25519.c ${tinyssh_dir}/cleanup.c
  ${tinyssh_dir}/crypto_scalarmult_curve25519.c
  ${tinyssh_dir}/int16_optblocker.c ${tinyssh_dir}/uint8_optblocker.c
  ${tinyssh_dir}/uint64_optblocker.c)
if(DEFINED MCUBOOT_TARGET)
  # a chip verifies only: nothing is secret, nothing needs to be wiped
  target_compile_options(curve25519 PRIVATE
    -DCLEANUP_H____ "-Dcleanup(x)=")
endif()
target_include_directories(curve25519 SYSTEM PUBLIC
  ${PROJECT_BINARY_DIR}/curve25519)
