"""Rule files changed in one place, drawn from what stands in them.

A file is read as tokens and groups, so that a mutant is the text of the file with one
part of it left out or replaced: an operation, a filter, a triple pattern, a branch of a
UNION, a constant, a relation, a sign. Nothing here knows what a rule means: constants are
replaced by others of their class, relations by others of their domain and range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from zlib import crc32

import pyoxigraph as ox

from anbao.graph.query_files import QueryFile

__all__ = ["Kinds", "Mutant", "chosen", "mutants"]

TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)|(?P<string>"[^"\n]*")|(?P<iri><[^<>\s]*>)|(?P<variable>\?\w+)
    |(?P<name>\w*:[\w-]*)|(?P<word>\w+)|(?P<sign>&&|\|\||!=|<=|>=|\^\^|.)""",
    re.VERBOSE,
)
CLOSES = {"{": "}", "(": ")"}
SIGNS = {"=": ("!=",), "!=": ("=",), "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<=")}
SIGNS |= {"&&": ("||",), "||": ("&&",)}
GROUPS = {"OPTIONAL", "MINUS", "GRAPH", "UNION", "SELECT", "DISTINCT", "WHERE", "VALUES", "GROUP", "BY"}
Span = tuple[int, int]  # of tokens, the end excluded
Kinds = Mapping[str, Sequence[str]]  # of a name: those by which it can be replaced


@dataclass(frozen=True)
class Mutant:
    """A rule file changed in one place: what was done, and the file as it is then."""

    kind: str
    what: str
    rule: QueryFile

    @property
    def name(self) -> str:
        """How tests call it."""
        return f"{self.rule.name}: {self.kind} {self.what}"


@dataclass(frozen=True)
class Edit:
    """A span of tokens that is replaced by a text."""

    kind: str
    span: Span
    text: str = ""


