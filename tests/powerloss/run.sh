#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the power-cut runner of a build.
#   run.sh BUILD       the long campaign
#   run.sh BUILD ID    the replay of one failure
exec "$1/tests/powerloss/powerloss" ${2:+"$2"}
