"""Why a replay falls short of agreement: time, fact, norm, doctrine or court, each found by rule.

A day, a finding or an element is named only if the case, replayed with it, comes nearer to the
court under the same position. The order is that of the questions: which law, which facts, which
norms, whose reading; what is left is the court's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from anbao.analysis.backtest.agreement import LEVELS, Verdict
from anbao.analysis.backtest.forms import Forms, pairs
from anbao.analysis.backtest.holdings import Discussion, Held
from anbao.analysis.backtest.variant_runs import VariantRuns, end_of_facts, possible
from anbao.analysis.backtest.variants import Variant
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.graph.namespaces import ELI

__all__ = ["KINDS", "Mismatch", "Provisions", "Reasons"]

KINDS = ("MismatchOfTime", "MismatchOfFact", "MismatchOfNorm", "MismatchOfDoctrine", "MismatchOfCourt")
TIME, FACT, NORM, DOCTRINE, COURT = KINDS
Outcome = tuple[Variant, Decision, Verdict]
Values = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What keeps a replay from agreement.

    `why` is a word that the interface spells out. `concerns` are the norms or provisions it turns
    on, `circumstances` what would have to be established (or refuted), `positions` those that come
    nearer, `on` the day on which it comes nearer, `level` how near, `sources` the works that place
    the case there.
    """

    kind: str
    why: str
    concerns: tuple[str, ...] = ()
    circumstances: Values = ()
    positions: tuple[str, ...] = ()
    on: dt.date | None = None
    level: str | None = None
    sources: tuple[str, ...] = ()


class Provisions:
    """Which norms are laid down in a provision, in a part or in a version of it."""

    def __init__(self, engine: Engine) -> None:
        """Read how provisions stand in one another."""
        above = dict(pairs(engine.store, ELI + "is_part_of"))
        above |= {version: provision for provision, version in pairs(engine.store, ELI + "has_member")}
        self._norms: dict[str, set[str]] = {}
        for norm in engine.law.norms.values():
            provision, seen = norm.provision, set[str]()
            while provision and provision not in seen:
                seen.add(provision)
                self._norms.setdefault(provision, set()).add(norm.iri)
                provision = above.get(provision, "")

    def norms(self, provision: str) -> set[str]:
        """Return the norms of a provision; none if it is not modelled."""
        return self._norms.get(provision, set())


