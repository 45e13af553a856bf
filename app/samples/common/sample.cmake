# SPDX-License-Identifier: Apache-2.0
#
# sample(NAME SOURCE...): builds NAME.bin of an application for SAMPLE_TARGET,
# to be signed by `sallyport imgtool sign`. It has the drivers that it shares
# with the bootloader, and knows its flash layout: the default of the chip, and
# on top of it what SAMPLE_CONFIG_FILE says, a file of the project's folder.
set(SAMPLE_CONFIG_FILE "" CACHE STRING "keys on top of the chip's own")
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
# what port.cmake names lies relative to the whole project
set(sample_folder ${CMAKE_CURRENT_LIST_DIR})
set(chip_folder ${top}/port/${SAMPLE_TARGET})
include(${top}/cmake/warnings.cmake)
include(${chip_folder}/port.cmake)

# The memory that it is linked for: <sample_memory>.ld, by default the chip's.
if(NOT sample_memory)
  set(sample_memory ${SAMPLE_TARGET})
endif()

# What the code is linked for, and started by: port.cmake's are the bootloader's
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "xtensa")
  set(sample_start ${sample_folder}/start_xtensa.S
    ${top}/port/common/arithmetic_xtensa.S)
else()
  set(sample_start ${sample_folder}/start_riscv.S)
endif()

set(sample_files ${chip_folder}/bootloader.conf)
if(SAMPLE_CONFIG_FILE)
  list(APPEND sample_files ${top}/${SAMPLE_CONFIG_FILE})
endif()

# sample_key(RESULT KEY): a value of the configuration, empty without one
function(sample_key result key)
  set(value "")
  foreach(file ${sample_files})
    file(STRINGS ${file} line REGEX "^${key}=")
    if(line)
      string(REGEX REPLACE "^[^=]*=" "" value "${line}u")
    endif()
  endforeach()
  set(${result} "${value}" PARENT_SCOPE)
endfunction()
sample_key(slot CONFIG_ESP_APPLICATION_SIZE)
# trailers of a product that encrypts have one write unit for each field
sample_key(encrypted CONFIG_SECURE_FLASH_ENC_ENABLED)
set(align 8u)
if(encrypted STREQUAL "yu")
  set(align 32u)
endif()
set(slots "")
foreach(image 0 1)
  sample_key(primary CONFIG_ESP_IMAGE${image}_PRIMARY_START_ADDRESS)
  sample_key(secondary CONFIG_ESP_IMAGE${image}_SECONDARY_START_ADDRESS)
  if(primary)
    string(APPEND slots "{${primary}, ${secondary}},")
  endif()
endforeach()

set(sample_drivers ${chip_drivers})
list(FILTER sample_drivers INCLUDE REGEX "^(flash|uart|watchdog)")
list(APPEND sample_drivers flash_busy memory ${chip_mmio})
list(TRANSFORM sample_drivers PREPEND ${top}/port/common/)
list(TRANSFORM sample_drivers APPEND .c)

function(sample name)
  add_executable(${name} ${ARGN} ${sample_start} ${top}/app/load_header.S
    ${top}/app/update.c ${top}/base/bytes.c ${top}/core/config_any.c
    ${top}/core/image.c ${top}/core/region.c ${top}/core/trailer.c ${sample_drivers}
    ${chip_folder}/cache.c ${chip_folder}/chip.c)
  set_target_properties(${name} PROPERTIES SUFFIX .elf LINK_DEPENDS
    "${sample_folder}/${sample_memory}.ld;${sample_folder}/sections.ld")
  set(options -Os -ffreestanding -ffunction-sections -fdata-sections
    -fno-jump-tables -fno-tree-loop-distribute-patterns ${chip_options})
  target_compile_options(${name} PRIVATE ${options}
    $<$<COMPILE_LANGUAGE:ASM>:-Wa,-I${top}>)
  target_compile_definitions(${name} PRIVATE SLOT_LEN=${slot}
    ALIGN=${align} "SLOTS=${slots}")
  target_include_directories(${name} PRIVATE ${top})
  target_link_libraries(${name} PRIVATE sallyport_flags -lgcc)
  target_link_options(${name} PRIVATE ${options} -nostdlib -nostartfiles
    -L${sample_folder} -T${sample_folder}/${sample_memory}.ld
    -Wl,--gc-sections -Wl,--no-warn-rwx-segments)
  add_custom_command(OUTPUT ${name}.bin
    COMMAND ${CMAKE_OBJCOPY} -O binary $<TARGET_FILE:${name}> ${name}.bin
    DEPENDS ${name}
    COMMENT "Writing ${name}.bin"
    VERBATIM)
  add_custom_target(binary ALL DEPENDS ${name}.bin)
endfunction()
