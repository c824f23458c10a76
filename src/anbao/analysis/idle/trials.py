"""Disputes on which a premise is likely to matter, if it matters at all.

Each has the elements of the norms that the premise concerns, what the premise itself
names, and at times one finding changed. They are drawn from a seed. That none of them
shows a difference proves nothing.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator

from anbao.disputes.disputes import ANCHORS, Dispute, Finding, Period
from anbao.disputes.status import Status
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Norm, Premise
from anbao.wording import Label

__all__ = ["Trials"]

AGAIN = (0.3, 0.15)  # shares of trials in which one finding is left open, or refuted
NAMED = 0.5  # share of the elements that what a premise names stands for, where it can
SPAN = dt.timedelta(200)


class Trials:
    """Draws disputes for premises of one law."""

    def __init__(
        self, law: Law, within: Iterable[tuple[str, str]], anyway: Iterable[tuple[str, str]]
    ) -> None:
        """Take the law, what lies within what with the premise or without it, and what without it."""
        self.law = law
        self.above: dict[str, set[str]] = defaultdict(set)
        self.facts: dict[str, list[str]] = defaultdict(list)
        for iri, known in law.circumstances.items():
            self.above[iri].add(iri)
            if known.factual:
                self.facts[iri].append(iri)
        for low, high in sorted(within):
            self.above[low].add(high)
            if law.circumstances[low].factual:
                self.facts[high].append(low)
        self.wider: dict[str, set[str]] = defaultdict(set)
        for low, high in anyway:
            self.wider[low].add(high)

    def of(self, premise: Premise, count: int) -> Iterator[Dispute]:
        """Yield disputes for a premise, none if it concerns no norm."""
        draw = random.Random(premise.iri)
        concerned = self._concerned(premise)
        for place in range(count if concerned else 0):
            norms = draw.choice(concerned)
            yield self._dispute(f"urn:trial:{place}", norms, premise, draw)

    def _concerned(self, premise: Premise) -> list[tuple[Norm, ...]]:
        """Return the norms that a premise concerns, in pairs if it puts one before the other."""
        norms = [norm for norm in self.law.norms.values() if norm.elements]
        if above := {*premise.get(ANBAO.prevails)}:
            below = {*premise.get(ANBAO.over)}
            return [
                (one, other)
                for one in norms
                for other in norms
                if {one.iri, one.statute} & above
                and {other.iri, other.statute} & below
                and one.question == other.question
                and one.meets(other)
            ]
        names = {*premise.get(ANBAO.ofNorm), *premise.get(ANBAO.exceptsNorm), *premise.get(ANBAO.burdenUnder)}
        if names:
            return [(norm,) for norm in norms if norm.iri in names]
        if consequences := premise.get(ANBAO.ofConsequence):
            return [(norm,) for norm in norms if norm.consequence in consequences]
        reached = {
            wide
            for concept in (*premise.get(ANBAO.concept), *premise.get(ANBAO.burdenFor))
            for wide in {concept, *self.wider[concept]}
        }
        concerned = [norm for norm in norms if reached & {element for _, element in norm.elements}]
        # A defence shows in what it weakens only.
        weakened = [(norm, other) for norm in concerned if norm.effect for other in norms if not other.effect]
        return [*((norm,) for norm in concerned if not norm.effect), *weakened]

    def _dispute(self, iri: str, norms: tuple[Norm, ...], premise: Premise, draw: random.Random) -> Dispute:
        found = dict.fromkeys(self._established(norms, premise, draw), Status.ESTABLISHED)
        for matter in premise.get(ANBAO.burdenFor):
            for fact in [one for one in found if matter in self.above[one]]:
                found[fact] = Status.LEFT_OPEN
        for status, share in zip((Status.LEFT_OPEN, Status.REFUTED), AGAIN, strict=True):
            if found and draw.random() < share:
                found[draw.choice(sorted(found))] = status
        findings = (
            Finding(f"{iri}/{place}", fact, status) for place, (fact, status) in enumerate(found.items())
        )
        day = _day(norms, draw)
        periods = tuple(Period(str(anchor), day, day) for anchor in ANCHORS.values())
        return Dispute(iri, Label("trial", "trial"), tuple(findings), periods)

    def _established(self, norms: tuple[Norm, ...], premise: Premise, draw: random.Random) -> Iterator[str]:
        """Yield facts that meet the elements of norms and what the premise names."""
        named = [
            fact
            for one in (*premise.get(ANBAO.circumstance), *premise.get(ANBAO.testedBy))
            for fact in self.facts[one]
        ]
        for norm in norms:
            for _, element in norm.elements:
                fitting = [fact for fact in named if element in self.above[fact]]
                others = self.facts[element]
                if fitting and (not others or draw.random() < NAMED):
                    yield draw.choice(fitting)
                elif others:
                    yield draw.choice(others)
        for condition in premise.get(ANBAO.condition):
            if facts := self.facts[condition]:
                yield draw.choice(facts)
        if named and draw.random() < NAMED:
            yield draw.choice(named)


def _day(norms: tuple[Norm, ...], draw: random.Random) -> dt.date:
    """Return a day on which all norms are in force, if there is one."""
    terms = [(begin, end or "9999") for norm in norms for begin, end in norm.in_force]
    begins = sorted({begin for begin, _ in terms})
    good = [
        begin
        for begin in begins
        if all(any(b <= begin < (e or "9999") for b, e in norm.in_force) for norm in norms)
    ]
    chosen = dt.date.fromisoformat(draw.choice(good or begins or ["2023-01-01"]))
    return chosen + SPAN * draw.choice((0, 1))
