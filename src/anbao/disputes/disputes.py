"""Disputes as the engine reads them, from and to RDF.

A dispute has a claimant, a defendant, a direct injurer and a harm; what counts
are its findings (factual circumstances established, refuted or left open) and
its dates.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from anbao.disputes.dates import day
from anbao.disputes.status import FOUND, Status
from anbao.errors import DataError, UnknownTerm
from anbao.graph.namespaces import DCTERMS, ELI, SKOS, local_name
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law
from anbao.law.search import suggest
from anbao.wording import Label

__all__ = [
    "ANCHORS",
    "Dispute",
    "Finding",
    "Holding",
    "Period",
    "factual",
    "find_case",
    "from_store",
]

ANCHORS = {
    "conduct": ANBAO.Conduct,
    "harm": ANBAO.Harm,
    "notice": ANBAO.Notice,
    "knowledge": ANBAO.Knowledge,
    "proceedings": ANBAO.Proceedings,
}
XSD_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
IS_PART_OF = ox.NamedNode(ELI + "is_part_of")
MAX_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """That a circumstance, by IRI, is established, refuted or left open."""

    iri: str
    circumstance: str
    status: Status


@dataclass(frozen=True, slots=True)
class Period:
    """When an event ended, between two days; `None` where nobody says."""

    anchor: str
    earliest: dt.date | None
    latest: dt.date | None


@dataclass(frozen=True, slots=True)
class Holding:
    """What a court gave in a decided case, in words; `form` is the IRI of a form of liability.

    `cites` holds the provisions that it relied on, with all their parts.
    """

    form: str
    share: str | None
    text: Label
    cites: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dispute:
    """One claimant, one defendant, one direct injurer, one harm."""

    iri: str
    label: Label
    findings: tuple[Finding, ...]
    periods: tuple[Period, ...]
    case: str | None = None
    holdings: tuple[Holding, ...] = ()
    counterfactual: dt.date | None = None

    def found(self, *, holds: bool) -> list[str]:
        """Return the circumstances that are established, or those that are refuted."""
        status = Status.ESTABLISHED if holds else Status.REFUTED
        return [finding.circumstance for finding in self.findings if finding.status is status]

    def on(self, date: dt.date) -> Dispute:
        """Return the dispute as if everything had happened on `date`, marked so."""
        periods = tuple(Period(str(anchor), date, date) for anchor in ANCHORS.values())
        return replace(self, periods=periods, counterfactual=date)

    def quads(self) -> list[ox.Quad]:
        """Return the dispute as RDF, as far as the rules read it."""
        node = ox.NamedNode(self.iri)
        found = [_quad(node, RDF_TYPE.value, ANBAO.Dispute)]
        for finding in self.findings:
            here = ox.NamedNode(finding.iri)
            found += [
                _quad(node, ANBAO.finding, finding.iri),
                _quad(here, ANBAO.circumstance, finding.circumstance),
                _quad(here, ANBAO.findingStatus, finding.status),
            ]
        for index, period in enumerate(self.periods):
            here = ox.NamedNode(f"{self.iri}/period/{index}")
            found += [
                _quad(node, ANBAO.period, here.value),
                _quad(here, ANBAO.anchor, period.anchor),
            ]
            for predicate, date in (
                (ANBAO.endEarliest, period.earliest),
                (ANBAO.endLatest, period.latest),
            ):
                if date:
                    value = ox.Literal(date.isoformat(), datatype=XSD_DATE)
                    found.append(ox.Quad(here, ox.NamedNode(predicate), value))
        if self.counterfactual:
            value = ox.Literal(self.counterfactual.isoformat(), datatype=XSD_DATE)
            found.append(ox.Quad(node, ox.NamedNode(ANBAO.counterfactualDate), value))
        return found


def _quad(subject: ox.NamedNode, predicate: str, value: str) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), ox.NamedNode(value))


def factual(law: Law, term: str, where: object) -> str:
    """Return the IRI of the factual circumstance that `term` names.

    A term is an IRI, a local name, or an exact label in either language.

    Raises:
        UnknownTerm: nothing, or a legal concept, has that name.
    """
    names = law.circumstance_names
    iri = names.get(term.strip())
    if iri is None:
        raise UnknownTerm(f"unknown circumstance {term!r}.", where=where, mend=suggest(law, term))
    if not law.circumstances[iri].factual:
        facts = [a.left for a in law.axioms if a.kind == "within" and a.right == (iri,)]
        named = ", ".join(local_name(fact) for fact in facts if law.circumstances[fact].factual)
        raise UnknownTerm(
            f"{term!r} is a legal concept; a finding names facts.",
            where=where,
            mend=f"Facts that lead to it: {named or 'none in this graph'}.",
        )
    return iri


def find_case(store: ox.Store, name: str) -> str:
    """Return the IRI of the case or dispute that an identifier, the end of an IRI or an IRI names."""
    known: dict[str, str] = {}
    for kind in (ANBAO.Case, ANBAO.Dispute):
        for quad in store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(kind)):
            iri = text(quad.subject)
            identifiers = [
                value.value for value in _objects(store, ox.NamedNode(iri), DCTERMS + "identifier")
            ]
            known |= {alias.lower(): iri for alias in (iri, local_name(iri), *identifiers)}
    if name.lower() not in known:
        short = [alias for alias in known if "/" not in alias]
        close = difflib.get_close_matches(name.lower(), short, n=MAX_GUESSES, cutoff=0.3)
        hint = f"Nearest: {', '.join(close)}. " if close else ""
        raise UnknownTerm(
            f"no file and no case is called {name!r}.",
            mend=f"{hint}`anbao query cases/all` lists the cases.",
        )
    return known[name.lower()]


def from_store(store: ox.Store, law: Law, only: str | None = None) -> list[Dispute]:
    """Return the disputes described in a store, or those of the case or dispute `only`.

    Raises:
        UnknownTerm: a finding names something that is no factual circumstance.
    """
    wanted = _pick(store, only)
    cases = {
        text(quad.object): text(quad.subject)
        for quad in store.quads_for_pattern(None, ox.NamedNode(ANBAO.hasDispute), None)
    }
    found = []
    for iri in wanted:
        node = ox.NamedNode(iri)
        label = _label(store, node, SKOS + "prefLabel")
        findings = tuple(_findings(store, node, law))
        holdings = tuple(_holdings(store, node))
        found.append(Dispute(iri, label, findings, tuple(_periods(store, node)), cases.get(iri), holdings))
    return found


def _pick(store: ox.Store, only: str | None) -> list[str]:
    if only:
        inside = [
            text(q.object)
            for q in store.quads_for_pattern(ox.NamedNode(only), ox.NamedNode(ANBAO.hasDispute), None)
        ]
        return sorted(inside) or [only]
    typed = store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(ANBAO.Dispute))
    return sorted({text(quad.subject) for quad in typed})


def _label(store: ox.Store, node: Any, predicate: str) -> Label:
    texts = {(v.language or "").split("-")[0].lower(): v.value for v in _objects(store, node, predicate)}
    return Label.of(texts, local_name(node.value))


def _holdings(store: ox.Store, node: ox.NamedNode) -> Iterable[Holding]:
    for here in sorted(_objects(store, node, ANBAO.holding), key=str):
        shares = [value.value for value in _objects(store, here, ANBAO.share)]
        text = _label(store, here, SKOS + "definition")
        cited = [value.value for value in _objects(store, here, ANBAO.cites)]
        cites = frozenset(part for provision in cited for part in _with_parts(store, provision))
        for form in _objects(store, here, ANBAO.heldForm):
            yield Holding(form.value, next(iter(shares), None), text, cites)


def _with_parts(store: ox.Store, provision: str) -> Iterable[str]:
    """Return a provision and the provisions that are parts of it."""
    found = [provision]
    for one in found:
        parts = store.quads_for_pattern(None, IS_PART_OF, ox.NamedNode(one))
        found += [text(quad.subject) for quad in parts if text(quad.subject) not in found]
    return found


def _objects(store: ox.Store, node: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None)]


def _findings(store: ox.Store, node: ox.NamedNode, law: Law) -> Iterable[Finding]:
    for finding in sorted(_objects(store, node, ANBAO.finding), key=str):
        for circumstance in _objects(store, finding, ANBAO.circumstance):
            for status in _objects(store, finding, ANBAO.findingStatus):
                iri = factual(law, circumstance.value, node.value)
                yield Finding(_named(finding, node), iri, _status(status.value, node.value))


def _status(iri: str, dispute: str) -> Status:
    try:
        return Status(iri)
    except ValueError:
        kinds = ", ".join(f"anbao:{status.term}" for status in FOUND)
        raise DataError(f"{iri} is no status of a finding.", where=dispute, mend=f"Use {kinds}.") from None


def _named(finding: Any, dispute: ox.NamedNode) -> str:
    """Return the IRI of a finding; one without a name is named after its dispute."""
    if isinstance(finding, ox.NamedNode):
        return finding.value
    return f"{dispute.value}/finding/{getattr(finding, 'value', '')}"


def _periods(store: ox.Store, node: ox.NamedNode) -> Iterable[Period]:
    for here in sorted(_objects(store, node, ANBAO.period), key=str):
        ends = []
        for predicate in (ANBAO.endEarliest, ANBAO.endLatest):
            texts = [value.value for value in _objects(store, here, predicate)]
            ends.append(day(texts[0], node.value) if texts else None)
        for anchor in _objects(store, here, ANBAO.anchor):
            yield Period(anchor.value, ends[0], ends[1])