class Tokens:
    """The tokens of a rule file, blanks and comments left out of what is looked at."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        found = [match for match in TOKEN.finditer(text) if match.lastgroup != "blank"]
        self.text = text
        self.texts = [match.group() for match in found]
        self.kinds = [match.lastgroup or "" for match in found]
        self.places = [match.span() for match in found]
        self.closing = self._closing()

    def _closing(self) -> dict[int, int]:
        """Return for each opening bracket the place of its closing one."""
        waiting: list[int] = []
        found = {}
        for place, (text, kind) in enumerate(zip(self.texts, self.kinds, strict=True)):
            if kind == "sign" and text in CLOSES:
                waiting.append(place)
            elif kind == "sign" and waiting and text == CLOSES[self.texts[waiting[-1]]]:
                found[waiting.pop()] = place
        return found

    def edited(self, edit: Edit) -> str:
        """Return the text with a span of tokens replaced."""
        first, last = self.places[edit.span[0]][0], self.places[edit.span[1] - 1][1]
        return self.text[:first] + edit.text + self.text[last:]

    def shown(self, span: Span) -> str:
        """Return a span in a line."""
        return " ".join(self.texts[slice(*span)])

    def after(self, place: int) -> int:
        """Return the place after a token, or after the brackets that it opens."""
        return self.closing.get(place, place) + 1

    def until(self, place: int, end: int, stops: Iterable[str]) -> int:
        """Return the place of the next of some signs outside brackets, or the end."""
        wanted = set(stops)
        while place < end and self.texts[place] not in wanted:
            place = self.after(place)
        return min(place, end)


def operations(tokens: Tokens) -> list[Span]:
    """Return the spans of the operations of an update."""
    size = len(tokens.texts)
    place = next(
        (n for n, text in enumerate(tokens.texts) if text in {"INSERT", "DELETE", "CONSTRUCT"}), size
    )
    found = []
    while place < size:
        end = tokens.until(place, size, ";")
        found.append((place, end))
        place = end + 1
    return found


def statements(tokens: Tokens, span: Span) -> Iterator[Span]:
    """Yield the spans of what follows one another in a group: triples, filters, groups."""
    place, end = span
    while place < end:
        text = tokens.texts[place]
        if text == ".":
            place += 1
            continue
        start = place
        if text in {"FILTER", "BIND"}:
            place += 1
            while tokens.texts[place] not in CLOSES:
                place += 1
            place = tokens.after(place)
        elif text == "{" or text in GROUPS:
            place = tokens.after(tokens.until(place, end, "{")) if text != "{" else tokens.after(place)
            while place < end and tokens.texts[place] == "UNION":
                place = tokens.after(place + 1)
        else:
            place = tokens.until(place, end, (".", "{", "FILTER", "BIND", *GROUPS))
        yield start, place


def edits(tokens: Tokens, kinds: Kinds) -> Iterator[Edit]:
    """Yield what can be changed in a file."""
    spans = operations(tokens)
    for number, span in enumerate(spans):
        start, end = span
        if number < len(spans) - 1:
            yield Edit("without the operation", (start, end + 1))
        elif number:
            yield Edit("without the operation", (start - 1, end))
        for place in range(*span):
            if tokens.texts[place] == "{":
                yield from _in_group(tokens, (place + 1, tokens.closing[place]))
        yield from _in_tokens(tokens, span, kinds)


def _in_group(tokens: Tokens, span: Span) -> Iterator[Edit]:
    """Yield the changes of what stands in one group; groups within it come by themselves."""
    for start, end in statements(tokens, span):
        text = tokens.texts[start]
        if text == "FILTER":
            yield Edit("without", (start, end))
        elif text == "OPTIONAL":
            yield Edit("required instead of", (start, start + 1))
        elif text == "{":
            yield from _branches(tokens, (start, end))
        elif text not in GROUPS and text != "BIND":
            yield from _triples(tokens, (start, end))


def _branches(tokens: Tokens, span: Span) -> Iterator[Edit]:
    """Yield a UNION without each of its branches."""
    place, end = span
    branches = []
    while place < end:
        after = tokens.after(place)
        branches.append((place, after))
        place = after + 1
    for number, (first, last) in enumerate(branches):
        if len(branches) > 1:
            yield Edit(
                "without the branch", (first, last + 1) if number < len(branches) - 1 else (first - 1, last)
            )


def _triples(tokens: Tokens, span: Span) -> Iterator[Edit]:
    """Yield triples of one subject without each of them."""
    start, end = span
    parts, place = [], start
    while place < end:
        after = tokens.until(place, end, ";")
        parts.append((place, after))
        place = after + 1
    if len(parts) == 1:
        yield Edit("without", span)
        return
    for first, last in parts[1:]:
        yield Edit("without", (first - 1, last))
    yield Edit("without", (start + 1, parts[0][1] + 1))


def _in_tokens(tokens: Tokens, span: Span, kinds: Kinds) -> Iterator[Edit]:
    """Yield the changes of single tokens."""
    for place in range(*span):
        text = tokens.texts[place]
        if text == "EXISTS":
            negated = tokens.texts[place - 1] == "NOT"
            yield Edit(
                "EXISTS negated in", (place - negated, place + 1), "EXISTS" if negated else "NOT EXISTS"
            )
        elif text in SIGNS and tokens.kinds[place] == "sign":
            for other in SIGNS[text]:
                yield Edit(f"{other} for", (place, place + 1), other)
        elif text == "|":
            yield Edit("without the alternative", (place, _step(tokens, place + 1)))
        elif tokens.kinds[place] == "name":
            for other in kinds.get(text, ()):
                yield Edit(f"{other} for", (place, place + 1), other)


def _step(tokens: Tokens, place: int) -> int:
    """Return where a step of a path ends."""
    return tokens.after(place + (tokens.texts[place] == "^"))


def mutants(rule: QueryFile, kinds: Kinds) -> Iterator[Mutant]:
    """Yield all mutants of a rule file that are SPARQL, each with a context by which it is known."""
    tokens = Tokens(rule.text)
    spans = operations(tokens)
    for edit in edits(tokens, kinds):
        text = tokens.edited(edit)
        number = next(
            (
                n
                for n, (start, end) in enumerate(spans, 1)
                if start <= max(edit.span[0], edit.span[1] - 2) < end
            ),
            0,
        )
        shown = tokens.shown((edit.span[0], min(edit.span[1], edit.span[0] + 14)))
        nearby = tokens.shown((max(edit.span[0] - 4, 0), min(edit.span[1] + 4, len(tokens.texts))))
        what = shown if len(edit.text) == 0 else f"{shown} [{nearby}]"
        if is_sparql(text):
            yield Mutant(edit.kind, f"`{what}` in operation {number}", replace(rule, text=text))
    if "repeat" in rule.header:
        once = {key: value for key, value in rule.header.items() if key not in {"repeat", "grows"}}
        yield Mutant("without", "its repetition", replace(rule, header=once))


def is_sparql(text: str) -> bool:
    """Return whether a text is an update or a query."""
    store = ox.Store()
    try:
        if re.search(r"^CONSTRUCT\b", text, re.MULTILINE):
            store.query(text)
        else:
            store.update(text)
    except SyntaxError:
        return False
    return True


def chosen(rule: QueryFile, kinds: Kinds, count: int, seed: int) -> list[Mutant]:
    """Return so many mutants of a file, of each kind in turn.

    Which ones depends on the mutants themselves, so that most stay when a file is changed elsewhere.
    """
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants(rule, kinds):
        by_kind.setdefault(_sort(mutant.kind), []).append(mutant)
    ordered = [sorted(found, key=lambda one: _draw(one.name, seed)) for found in by_kind.values()]
    ordered.sort(key=lambda found: _draw(found[0].kind + rule.name, seed))
    turns = [one for turn in zip_longest(*ordered) for one in turn if one is not None]
    return turns[:count]


def _sort(kind: str) -> str:
    """Return what kinds of change have in common: a replacement of any name by another is one."""
    return kind if not kind.endswith(" for") else "for a sign" if ":" not in kind else "for a name"


def _draw(text: str, seed: int) -> int:
    return crc32(f"{seed} {text}".encode())
