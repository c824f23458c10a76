"""Generates disputes from a seed, so that many norms come out met or open."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable

from tests.oracle.propositional import AuxiliaryNorm

from anbao.disputes.disputes import Dispute, Finding, Period
from anbao.disputes.status import Status
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Axiom, Law
from anbao.wording import Label

__all__ = ["generate"]

BEGIN, END = dt.date(2016, 1, 1), dt.date(2025, 12, 31)
ESTABLISHED, REFUTED, OPEN = Status.ESTABLISHED, Status.REFUTED, Status.LEFT_OPEN
MOST, SOME = (0.82, 0.06, 0.12), (0.4, 0.4, 0.2)  # established, refuted, left open


class Generator:
    """Draws disputes: the elements of a norm or two, then noise."""

    def __init__(
        self, law: Law, axioms: Iterable[Axiom], auxiliary: Iterable[AuxiliaryNorm], seed: int
    ) -> None:
        """Index what facts lie below each circumstance, by any of the given axioms."""
        self.random = random.Random(seed)
        self.law = law
        self.facts = [iri for iri, known in law.circumstances.items() if known.factual]
        self.norms = [norm for norm in law.norms.values() if norm.elements]
        self.narrower: dict[str, set[str]] = defaultdict(set)
        known = list(axioms)
        for axiom in known:
            if axiom.kind == "within":
                self.narrower[axiom.right[0]].add(axiom.left)
            elif axiom.kind == "covering":
                self.narrower[axiom.left].update(axiom.right)
        for norm in auxiliary:
            for concept in norm.establishes:
                self.narrower[concept].update(norm.conditions)
        self.groups = [(a.left, *a.right) for a in known if a.kind != "within"]

    def below(self, circumstance: str) -> list[str]:
        """Return the facts at or below a circumstance."""
        found, waiting = {circumstance}, [circumstance]
        while waiting:
            more = self.narrower[waiting.pop()] - found
            found |= more
            waiting += more
        return sorted(iri for iri in found if self.law.circumstances[iri].factual)

    def dispute(self, index: int) -> Dispute:
        """Draw a dispute."""
        drawn: dict[str, Status] = {}
        for norm in self.random.sample(self.norms, self.random.choice((1, 1, 2))):
            for _, element in norm.elements:
                if self.random.random() > 0.04:
                    self.draw(drawn, self.below(element), MOST)
        for _ in range(self.random.choice((0, 0, 1, 2, 4))):
            self.draw(drawn, self.facts, SOME)
        if self.random.random() < 0.3 and self.groups:
            for circumstance in self.random.choice(self.groups):
                self.draw(drawn, self.below(circumstance), SOME)
        iri = f"urn:dispute:{index}"
        findings = tuple(
            Finding(f"{iri}/finding/{fact.rsplit('#', 1)[-1]}", fact, status)
            for fact, status in drawn.items()
        )
        return Dispute(iri, Label(f"争议{index}", f"dispute {index}"), findings, self.periods())

    def draw(self, drawn: dict[str, Status], facts: list[str], weights: tuple[float, float, float]) -> None:
        """Draw a finding on one of the facts, if there is any; the first finding stays."""
        if facts:
            status = self.random.choices((ESTABLISHED, REFUTED, OPEN), weights)[0]
            drawn.setdefault(self.random.choice(facts), status)

    def periods(self) -> tuple[Period, ...]:
        """Draw when the conduct ended, then the harm, then the proceedings.

        Most are single days, some an interval, one end of it at times unknown, and
        some are missing.
        """
        found, day = [], BEGIN
        for anchor in (ANBAO.Conduct, ANBAO.Harm, ANBAO.Proceedings):
            left = (END - day).days
            day += dt.timedelta(int(left * self.random.random() ** (1 if day == BEGIN else 3)))
            earliest: dt.date | None = day
            latest: dt.date | None = day
            if self.random.random() < 0.15:
                latest = min(END, day + dt.timedelta(self.random.randrange(1200)))
                earliest, latest = self.random.choice(
                    ((day, latest), (day, latest), (None, latest), (day, None))
                )
            if self.random.random() < 0.85:
                found.append(Period(str(anchor), earliest, latest))
            day = latest or day
        return tuple(found)


def generate(
    law: Law, axioms: Iterable[Axiom], auxiliary: Iterable[AuxiliaryNorm], count: int, seed: int
) -> list[Dispute]:
    """Return `count` disputes, the same for the same seed and law."""
    generator = Generator(law, axioms, auxiliary, seed)
    return [generator.dispute(index) for index in range(count)]
