# SPDX-License-Identifier: Apache-2.0
#
# What a bootloader for ESP32-S2 is made of besides what all chips share.
include(${chip_folder}/../common/xtensa.cmake)
set(chip_loader_hash loader_sha_v2)
set(chip_drivers efuse_v2 efuse_code_v2 flash_engine flash_engine_v2 flash_command
  flash_spi revision_v2 rsa rsa_v2 sha_stream sha_v2 uart watchdog_v2)
# every revision that was sold
set(chip_image_options --min-rev 0 --min-rev-full 0)
