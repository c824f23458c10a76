"""Small drawings as inline SVG: neighbours, versions in time, bars. No styles and no scripts inside."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Row", "bars", "clipped", "grid", "interval", "mark", "neighbours", "timeline", "width"]

WIDE = {"W", "F", "A"}
OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
}
ROW_HEIGHT = 26
LEFT, RIGHT = 14, 44
FIGURE_WIDTH = 340
TOP = 16.0
PLOT_WIDTH = 680
TEXT = 12.5  # the size of the letters, in the units of the drawing
BASELINE = 4.5  # from the middle of a line of text to the ground of its letters
SPAN, BAR = 22, 28  # the height of one row
LONGEST_NAME = 16.0  # em
BARS_WIDTH, NUMBER_WIDTH = 440, 44
INTERVAL_WIDTH = 120
CELL, NAME_WIDTH = 22, 190
DARKEST = 0.55  # the letters on a cell stay legible, in light and dark
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
    if (points := OUTLINES.get(shape)) is None:
        return Markup('<circle class="k-{}" cx="{:g}" cy="{:g}" r="{:g}"/>').format(kind, x, y, size)
    path = " ".join(f"{round(x + size * dx, 1):g},{round(y + size * dy, 1):g}" for dx, dy in points)
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
    own = Markup('{}<text class="self" x="{}" y="{:g}">{}</text>').format(
        mark(shape, LEFT, TOP, 7, kind),
        LEFT + 16,
        TOP + BASELINE,
        clipped(label, (FIGURE_WIDTH - LEFT - 20) / TEXT),
    )
    places = [(row, TOP + place * ROW_HEIGHT) for place, row in enumerate(rows, 1)]
    lines = [_branch(row, y) for row, y in places if row.shape]
    nodes = [_neighbour(row, y) if row.shape else _heading(row, y) for row, y in places]
    return _svg((FIGURE_WIDTH, height), "neighbours", title, [*lines, *nodes, own])


def _branch(row: Row, y: float) -> Markup:
    path = f"M{LEFT} {TOP:g}V{y - 8:g}q0 8 8 8H{RIGHT - 6}"
    return Markup('<path class="e {}" d="{}"/>').format(row.claimed_by, path)


def _heading(row: Row, y: float) -> Markup:
    return Markup('<text class="rel" x="{}" y="{:g}">{}</text>').format(RIGHT - 8, y + BASELINE, row.text)


def _neighbour(row: Row, y: float) -> Markup:
    shown = clipped(row.text, (FIGURE_WIDTH - RIGHT - 12) / TEXT)
    whole = Markup("<title>{}</title>").format(row.text) if shown != row.text else ""
    sign = mark(row.shape, RIGHT, y, 5, row.kind)
    return Markup('<a href="{}">{}<text x="{}" y="{:g}">{}</text>{}</a>').format(
        row.href, sign, RIGHT + 12, y + BASELINE, shown, whole
    )


def _svg(size: tuple[float, float], name: str, title: str, pieces: Iterable[Markup]) -> Markup:
    # What holds links is a group; what only shows something is an image, told by its title.
    role = "group" if name == "neighbours" else "img"
    head = Markup('<svg class="{}" viewBox="0 0 {:g} {:g}" role="{}" aria-label="{}">')
    return head.format(name, *size, role, title) + Markup("").join(pieces) + Markup("</svg>")


def timeline(spans: Iterable[tuple[str, str, str]], title: str) -> Markup:
    """Return versions as bars on a line of time: each a name, the first day, the first day no longer."""
    found = [(name, _day(begin), _day(end) if end else None) for name, begin, end in spans]
    rows = {name: place for place, name in enumerate(dict.fromkeys(name for name, _, _ in found))}
    first = min(begin.year for _, begin, _ in found)
    last = max((end or begin).year for _, begin, end in found) + 2
    scale = (PLOT_WIDTH - 20) / (last - first)

    def x(day: dt.date) -> float:
        return 10 + (day.year - first + day.timetuple().tm_yday / YEAR) * scale

    pieces = []
    for name, begin, end in found:
        right = x(end) if end else PLOT_WIDTH - 4
        caption = f"{name} {begin} – {end or ''}"
        pieces.append(_span(caption, x(begin), right, 6 + SPAN * rows[name], past=bool(end)))
        pieces.append(_tick(str(begin), x(begin) + 5, 18 + SPAN * rows[name], "day"))
    height = SPAN * len(rows) + 30
    years = range(first, last, max(1, (last - first) // 6))
    pieces += [_tick(str(year), 10 + (year - first) * scale, height - 6, "tick") for year in years]
    return _svg((PLOT_WIDTH, height), "timeline", title, pieces)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _span(title: str, left: float, right: float, y: float, *, past: bool) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="16" rx="3"><title>{}</title></rect>'
    ).format("past" if past else "now", left, y, max(2.0, right - left - 1.5), title)


def _tick(text: str, x: float, y: float, name: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{}">{}</text>').format(name, x, y, text)


def bars(values: Sequence[tuple[str, int]], title: str, unit: str) -> Markup:
    """Return counts as horizontal bars, each with its name and number."""
    longest = max((width(name) for name, _ in values), default=1.0)
    left = min(LONGEST_NAME, longest) * TEXT + 10
    most = max((count for _, count in values), default=1) or 1
    room = BARS_WIDTH - left - NUMBER_WIDTH
    pieces = [
        _bar((name, count, unit), left, room * count / most, 4 + BAR * place)
        for place, (name, count) in enumerate(values)
    ]
    return _svg((BARS_WIDTH, BAR * len(values) + 6), "bars", title, pieces)


def _bar(bar: tuple[str, int, str], left: float, length: float, y: float) -> Markup:
    name, count, unit = bar
    return Markup(
        '<text x="{:.1f}" y="{}" text-anchor="end">{}</text>'
        '<rect x="{:.1f}" y="{}" width="{:.1f}" height="18" rx="2"><title>{}</title></rect>'
        '<text class="n" x="{:.1f}" y="{}">{}</text>'
    ).format(
        *(left - 6, y + 14, clipped(name, LONGEST_NAME)),
        *(left, y, max(1.0, length), f"{name}: {count} ({unit})"),
        *(left + length + 6, y + 14, count),
    )


def interval(low: float, middle: float, high: float) -> Markup:
    """Return a share with its interval, all from 0 to 1, as a mark on a line; the numbers stand beside."""
    left, right, at = (4 + share * (INTERVAL_WIDTH - 8) for share in (low, high, middle))
    return Markup(
        '<svg class="interval" viewBox="0 0 {} 12" aria-hidden="true"><path d="M4 6H{}"/>'
        '<path class="range" d="M{:.1f} 6H{:.1f}"/><circle cx="{:.1f}" cy="6" r="3.4"/></svg>'
    ).format(INTERVAL_WIDTH, INTERVAL_WIDTH - 4, left, right, at)


def grid(names: Sequence[str], values: Sequence[Sequence[int]], most: int, title: str, unit: str) -> Markup:
    """Return counts for every two of some things as a grid: the larger, the darker, each with its number."""
    largest = max((value for row in values for value in row), default=0) or 1
    pieces = []
    for place, (name, row) in enumerate(zip(names, values, strict=True)):
        y = place * CELL
        shown = clipped(name, (NAME_WIDTH - 8) / TEXT)
        label = Markup('<text class="name" x="{}" y="{}" text-anchor="end">{}</text>')
        pieces.append(label.format(NAME_WIDTH - 6, y + 15, shown))
        for column, value in enumerate(row):
            if column != place:
                caption = f"{name} ↔ {names[column]}: {unit.format(count=value, total=most)}"
                pieces.append(_cell(NAME_WIDTH + CELL * column, y, value, DARKEST * value / largest, caption))
    return _svg((NAME_WIDTH + CELL * len(names), CELL * len(names)), "grid", title, pieces)


def _cell(x: float, y: float, value: int, opacity: float, title: str) -> Markup:
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" fill-opacity="{:.2f}"><title>{}</title></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
    ).format(
        *(x, y, CELL - 1, CELL - 1, opacity, title),
        *(x + CELL / 2, y + 15, value),
    )
