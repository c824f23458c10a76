"""`anbao flip`: what each open finding is worth, and which changes of findings alter the answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.flips.changes import Change
from anbao.analysis.flips.flips import FlipGroup, Flips, find_flips
from anbao.analysis.flips.variations import Answers
from anbao.cli.parameters import Date, Disputes, Ferenda, Labels, Positions
from anbao.cli.streams import busy, console, out
from anbao.cli.tree import DecisionPrinter
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.disputes.status import Status
from anbao.engine.engine import choose_positions
from anbao.formats.flips import to_json
from anbao.wording import word

__all__ = ["flip"]

MARK = "★"


def flip(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    size: Annotated[
        int | None,
        Parameter(help="Change up to so many findings at once, from 1 to 4; by default 3."),
    ] = None,
    ferenda: Ferenda = False,
    every: Annotated[
        bool, Parameter(negative="", help="Show every set, not only what may well happen.")
    ] = False,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Find the smallest changes of findings that alter the answers, and what open findings are worth."""
    engine = anbao.load_engine()
    positions = choose_positions(engine.law, under)
    gathered = gather_all(disputes, engine.law, engine.store)
    dated = [dispute.on(day(on, "--on")) for dispute in gathered] if on else gathered
    with busy("varying the findings …"):
        found = [
            find_flips(engine, dispute, position, size=size, ferenda=ferenda)
            for dispute in dated
            for position in positions
        ]
    if format == "json":
        out(json.dumps(to_json(found, engine.law), ensure_ascii=False, indent=2))
        return 0
    printer = _FlipPrinter(DecisionPrinter(engine.law, console(), lang), lang, every=every)
    for one in found:
        printer.print(one)
    return 0


class _FlipPrinter:
    """Prints flips in one language; `every` shows also those that do not matter in practice."""

    def __init__(self, printer: DecisionPrinter, language: str, *, every: bool) -> None:
        self.printer, self.language, self.every = printer, language, every

    def word(self, name: str, **values: object) -> str:
        return word(name, self.language, mark=MARK, **values)

    def print(self, found: Flips) -> None:
        target, position = self.printer.console, found.position
        self.printer.head(found.dispute)
        under = self.printer.under(position)
        tree = Tree(Text(under, style="bold cyan"))
        now = tree.add(Text(self.word("flips.now"), style="bold"))
        for line in self.answers(found.answers):
            now.add(line)
        target.print(tree)
        if found.open_findings:
            target.print(self.open_findings(found))
        target.print(self.changes(found))
        target.print()

    def answers(self, answers: Answers) -> list[Text]:
        """Return answers in words, each with its question, in a fixed order."""
        questions = self.printer.law.questions
        ordered = sorted(answers, key=lambda answer: (questions[answer.question], repr(answer)))
        lines = [
            Text(self.printer.pair(self.printer.label(answer.question), "")).append(
                self.printer.answer(
                    answer, {self.printer.law.norms[answer.norm].provision} if answer.norm else set()
                )
            )
            for answer in ordered
        ]
        return lines or [Text(self.word("flips.no answer"), style="dim")]

    def open_findings(self, found: Flips) -> Table:
        """Return what deciding each open finding changes."""
        heads = ("left open", "if established", "if refuted", "decides")
        table = Table(
            *(self.word(f"flips.{name}") for name in heads), title=self.word("flips.open"), show_lines=True
        )
        for one in found.open_findings:
            table.add_row(
                self.printer.label(one.circumstance),
                *(self.altered(found.answers, answers) for answers in (one.established, one.refuted)),
                self.word("common.yes" if one.decides else "common.no"),
            )
        return table

    def altered(self, before: Answers, after: Answers | None) -> Text:
        """Return the answers that are removed and those that are added."""
        if after is None:
            return Text(self.word("flips.excluded"), style="dim")
        if after == before:
            return Text(self.printer.word("answers.unchanged"), style="dim")
        lines = [Text("− ", style="red").append(line) for line in self._lines(before - after)]
        lines += [Text("+ ", style="green").append(line) for line in self._lines(after - before)]
        return Text("\n").join(lines)

    def _lines(self, answers: Answers) -> list[Text]:
        return self.answers(answers) if answers else []

    def changes(self, found: Flips) -> Tree:
        """Return the sets of changes as a tree: by size, then by effect."""
        tree = Tree(Text(self.word("flips.changes"), style="bold"))
        if not found.groups:
            tree.add(Text(self.word("flips.none", size=found.size), style="dim"))
        for size, same in groupby(found.groups, key=lambda group: len(group.choices)):
            groups = list(same)
            practical = sum(group.practical for group in groups)
            branch = tree.add(self.word("flips.size", size=size, all=len(groups), practical=practical))
            shown = [group for group in groups if self.every or size == 1 or group.practical]
            self._by_effect(branch, found, shown)
            if len(shown) < len(groups):
                branch.add(Text(self.word("flips.left out", count=len(groups) - len(shown)), style="dim"))
        return tree

    def _by_effect(self, branch: Tree, found: Flips, groups: Iterable[FlipGroup]) -> None:
        effects: dict[Answers, list[FlipGroup]] = defaultdict(list)
        for group in groups:
            effects[group.flips[0].answers].append(group)
        for answers, alike in effects.items():
            node = branch.add(self.altered(found.answers, answers))
            for group in alike:
                mark = f"{MARK} " if group.practical else "  "
                words = " + ".join(self.choice(choice) for choice in group.choices)
                node.add(Text(mark + words, style="bold" if group.practical else ""))

    def choice(self, changes: Sequence[Change]) -> str:
        """Return interchangeable changes in words."""
        first = changes[0]
        names = f" {self.word('common.or')} ".join(
            dict.fromkeys(self.printer.label(c.circumstance) for c in changes)
        )
        before = " / ".join(map(self.status, first.before)) or self.word("flips.no finding")
        return self.printer.pair(names, f"{before} → {self.status(first.after)}")

    def status(self, status: Status | None) -> str:
        """Return the label of a status, or the words for no finding."""
        return self.word("flips.no finding") if status is None else self.printer.label(status)
