# SPDX-License-Identifier: Apache-2.0
"""Drawings as SVG text: boxes, arrows, texts that cannot overlap.

Every drawing brings its own light background, so that it reads the same in
light and dark mode. Texts are measured roughly; one that leaves its box or
meets another stops the script, so that a change of data cannot spoil a
picture unseen.
"""
import html

INK = "#1f2328"
FAINT = "#59636e"
PAPER = "#fbfaf7"
LINE = "#8c959f"

BLUE = "#cfe3ff"
GREEN = "#cdeecb"
YELLOW = "#fdecb3"
RED = "#ffd5cf"
GREY = "#e6e6e3"
VIOLET = "#e6dcfb"
WHITE = "#ffffff"

SANS = "Helvetica, Arial, 'DejaVu Sans', sans-serif"
MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
MARGIN = 20


def text_width(text, size, mono=False, bold=False):
    """Rather too wide than too narrow: as the widest common fonts."""
    if mono:
        return 0.61 * size * len(text)
    narrow = sum(1 for c in text if c in "iljtfrI.,:;'|()[] ")
    wide = sum(1 for c in text if c in "mwMW%@")
    width = 0.61 * (len(text) - narrow - wide) + 0.38 * narrow + 0.9 * wide
    return width * size * (1.08 if bold else 1.0)


class Drawing:
    """A picture that is written at the end."""

    def __init__(self, width, height, title, description):
        self.width, self.height = width, height
        self.items, self.taken = [], []
        self.title, self.description = title, description
        self.text(MARGIN, 34, title, size=18, bold=True)

    def box(self, x, y, width, height, fill=WHITE, dashed=False, radius=4,
            stroke=LINE):
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.items.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" '
            f'height="{height:g}" rx="{radius}" fill="{fill}" '
            f'stroke="{stroke}"{dash}/>')

    def text(self, x, y, text, size=13, anchor="start", bold=False,
             mono=False, fill=INK, within=None):
        """Places a line of text; y is its baseline."""
        width = text_width(text, size, mono, bold)
        left = {"start": x, "middle": x - width / 2,
                "end": x - width}[anchor]
        self._take(left, y - 0.78 * size, left + width, y + 0.22 * size,
                   text, within)
        weight = ' font-weight="bold"' if bold else ""
        family = MONO if mono else SANS
        self.items.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" '
            f'font-family="{family}" text-anchor="{anchor}" '
            f'fill="{fill}"{weight}>{html.escape(text)}</text>')

    def label(self, x, y, width, height, lines, **options):
        """Centres lines in a box; each a text or (text, options)."""
        size = options.get("size", 13)
        step = 1.35 * size
        base = y + height / 2 - step * (len(lines) - 1) / 2 + 0.35 * size
        for i, line in enumerate(lines):
            text, more = line if isinstance(line, tuple) else (line, {})
            self.text(x + width / 2, base + i * step, text, anchor="middle",
                      within=(x, y, x + width, y + height),
                      **{**options, **more})

    def filled(self, x, y, width, height, lines, fill=WHITE, dashed=False,
               **options):
        self.box(x, y, width, height, fill, dashed)
        self.label(x, y, width, height, lines, **options)

    def arrow(self, *points, dashed=False, head=True):
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        mark = ' marker-end="url(#head)"' if head else ""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self.items.append(f'<polyline points="{path}" fill="none" '
                          f'stroke="{FAINT}" stroke-width="1.6"{dash}{mark}/>')

    def _take(self, left, top, right, bottom, text, within):
        inner = within or (0, 0, self.width, self.height)
        if left < inner[0] or top < inner[1] or right > inner[2] \
                or bottom > inner[3]:
            raise SystemExit(f"{self.title}: text leaves its box: {text!r}")
        for other in self.taken:
            if left < other[2] and other[0] < right and top < other[3] \
                    and other[1] < bottom:
                raise SystemExit(f"{self.title}: {text!r} meets "
                                 f"{other[4]!r}")
        self.taken.append((left, top, right, bottom, text))

    def svg(self):
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" '
            f'aria-labelledby="t d">\n'
            f'<title id="t">{html.escape(self.title)}</title>\n'
            f'<desc id="d">{html.escape(self.description)}</desc>\n'
            '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" '
            'markerWidth="8" markerHeight="8" orient="auto">'
            f'<path d="M0,0 L10,5 L0,10 z" fill="{FAINT}"/></marker></defs>\n'
            f'<rect x="0.5" y="0.5" width="{self.width - 1}" '
            f'height="{self.height - 1}" rx="8" fill="{PAPER}" '
            f'stroke="{LINE}"/>\n')
        return head + "\n".join(self.items) + "\n</svg>\n"
