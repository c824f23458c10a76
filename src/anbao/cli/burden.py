"""`anbao burden`: who has to prove what, and what is left to prove."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

import anbao
from anbao.analysis.burden.burdens import DisputeBurden, NormBurden, Task, burden_of
from anbao.cli.parameters import Date, Disputes, Labels, Positions
from anbao.cli.printer import Printer
from anbao.cli.streams import busy, console, out
from anbao.disputes.dates import day
from anbao.disputes.documents import gather_all
from anbao.disputes.status import Status
from anbao.engine.engine import choose_positions
from anbao.engine.results import Answer, Burden, Element
from anbao.formats.burden import to_json

__all__ = ["burden"]


def burden(
    disputes: Disputes,
    /,
    *,
    under: Positions = None,
    on: Date = None,
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Say who bears the burden of proof of what, on whose authority, and what each side must still prove."""
    engine = anbao.load_engine()
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under)
    gathered = gather_all(disputes, engine.law, engine.store)
    with busy("deciding …"):
        found = [burden_of(one, engine.law) for one in engine.decide(gathered, positions, on=date)]
    if format == "json":
        out(json.dumps(to_json(found, engine.law), ensure_ascii=False, indent=2))
    else:
        BurdenPrinter(engine.law, console(), lang).print(found)
    return 0


