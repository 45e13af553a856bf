#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Function lengths and parameters, braces, goto, recursion."""
import gatelib
from gatelib import Finding

LINES_MAX = 70
PARAMETERS_MAX = 5
STEPS = (6, 12, 20, 30, 40, 50, 60, LINES_MAX)
LONGEST = 10
HEAP = {"malloc", "calloc", "realloc", "free", "alloca", "strdup"}


def length(file, function):
    return file.line(function.end) - file.line(function.start) + 1


def check_function(file, function):
    findings = []
    line = file.line(function.start)
    if length(file, function) > LINES_MAX:
        findings.append(Finding(
            file.path, line, f"{function.name} has {length(file, function)} "
            f"lines, {LINES_MAX} allowed"))
    count = len(function.parameters())
    if count > PARAMETERS_MAX and not function.name.isupper():
        findings.append(Finding(
            file.path, line, f"{function.name} has {count} parameters, "
            f"{PARAMETERS_MAX} allowed"))
    return findings + check_body(file, function)


def check_body(file, function):
    tokens = file.body_tokens(function)
    texts = [token.text for token in tokens]
    findings = []
    for i, token in enumerate(tokens):
        line = file.line(token.offset)
        if token.text == "goto":
            findings.append(Finding(file.path, line, "goto"))
        if lacks_brace(texts, i):
            findings.append(Finding(file.path, line,
                                    f"{token.text} without braces"))
        if token.text in HEAP and texts[i + 1:i + 2] == ["("] \
                and gatelib.layer(file.path) in gatelib.FREESTANDING:
            findings.append(Finding(file.path, line, f"heap: {token.text}"))
    return findings


def lacks_brace(texts, i):
    if texts[i] in ("if", "for", "while", "switch"):
        after = texts[gatelib.match_bracket(texts, i + 1) + 1:][:1]
        if texts[i] == "while" and after == [";"] and i \
                and texts[i - 1] == "}":
            return False  # the end of a do
        return after != ["{"]
    if texts[i] == "do":
        return texts[i + 1:i + 2] != ["{"]
    if texts[i] == "else":
        return texts[i + 1:i + 2] not in (["{"], ["if"])
    return False


def call_graph(files):
    """(path or "", name) -> [(callee, path, line)]; "" for external names."""
    defined = {}
    for file in files:
        for function in file.functions:
            key = (file.path if function.is_static() else "", function.name)
            defined[key] = (file, function)
    graph = {}
    for key, (file, function) in defined.items():
        tokens = file.body_tokens(function)
        graph[key] = []
        for token, after in zip(tokens, tokens[1:]):
            if after.text != "(":
                continue
            for callee in ((file.path, token.text), ("", token.text)):
                if callee in defined:
                    graph[key].append((callee, file.path,
                                       file.line(token.offset)))
                    break
    return graph


def find_cycles(graph):
    """One finding for each call that closes a circle."""
    findings, state = [], {}
    for start in sorted(graph):
        if start in state:
            continue
        stack = [(start, iter(graph[start]))]
        state[start] = "open"
        while stack:
            node, calls = stack[-1]
            for callee, path, line in calls:
                if state.get(callee) == "open":
                    findings.append(Finding(
                        path, line, f"recursion: {node[1]} calls "
                        f"{callee[1]}, which leads here"))
                elif callee not in state:
                    state[callee] = "open"
                    stack.append((callee, iter(graph[callee])))
                    break
            else:
                state[node] = "done"
                stack.pop()
    return findings


def print_table(rows):
    """How many functions are how long, and which are the longest."""
    lower = 1
    print("  lines   functions")
    for upper in STEPS + (None,):
        count = sum(1 for row in rows if row[0] >= lower
                    and (upper is None or row[0] <= upper))
        name = f"{lower}..{upper}" if upper else f"> {STEPS[-1]}"
        print(f"  {name:7} {count:5}")
        lower = (upper or 0) + 1
    print(f"  the longest {LONGEST}:")
    for lines, path, line, name in sorted(rows, reverse=True)[:LONGEST]:
        print(f"  {lines:4}  {name}  {path}:{line}")


def check(args):
    files = gatelib.c_files(args.root)
    findings, rows = [], []
    for file in files:
        for function in file.functions:
            findings += check_function(file, function)
            rows.append((length(file, function), file.path,
                         file.line(function.start), function.name))
    ours = [file for file in files
            if gatelib.layer(file.path) not in ("tests", "bench")]
    findings += find_cycles(call_graph(ours))
    print_table(rows)
    return findings, f"{len(rows)} functions, none over {LINES_MAX} lines"


if __name__ == "__main__":
    gatelib.main_of("functions", check, __doc__)
