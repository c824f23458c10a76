"""`anbao arguments`: each argument with its label, its premises, and what attacks it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.arguments import dispute_arguments, position_arguments
from anbao.analysis.arguments.arguments import Argument, Arguments, Attack
from anbao.cli.app import Language
from anbao.cli.parameters import AllPositions, Date, Ferenda
from anbao.cli.streams import busy, console, out
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.engine.engine import Engine, choose_positions
from anbao.formats.arguments import to_aif, to_apx, to_iccma, to_json
from anbao.law.norms import Law, Position
from anbao.wording import word

__all__ = ["arguments"]

MARKS = {"in": ("✓", "green"), "out": ("✗", "red"), "undecided": ("?", "yellow")}
ORDER = ("answer", "norm", "exception", "priority", "fact", "open", "claim")


def arguments(
    disputes: Annotated[
        list[str] | None,
        Parameter(help="Files or cases of the graph; without any, what the positions claim."),
    ] = None,
    /,
    *,
    under: AllPositions = None,
    on: Date = None,
    ferenda: Ferenda = False,
    lang: Annotated[Language, Parameter(help="Language of labels, and of the text in JSON.")] = "en",
    format: Annotated[
        Literal["text", "aif", "json", "apx", "iccma"],
        Parameter(help="How to print: for people, AIF as Turtle or as AIFdb's JSON, ASPARTIX, ICCMA."),
    ] = "text",
) -> int:
    """Show the arguments in a dispute, or between positions: which attack, and which stand."""
    engine = anbao.load_engine()
    with busy("arguing …"):
        found = list(_gathered(engine, disputes or [], under, on, ferenda=ferenda))
    if format == "text":
        for one in found:
            _ArgumentPrinter(one, engine.law, lang).print()
        return 0
    writers = {"aif": to_aif, "apx": to_apx, "iccma": to_iccma}
    if format == "json":
        documents = [to_json(one, lang) for one in found]
        out(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        out(writers[format](one))
    return 0


def _gathered(
    engine: Engine, names: Sequence[str], under: Sequence[str] | None, on: str | None, *, ferenda: bool
) -> Iterable[Arguments]:
    positions: list[Position] = choose_positions(engine.law, under or ["all"])
    if not names:
        yield position_arguments.argue(engine.store, engine.law, positions)
    for dispute in gather_all(names, engine.law, engine.store):
        date = day(on, "--on") if on else None
        decisions = list(engine.decide([dispute], positions, on=date, ferenda=ferenda))
        yield dispute_arguments.argue(engine, decisions)


class _ArgumentPrinter:
    """Prints one graph of arguments in one language."""

    def __init__(self, found: Arguments, law: Law, language: str) -> None:
        self.found, self.law, self.language = found, law, language
        self.against: dict[str, list[Attack]] = defaultdict(list)
        for attack in found.attacks:
            self.against[attack.target].append(attack)
        self.agreeing: dict[str, list[str]] = defaultdict(list)
        for support in found.supports:
            self.agreeing[support.supported].append(support.supporter)

    def word(self, name: str, **values: object) -> str:
        return word(name, self.language, **values)

    def print(self) -> None:
        target = console()
        target.rule()
        target.print(Text(self.found.title[self.language], style="bold"))
        marks = " · ".join(f"{mark} {self.word(f'arguments.{label}')}" for label, (mark, _) in MARKS.items())
        target.print(Text(f"{self.word('arguments.legend')}: {marks}", style="dim"))
        shown = [argument for argument in self.found.arguments.values() if self.matters(argument)]
        for scheme in ORDER:
            here = sorted((a for a in shown if a.scheme == scheme), key=lambda argument: argument.iri)
            if here:
                head = self.word("arguments.open" if scheme == "open" else f"schemes.{scheme}")
                tree = Tree(Text(head, style="bold cyan"))
                for argument in here:
                    self.add(tree, argument)
                target.print(tree)
        if len(shown) < len(self.found.arguments):
            left = len(self.found.arguments) - len(shown)
            target.print(Text(self.word("arguments.uncontested", count=left), style="dim"))

    def matters(self, argument: Argument) -> bool:
        """Return whether to show an argument: all but the claims that nobody contests or shares."""
        return argument.scheme != "claim" or argument.iri in self.against or argument.iri in self.agreeing

    def text(self, statement: str) -> str:
        found = self.found.statements[statement]
        return found.text[self.language] + (f" [{found.pinpoint}]" if found.pinpoint else "")

    def headed(self, iri: str) -> Text:
        """Return an argument by its label, its conclusion and who advances it, unless all do."""
        mark, style = MARKS[self.found.labels[iri]]
        line = Text(f"{mark} ", style=style).append(
            self.text(self.found.arguments[iri].conclusion), style="default"
        )
        holders = self.found.holders.get(iri, ())
        everybody = {name for names in self.found.holders.values() for name in names}
        if len(holders) < len(everybody):
            named = ", ".join(self.law.positions[holder].identifier for holder in holders)
            line.append(f"  ({self.word('arguments.by')}: {named})", style="dim")
        return line

    def add(self, tree: Tree, argument: Argument) -> None:
        node = tree.add(self.headed(argument.iri))
        if argument.premises:
            premises = "; ".join(map(self.text, argument.premises))
            node.add(Text(f"{self.word('arguments.because')}: {premises}", style="dim"))
        for attack in self.against[argument.iri]:
            kind = self.word(f"schemes.{attack.kind}")
            whose = f", {self.law.label(attack.whose, self.language)}" if attack.whose else ""
            node.add(
                Text(f"{self.word('arguments.attacked')} ({kind}{whose}): ").append(
                    self.headed(attack.attacker)
                )
            )
        for supporter in self.agreeing[argument.iri]:
            node.add(Text(f"{self.word('arguments.supported')}: ").append(self.headed(supporter)))