class BurdenPrinter(Printer):
    """Prints burdens in one language."""

    def join(self, words: Iterable[str]) -> str:
        """Return words joined by semicolons."""
        return self.semicolon.join(words)

    def print(self, burdens: Iterable[DisputeBurden]) -> None:
        """Print burdens, dispute by dispute; of a position only what differs from the bare statutes."""
        for _, group in groupby(burdens, key=lambda burden: burden.decision.dispute.iri):
            several = list(group)
            self.head(several[0].decision.dispute)
            bare = next((b for b in several if b.decision.position.bare), None)
            alike = []
            for burden in several:
                if bare and burden is not bare and _same(burden, bare):
                    alike.append(self.position(burden.decision.position))
                else:
                    self._burden(burden, bare.norms if bare and burden is not bare else ())
            if alike:
                same = self.pair(self.comma.join(alike), self.word("answers.same"))
                self.console.print(Text(same, style="dim"))

    def _burden(self, burden: DisputeBurden, shown: Sequence[NormBurden]) -> None:
        """Print the burdens under a position, without the norms in `shown`, which were printed before."""
        decision = burden.decision
        self.console.print(Text(self.under(decision.position), style="bold"))
        if decision.contradiction:
            clash = self.pair(self.word("answers.contradiction"), decision.contradiction)
            self.console.print(Text(clash, style="red"))
            return
        if not burden.norms:
            self.console.print(Text(self.word("answers.nothing raised"), style="dim"))
            return
        known = [_printed_parts(norm) for norm in shown]
        for norm in burden.norms:
            if _printed_parts(norm) not in known:
                self.console.print(self._norm(norm))
        self.console.print(self._outcome(burden))

    def _norm(self, norm: NormBurden) -> Table:
        assessment = norm.assessment
        notes = [self.term(assessment.status)]
        if norm.closed != assessment.status:
            notes.append(self.pair(self.word("answers.closed"), self.term(norm.closed)))
        if not assessment.in_time:
            notes.append(self.word("burden.not in time"))
        title = Text(f"{self.norm(assessment.norm)}  {self.join(notes)}")
        columns = ("answers.element", "burden.side", "burden.authority")
        table = Table("", *map(self.word, columns), title=title, title_justify="left")
        for element in assessment.elements:
            table.add_row(*self._row(self.label(element.kind), element))
        for exception, conditions in norm.exceptions:
            for condition in conditions:
                table.add_row(
                    *self._row(f"{self.word('schemes.exception')} ({self.label(exception)})", condition)
                )
        return table

    def _row(self, name: str, element: Element) -> tuple[str, str, Text, Text]:
        """Return the cells of an element: state, name, side and authority."""
        left_open = element.state == Status.LEFT_OPEN.term
        side = Text(self.term(element.burden.side), style="yellow" if left_open else "dim")
        return (
            Status.of_term(element.state).mark,
            self.pair(name, self.label(element.circumstance)),
            side,
            self._authority(element.burden),
        )

    def _authority(self, burden: Burden) -> Text:
        sources = self.join(self._source(iri) for iri in burden.authority)
        ground = self.word(f"burden.{burden.ground}")
        text = Text(self.pair(ground, sources) if sources else ground)
        for shift in burden.would_shift:
            shown = self.word(
                "burden.would",
                side=self.term(shift.side),
                conditions=self.join(map(self.label, shift.conditions)),
                rule=self._source(shift.rule),
            )
            text.append(f"\n{shown}", style="italic")
        return text

    def _source(self, iri: str) -> str:
        """Return a provision, or what a premise claims with its pinpoint."""
        premises = (premise for position in self.law.positions.values() for premise in position.premises)
        pinpoint = next((premise.pinpoint for premise in premises if premise.iri == iri), "")
        return self.label(iri) + (f" ({pinpoint})" if pinpoint else "")

    def _outcome(self, burden: DisputeBurden) -> Tree:
        """Return the answers now and at the close, and what is left to prove."""
        decision = burden.decision
        closed = decision.closed or decision
        tree = Tree("")
        branch = tree.add(Text(self.word("burden.now"), style="bold"))
        for answer in decision.answers:
            branch.add(self._answer(answer))
        branch = tree.add(Text(self.word("answers.closed"), style="bold"))
        if closed.answers == decision.answers:
            branch.add(self.word("answers.unchanged"))
        else:
            for answer in closed.answers:
                branch.add(self._answer(answer))
        left = tree.add(Text(self.word("burden.left"), style="bold"))
        self._tasks(left, "ClaimantSide", burden.claimant, "reaches")
        self._tasks(left, "DefendantSide", burden.defendant, "averts")
        if burden.unavoidable:
            norms = self.join(map(self.norm, burden.unavoidable))
            left.add(self.pair(self.word("burden.unavoidable"), norms))
        if decision.production:
            branch = tree.add(Text(self.word("answers.production"), style="bold"))
            for order in decision.production:
                branch.add(self.label(order))
        return tree

    def _tasks(self, tree: Tree, side: str, tasks: Sequence[Task], purpose: str) -> None:
        branch = tree.add(Text(self.term(side), style="yellow"))
        for task in tasks:
            proof = self.join(self._fact(*fact) for fact in task.proof)
            branch.add(f"{proof} → {self.word(f'burden.{purpose}')} {self.join(map(self.norm, task.norms))}")
        if not tasks:
            branch.add(Text(self.word("burden.none"), style="dim"))

    def _fact(self, circumstance: str, holds: bool) -> str:
        return self.label(circumstance) if holds else self.word("common.not", fact=self.label(circumstance))

    def _answer(self, answer: Answer) -> str:
        words = [self.label(answer.liability) if answer.liability else self.term(answer.kind)]
        if answer.kind in ("Conditional", "Unsettled"):
            words.append(self.term(answer.kind))
        words += [self.norm(answer.norm)] if answer.norm else [self.label(answer.question)]
        words += [shown] if (shown := self.word(f"answers.{answer.standing}")) else []
        return " · ".join(words)


def _printed_parts(norm: NormBurden) -> tuple[object, ...]:
    """Return the parts of a norm's burden that are printed."""
    assessment = norm.assessment
    return assessment.norm, assessment.status, norm.closed, assessment.elements, norm.exceptions


def _same(burden: DisputeBurden, bare: DisputeBurden) -> bool:
    """Return whether a position leaves the burdens, and what is left to prove, as under the bare statutes."""
    shown = [(b.norms, b.claimant, b.defendant, b.unavoidable, b.decision.answers) for b in (burden, bare)]
    return shown[0] == shown[1]
