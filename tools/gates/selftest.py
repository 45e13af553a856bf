#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sees each gate pass on good code and fail on each planted fault.

A small tree with the constructs that a simple parser could stumble over is
written to a temporary folder; all gates must pass on it. Then one fault after
the other is planted, and the gate named must fail and name file and line.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
C_TAG = "/* SPDX-License-Identifier: Apache-2.0 */\n"

GOOD = {
    "base/good.h": C_TAG + """/*
 * Words that must not count: goto, malloc(), #if, if (x) return; }{
 */
#ifndef BASE_GOOD_H
#define BASE_GOOD_H

#include <stddef.h>
#include <stdint.h>

#define GOOD_SWAP(a, b)                                                        \\
    do {                                                                       \\
        (a) ^= (b);                                                            \\
    } while (0)

/** A result, which a function is named after. */
struct good_sum {
    uint32_t (*add)(uint32_t a, uint32_t b); /* no prototype */
};

/**
 * Adds numbers.
 *
 * @param[in] a  number
 * @param[in] b  number
 *
 * @retval sum
 */
__attribute__((warn_unused_result)) uint32_t good_add(uint32_t a, uint32_t b);
uint32_t good_add_again(uint32_t a, uint32_t b);

/**
 * Returns the row, constant.
 *
 * @param[in] each  called for each of len bytes; context as given
 * @param[in] len   bytes
 *
 * @retval row
 */
const struct good_sum *good_sum(void (*each)(uint8_t byte, void *context),
                                size_t len);

/**
 * Wipes nothing.
 */
void good_nothing(void);

#endif
""",
    "base/good.c": C_TAG + """/* See good.h. */
#include "base/good.h"

#include <stdbool.h>

static const struct good_sum sums[] = {
    {.add = good_add},
};

static const char *const texts[] = {"} goto {", "if (x)", "\\"malloc(1)"};

uint32_t good_add(uint32_t a, uint32_t b)
{
    if (a > b) {
        return a + b;
    } else if (a == 0) {
        return b;
    } else {
        a = b;
    }
    do {
        a++;
    } while (a < b);
    for (uint32_t i = 0; i < b; i++) {
        a += i + (uint32_t)texts[0][i];
    }
    return a;
}

uint32_t good_add_again(uint32_t a, uint32_t b)
{
    return good_add(a, b);
}

const struct good_sum *good_sum(void (*each)(uint8_t byte, void *context),
                                size_t len)
{
    while (len > 0) {
        each(0, NULL);
        len--;
    }
    return &sums[0];
}

void good_nothing(void)
{
}
""",
    "base/more.c": C_TAG + "/*\n * `base`, more of good.h. */\n"
                   '#include "base/good.h"\n\n#include <stddef.h>\n',
    "tests/unit/more_test.c": C_TAG + "/* Tests more of good.h. */\n"
                              '#include "base/good.h"\n',
    "iface/port.h": C_TAG + """/* What a port has. */
#ifndef IFACE_PORT_H
#define IFACE_PORT_H

/** Stops the device. */
void port_stop(void);

#endif
""",
    "core/act.h": C_TAG + """/* What core does. */
#ifndef CORE_ACT_H
#define CORE_ACT_H

#include <stdint.h>

/**
 * Acts.
 *
 * @param[in] a  number
 */
void act_now(uint32_t a);

#endif
""",
    "core/act.c": C_TAG + """/* See act.h. */
#include "core/act.h"

#include <stddef.h>

#include "base/good.h"
#include "iface/port.h"

static void act_last(uint32_t a)
{
    uint8_t bytes[256];

    for (uint32_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)i;
    }
    if (good_add(a, bytes[a]) > a) {
        port_stop();
    }
}

void act_now(uint32_t a)
{
    act_last(a);
}
""",
    "tests/unit/good_test.c": C_TAG + """/* Tests good.h. */
#include "base/good.h"

#include <stddef.h>

#include "core/act.h"

POWERLOSS_CASE(all_good, DEPTH(2), TEAR_ALL, ONE, TWO, THREE)
{
    act_now(good_add(1, 2));
}
""",
    "tests/unit/act_test.c": C_TAG + "/* Tests act.h. */\n"
                             '#include "core/act.h"\n',
    "tools/x.sh": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"
                  "echo TO" "DO(#12) is numbered\n",
    "tools/gates/without_test.txt": "# path, then why\n",
    "SPEC.md": "# Bytes\n\n## 2. Slot trailer\n\n### The `magic` bytes\n"
               "\n## Signatures\n",
    "base/cited.h": C_TAG + """/*
 * Cites: SPEC, Slot trailer. And: SPEC, "The magic bytes", "Slot
 * trailer" and "Signatures": all of them. See also SPEC, Slot
 * trailer, and SPEC.md.
 */
#ifndef BASE_CITED_H
#define BASE_CITED_H

#define CITED_LEN 16 /* bytes: SPEC, Slot trailer */

#endif
""",
    "tests/cli/expected/out.txt": "as printed \n\nno end",
    "base/status.h": C_TAG + """/* Errors. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define STATUS_LIST(X)                                                         \\
    X(GOOD_E_IO, 0x0101, "it did not answer")                                  \\
    X(GOOD_E_LONG, 0x0102, "it took long")

#endif
""",
    "docs/log.md": "# Log\n\n| text |\n|---|\n\n"
                   "| `0x101` | it did not answer | wait |\n"
                   "| `0x102` | it took long | wait |\n",
    "README.md": "# Good\n\nSee [the header](base/good.h) and "
                 "[below](#good).\n",
}

