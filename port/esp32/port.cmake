# SPDX-License-Identifier: Apache-2.0
#
# What a bootloader for ESP32 is made of besides what all chips share.
include(${chip_folder}/../common/xtensa.cmake)
list(APPEND chip_start port/common/loader_park.S
  port/common/sha_block_xtensa.S)
set(chip_loader_two loader_two)
set(chip_loader_hash loader_sha_v1)
set(chip_drivers efuse_v1 efuse_code_v1 flash_engine flash_engine_v1 flash_command
  flash_spi revision_v1 rsa rsa_v1 sha_stream sha_v1 uart
  watchdog_v1)
# revision v3.0 is the first that checks Secure Boot V2
set(chip_image_options --min-rev 3 --min-rev-full 300)
