# SPDX-License-Identifier: Apache-2.0
#
# A thin front over CMake and Ninja. Each target installs what it needs
# (tools/setup.sh), so `make demo` and `make test` work on a fresh machine.
BUILD := build/host
CMAKE := cmake -B $(BUILD) -GNinja

.DEFAULT_GOAL := help
.PHONY: help all setup setup-test demo demo-recovery test sim chips powerloss \
	recovery-cuts fuzz bench coverage bench-chips test-emulator sanitize \
	format check clean

help:
	@echo "make demo       boot, update, lose power and revert on a virtual ESP32-C3"
	@echo "make demo-recovery  upload to an empty one by serial recovery"
	@echo "make test       build and run everything that is tested, gates included"
	@echo "make all        build the program: $(BUILD)/sallyport"
	@echo "make sim        show how to use the virtual device"
	@echo "make chips      build the bootloader of every chip, compare its size"
	@echo "make powerloss  long power-cut campaign; ID=... replays one failure"
	@echo "make recovery-cuts  cut power at every flash operation of an upload"
	@echo "make fuzz       fuzz recovery's line; FUZZ_SECONDS=60 for each target"
	@echo "make test-emulator  boot from the chips' own ROM, in their emulator"
	@echo "make bench      erases, bytes and times, beside the real imgtool"
	@echo "make bench-chips  instructions, flash work and stack on the chips' emulator"
	@echo "make coverage   lines and branches that the tests run"
	@echo "make sanitize   the tests under AddressSanitizer and UBSan"
	@echo "make format     lay out all C files with clang-format"
	@echo "make check      the gates: layers, conditionals, lengths, format"
	@echo "make clean      remove build/ (the fetched sources in .deps/ stay)"

setup:
	@tools/setup.sh build

setup-test:
	@tools/setup.sh build test chips

all: setup
	@tools/build.sh $(BUILD)

demo: all
	@tools/demo.sh $(BUILD)

demo-recovery: all
	@tools/demo_recovery.sh $(BUILD)

test: setup-test
	@python3 tools/run_tests.py

sim: all
	@$(BUILD)/sallyport sim --help

chips: all
	@tools/setup.sh chips
	@python3 tools/chips.py $(BUILD)/sallyport

powerloss: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@tests/powerloss/run.sh $(BUILD) $(ID)

recovery-cuts: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@$(BUILD)/tests/recovery/recovery_cuts $(or $(ID),--pairs 200)

fuzz: setup-test
	@tests/fuzz/run.sh build/fuzz

test-emulator: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@python3 -B tests/emulator/run.py

bench: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@bench/run.sh $(BUILD)

bench-chips: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@python3 -B bench/chips/run.py

coverage: setup-test
	@tools/coverage.sh

sanitize: setup-test
	@python3 tools/run_tests.py sanitize

format:
	@tools/setup.sh test
	@git ls-files '*.c' '*.h' | xargs clang-format -i

check: setup-test
	@tools/build.sh $(BUILD) -DSALLYPORT_TESTS=ON
	@sh tools/gates/run.sh

clean:
	rm -rf build