LONG = "void act_long(void)\n{\n" + "    act_now(1);\n" * 68 + "}\n"


def line_of(path, text):
    """file:line where a text stands in the good tree."""
    return f"{path}:{GOOD[path][:GOOD[path].index(text)].count(chr(10)) + 1}:"


def swap(path, old, new, expect=None):
    """A fault: old becomes new; expected at its line unless told."""
    assert old in GOOD[path], (path, old)
    return path, GOOD[path].replace(old, new, 1), expect or line_of(path, old)


def append(path, text, lines=1):
    """A fault behind the last line; expected on the given line of it."""
    count = GOOD[path].count("\n")
    return path, GOOD[path] + text, f"{path}:{count + lines}:"


def new(path, text, expect):
    return path, text, f"{path}:{expect}"


INC = '#include "base/good.h"\n#include "iface/port.h"\n'

FAULTS = [
    ("includes", swap("core/act.c", INC, INC + '#include "host/cli.h"\n',
                      "core/act.c:9:")),
    ("includes", new("core/up.c", '#include "host/cli.h"\n', "1:")),
    ("includes", new("base/up.c", '#include "core/act.h"\n',
                     "1: base must not include core")),
    ("includes", new("crypto/up.c", '#include "core/act.h"\n',
                     "1: crypto must not include core")),
    ("includes", new("crypto/up.c", "#include <stdlib.h>\n",
                     "1: crypto is freestanding")),
    ("includes", new("port/a/up.c", '#include "port/b/x.h"\n', "1:")),
    ("includes", new("port/a/up.c", '#include "base/none.h"\n', "1:")),
    ("includes", swap("core/act.c", "#include <stddef.h>",
                      "#include <string.h>")),
    ("includes", swap("core/act.c", '#include "core/act.h"\n\n'
                      '#include <stddef.h>',
                      '#include <stddef.h>\n\n#include "core/act.h"')),
    ("includes", swap("core/act.c", INC,
                      '#include "iface/port.h"\n#include "base/good.h"\n',
                      "core/act.c:8:")),
    ("conditionals", swap("core/act.c", "    act_last(a);",
                          "#ifdef X\n    act_last(a);\n#endif")),
    ("conditionals", append("core/act.c", "#if 1\n#endif\n")),
    ("conditionals", swap("base/good.h", "#ifndef BASE_GOOD_H",
                          "#ifndef GOOD", "base/good.h:1:")),
    ("conditionals", new("host/good.h", C_TAG + "#ifndef BASE_GOOD_H\n"
                         "#define BASE_GOOD_H\n#endif\n",
                         "1: include guard BASE_GOOD_H is that of base/")),
    ("conditionals", swap("base/good.h", "/** A result",
                          "#if defined(X)\n#endif\n/** A result")),
    ("functions", append("core/act.c", LONG)),
    ("functions", append("core/act.c", "void f(int a, int b, int c, int d,\n"
                         "       int e, int g)\n{\n}\n")),
    ("functions", swap("core/act.c", "    act_last(a);",
                       "    if (a)\n        act_last(a);")),
    ("functions", swap("base/good.c", "    } else {\n        a = b;\n    }",
                       "    } else a = b;")),
    ("functions", swap("core/act.c", "    act_last(a);",
                       "    goto end;\nend:\n    act_last(a);")),
    ("functions", swap("core/act.c", "    act_last(a);",
                       "    act_now(a);")),
    ("functions", swap("core/act.c", "        port_stop();",
                       "        act_now(a);", "core/act.c:")),
    ("functions", swap("core/act.c", "    act_last(a);",
                       "    act_last(malloc(a));")),
    ("headers", swap("base/good.h", "#include <stdint.h>\n", "",
                     "base/good.h:")),
    ("docstrings", swap("base/good.h", " * @param[in] b  number\n", "",
                        "base/good.h:")),
    ("docstrings", swap("base/good.h", " * @param[in] b  number\n",
                        " * @param b  number\n", "base/good.h:")),
    ("docstrings", swap("base/good.h", " * @param[in] b  number\n",
                        " * @param[in] b  number\n * @param[in] c  number\n",
                        "base/good.h:")),
    ("docstrings", swap("base/good.h", " * @retval sum\n", "",
                        "base/good.h:")),
    ("docstrings", swap("iface/port.h", "/** Stops the device. */\n", "",
                        "iface/port.h:")),
    ("docstrings", swap("iface/port.h", "/** Stops", "/* Stops",
                        "iface/port.h:7:")),
    ("docstrings", swap("core/act.h", "act_now(uint32_t a)",
                        "act_now(uint32_t)")),
    ("docstrings", swap("core/act.h", " * Acts.\n", " *\n",
                        "core/act.h:")),
    ("format", swap("core/act.c", "    act_last(a);", "  act_last( a );",
                    "core/act.c:2")),
    ("words", append("README.md", "see /roo" "t/x\n")),
    ("words", append("README.md", "see deb.debian" ".org\n")),
    ("words", append("tools/x.sh", "# TO" "DO later\n")),
    ("words", append("tools/x.sh", "# FIX" "ME\n")),
    ("words", append("tools/x.sh", "echo \n")),
    ("words", new("tests/cli/expected/x.txt", "see /roo" "t/x \n", "1:")),
    ("words", append("tools/x.sh", "no end")),
    ("links", append("README.md", "[gone](docs/gone.md)\n")),
    ("links", append("README.md", "![gone](docs/gone.svg)\n")),
    ("links", append("README.md", "[gone](base/good.h#x) [y](#nowhere)\n")),
    ("log", append("core/act.c", "void act_log(void)\n{\n"
                   '    log_line(1, "act "\n             "%u", 0, 0);\n}\n', 3)),
    ("log", new("docs/log.md", "| `act` | gone |\n", "1: nobody")),
    ("log", swap("base/status.h", "took long", "took longer",
                 "base/status.h:1:")),
    ("spdx", swap("core/act.c", C_TAG, "", "core/act.c:1:")),
    ("spdx", swap("core/act.c", "/* See act.h. */\n", "", "core/act.c:2:")),
    ("spdx", swap("tools/x.sh", "# SPDX", "# ", "tools/x.sh:1:")),
    ("units", new("core/untested.c", "\n", "1: tests/unit/untested_test.c")),
    ("units", swap("tests/unit/act_test.c", '"core/act.h"', '"core/up.h"',
                   "core/act.c:1:")),
    ("units", new("core/plan/act.c", "\n", "1: tests/unit/act_test.c")),
    ("units", append("tools/gates/without_test.txt", "core/act.c tested\n")),
    ("units", append("tools/gates/without_test.txt", "core/gone.c why\n")),
    ("units", new("core/act.h", "\n" * 701, "701:")),
    ("symbols", swap("core/act.c", "        port_stop();",
                     "        exit(1);")),
    ("symbols", append("core/act.c", "int act_count;\n")),
    ("symbols", append("core/act.c", "int act_count = 3;\n")),
    ("symbols", append("core/act.c", "int act_all(void)\n{\n"
                       "    static volatile int seen;\n    return seen++;\n"
                       "}\n", 3)),
    ("symbols", swap("base/good.c", "        each(0, NULL);",
                     "        act_now(0);")),
    ("citations", swap("base/cited.h", "SPEC, Slot trailer */",
                       "SPEC, Slot trailers */")),
    ("citations", swap("base/cited.h", 'and "Signatures"', 'and "Keys"',
                       "base/cited.h:3: SPEC.md has no section \"Keys\"")),
    ("cross", swap("core/act.c", "    act_last(a);",
                   "    int unused;\n    act_last(a);")),
]


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


