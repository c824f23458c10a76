"""What the what-if page computes with: its form, the circuits, and what decisions are read and told with."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pyoxigraph as ox

from anbao.circuit.execution import stored
from anbao.disputes.disputes import ANCHORS, Dispute, Period, from_store
from anbao.disputes.status import FOUND
from anbao.engine.engine import Engine
from anbao.engine.preparation import Prepared
from anbao.errors import DataError
from anbao.graph.namespaces import local_name
from anbao.graph.stores import ENGINE
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import Profile, profile_of
from anbao.law.norms import ELEMENT_KINDS, Axiom, Law
from anbao.site.apportioned import build_apportionment
from anbao.site.circuit_data import CircuitData
from anbao.site.names import shorten

__all__ = ["build_engine", "build_form", "codes", "data_files", "written"]

CODE_BYTES = 3  # four letters in an address: enough for some hundred circumstances, none alike
# Relations of the rules' input that lead to nothing a decision names, such as versions of provisions.
WORKING = {
    ox.NamedNode(ENGINE + name)
    for name in ("begins", "ends", "kind", "partOf", "precedence", "since", "version")
}
# Terms of the ontology that a decision is told in.
TERMS = (
    "Met",
    "NotMet",
    "Open",
    "Excepted",
    "Governs",
    "Displaced",
    "Uncertain",
    "Settled",
    "Conditional",
    "Unsettled",
    "NoLiability",
    "OutsideGraph",
    "NothingInIssue",
    "NotShown",
    "Silent",
    "StatedPriority",
    "LexSuperior",
    "LexSpecialis",
    "LexPosterior",
    "ClaimedPriority",
    "ClaimantSide",
    "DefendantSide",
    *(status.term for status in FOUND),
    "condition",
)


def data_files(engine: Engine) -> dict[str, Any]:
    """Return the data files of the what-if page by name: the form in each language, the circuits, the rest.

    Raises:
        DataError: two circumstances would have one code in an address.
        ReasonerUnavailable: a profile is not cached and there is no Java.
        UnusableCircuit: the stored circuits cannot be used.
    """
    forms = {f"whatif-{language}": build_form(engine, language) for language in ("zh", "en")}
    circuit = CircuitData(stored(engine.preparation), engine.law)
    working = {f"circuit-{variant}": packed for variant, packed in circuit.working().items()}
    return {
        **forms,
        "whatif": build_engine(engine, circuit),
        "circuit": circuit.answers(),
        "apportioned": build_apportionment(engine.store, engine.law),
        **working,
    }


# The form


def build_form(engine: Engine, language: str) -> dict[str, Any]:
    """Return what the form shows in `zh` or `en`: circumstances by group, by their codes, and events.

    Each circumstance has, beside its code and label, what else it is found by, in lower case.

    The groups stand in the order of the elements of liability; in each, the
    circumstances that most norms turn on come first.
    """
    law = engine.law
    letters, weights = codes(law), _weights(law)
    groups = []
    for group, members in _groups(engine).items():
        facts = [iri for iri in members if law.circumstances[iri].factual]
        ordered = sorted(facts, key=lambda iri: (-weights[iri], iri))
        shown = [[letters[iri], law.label(iri, language), _found_by(law, iri)] for iri in ordered]
        groups.append({"label": law.label(group, language), "facts": shown})
    events = [[name, law.label(str(anchor), language)] for name, anchor in ANCHORS.items()]
    return {"groups": groups, "events": events}


def _found_by(law: Law, iri: str) -> str:
    """Return what a circumstance is found by, one text a line: its name, labels, and everyday words."""
    one = law.circumstances[iri]
    return "\n".join((local_name(iri), *one.label.both, *one.words)).lower()


def _groups(engine: Engine) -> dict[str, list[str]]:
    """Return the circumstances of each group, the groups in the order of the elements of liability."""
    members: dict[str, list[str]] = defaultdict(list)
    for quad in engine.store.quads_for_pattern(None, ox.NamedNode(ANBAO.group), None):
        members[_value(quad.object)].append(_value(quad.subject))
    kinds = _kinds_of_elements(engine.law)
    ordered = sorted(members, key=lambda group: (_place(members[group], kinds), group))
    return {group: sorted(members[group]) for group in ordered}


def _value(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value


def _kinds_of_elements(law: Law) -> dict[str, Counter[int]]:
    """Return as which kinds of element each circumstance serves, and how often."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for norm in law.norms.values():
        for kind, circumstance in norm.elements:
            if kind in ELEMENT_KINDS:
                found[circumstance][ELEMENT_KINDS.index(kind)] += 1
    return found