class Reasons:
    """Works out why replays fall short."""

    def __init__(
        self,
        engine: Engine,
        forms: Forms,
        discussions: Mapping[str, Sequence[Discussion]],
        runs: VariantRuns,
    ) -> None:
        """Take what was tried, and under which provisions each case is discussed."""
        self.engine, self.forms, self.runs = engine, forms, runs
        self.discussions = discussions
        self.provisions = Provisions(engine)

    def of(
        self, held: Held, decision: Decision, verdict: Verdict, all_ranks: Mapping[str, int]
    ) -> tuple[Mismatch, ...]:
        """Return why a decision falls short of a holding; nothing if it agrees.

        Args:
            held: what the court held.
            decision: what the position gives.
            verdict: how the two compare.
            all_ranks: the rank of the verdict under each position, by IRI.
        """
        if verdict.level == LEVELS[-1]:
            return ()
        outcomes = list(self.runs.outcomes(held, decision.position.iri))
        found = [
            *self._not_in_force(held, decision),
            *self._nearer_days(held, decision, verdict, outcomes),
            *self._not_stated(held),
            *_open_findings(verdict, outcomes),
            *self._silent(held, decision, verdict, outcomes),
            *self._not_modelled(held, decision, verdict),
            *self._relation_open(held, decision, verdict),
            *_other_positions(verdict, all_ranks),
        ]
        return tuple(found) or (Mismatch(COURT, "no position"),)

    def _not_in_force(self, held: Held, decision: Decision) -> Iterator[Mismatch]:
        """Yield the provisions that were cited, or under which the case is discussed, and not in force."""
        here = {*decision.by_norm, *(silence.norm for silence in decision.not_raised)}
        for provision in held.cites:
            norms = self.provisions.norms(provision)
            if norms and not norms & here:
                yield Mismatch(TIME, "cited, not in force", (provision,), sources=held.sources)
        placed: dict[str, list[str]] = {}
        for discussion in self.discussions.get(held.case, ()):
            placed.setdefault(discussion.provision, []).append(discussion.source)
        for provision, sources in placed.items():
            norms = self.provisions.norms(provision)
            if norms and not norms & here:
                yield Mismatch(TIME, "discussed, not in force", (provision,), sources=tuple(sources))

    def _nearer_days(
        self, held: Held, decision: Decision, verdict: Verdict, outcomes: Sequence[Outcome]
    ) -> Iterator[Mismatch]:
        """Yield the day on which the case comes nearest to the court; of several the next to the facts."""
        nearer = [
            (reached.rank, variant.day, then)
            for variant, then, reached in outcomes
            if variant.day and verdict.short_of(reached.rank)
        ]
        if not nearer:
            return
        best = max(rank for rank, _, _ in nearer)
        facts = end_of_facts(decision.dispute)
        _, day, then = min(
            (entry for entry in nearer if entry[0] == best),
            key=lambda entry: (abs(entry[1] - facts) if facts else entry[1] - dt.date.min, entry[1]),
        )
        why = "not dated" if possible(decision.dispute, day) else "not in force"
        questions = self.forms.questions(held.form)
        answering = {a.norm for a in then.answers if a.norm and a.question in questions}
        new = sorted(norm for norm in answering if not _certain(decision, norm))
        yield Mismatch(TIME, why, tuple(new), on=day, level=LEVELS[best])

    def _not_stated(self, held: Held) -> Iterator[Mismatch]:
        """Yield that no source states the form that was held."""
        if self.forms.answers_as(held.form) == "Unsettled":
            yield Mismatch(FACT, "form not stated", sources=held.sources)

    def _silent(
        self, held: Held, decision: Decision, verdict: Verdict, outcomes: Sequence[Outcome]
    ) -> Iterator[Mismatch]:
        """Yield the norms that would bring the case nearer had elements been found that nobody raised."""
        found = [
            Mismatch(FACT, "element not raised", (variant.norm,), variant.values, level=reached.level)
            for variant, _, reached in outcomes
            if variant.norm and verdict.short_of(reached.rank)
        ]
        yield from found
        if not found and verdict.why == "nothing raised":
            questions = self.forms.questions(held.form)
            norms = self.engine.law.norms
            asked = (s for s in decision.not_raised if norms[s.norm].question in questions)
            silence = next((s for s in asked if norms[s.norm].consequence), None)
            missing = tuple((element, True) for element in silence.silent) if silence else ()
            yield Mismatch(FACT, "nothing raised", (silence.norm,) if silence else (), missing)

    def _not_modelled(self, held: Held, decision: Decision, verdict: Verdict) -> Iterator[Mismatch]:
        """Yield what this graph does not model: the form held, a provision cited, one that governs."""
        if verdict.why == "not modelled":
            yield Mismatch(NORM, "form not modelled", (held.form,))
        for provision in held.cites:
            if not self.provisions.norms(provision):
                yield Mismatch(NORM, "cited, not modelled", (provision,))
        outside = {a.provision for a in decision.answers if a.kind == "OutsideGraph" and a.provision}
        for provision in sorted(outside):
            yield Mismatch(NORM, "governs, not modelled", (provision,))

    def _relation_open(self, held: Held, decision: Decision, verdict: Verdict) -> Iterator[Mismatch]:
        """Yield the norms that stand beside the one that gives what was held, their relation open."""
        if verdict.why == "among several":
            same = {a.norm for a in decision.answers if a.norm and self.forms.of(a.liability) == held.form}
            beside = {other for norm in same for other in decision.by_norm[norm].beside}
            if beside:
                yield Mismatch(NORM, "relation open", tuple(sorted(same | beside)))


def _certain(decision: Decision, norm: str) -> bool:
    """Return whether a norm was raised in a decision and in force for certain."""
    return norm in decision.by_norm and decision.by_norm[norm].in_time


def _open_findings(verdict: Verdict, outcomes: Sequence[Outcome]) -> Iterator[Mismatch]:
    """Yield the fewest open findings that, settled so, bring the case nearest whatever the others become."""
    ranks = {
        frozenset(variant.values): reached.rank
        for variant, _, reached in outcomes
        if variant.values and not variant.norm
    }
    best = max(ranks.values(), default=0)
    if not verdict.short_of(best):
        return
    circumstances = sorted({circumstance for values in ranks for circumstance, _ in values})
    for size in range(1, len(circumstances) + 1):
        found = [
            values
            for chosen in combinations(circumstances, size)
            for values in _assignments(chosen)
            if _decides(values, ranks, best)
        ]
        if found:
            for values in found:
                yield Mismatch(FACT, "finding open", circumstances=values, level=LEVELS[best])
            return


def _assignments(circumstances: Sequence[str]) -> Iterator[Values]:
    for holds in product((True, False), repeat=len(circumstances)):
        yield tuple(zip(circumstances, holds, strict=True))


def _decides(values: Values, ranks: Mapping[frozenset[tuple[str, bool]], int], best: int) -> bool:
    """Return whether every way to settle the rest leads to a rank of at least `best`."""
    reached = [rank for settled, rank in ranks.items() if settled >= set(values)]
    return bool(reached) and min(reached) >= best


def _other_positions(verdict: Verdict, all_ranks: Mapping[str, int]) -> Iterator[Mismatch]:
    """Yield the positions that come nearest on the same facts, if nearer than this one."""
    best = max(all_ranks.values())
    if verdict.short_of(best):
        nearest = tuple(iri for iri, rank in all_ranks.items() if rank == best)
        yield Mismatch(DOCTRINE, "other positions", positions=nearest, level=LEVELS[best])