def run_gate(name, root):
    done = subprocess.run(
        [sys.executable, os.path.join(HERE, f"gate_{name}.py"),
         "--root", root], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False)
    return done.returncode, done.stdout


def gate_names():
    return sorted(name[5:-3] for name in os.listdir(HERE)
                  if name.startswith("gate_"))


def check_good(root):
    wrong = 0
    for name in gate_names():
        status, out = run_gate(name, root)
        if status != 0:
            wrong += 1
            print(f"FAIL {name} refuses good code:\n{out}")
    return wrong


def check_fault(root, name, fault):
    path, text, expect = fault
    write(root, path, text)
    status, out = run_gate(name, root)
    if path in GOOD:
        write(root, path, GOOD[path])
    else:
        os.remove(os.path.join(root, path))
    if status != 0 and f"  {expect}" in out:
        return 0
    print(f"FAIL {name} does not see a fault at {expect}\n{out}")
    return 1


def check_drawings(root):
    """Drawings are checked in a copy of what they are drawn from."""
    for folder in ("tools/draw", "docs", "port", "core", "app", "enroll",
                   "host/conf"):
        shutil.copytree(os.path.join(ROOT, folder),
                        os.path.join(root, folder), dirs_exist_ok=True)
    images = os.path.join(root, "docs", "img")
    names = sorted(n for n in os.listdir(images) if n.endswith(".svg"))
    status, out = run_gate("drawings", root)
    wrong = 0
    if status != 0:
        print(f"FAIL drawings refuses a fresh copy:\n{out}")
        wrong += 1
    with open(os.path.join(images, names[0]), "a", encoding="utf-8") as file:
        file.write("<!-- touched -->\n")
    os.remove(os.path.join(images, names[1]))
    status, out = run_gate("drawings", root)
    if status == 0 or names[0] not in out or names[1] not in out:
        print(f"FAIL drawings does not see two faults\n{out}")
        wrong += 1
    return wrong


