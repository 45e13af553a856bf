# SPDX-License-Identifier: Apache-2.0
"""What the gates share: the list of our files, a view of C code, the report.

This is no C compiler. It reads code that clang-format has laid out, blanks
comments and literals, and finds functions and prototypes at file level by
matching brackets. What it cannot see (macros that open a brace) our style
does not allow.
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys

SKIPPED_DIRS = {".git", "build", ".deps", "__pycache__"}

# Layers that run on a chip: no libc, no heap, no mutable statics.
FREESTANDING = ("base", "iface", "crypto", "core", "recovery", "enroll", "app")


class Finding:
    """One offending place."""

    def __init__(self, path, line, text):
        self.path, self.line, self.text = path, line, text

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


def parse_args(doc):
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--root", default=default_root(),
                        help="tree to check (default: the one of this script)")
    parser.add_argument("--build", default=None,
                        help="build folder (default: ROOT/build/host)")
    args = parser.parse_args()
    args.root = os.path.abspath(args.root)
    args.build = args.build or os.path.join(args.root, "build", "host")
    return args


def default_root():
    return os.path.dirname(os.path.dirname(os.path.dirname(
        os.path.abspath(__file__))))


def report(name, findings, fact):
    """Prints the one line of a gate and its findings; returns exit status."""
    for finding in findings:
        print(f"  {finding}")
    if findings:
        print(f"FAIL {name}: {len(findings)} place(s) above")
        return 1
    print(f"pass {name}: {fact}")
    return 0


def skip(name, why):
    print(f"SKIP {name}: {why}")
    return 0


def run(command, cwd=None, stdin=""):
    """Runs a command; returns (exit status, both outputs)."""
    done = subprocess.run(command, cwd=cwd, input=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    return done.returncode, done.stdout


def our_files(root):
    """Paths from the root of all files that belong to the project."""
    if os.path.exists(os.path.join(root, ".git")):
        status, out = run(["git", "ls-files", "--cached", "--others",
                           "--exclude-standard"], root)
        if status == 0:
            return sorted(path for path in set(out.splitlines())
                          if os.path.isfile(os.path.join(root, path)))
    found = []
    for folder, dirs, names in os.walk(root):
        dirs[:] = [d for d in dirs if d not in SKIPPED_DIRS]
        for name in names:
            found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)


def layer(path):
    """The layer that a file belongs to: the first folder of its path, but
    "samples" for applications that link app and a chip's drivers."""
    return "samples" if path.startswith("app/samples/") else path.split("/")[0]


