"""`anbao find`: circumstances by words, grouped, with what turns on them and what excludes them."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

import anbao
from anbao.analysis.codebook.entries import Entry, entries, grouped
from anbao.cli.parameters import Labels
from anbao.cli.printer import Printer
from anbao.cli.streams import console
from anbao.errors import DataError
from anbao.formats.codebook import describe
from anbao.law.norms import Law
from anbao.law.search import find_circumstances
from anbao.wording import word

__all__ = ["find"]

SHOWN = 4  # norms, exclusions or cases of a circumstance


def find(
    words: Annotated[
        list[str], Parameter(help="Words in Chinese or English: a name, a label, or everyday speech.")
    ],
    /,
    *,
    limit: Annotated[int, Parameter(help="How many circumstances to show.")] = 10,
    facts: Annotated[
        bool, Parameter(negative="", help="Facts alone, which a file can name; no concepts.")
    ] = False,
    all: Annotated[bool, Parameter(negative="", help="All norms, exclusions and cases of each.")] = False,
    lang: Labels = "en",
) -> int:
    """Find circumstances by words: which to name in a file, what turns on them, what excludes them."""
    engine = anbao.load_engine()
    if limit < 1:
        raise DataError(f"{limit} circumstances cannot be shown.", where="--limit", mend="Give 1 or more.")
    asked = " ".join(words)
    matches = find_circumstances(engine.law, asked, factual=facts, limit=limit)
    found = entries(engine.store, engine.law, [match.circumstance.iri for match in matches])
    printer = _EntryPrinter(engine.law, lang, shown=None if all else SHOWN)
    printer.print(found)
    if not found:
        printer.line(word("codebook.nothing", lang, words=asked))
    return 0


class _EntryPrinter(Printer):
    """Prints entries in one language; `shown` is how many of each list, or None for all."""

    def __init__(self, law: Law, language: str, *, shown: int | None) -> None:
        super().__init__(law, console(), language)
        self.shown = shown

    def line(self, text: str, style: str = "") -> None:
        """Print a line without breaking names: a terminal folds it, a pipe gets it whole."""
        self.console.print(Text(text, style=style), soft_wrap=True)

    def print(self, found: list[Entry]) -> None:
        """Print entries group by group, in the order of the best one of each."""
        for group, members in grouped(found).items():
            self.line(self.label(group), "bold underline")
            for entry in members:
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        said = describe(entry, self.law, self.language)
        if said.factual:
            self.line(said.name, "bold green")
        else:
            self.line(f"{said.name} · {self._word('concept')}", "bold")
        self.line(f"    {said.label['zh']} · {said.label['en']}")
        self.line(f"    {said.definition[self.language]}", "dim")
        parts = {
            "falls under": said.within,
            "norms": said.norms,
            "exclusions": said.exclusions,
            "cases": said.cases,
        }
        for name, lines in parts.items():
            self._part(name, lines)

    def _part(self, name: str, lines: tuple[str, ...]) -> None:
        shown = list(lines[: self.shown])
        if left := len(lines) - len(shown):
            shown.append(self._word("more", count=left))
        if shown:
            self.line(f"    {self.pair(self._word(name), self.semicolon.join(shown))}")

    def _word(self, name: str, **values: object) -> str:
        return self.word(f"codebook.{name}", **values)
