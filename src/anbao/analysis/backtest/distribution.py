"""How published counts of decisions are spread over outcomes, beside the cases of this graph.

The two are put side by side and not tested against each other: neither is a random sample, and
some cases stand in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from anbao.analysis.backtest.forms import Forms, pairs
from anbao.analysis.backtest.holdings import Docket
from anbao.analysis.backtest.scores import Proportion, proportion
from anbao.graph.namespaces import DCTERMS
from anbao.graph.vocabulary import ANBAO

__all__ = ["Distribution", "Row", "distributions"]

QB = "http://purl.org/linked-data/cube#"


@dataclass(frozen=True, slots=True)
class Row:
    """An outcome, the published proportion of it, and that of the cases of this graph."""

    outcome: str
    published: Proportion
    ours: Proportion


@dataclass(frozen=True, slots=True)
class Distribution:
    """A published data set beside our cases.

    `other` are our cases with an outcome that the data set does not name, or with several;
    `shared` those of which its source is a source too.
    """

    dataset: str
    rows: tuple[Row, ...]
    ours: int
    other: tuple[str, ...]
    shared: tuple[str, ...]


def distributions(store: ox.Store, docket: Docket, forms: Forms) -> Iterator[Distribution]:
    """Yield each published count of decisions by outcome, with our own cases beside it."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    outcomes = dict(pairs(store, ANBAO.outcome))
    numbers = dict(pairs(store, ANBAO.decisions))
    for observation, dataset in pairs(store, QB + "dataSet"):
        if observation in outcomes and observation in numbers:
            counts[dataset][outcomes[observation]] = int(numbers[observation])
    sources: dict[str, set[str]] = defaultdict(set)
    for dataset, source in pairs(store, DCTERMS + "source"):
        sources[dataset].add(source)
    for dataset in sorted(counts):
        yield _beside(dataset, counts[dataset], sources[dataset], docket, forms)


def _beside(
    dataset: str, counts: dict[str, int], sources: set[str], docket: Docket, forms: Forms
) -> Distribution:
    by_case: dict[str, set[str]] = defaultdict(set)
    shared = set()
    main = forms.law.main_question
    for held in docket.held:
        if held.final and (main in forms.questions(held.form) or forms.answers_as(held.form)):
            named = forms.widest(held.form) & counts.keys()
            by_case[held.case] |= named or {held.form}
            if sources & {*held.sources}:
                shared.add(held.case)
    single = {case: next(iter(found)) for case, found in by_case.items() if len(found) == 1}
    ours = {outcome: sum(found == outcome for found in single.values()) for outcome in counts}
    total, known = sum(counts.values()), len(by_case)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Distribution(
        dataset,
        tuple(Row(o, proportion(n, total), proportion(ours[o], known)) for o, n in rows),
        known,
        tuple(sorted(case for case in by_case if single.get(case) not in counts)),
        tuple(sorted(shared)),
    )