def read_text(root, path):
    """The text of a file, or None if it is not text."""
    try:
        with open(os.path.join(root, path), encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        return None


def text_files(root):
    """(path, text) of all files of the project that are text."""
    for path in our_files(root):
        text = read_text(root, path)
        if text is not None:
            yield path, text


def build_options(build):
    """Absolute source path -> options for headers and macros of a build."""
    try:
        with open(os.path.join(build, "compile_commands.json"),
                  encoding="utf-8") as file:
            entries = json.load(file)
    except FileNotFoundError:
        return {}
    return {entry["file"]: header_options(shlex.split(entry["command"]))
            for entry in entries}


def header_options(words):
    kept = []
    for word, after in zip(words, words[1:] + [""]):
        if word in ("-I", "-isystem", "-D"):
            kept += [word, after]
        elif word.startswith(("-I", "-D")):
            kept.append(word)
    return kept


def c_files(root, endings=(".c", ".h"), layers=None):
    """The C files of the project, parsed."""
    return [CFile(root, path) for path in our_files(root)
            if path.endswith(endings)
            and (layers is None or layer(path) in layers)]


def blank(text):
    """Spaces for everything but line ends, so that offsets stay."""
    return re.sub(r"[^\n]", " ", text)


LEXEME = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def strip_comments(text, keep_literals):
    def replace(match):
        lexeme = match.group(0)
        if lexeme[0] == "/":
            return blank(lexeme)
        if keep_literals:
            return lexeme
        return lexeme[0] + blank(lexeme[1:-1]) + lexeme[-1]
    return LEXEME.sub(replace, text)


TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|\.\.\.|\S")


class Token:
    def __init__(self, text, offset):
        self.text, self.offset = text, offset


class Function:
    """A definition or a prototype at file level."""

    def __init__(self, head, name_at, start, end, body):
        self.head = head      # tokens from the type to the closing bracket
        self.name_at = name_at
        self.name = head[name_at].text  # or that of a macro like TEST_CASE()
        self.start = start    # offset of its first token
        self.end = end        # offset behind its last token
        self.body = body      # (offset, offset) between the braces, or None

    def is_static(self):
        return any(token.text == "static" for token in self.head)

    def parameters(self):
        """Names; "" for one without a name; [] for (void)."""
        texts = [token.text for token in self.head]
        parts, depth, part = [], 0, []
        for text in texts[self.name_at + 2:-1]:
            if text == "," and depth == 0:
                parts.append(part)
                part = []
                continue
            depth += (text in "([{") - (text in ")]}")
            part.append(text)
        parts.append(part)
        if parts in ([["void"]], [[]]):
            return []
        return [parameter_name(part) for part in parts]

    def returns_value(self):
        texts = [token.text for token in self.head]
        kind = [text for text in texts[:self.name_at]
                if text not in ("static", "extern", "inline", "_Noreturn",
                                "MUST_USE")]
        return kind != ["void"]


KEYWORDS = {"const", "volatile", "restrict", "struct", "enum", "union",
            "unsigned", "signed", "char", "short", "int", "long", "float",
            "double", "void", "bool", "size_t"}


def parameter_name(texts):
    if texts == ["..."]:
        return "..."
    if "(" in texts:  # pointer to a function: (*name)(...)
        inner = [t for t in texts[texts.index("(") + 1:]
                 if re.match(r"[A-Za-z_]", t)]
        return inner[0] if inner else ""
    if "[" in texts:
        texts = texts[:texts.index("[")]
    words = [t for t in texts if re.match(r"[A-Za-z_]", t)]
    if len(words) < 2 or words[-1] in KEYWORDS:
        return ""
    if words[-2] in ("struct", "enum", "union") or texts[-1] == "*":
        return ""
    return words[-1]


class CFile:
    """A C file as the gates look at it."""

    def __init__(self, root, path):
        self.path = path
        with open(os.path.join(root, path), encoding="utf-8") as file:
            self.text = file.read()
        plain = strip_comments(self.text, keep_literals=True)
        self.directives = []  # (line, text), continuation lines joined
        code = strip_comments(self.text, keep_literals=False)
        directive = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.M)
        for match in directive.finditer(plain):
            text = match.group(0).replace("\\\n", " ").strip()
            self.directives.append((self.line(match.start()),
                                    re.sub(r"^#\s*", "#", text)))
        # the same places in both texts: blanking keeps offsets
        self.code = directive.sub(lambda m: blank(m.group(0)), code)
        self.tokens = [Token(m.group(0), m.start())
                       for m in TOKEN.finditer(self.code)]
        self.functions, self.prototypes = [], []
        self._parse()

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def _parse(self):
        i, head = 0, []
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.text == "{":
                close = self._close(i)
                if is_function_head(head):
                    self.functions.append(self._function(head, i, close))
                    head = []
                else:  # a type or an initialiser: up to its semicolon
                    head.append(token)
                i = close + 1
                continue
            if token.text == ";":
                if is_function_head(head):
                    self.prototypes.append(self._function(head, i, None))
                head = []
            else:
                head.append(token)
            i += 1

    def _close(self, i):
        depth = 0
        for j in range(i, len(self.tokens)):
            text = self.tokens[j].text
            depth += (text == "{") - (text == "}")
            if depth == 0:
                return j
        raise SystemExit(f"{self.path}:{self.line(self.tokens[i].offset)}: "
                         "this brace is never closed; repair it first")

    def _function(self, head, i, close):
        texts = [token.text for token in head]
        name_at = function_name(texts)
        head = head[:match_bracket(texts, name_at + 1) + 1]
        body, end = None, self.tokens[i].offset + 1
        if close is not None:
            body = (self.tokens[i].offset + 1, self.tokens[close].offset)
            end = self.tokens[close].offset + 1
        return Function(head, name_at, head[0].offset, end, body)

    def body_tokens(self, function):
        return [token for token in self.tokens
                if function.body[0] <= token.offset < function.body[1]]


def match_bracket(texts, i):
    depth = 0
    for j in range(i, len(texts)):
        depth += (texts[j] == "(") - (texts[j] == ")")
        if depth == 0:
            return j
    return len(texts) - 1


def function_name(texts):
    """Where the word before the first bracket stands, attributes apart."""
    i = 0
    while i < len(texts):
        if texts[i] in ("__attribute__", "_Alignas", "_Static_assert"):
            i = match_bracket(texts, i + 1) + 1
            continue
        if texts[i] == "(" and i and re.match(r"[A-Za-z_]", texts[i - 1]):
            return i - 1
        i += 1
    return None


def is_function_head(head):
    texts = [token.text for token in head]
    if not texts or texts[0] in ("typedef", "_Static_assert"):
        return False
    if "=" in texts or "{" in texts or "(" not in texts:
        return False
    name_at = function_name(texts)
    if name_at is None:
        return False
    after = texts[name_at + 1:]
    return after[:2] != ["(", "*"]  # else a variable: pointer to a function


def main_of(name, check, doc):
    """Runs a gate: check(args) returns (findings, fact)."""
    args = parse_args(doc)
    findings, fact = check(args)
    sys.exit(report(name, findings, fact))
