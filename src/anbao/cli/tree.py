"""Decisions as trees with reasons, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import groupby
from textwrap import fill

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from anbao.cli.printer import Printer
from anbao.disputes.status import Status
from anbao.engine.results import Answer, Assessment, Decision, Element, Ground
from anbao.formats.explained import explained, shared_provisions
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["DecisionPrinter"]

NEAREST = 3
NAMES_WIDTH = 24
COLOURS = {"Governs": "green", "Displaced": "dim", "Uncertain": "yellow"}


def _same(decision: Decision, bare: Decision) -> bool:
    """Return whether a decision equals the one under the bare statutes."""
    found = (decision.answers, decision.assessments, decision.contradiction)
    return found == (bare.answers, bare.assessments, bare.contradiction)


class DecisionPrinter(Printer):
    """Prints decisions in one language."""

    def __init__(
        self, law: Law, console: Console, language: str, *, brief: bool = False, why_not: bool = False
    ) -> None:
        """Take the law for its labels.

        `brief` prints answers without reasons; `why_not` explains the norms that nobody raised too.
        """
        super().__init__(law, console, language)
        self.brief, self.why_not = brief, why_not

    def print(self, decisions: Iterable[Decision]) -> None:
        """Print decisions, those of one dispute together."""
        for _, group in groupby(decisions, key=lambda decision: decision.dispute.iri):
            self._dispute(list(group))

    def _dispute(self, decisions: Sequence[Decision]) -> None:
        dispute = decisions[0].dispute
        self.head(dispute)
        for holding in dispute.holdings:
            share = f" {float(holding.share):.0%}" if holding.share else ""
            text = Text(f"{self.word('answers.held')}: {self.label(holding.form)}{share}. ", style="bold")
            self.console.print(text.append(holding.text[self.language], style="not bold"))
        if len(decisions) > 1 or self.brief:
            self.console.print(self._table(decisions))
        if self.brief:
            return
        bare: Decision | None = None
        alike = []
        for decision in decisions:
            if bare and _same(decision, bare):
                alike.append(decision.position.identifier)
            else:
                self.console.print(self._tree(decision, bare))
            bare = bare or (decision if decision.position.bare else None)
        if alike:
            self.console.print(Text(f"{', '.join(alike)}: {self.word('answers.same')}", style="dim"))
        self.console.print()

    # Answers

    def _table(self, decisions: Sequence[Decision]) -> Table:
        """Return the answers to the main question, positions with the same ones in one row."""
        table = Table(
            self.word("common.position"), self.word("answers.answer"), show_lines=True, expand=False
        )
        main = self.law.main_question
        rows: dict[tuple[str, ...], tuple[list[str], list[Text]]] = {}
        for decision in decisions:
            chosen = [answer for answer in decision.answers if answer.question == main]
            lines = [*self._answers(decision, chosen), *self._others(decision, chosen)]
            names, _ = rows.setdefault(tuple(text.plain for text in lines), ([], lines))
            names.append(decision.position.identifier)
        for names, lines in rows.values():
            table.add_row(fill(", ".join(names), NAMES_WIDTH), Group(*lines))
        return table

    def _answers(self, decision: Decision, answers: Sequence[Answer]) -> list[Text]:
        if decision.contradiction:
            return [Text(f"{self.word('answers.contradiction')}: {decision.contradiction}", style="red")]
        shared = shared_provisions(answers, self.law)
        lines = [self.answer(answer, shared) for answer in answers]
        return lines or [Text(self.word("answers.nothing raised"), style="dim")]

    def _others(self, decision: Decision, main: Sequence[Answer]) -> list[Text]:
        """Return the answers to other questions, each with its question, where the main one got none."""
        if any(answer.kind != "NothingInIssue" for answer in main):
            return []
        return [
            Text(f"{self.label(answer.question)}: ").append(self.answer(answer, set()))
            for answer in decision.answers
            if answer not in main
        ]

    def answer(self, answer: Answer, shared: Set[str]) -> Text:
        """Return an answer in words; its norm is named if its provision is in `shared`."""
        text = Text()
        if answer.kind in ("NoLiability", "OutsideGraph", "NothingInIssue"):
            text.append(self.term(answer.kind), style="bold")
            if answer.provision:
                text.append(f" · {self.label(answer.provision)}")
            return text
        text.append(
            self.label(answer.liability or ""),
            style="bold" if answer.standing == "firm" else "yellow",
        )
        if answer.kind != "Settled":
            text.append(f" ({self.term(answer.kind)})", style="magenta")
        if answer.conditions:
            named = ", ".join(map(self.label, answer.conditions))
            text.append(f" {self.word('answers.if')} {named}", style="magenta")
        if answer.norm:
            provision = self.law.norms[answer.norm].provision
            text.append(f" · {self.norm(answer.norm) if provision in shared else self.label(provision)}")
        for defence in answer.defences:
            effect = defence.effect if defence.established else f"perhaps {defence.effect}"
            provision = self.law.norms[defence.norm].provision
            text.append(f" · {self.word(f'answers.{effect}')} {self.label(provision)}", style="cyan")
        if answer.standing != "firm":
            text.append(f" [{self.word(f'answers.{answer.standing} long')}]", style="yellow")
        if answer.reading:
            text.append(f" ({self.word(f'answers.{answer.reading}')})", style="dim")
        if answer.weaker:
            text.append(f" ({self.word('answers.weaker')})", style="dim")
        return text

    # Reasons

    def _tree(self, decision: Decision, bare: Decision | None) -> Tree:
        position = decision.position
        tree = Tree(
            Text(
                f"{self.word('answers.under')} {position.identifier} · {self.label(position.iri)}",
                style="bold cyan",
            )
        )
        for question, answers in groupby(decision.answers, key=lambda answer: answer.question):
            branch = tree.add(Text(self.label(question), style="bold"))
            self._add_answers(branch, decision, list(answers))
        if not decision.answers:
            tree.add(self._answers(decision, ())[0])
        self._nearest(tree, decision, bare)
        reasons = explained(decision, bare)
        if reasons:
            branch = tree.add(Text(self.word("answers.why"), style="bold"))
            for assessment in reasons:
                shown = bare.by_norm.get(assessment.norm) if bare else None
                self._assessment(branch, assessment, shown)
        if bare and len(reasons) < len(decision.assessments):
            tree.add(Text(f"… {self.word('answers.same')}", style="dim"))
        self._untimely(tree, decision, bare)
        self._not_raised(tree, decision, bare)
        self._closed(tree, decision)
        if decision.production:
            branch = tree.add(Text(self.word("answers.production"), style="bold"))
            for iri in decision.production:
                branch.add(self.label(iri))
        self._without_effect(tree, decision)
        return tree

    def _nearest(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add the norms that came nearest where no liability follows, with what each of them lacks."""
        if not decision.nearest or (bare and bare.nearest == decision.nearest):
            return
        branch = tree.add(Text(self.word("answers.nearest"), style="bold"))
        for near in decision.nearest[:NEAREST]:
            node = branch.add(self.norm(near.norm))
            assessed = decision.by_norm.get(near.norm)
            states = {one.circumstance: one.state for one in assessed.elements} if assessed else {}
            for circumstance in near.lacks:
                state = Status.of_term(states.get(circumstance, Status.SILENT.term))
                node.add(
                    Text(f"{state.mark} {self.label(circumstance)} ({self.term(state.term)})", style="dim")
                )

    def _untimely(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add the norms that the findings would raise if they were in force."""
        if (bare and bare.not_in_force == decision.not_in_force) or not decision.not_in_force:
            return
        branch = tree.add(Text(self.word("answers.not in force"), style="bold"))
        for iri in decision.not_in_force:
            spans = [
                f"{self.word('common.from')} {begin}" + (f" {self.word('common.until')} {end}" if end else "")
                for begin, end in self.law.norms[iri].in_force
            ]
            branch.add(Text(f"{self.norm(iri)}  ({'; '.join(spans)})", style="dim"))

    def _not_raised(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add what norms not raised lack, if asked."""
        if bare or not self.why_not:
            return
        branch = tree.add(Text(self.word("answers.why not"), style="bold"))
        for silence in decision.not_raised:
            node = branch.add(Text(self.norm(silence.norm), style="dim"))
            for mark, circumstances in (
                (Status.SILENT.mark, silence.silent),
                (Status.REFUTED.mark, silence.refuted),
                (Status.NOT_SHOWN.mark, silence.not_shown),
            ):
                for circumstance in circumstances:
                    node.add(Text(f"{mark} {self.label(circumstance)}", style="dim"))

    def _without_effect(self, tree: Tree, decision: Decision) -> None:
        """Add the premises that change nothing although they concern something that was raised."""
        near = [iri for iri in decision.without_effect if self._concerns(decision, iri)]
        far = len(decision.without_effect) - len(near)
        if not decision.without_effect:
            return
        branch = tree.add(Text(self.word("answers.without effect"), style="bold"))
        for iri in near:
            self._premise(branch, iri)
        if far:
            branch.add(Text(f"… {far} {self.word('answers.more premises')}", style="dim"))

    def _concerns(self, decision: Decision, iri: str) -> bool:
        premise = next(m for m in decision.position.premises if m.iri == iri)
        raised = {norm for norm in decision.by_norm if decision.by_norm[norm].status != "NotMet"}
        statutes = {self.law.norms[norm].statute for norm in raised}
        things = raised | {
            element.circumstance for norm in raised for element in decision.by_norm[norm].elements
        }
        things |= {self.law.norms[norm].consequence or "" for norm in raised}
        if premise.get(ANBAO.prevails):
            return {*premise.get(ANBAO.prevails), *premise.get(ANBAO.over)} <= statutes | raised
        near = (
            ANBAO.ofNorm,
            ANBAO.exceptsNorm,
            ANBAO.burdenUnder,
            ANBAO.concept,
            ANBAO.ofConsequence,
        )
        return any(value in things for predicate in near for value in premise.get(predicate))

    def _premise(self, branch: Tree, iri: str) -> None:
        pinpoint = next(
            (m.pinpoint for p in self.law.positions.values() for m in p.premises if m.iri == iri),
            "",
        )
        quoted = f" ({pinpoint})" if pinpoint else ""
        branch.add(Text(f"{self.label(iri)}{quoted}", style="italic"))

    def _add_answers(self, branch: Tree, decision: Decision, answers: Sequence[Answer]) -> None:
        """Add answers to a branch, each with the premise that gives it."""
        for answer, text in zip(answers, self._answers(decision, answers), strict=bool(answers)):
            leaf = branch.add(text)
            if answer.premise:
                self._premise(leaf, answer.premise)

    def _assessment(self, branch: Tree, assessment: Assessment, shown: Assessment | None) -> None:
        """Add a norm with its reasons; its elements only if they differ from those `shown` before."""
        status = self.term(assessment.status)
        label = f" · {self.term(assessment.label)}" if assessment.label else ""
        style = COLOURS.get(assessment.label, "red")
        head = Text(self.norm(assessment.norm), style="bold" if assessment.label == "Governs" else "")
        head.append(f"  {status}{label}", style=style)
        node = branch.add(head)
        if not assessment.in_time:
            node.add(Text(self.word("answers.not in time"), style="yellow"))
        if assessment.closed_for:
            node.add(
                Text(f"{self.word('answers.closed for')} {self.term(assessment.closed_for)}", style="yellow")
            )
        for exception in assessment.excepted_by:
            node.add(Text(f"{self.word('answers.excepted')}: {self.label(exception)}", style="red"))
        for exception in assessment.open_exceptions:
            node.add(Text(f"{self.word('answers.exception open')}: {self.label(exception)}", style="yellow"))
        for ground in assessment.displaced_by:
            if ground.decisive:
                node.add(self._ground(assessment, ground))
        for other in assessment.beside:
            node.add(Text(f"{self.word('answers.beside')}: {self.norm(other)}", style="yellow"))
        if assessment.label != "Displaced" and not (shown and shown.elements == assessment.elements):
            for element in assessment.elements:
                self._element(node, element)

    def _ground(self, assessment: Assessment, ground: Ground) -> Text:
        verb = "displaced by" if assessment.label == "Displaced" else "may be displaced by"
        sources = ", ".join(map(self.label, ground.authority))
        inferred = f", {self.word('answers.inferred')}" if ground.canon == "LexSpecialis" else ""
        canon = self.term(ground.canon)
        authority = f"{self.word('answers.authority')}: {sources}"
        return Text(
            f"{self.word(f'answers.{verb}')} {self.norm(ground.upper)} · {canon}{inferred} · {authority}"
        )

    def _element(self, node: Tree, element: Element) -> None:
        kind = self.label(element.kind)
        text = Text(f"{Status.of_term(element.state).mark} {kind}: {self.label(element.circumstance)}")
        if element.state == Status.LEFT_OPEN.term:
            side = self.term(element.burden.side)
            text.append(
                f"  {self.word('answers.not proved')}; {self.word('answers.burden')} {side}", style="yellow"
            )
        elif len(element.steps) == 1:
            text.append(f"  ← {self.word('answers.finding')}", style="dim")
        elif element.steps:
            text.append(f"  ← {self._steps(element)}", style="dim")
        node.add(text)

    def _steps(self, element: Element) -> str:
        first, *later = element.steps
        words = [f"{'' if first.holds else '✗ '}{self.label(first.circumstance)}"]
        for step in later:
            if step.by.startswith("http"):
                words.append(self.label(step.by))
            elif step.by == "taxonomy":
                words.append(", ".join(map(self.label, step.sources)))
            elif step.by == "finding":
                words.append(f"{'' if step.holds else '✗ '}{self.label(step.circumstance)}")
            else:
                claimed = f" ({', '.join(map(self.label, step.sources))})" if step.by == "denial" else ""
                words.append(f"{self.word(f'answers.{step.by}')} {self.label(step.circumstance)}{claimed}")
        return " → ".join(word for word in words if word)

    def _closed(self, tree: Tree, decision: Decision) -> None:
        closed = decision.closed
        if closed is None:
            return
        if closed.answers == decision.answers:
            tree.add(Text(f"{self.word('answers.closed')}: {self.word('answers.unchanged')}", style="bold"))
            return
        branch = tree.add(Text(self.word("answers.closed"), style="bold"))
        self._add_answers(branch, closed, closed.answers)
        for assessment in closed.assessments:
            if assessment.closed_for:
                side = self.term(assessment.closed_for)
                status = self.term(assessment.status)
                text = f"{self.norm(assessment.norm)}: {status}, {self.word('answers.closed for')} {side}"
                branch.add(Text(text, style="dim"))
