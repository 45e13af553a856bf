# SPDX-License-Identifier: Apache-2.0
#
# What a bootloader for ESP32-C3 is made of besides what all chips share.
set(chip_start ${chip_folder}/start.S)
set(chip_loader_hash loader_sha_v2)
set(chip_drivers efuse_v2 efuse_code_v2 flash_engine flash_engine_v2 flash_command
  flash_spi revision_v2 rsa rsa_v2 sha_stream sha_v2 uart
  usb_serial_jtag watchdog_v2)
set(chip_mmio mmio)
# the product of words is the compiler's
set(chip_multiply crypto/multiply.c)
# -mtune=size alone would load words from anywhere
set(chip_options -msave-restore -mcmodel=medlow -mtune=size -mstrict-align
  -malign-data=natural -fno-ipa-sra)
# what the loader calls would not survive: nothing outside of it
set(chip_loader_options -mno-save-restore)
# revision v0.3 is the first that was sold
set(chip_image_options --min-rev 3 --min-rev-full 3)
