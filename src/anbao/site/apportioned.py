"""What each liability makes of a loss of 100, for the what-if page: worked out here, looked up there.

The page has no arithmetic of its own. For each liability, and for an injurer that can pay, cannot, or is not
there, a table holds who pays what at each share and amount that a visitor can choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pyoxigraph as ox

from anbao.analysis.apportion.chain import DEFENDANT, INJURER, Given, Role, parties_of, pay
from anbao.analysis.apportion.parties import Party
from anbao.analysis.apportion.reckoning import Note
from anbao.graph.namespaces import SKOS
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law
from anbao.site.names import shorten

__all__ = ["CHOICES", "LOSS", "build_apportionment"]

LOSS = 10_000  # fen: 100 yuan, so that amounts read as parts of a hundred
CHOICES = (None, *range(10, 100, 10))  # of shares and amounts, in hundredths; None where none is given
PARTIES = (DEFENDANT, INJURER)
ANYBODY = Role("", without_means=False)
ROLES = {"none": None, "pays": ANYBODY, "unpaid": replace(ANYBODY, without_means=True)}


def build_apportionment(store: ox.Store, law: Law) -> dict[str, Any]:
    """Return the roles of the injurer by what finds them, and tables by liability and kind of injurer."""
    tables: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    of: dict[str, dict[str, int]] = {}
    for liability in _liabilities(store):
        places = {}
        for kind, role in ROLES.items():
            table = _table(store, liability, role)
            places[kind] = tables.setdefault(repr(table), len(found))
            if places[kind] == len(found):
                found.append(table)
        of[shorten(liability)] = places
    cited = {note[2] for table in found for line in table["rows"] for row in line for note in _notes(row)}
    labels = {shorten(iri): list(law.named(iri).both) for iri in law.labels if shorten(iri) in cited}
    return {"labels": labels, "roles": list(_roles(store, law)), "tables": found, "of": of}


def _liabilities(store: ox.Store) -> list[str]:
    quads = store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(ANBAO.Liability))
    return sorted({text(quad.subject) for quad in quads})


def _roles(store: ox.Store, law: Law) -> Iterator[dict[str, Any]]:
    """Yield the roles, the narrower ones first, each with the circumstances that find it."""

    def values(iri: str, predicate: str) -> list[str]:
        return sorted(
            text(quad.object)
            for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
        )

    quads = store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(ANBAO.InjurerRole))
    roles = sorted(text(quad.subject) for quad in quads)
    for iri in sorted(roles, key=lambda iri: (not values(iri, SKOS + "broader"), iri)):
        label = law.named(iri)
        yield {
            "foundBy": [shorten(circumstance) for circumstance in values(iri, str(ANBAO.foundBy))],
            "label": [label.zh, label.en],
            "kind": "unpaid" if "true" in values(iri, str(ANBAO.withoutMeans)) else "pays",
        }


def _table(store: ox.Store, liability: str, role: Role | None) -> dict[str, Any]:
    """Return who pays what by a liability at each share and amount that changes anything."""
    parties = parties_of(store, liability, role)

    @cache
    def row(share: int | None, amount: int | None) -> Any:
        return _row(parties, share, amount)

    amounts = _needed([[row(share, amount) for share in CHOICES] for amount in CHOICES])
    shares = _needed([[row(share, amount) for amount in amounts] for share in CHOICES])
    rows = [[row(share, amount) for amount in amounts] for share in shares]
    return {"shares": shares, "amounts": amounts, "rows": rows}


def _needed(along: Sequence[Sequence[Any]]) -> list[int | None]:
    """Return the choices that a table needs: all if they change anything, else that none is given."""
    return list(CHOICES) if any(line != along[0] for line in along) else [None]


def _row(parties: Sequence[Party], share: int | None, amount: int | None) -> list[Any]:
    """Return a row: parties in the order of demand, recourse, what is uncovered, notes; or one note.

    Of a party its place in `PARTIES`, the most it may owe, what it pays and bears; of a recourse the two
    places, the claim and what can be had; of a note its entry of the words, the party, and what it rests on.
    """
    shares = {} if share is None else {DEFENDANT: Fraction(share, 100)}
    amounts = {} if amount is None else dict.fromkeys(PARTIES, amount * 100)
    _, found = pay(parties, Given(LOSS, shares, amounts, {}, {}))
    if isinstance(found, Note):
        return [_said(found)]
    payments = sorted(found.payments, key=lambda payment: payment.turn)
    return [
        [
            [PARTIES.index(payment.party), payment.ceiling, payment.pays, found.burdens[payment.party]]
            for payment in payments
        ],
        [
            [PARTIES.index(claim.creditor), PARTIES.index(claim.debtor), claim.claim, claim.collectible]
            for claim in found.recourse
        ],
        found.uncovered,
        [_said(note) for note in found.notes],
    ]


def _notes(row: list[Any]) -> list[list[Any]]:
    """Return the notes of a row."""
    return row if len(row) == 1 else list(row[-1])


def _said(note: Note) -> list[Any]:
    party = PARTIES.index(note.party) if note.party in PARTIES else None
    return [note.kind, party, note.about and shorten(note.about)]
