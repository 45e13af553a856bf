#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Plants bugs in copies of the core and expects the power-cut runner to find
# each of them. A mutant is a sed script in mutants/ that changes one file; the
# changed file is compiled and linked in front of the library of the build.
#   mutants.sh BUILD SOURCE [NAME...]
set -eu
build=$(cd "$1" && pwd)
source=$(cd "$2" && pwd)
shift 2
folder=$source/tests/powerloss/mutants
work=$build/mutants
mkdir -p "$work"
failed=0

fail() {
    echo "FAIL mutant.$1: $2"
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

link_with() { # object in front, program
    command_of tests/powerloss/powerloss |
        sed "s| -o tests/powerloss/powerloss | $1 -o $2 |" > "$work/command"
    (cd "$build" && sh "$work/command")
}

plant() {
    file=$(field file "$1")
    copy=$work/$1/$file
    mkdir -p "$(dirname "$copy")"
    sed -f "$folder/$1.sed" "$source/$file" > "$copy"
    if cmp -s "$source/$file" "$copy"; then
        fail "$1" "mutants/$1.sed changes nothing in $file any more"
        return 1
    fi
    compile "$copy" \
        "core/CMakeFiles/sallyport_core.dir/${file#core/}.o" "$work/$1/a.o"
    link_with "$work/$1/a.o" "$work/$1/powerloss"
}

hunt() {
    layout=$(field layout "$1")
    plant "$1" || return 0
    if "$work/$1/powerloss" --share --layout "$layout" > "$work/$1/log" 2>&1
    then
        fail "$1" "not found: $(field bug "$1")"
    else
        id=$(sed -n 's/^FAIL \([a-z0-9_]*:[^ ]*\)$/\1/p' "$work/$1/log" |
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
