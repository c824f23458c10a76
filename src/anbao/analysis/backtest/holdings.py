"""What courts held in the decided cases, as the back-test reads it from the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph as ox

from anbao.graph import questions
from anbao.graph.namespaces import local_name
from anbao.graph.vocabulary import ANBAO
from anbao.wording import Label

__all__ = ["Discussion", "Docket", "Held", "conflicts", "read_docket"]

SUPPLIED = str(ANBAO.SuppliedByEditors)
Rows = list[dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that a court held on a dispute: a form of liability, by IRI.

    `share` is a decimal fraction as written, `amount` is in fen. `replaced_by`
    names the holdings of later instances that decided anew; `inferred` tells
    whether the editors supplied the form.
    """

    case: str
    dispute: str
    holding: str
    form: str
    instance: Label | None
    share: str | None
    amount: int | None
    cites: tuple[str, ...]
    sources: tuple[str, ...]
    replaced_by: tuple[str, ...]
    inferred: bool

    @property
    def final(self) -> bool:
        """Whether no later instance decided anew."""
        return not self.replaced_by


@dataclass(frozen=True, slots=True)
class Discussion:
    """That a work discusses a case under a provision, in force at the facts or not."""

    provision: str
    source: str


@dataclass(frozen=True)
class Docket:
    """The decided cases: what was held, where no outcome is known, where each case is discussed."""

    held: tuple[Held, ...]
    disputes: Mapping[str, str]
    identifiers: Mapping[str, str]
    discussions: Mapping[str, tuple[Discussion, ...]]

    @property
    def undecided(self) -> dict[str, str]:
        """The disputes of which no source states an outcome, each with its case."""
        decided = {held.dispute for held in self.held}
        return {dispute: case for dispute, case in self.disputes.items() if dispute not in decided}


def read_docket(store: ox.Store) -> Docket:
    """Return what the cases of a graph hold."""
    rows, chinese = _rows(store, "cases/holdings", "en"), _rows(store, "cases/holdings", "zh")
    instances = {row["holding"]: row["instance"] for row in chinese}
    grouped: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in rows:
        if row["holding"] and row["form"]:
            grouped[row["holding"], row["form"]].append(row)
    cases = {row["dispute"] or "": row["case"] or "" for row in rows}
    identifiers = {row["case"] or "": row["identifier"] or local_name(row["case"] or "") for row in rows}
    held = tuple(_held(group, instances) for group in grouped.values())
    return Docket(held, cases, identifiers, _discussions(store))


def _rows(store: ox.Store, name: str, language: str) -> Rows:
    found = questions.run(store, questions.find(name), {"language": language})
    assert isinstance(found, questions.Table)
    return [
        {
            column: None if term is None else questions.display(term, {})
            for column, term in zip(found.columns, row, strict=True)
        }
        for row in found.rows
    ]


def _held(group: Rows, chinese: Mapping[str | None, str | None]) -> Held:
    first = group[0]
    instance = first["instance"]
    return Held(
        first["case"] or "",
        first["dispute"] or "",
        _named(first["holding"] or "", first["dispute"] or ""),
        first["form"] or "",
        Label(chinese.get(first["holding"]) or instance, instance) if instance else None,
        first["share"],
        int(first["amountFen"]) if first["amountFen"] else None,
        _distinct(group, "cited"),
        _distinct(group, "source"),
        tuple(_named(later, first["dispute"] or "") for later in _distinct(group, "later")),
        first["basis"] == SUPPLIED,
    )


def _named(holding: str, dispute: str) -> str:
    """Return the IRI of a holding; one without a name is named after its dispute."""
    return f"{dispute}/holding/{holding[2:]}" if holding.startswith("_:") else holding


def _distinct(group: Rows, column: str) -> tuple[str, ...]:
    return tuple(sorted({value for row in group if (value := row[column])}))


def _discussions(store: ox.Store) -> dict[str, tuple[Discussion, ...]]:
    found: dict[str, dict[Discussion, None]] = defaultdict(dict)
    for row in _rows(store, "cases/discussed-under", "en"):
        found[row["case"] or ""][Discussion(row["provision"] or "", row["source"] or "")] = None
    return {case: tuple(several) for case, several in found.items()}


def conflicts(held: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """Yield the pairs of final holdings on one dispute whose sources, none shared, differ on the form."""
    by_dispute: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        if one.final:
            by_dispute[one.dispute].append(one)
    for several in by_dispute.values():
        for one, other in combinations(several, 2):
            apart = one.sources and other.sources and not {*one.sources} & {*other.sources}
            if one.holding != other.holding and one.form != other.form and apart:
                yield one, other
