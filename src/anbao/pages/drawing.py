"""Small drawings as inline SVG: neighbours, versions in time, bars. No styles and no scripts inside."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Row", "bars", "clipped", "mark", "neighbours", "timeline", "width"]

WIDE = {"W", "F", "A"}
ROW_HEIGHT = 26
LEFT, RIGHT = 14, 44
FIGURE_WIDTH = 340
TEXT = 12.5
YEAR = 365.25


def width(text: str) -> float:
    """Return the width of a text in em: a Han character is one, a Latin one about half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in WIDE else 0.54 for char in text)


def clipped(text: str, em: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than `em`."""
    if width(text) <= em:
        return text
    while text and width(text) > em - 1:
        text = text[:-1]
    return text.rstrip(" ，,：:《“(（") + "…"


def mark(shape: str, x: float, y: float, size: float, kind: str) -> Markup:
    """Return the mark of a kind of resources: its shape, and a class for its colour."""
    points = {
        "diamond": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
        "triangle": [(0, -1.2), (1.15, 0.9), (-1.15, 0.9)],
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    }.get(shape)
    if points is None:
        return Markup('<circle class="k-{}" cx="{:g}" cy="{:g}" r="{:g}"/>').format(kind, x, y, size)
    path = " ".join(f"{x + size * dx:g},{y + size * dy:g}" for dx, dy in points)
    return Markup('<polygon class="k-{}" points="{}"/>').format(kind, path)


@dataclass(frozen=True)
class Row:
    """One row of the drawing of neighbours: a heading (no `shape`), or a resource with its link."""

    text: str
    href: str = ""
    kind: str = ""
    shape: str = ""
    claimed_by: str = ""


def neighbours(label: str, kind: str, shape: str, rows: Sequence[Row], title: str) -> Markup:
    """Return a resource with its neighbours, grouped by relation, as a branching drawing."""
    height = ROW_HEIGHT * (len(rows) + 1) + 8
    pieces = [
        Markup('<svg class="neighbours" viewBox="0 0 {} {}" role="group" aria-label="{}">').format(
            FIGURE_WIDTH, height, title
        )
    ]
    top = 16.0
    lines, nodes = [], []
    for index, row in enumerate(rows, 1):
        y = top + index * ROW_HEIGHT
        if not row.shape:
            nodes.append(Markup('<text class="rel" x="{}" y="{:g}">{}</text>').format(RIGHT - 8, y + 4, row.text))
            continue
        curve = f"M{LEFT} {top:g}V{y - 8:g}q0 8 8 8H{RIGHT - 6}"
        lines.append(Markup('<path class="e {}" d="{}"/>').format(row.claimed_by, curve))
        shown = clipped(row.text, (FIGURE_WIDTH - RIGHT - 12) / TEXT)
        nodes.append(
            Markup('<a href="{}">{}<text x="{}" y="{:g}">{}</text>{}</a>').format(
                row.href,
                mark(row.shape, RIGHT, y, 5, row.kind),
                RIGHT + 12,
                y + 4.5,
                shown,
                Markup("<title>{}</title>").format(row.text) if shown != row.text else "",
            )
        )
    pieces += [*lines, *nodes, mark(shape, LEFT, top, 7, kind)]
    pieces.append(
        Markup('<text class="self" x="{}" y="{:g}">{}</text></svg>').format(
            LEFT + 16, top + 4.5, clipped(label, (FIGURE_WIDTH - LEFT - 20) / TEXT)
        )
    )
    return Markup("").join(pieces)


def timeline(spans: Iterable[tuple[str, str, str]], title: str) -> Markup:
    """Return versions as bars on a line of time: each a name, the first day, the first day no longer."""
    found = [(name, dt.date.fromisoformat(begin), dt.date.fromisoformat(end) if end else None) for name, begin, end in spans]
    names = list(dict.fromkeys(name for name, _, _ in found))
    first = min(begin for _, begin, _ in found).year
    last = max((end or begin) for _, begin, end in found).year + 2
    scale = (FIGURE_WIDTH * 2 - 20) / max(1, last - first)

    def x(day: dt.date) -> float:
        return 10 + (day.year - first + day.timetuple().tm_yday / YEAR) * scale

    height = 22 * len(names) + 30
    pieces = [Markup('<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(FIGURE_WIDTH * 2, height, title)]
    for name, begin, end in found:
        y = 6 + 22 * names.index(name)
        right = x(end) if end else FIGURE_WIDTH * 2 - 4
        pieces.append(
            Markup('<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="16" rx="3"><title>{}</title></rect>').format(
                "past" if end else "now", x(begin), y, max(2.0, right - x(begin) - 1.5), f"{name} {begin} – {end or ''}"
            )
        )
        pieces.append(Markup('<text x="{:.1f}" y="{}">{}</text>').format(x(begin) + 5, y + 12, str(begin)))
    step = max(1, (last - first) // 6)
    pieces += [
        Markup('<text class="tick" x="{:.1f}" y="{}">{}</text>').format(10 + (year - first) * scale, height - 6, year)
        for year in range(first, last, step)
    ]
    return Markup("").join([*pieces, Markup("</svg>")])


def bars(values: Sequence[tuple[str, int]], title: str, unit: str) -> Markup:
    """Return counts as horizontal bars, each with its name and number."""
    label = min(16.0, max((width(name) for name, _ in values), default=1.0)) * TEXT + 10
    most = max((count for _, count in values), default=1) or 1
    room = FIGURE_WIDTH * 2 - label - 60
    height = 28 * len(values) + 6
    pieces = [Markup('<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(FIGURE_WIDTH * 2, height, title)]
    for index, (name, count) in enumerate(values):
        y = 4 + 28 * index
        pieces.append(
            Markup(
                '<text x="{:.1f}" y="{}" text-anchor="end">{}</text>'
                '<rect x="{:.1f}" y="{}" width="{:.1f}" height="18" rx="2"><title>{}</title></rect>'
                '<text class="n" x="{:.1f}" y="{}">{}</text>'
            ).format(
                label - 6, y + 14, clipped(name, 16), label, y, max(1.0, room * count / most),
                f"{name}: {count} {unit}", label + room * count / most + 6, y + 14, count,
            )
        )
    return Markup("").join([*pieces, Markup("</svg>")])
