# SPDX-License-Identifier: Apache-2.0
#
# What the bootloaders of the Xtensa chips share.
set(chip_start port/common/start_xtensa.S port/common/arithmetic_xtensa.S)
set(chip_link_depends ${PROJECT_SOURCE_DIR}/port/common/xtensa.ld)
set(chip_multiply port/common/multiply_xtensa.c)
# literals are gathered by the linker, which drops those that are equal
# branch targets are not aligned: the chip fetches words from RAM
set(chip_options -mno-text-section-literals -mno-target-align)
set(chip_loader_options "")