EXAMPLES = [  # (document, whether it works as written, what is printed)
    ("```sh runnable\necho a; tool; echo c\n```\n"
     "```text output\na\n...\nc\n```\n", True, "1 blocks"),
    ("```sh\nfalse\n```\n", True, "0 blocks"),
    ("```sh runnable\necho a b c\n```\n```text output\na b ...\n```\n", True,
     "1 blocks"),
    ("```sh runnable\necho a c\n```\n```text output\na b ...\n```\n", False,
     "doc.md:4: this line is missing: a b ..."),
    ("\n```sh runnable\nfalse\n```\n", False, "doc.md:2: exit status 1"),
    ("```sh runnable\nfalse | true\n```\n", False, "doc.md:1:"),
    ("```sh runnable\necho a\n```\n```text output\nb\n```\n", False,
     "doc.md:4: this line is missing: b"),
]

COVERAGE = [  # (percent asked for, whether 3 of 4 lines are enough)
    ("75", True), ("75.1", False),
]


def run_tool(*command):
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def check_examples(root):
    wrong = 0
    write(root, "bin/tool", "#!/bin/sh\necho b\n")
    os.chmod(os.path.join(root, "bin/tool"), 0o755)
    for text, good, expect in EXAMPLES:
        write(root, "doc.md", text)
        status, out = run_tool(os.path.join(HERE, "examples.py"), "--program",
                               os.path.join(root, "bin/tool"),
                               os.path.join(root, "doc.md"))
        if (status == 0) != good or expect not in out:
            print(f"FAIL examples judges this wrongly:\n{text}{out}")
            wrong += 1
    return wrong


def check_coverage(root):
    wrong = 0
    lines = [{"line_number": i, "count": i % 4, "branches": []}
             for i in range(4)]
    write(root, "coverage.json", json.dumps({"files": [
        {"file": f"{name}/x.c", "lines": lines}
        for name in ("base", "core", "crypto")]}))
    for percent, good in COVERAGE:
        status, out = run_tool(
            os.path.join(ROOT, "tools", "coverage_table.py"),
            os.path.join(root, "coverage.json"), percent)
        if (status == 0) != good:
            print(f"FAIL coverage judges {percent} % wrongly:\n{out}")
            wrong += 1
    return wrong


def main():
    with tempfile.TemporaryDirectory() as root:
        for path, text in GOOD.items():
            write(root, path, text)
        shutil.copy(os.path.join(ROOT, ".clang-format"), root)
        wrong = check_good(root)
        for name, fault in FAULTS:
            wrong += check_fault(root, name, fault)
    with tempfile.TemporaryDirectory() as root:
        wrong += check_drawings(root) + check_examples(root)
        wrong += check_coverage(root)
    unplanted = set(gate_names()) - {name for name, _ in FAULTS} \
        - {"drawings"}
    for name in sorted(unplanted):
        print(f"FAIL no fault is planted for gate {name}")
    if wrong or unplanted:
        print(f"FAIL selftest: {wrong + len(unplanted)} of the gates' "
              "promises do not hold")
        return 1
    print(f"pass selftest: {len(FAULTS) + 7} planted faults are seen by "
          f"{len(gate_names())} gates, good code passes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
