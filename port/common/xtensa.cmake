# SPDX-License-Identifier: Apache-2.0
#
# What the bootloaders of the Xtensa chips share.
set(chip_start port/common/start_xtensa.S port/common/arithmetic_xtensa.S)
set(chip_link_depends ${PROJECT_SOURCE_DIR}/port/common/xtensa.ld)
set(chip_multiply port/common/multiply_xtensa.c)
# Literals are gathered by the linker, which drops those that are equal.
# Branch targets are not aligned: the chip fetches words from RAM. Accesses to
# devices are kept in order by mmio_xtensa and in the loader; what else is
# volatile is plain memory.
set(chip_mmio mmio_xtensa)
set(chip_options -mno-text-section-literals -mno-target-align
  -mno-serialize-volatile)
set(chip_loader_options -mserialize-volatile)
