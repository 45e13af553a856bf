#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sees each gate pass on good code and fail on each planted fault.
exec python3 "$(dirname "$0")/selftest.py" "$@"
