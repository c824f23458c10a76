"""Decisions for people: one sentence, then a tree with reasons in three depths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
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
from anbao.formats.opinion import in_force_spans, opinion, standing_of
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["DecisionPrinter"]

NEAREST = 3
NAMES_WIDTH = 24
WHOLE = 3  # the depth at which everything is told
COLOURS = {"Governs": "green", "Displaced": "dim", "Uncertain": "yellow"}


def _same(decision: Decision, bare: Decision) -> bool:
    """Return whether a decision equals the one under the bare statutes."""
    found = (decision.answers, decision.assessments, decision.contradiction)
    return found == (bare.answers, bare.assessments, bare.contradiction)


class DecisionPrinter(Printer):
    """Prints decisions in one language."""

    def __init__(
        self,
        law: Law,
        console: Console,
        language: str,
        *,
        brief: bool = False,
        why_not: bool = False,
        depth: int = WHOLE,
    ) -> None:
        """Take the law for its labels.

        `brief` prints answers without reasons; `why_not` explains the norms that nobody raised too. `depth`
        is 1 for the sentence and the answers, 2 for norms with what tells for and against them, 3 for each
        element with the steps that lead to it, and all the rest.
        """
        super().__init__(law, console, language)
        self.brief, self.why_not, self.depth = brief, why_not, depth
        self.told: set[tuple[object, ...]] = set()  # the elements, and pairs of norms, that a tree has told

    def print(self, decisions: Iterable[Decision]) -> None:
        """Print decisions, those of one dispute together."""
        for _, group in groupby(decisions, key=lambda decision: decision.dispute.iri):
            self._dispute(list(group))

    def _dispute(self, decisions: Sequence[Decision]) -> None:
        dispute = decisions[0].dispute
        self.head(dispute)
        for holding in dispute.holdings:
            share = f" {float(holding.share):.0%}" if holding.share else ""
            stop = "。" if self.language == "zh" else ". "
            held = self.pair(self.word("answers.held"), self.label(holding.form))
            text = Text(f"{held}{share}{stop}", style="bold")
            self.console.print(text.append(holding.text[self.language], style="not bold"))
        if len(decisions) > 1 or self.brief:
            self.console.print(self._table(decisions))
        if self.brief:
            return
        bare: Decision | None = None
        alike = []
        for decision in decisions:
            if bare and _same(decision, bare):
                alike.append(self.position(decision.position))
            else:
                self._opinion(decision)
                self.console.print(self._tree(decision, bare))
            bare = bare or (decision if decision.position.bare else None)
        if alike:
            same = self.pair(self.comma.join(alike), self.word("answers.same"))
            self.console.print(Text(same, style="dim"))
        self.console.print()

    def _opinion(self, decision: Decision) -> None:
        """Print the position, what must be said first, and the sentence."""
        position = decision.position
        self.console.print(Text(self.under(position), style="bold cyan"))
        said = opinion(decision, self.law, self.language)
        for notice in said.notices:
            self.console.print(Text(notice, style="magenta"))
        self.console.print(Text(said.sentence))

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
            names.append(self.position(decision.position))
        for names, lines in rows.values():
            table.add_row(fill(self.comma.join(names), NAMES_WIDTH), Group(*lines))
        return table

    def _answers(self, decision: Decision, answers: Sequence[Answer]) -> list[Text]:
        if decision.contradiction:
            clash = self.pair(self.word("answers.contradiction"), decision.contradiction)
            return [Text(clash, style="red")]
        shared = shared_provisions(answers, self.law)
        lines = [self.answer(answer, shared, standing_of(answer, decision)) for answer in answers]
        return lines or [Text(self.word("answers.nothing raised"), style="dim")]

    def _others(self, decision: Decision, main: Sequence[Answer]) -> list[Text]:
        """Return the answers to other questions, each with its question, where the main one got none."""
        if any(answer.kind != "NothingInIssue" for answer in main):
            return []
        return [
            Text(self.pair(self.label(answer.question), "")).append(
                self.answer(answer, set(), standing_of(answer, decision))
            )
            for answer in decision.answers
            if answer not in main
        ]

    def answer(self, answer: Answer, shared: Set[str], standing: str | None = None) -> Text:
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
            text.append(self.bracket(self.term(answer.kind)), style="magenta")
        if answer.conditions:
            named = self.comma.join(map(self.label, answer.conditions))
            text.append(f" {self.word('answers.if', conditions=named)}", style="magenta")
        if answer.norm:
            provision = self.law.norms[answer.norm].provision
            text.append(f" · {self.norm(answer.norm) if provision in shared else self.label(provision)}")
        for defence in answer.defences:
            effect = defence.effect if defence.established else f"perhaps {defence.effect}"
            provision = self.law.norms[defence.norm].provision
            reduced = self.word(f"answers.{effect}", norm=self.label(provision))
            text.append(f" · {reduced}", style="cyan")
        if answer.standing != "firm":
            word = "pending time" if standing == "pending time" else f"{answer.standing} long"
            text.append(f" [{self.word(f'answers.{word}')}]", style="yellow")
        if answer.reading:
            text.append(self.bracket(self.word(f"answers.{answer.reading}")), style="dim")
        if answer.weaker:
            text.append(self.bracket(self.word("answers.weaker")), style="dim")
        return text

    # Reasons

    def _tree(self, decision: Decision, bare: Decision | None) -> Tree:
        tree = Tree(Text(self.word("answers.answer"), style="bold"))
        self.told = set()
        for question, answers in groupby(decision.answers, key=lambda answer: answer.question):
            branch = tree.add(Text(self.label(question), style="bold"))
            self._add_answers(branch, decision, list(answers))
        if not decision.answers:
            tree.add(self._answers(decision, ())[0])
        self._nearest(tree, decision, bare)
        if self.depth > 1:
            self._reasons(tree, decision, bare)
            self._untimely(tree, decision, bare)
            self._not_raised(tree, decision, bare)
            self._closed(tree, decision)
        if self.depth >= WHOLE:
            self._production(tree, decision)
            self._without_effect(tree, decision)
        return tree

    def _reasons(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add why norms stand as they do; under a position what differs from the bare statutes."""
        reasons = explained(decision, bare)
        if reasons:
            branch = tree.add(Text(self.word("answers.why"), style="bold"))
            for assessment in reasons:
                shown = bare.by_norm.get(assessment.norm) if bare else None
                self._assessment(branch, assessment, shown)
        if bare and len(reasons) < len(decision.assessments):
            tree.add(Text(f"… {self.word('answers.same')}", style="dim"))

    def _production(self, tree: Tree, decision: Decision) -> None:
        if decision.production:
            branch = tree.add(Text(self.word("answers.production"), style="bold"))
            for iri in decision.production:
                branch.add(self.label(iri))

    def _nearest(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add the norms that came nearest where no liability follows, with what each of them lacks."""
        if not decision.nearest or (bare and bare.nearest == decision.nearest):
            return
        told_below = decision.by_norm if self.depth > 1 else {}
        chosen = [near for near in decision.nearest[:NEAREST] if near.norm not in told_below]
        if not chosen:
            return
        branch = tree.add(Text(self.word("answers.nearest"), style="bold"))
        for near in chosen:
            node = branch.add(self.norm(near.norm))
            assessed = decision.by_norm.get(near.norm)
            states = {one.circumstance: one.state for one in assessed.elements} if assessed else {}
            for circumstance in near.lacks:
                state = Status.of_term(states.get(circumstance, Status.SILENT.term))
                named = self.label(circumstance) + self.bracket(self.term(state.term))
                node.add(Text(f"{state.mark} {named}", style="dim"))

    def _untimely(self, tree: Tree, decision: Decision, bare: Decision | None) -> None:
        """Add the norms that the findings would raise if they were in force."""
        if (bare and bare.not_in_force == decision.not_in_force) or not decision.not_in_force:
            return
        branch = tree.add(Text(self.word("answers.not in force"), style="bold"))
        for iri in decision.not_in_force:
            spans = self.bracket(in_force_spans(self.law.norms[iri], self.language))
            branch.add(Text(f"{self.norm(iri)}{spans}", style="dim"))

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
            branch.add(Text(f"… {self.word('answers.more premises', count=far)}", style="dim"))

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
        quoted = self.bracket(pinpoint) if pinpoint else ""
        branch.add(Text(f"{self.label(iri)}{quoted}", style="italic"))

    def _add_answers(self, branch: Tree, decision: Decision, answers: Sequence[Answer]) -> None:
        """Add answers to a branch, each with the premise that gives it."""
        for answer, text in zip(answers, self._answers(decision, answers), strict=bool(answers)):
            leaf = branch.add(text)
            if answer.premise:
                self._premise(leaf, answer.premise)

    def _assessment(self, branch: Tree, assessment: Assessment, shown: Assessment | None) -> None:
        """Add a norm with its reasons; its elements only if they differ from those `shown` before."""
        label = f" · {self.term(assessment.label)}" if assessment.label else ""
        style = COLOURS.get(assessment.label, "red")
        head = Text(self.norm(assessment.norm), style="bold" if assessment.label == "Governs" else "")
        head.append(f"  {self._status(assessment)}{label}", style=style)
        node = branch.add(head)
        for remark, colour in self._remarks(assessment):
            node.add(Text(remark, style=colour))
        if assessment.label != "Displaced" and not (shown and shown.elements == assessment.elements):
            self._elements(node, assessment.elements)

    def _status(self, assessment: Assessment) -> str:
        """Return the status of a norm in words: met, if nothing but its date keeps it open."""
        doubtful = [one for one in assessment.elements if one.state != Status.ESTABLISHED.term]
        only_time = assessment.status == "Open" and not assessment.in_time and not doubtful
        return self.term("Met" if only_time else assessment.status)

    def _remarks(self, assessment: Assessment) -> Iterator[tuple[str, str]]:
        """Yield what tells for and against a norm, each with its colour; what holds of two norms once."""
        matters = assessment.status != "NotMet" or self.depth >= WHOLE
        if matters and not assessment.in_time:
            yield self.word("answers.not in time"), "yellow"
        if assessment.closed_for:
            yield self.word("answers.closed for", side=self.term(assessment.closed_for)), "yellow"
        for exception in assessment.excepted_by:
            yield self.pair(self.word("answers.excepted"), self.label(exception)), "red"
        for exception in assessment.open_exceptions:
            yield self.pair(self.word("answers.exception open"), self.label(exception)), "yellow"
        for ground in assessment.displaced_by:
            if ground.decisive:
                yield self._ground(assessment, ground), ""
        pairs = {other: ("beside", *sorted((assessment.norm, other))) for other in assessment.beside}
        fresh = [other for other, pair in pairs.items() if pair not in self.told]
        self.told.update(pairs.values())
        if fresh:
            yield self.word("answers.beside", norm=self.comma.join(map(self.norm, fresh))), "yellow"

    def _ground(self, assessment: Assessment, ground: Ground) -> str:
        verb = "displaced by" if assessment.label == "Displaced" else "may be displaced by"
        upper = self.word(f"answers.{verb}", norm=self.norm(ground.upper))
        inferred = self.bracket(self.word("answers.inferred")) if ground.canon == "LexSpecialis" else ""
        canon = self.term(ground.canon) + inferred
        authority = self.comma.join(map(self.label, ground.authority))
        return f"{upper} · {canon} · {self.pair(self.word('answers.authority'), authority)}"

    def _elements(self, node: Tree, elements: Iterable[Element]) -> None:
        """Add the elements of a norm; those that the tree has told before in one line.

        Above the whole depth those that are established, or that nobody mentioned, are left out.
        """
        before = []
        for element in elements:
            key = (element.kind, element.circumstance, element.state, element.steps)
            if self.depth < WHOLE and element.state in (Status.ESTABLISHED.term, Status.SILENT.term):
                continue
            if key in self.told:
                before.append(f"{Status.of_term(element.state).mark} {self.label(element.circumstance)}")
            else:
                self.told.add(key)
                self._element(node, element)
        if before:
            told = self.word("answers.same as above", elements=self.semicolon.join(before))
            node.add(Text(told, style="dim"))

    def _element(self, node: Tree, element: Element) -> None:
        named = self.pair(self.label(element.kind), self.label(element.circumstance))
        text = Text(f"{Status.of_term(element.state).mark} {named}")
        if element.state == Status.LEFT_OPEN.term:
            side = self.term(element.burden.side)
            text.append(f"  {self.word('answers.not proved burden on', side=side)}", style="yellow")
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
                words.append(self.comma.join(map(self.label, step.sources)))
            elif step.by == "finding":
                words.append(f"{'' if step.holds else '✗ '}{self.label(step.circumstance)}")
            else:
                told = self.word(f"answers.{step.by}", other=self.label(step.circumstance))
                claims = self.comma.join(map(self.label, step.sources)) if step.by == "denial" else ""
                words.append(told + (self.bracket(claims) if claims else ""))
        return " → ".join(word for word in words if word)

    def _closed(self, tree: Tree, decision: Decision) -> None:
        """Add what comes out if the evidence closed now, question by question, where it differs."""
        closed = decision.closed
        if closed is None:
            return
        title = self.word("answers.closed")
        if closed.answers == decision.answers:
            tree.add(Text(self.pair(title, self.word("answers.unchanged")), style="bold"))
            return
        branch = tree.add(Text(title, style="bold"))
        now = {iri: list(group) for iri, group in groupby(decision.answers, key=lambda one: one.question)}
        then = {iri: list(group) for iri, group in groupby(closed.answers, key=lambda one: one.question)}
        for question in dict.fromkeys([*then, *now]):
            if then.get(question) != now.get(question):
                leaf = branch.add(Text(self.label(question), style="bold"))
                self._add_answers(leaf, closed, then.get(question, ()))
        for assessment in closed.assessments:
            if assessment.closed_for:
                decided = self.word("answers.closed for", side=self.term(assessment.closed_for))
                text = self.pair(self.norm(assessment.norm), self.term(assessment.status))
                branch.add(Text(f"{text}{self.semicolon}{decided}", style="dim"))
