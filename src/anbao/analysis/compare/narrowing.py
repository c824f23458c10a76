"""Which premises need not be searched, found by trying each of them separately.

The rules work in two parts. Readings (premises of the kind Interpretation) say
only what the consequences of live norms mean; which norms live, and with which
label and consequence, is settled before by the other premises. Hence, where a
dozen premises would make thousands of sets, two smaller searches tell which can
be left out, and no set is lost:

- a premise that is no reading, if without it the same norms live alike and the
  same is answered, whichever of the other non-readings are held; if it changes
  concepts, it must also lead to no condition of a reading;
- a reading, if by it nothing is read, whichever non-readings are held and no
  other reading. Then its conditions fail, or no live norm has the consequence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from anbao.analysis.compare.accounts import WHOLE, subsets
from anbao.analysis.compare.premise_sets import Held, PremiseRuns
from anbao.analysis.compare.relevance import Relevance, kind
from anbao.disputes.disputes import Dispute
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Premise

__all__ = ["narrowed"]

FEW = 4  # premises of which it is as quick to try all sets


def narrowed(runs: PremiseRuns, relevance: Relevance, dispute: Dispute, premises: Held) -> Held:
    """Return the premises that can change an answer in some set; the others need not be searched."""
    readings = frozenset(iri for iri in premises if kind(runs.premises[iri]) == "Interpretation")
    others = premises - readings
    if len(premises) <= FEW or len(others) > WHOLE:
        return premises
    runs.run({dispute: list(subsets(others))})
    conditions = {one for iri in readings for one in runs.premises[iri].get(ANBAO.condition)}
    acting = frozenset(
        iri
        for iri in others
        if relevance.leads(runs.premises[iri], _every(runs, premises), conditions)
        or any(_differs(runs, dispute, held, iri) for held in subsets(others - {iri}))
    )
    alone = [(held, iri) for held, iri in product(subsets(acting), sorted(readings))]
    runs.run({dispute: [held | {iri} for held, iri in alone]})
    read = {iri for held, iri in alone if iri in runs.found(dispute, held | {iri}).read}
    return acting | read


def _every(runs: PremiseRuns, premises: Iterable[str]) -> Iterator[Premise]:
    return (runs.premises[iri] for iri in premises)


def _differs(runs: PremiseRuns, dispute: Dispute, held: Held, iri: str) -> bool:
    """Return whether a premise changes the live norms or the answers, given some other premises."""
    without, having = runs.found(dispute, held), runs.found(dispute, held | {iri})
    return (without.live, without.outcomes) != (having.live, having.outcomes)