def _place(members: Iterable[str], kinds: dict[str, Counter[int]]) -> float:
    """Return the mean place of a group among the kinds of elements; one that serves as none comes last."""
    served = Counter[int]()
    for member in members:
        served += kinds.get(member, Counter())
    total = served.total()
    return sum(kind * count for kind, count in served.items()) / total if total else len(ELEMENT_KINDS)


def _weights(law: Law) -> dict[str, int]:
    """Return how many norms turn on each circumstance, itself or through what it falls under."""
    taxonomy = profile_of(law, law.bare).taxonomy
    uses = Counter(circumstance for norm in law.norms.values() for _, circumstance in norm.elements)
    above = {iri: nx.descendants(taxonomy, iri) if iri in taxonomy else set() for iri in law.circumstances}
    return {iri: uses[iri] + sum(uses[reached] for reached in above[iri]) for iri in law.circumstances}


def codes(law: Law) -> dict[str, str]:
    """Return a code of four letters for each factual circumstance, from its name and so for good."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for iri, circumstance in law.circumstances.items():
        if circumstance.factual:
            digest = hashlib.sha256(local_name(iri).encode()).digest()[:CODE_BYTES]
            code = base64.urlsafe_b64encode(digest).decode("ascii")
            if code in taken:
                raise DataError(
                    f"{iri} and {taken[code]} have one code in addresses.", mend="Rename the newer one."
                )
            found[iri], taken[code] = code, iri
    return found


def _presets(engine: Engine) -> Iterable[dict[str, Any]]:
    law, letters = engine.law, codes(engine.law)
    for dispute in from_store(engine.store, law):
        if dispute.case is None:
            continue
        case = law.named(dispute.case)
        yield {
            "dispute": shorten(dispute.iri),
            "case": shorten(dispute.case),
            "zh": f"{case.zh}：{dispute.label.zh}",
            "en": f"{case.en}: {dispute.label.en}",
            "held": [shorten(holding.form) for holding in dispute.holdings],
            "dates": {_event(period): written(period) for period in dispute.periods},
            "findings": _by_status(dispute, letters),
        }


def _event(period: Period) -> str:
    return next(name for name, anchor in ANCHORS.items() if str(anchor) == period.anchor)


def written(period: Period) -> str:
    """Return a period as people write it; see `anbao.periods.period`."""
    if period.earliest == period.latest and period.earliest:
        return period.earliest.isoformat()
    if period.earliest and period.latest:
        return f"[{period.earliest}..{period.latest}]"
    return f"{period.earliest or '..'}/{period.latest or '..'}"


def _by_status(dispute: Dispute, letters: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for finding in dispute.findings:
        found[finding.status.word].append(letters[finding.circumstance])
    return dict(found)


# What decisions are read and told with


def build_engine(engine: Engine, circuit: CircuitData) -> dict[str, Any]:
    """Return what decisions are read and told with, and which circuit decides for each position.

    Raises:
        ReasonerUnavailable: a profile is not cached and there is no Java.
        UnusableCircuit: the stored circuits cannot be used.
    """
    law = circuit.law
    prepared = {
        mode: engine.preparation.prepare(law.ordered_positions, ferenda=mode == "ferenda")
        for mode in ("lata", "ferenda")
    }
    taxonomies = Taxonomies()
    modes = {
        mode: {"positions": _positions(law, found, circuit.variants(ferenda=mode == "ferenda"), taxonomies)}
        for mode, found in prepared.items()
    }
    return {
        "modes": modes,
        "law": _law(law),
        "bare": shorten(law.bare.iri),
        "axioms": taxonomies.written(),
        "taxonomies": list(taxonomies.sets),
        "identifiers": {shorten(p.iri): p.identifier for p in law.positions.values()},
        "codes": {code: shorten(iri) for iri, code in codes(law).items()},
        "presets": list(_presets(engine)),
        "labels": _labels(law, prepared["ferenda"].quads),
        "concerned": {
            shorten(position.iri): sorted(
                {
                    shorten(norm)
                    for premise in position.premises
                    if premise.mode == str(ANBAO.LexLata)
                    for norm in premise.get(ANBAO.ofNorm)
                }
            )
            for position in law.positions.values()
        },
        "pinpoints": {
            shorten(premise.iri): premise.pinpoint
            for position in law.positions.values()
            for premise in position.premises
            if premise.pinpoint
        },
    }


def _positions(
    law: Law, prepared: Prepared, variants: Mapping[str, str], taxonomies: Taxonomies
) -> dict[str, Any]:
    """Return what decides for each position and its axioms, the bare statutes first."""
    return {
        shorten(position.iri): {
            "variant": variants[shorten(position.iri)],
            "axioms": taxonomies.place(prepared.profiles[position.iri]),
        }
        for position in law.ordered_positions
    }


def _law(law: Law) -> dict[str, Any]:
    """Return what decisions are read with."""
    return {
        "norms": {
            shorten(norm.iri): {
                "provision": shorten(norm.provision),
                "statute": shorten(norm.statute),
                "question": shorten(norm.question),
                "elements": [[shorten(kind), shorten(circumstance)] for kind, circumstance in norm.elements],
                "effect": norm.effect and shorten(norm.effect),
                "inForce": norm.in_force,
            }
            for norm in law.norms.values()
        },
        "questions": [shorten(question) for question in law.questions],
        "standing": {
            shorten(source): [shorten(one) for one in standing] for source, standing in law.standing.items()
        },
    }


class Taxonomies:
    """The distinct sets of axioms, and the axioms themselves, in the order in which they were met.

    Two positions of one profile may each have their own source for an axiom: sets are compared with them.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.axioms: dict[Axiom, int] = {}
        self.sets: dict[tuple[int, ...], int] = {}

    def place(self, profile: Profile) -> int:
        """Return the place of the axioms of a profile among the sets."""
        held = tuple(self.axioms.setdefault(axiom, len(self.axioms)) for axiom in profile.axioms)
        return self.sets.setdefault(held, len(self.sets))

    def written(self) -> list[dict[str, Any]]:
        """Return the axioms as the data file holds them."""
        return [
            {
                "kind": axiom.kind,
                "left": shorten(axiom.left),
                "right": [shorten(iri) for iri in axiom.right],
                "sources": [shorten(iri) for iri in axiom.sources],
            }
            for axiom in self.axioms
        ]


def _labels(law: Law, quads: Iterable[ox.Quad]) -> dict[str, list[str]]:
    """Return the labels [zh, en] of all that a decision may name."""
    terms = (term for quad in quads if quad.predicate not in WORKING for term in (quad.subject, quad.object))
    named = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    named |= {source for axiom in law.axioms for source in axiom.sources}
    named |= {one for standing in law.standing.values() for one in standing}
    named |= {*law.circumstances, *law.positions, *law.questions, *ELEMENT_KINDS}
    named |= {str(ANBAO[term]) for term in TERMS}
    known = sorted(named & law.labels.keys())
    return {shorten(iri): [law.label(iri, "zh"), law.label(iri, "en")] for iri in known}
