#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Plants bugs in copies of the boot code and expects the power-cut runner to
# find each of them. A mutant is a sed script in mutants/ that changes one file
# of a layer; the changed file is compiled and linked in front of the build's
# library.
#   mutants.sh BUILD SOURCE [NAME...]
#   RUNNER=firstboot mutants.sh BUILD SOURCE [NAME...]   those of the first boot
#   RUNNER=recovery mutants.sh BUILD SOURCE [NAME...]    those of recovery
set -eu
runner=${RUNNER:-powerloss}
case $runner in
firstboot) layer=enroll ;;
recovery) layer=recovery ;;
*) layer=core ;;
esac
build=$(cd "$1" && pwd)
source=$(cd "$2" && pwd)
shift 2
folder=$source/tests/$runner/mutants
work=$build/mutants/$runner
mkdir -p "$work"
failed=0

fail() {
    name=$1
    shift
    echo "FAIL mutant.$name: $*"
    failed=1
}

field() {
    sed -n "s/^# $1 //p" "$folder/$2.sed"
}

# The command that makes a target, for another input and output.
command_of() {
    ninja -C "$build" -t commands "$1" | tail -n 1
}

compile() { # source file, object to make like, object to make
    command_of "$2" | sed "s| -o $2 | -o $3 |; s| -c .*| -w -c $1|; \
        s| -MD .*-o | -o |" > "$work/command"
    (cd "$build" && sh "$work/command")
}

# The program that is to find a mutant.
program_of() {
    named=$(field program "$1")
    echo "${named:-$runner}"
}

link_with() { # object in front, program of the build, program to make
    command_of "tests/$runner/$2" |
        sed "s| -o tests/$runner/$2 | $1 -o $3 |" > "$work/command"
    (cd "$build" && sh "$work/command")
}

# The files of the layer that a mutant changes; it must be one.
targets() {
    (cd "$source" && find $layer -name '*.c' | sort) | while read -r file; do
        sed -f "$folder/$1.sed" "$source/$file" | cmp -s "$source/$file" - ||
            echo "$file"
    done
}

plant() {
    file=$(targets "$1")
    if [ ! -f "$source/$file" ]; then
        fail "$1" "mutants/$1.sed must change one file of $layer," \
            "it changes: ${file:-none}"
        return 1
    fi
    mkdir -p "$work/$1"
    sed -f "$folder/$1.sed" "$source/$file" > "$work/$1/mutant.c"
    compile "$work/$1/mutant.c" \
        "$layer/CMakeFiles/sallyport_$layer.dir/${file#"$layer"/}.o" \
        "$work/$1/a.o"
    link_with "$work/$1/a.o" "$(program_of "$1")" "$work/$1/$runner"
}

# What the runner is to try.
options() {
    if [ "$runner" = powerloss ]; then
        echo "--share --layout $(field layout "$1")"
    else
        field run "$1"
    fi
}

hunt() {
    plant "$1" || return 0
    # shellcheck disable=SC2046
    if "$work/$1/$runner" $(options "$1") > "$work/$1/log" 2>&1; then
        fail "$1" "not found: $(field bug "$1")"
    else
        id=$(sed -n -e 's/^FAIL \([a-z0-9_-]*:[^ ]*\).*$/\1/p' \
                 -e 's/^\[  FAILED  \] \([a-z0-9_]*\)$/\1/p' "$work/$1/log" |
             head -n 1)
        echo "pass mutant.$1: found as $id: $(field bug "$1")"
    fi
}

if [ $# -eq 0 ]; then
    set -- $(cd "$folder" && ls *.sed | sed 's/\.sed$//')
fi
for name; do
    hunt "$name"
done
exit $failed
