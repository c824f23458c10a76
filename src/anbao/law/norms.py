"""What the engines compute with, read from the graph.

Frozen dataclasses for the few things Python itself works on: circumstances
and the axioms between them, norms, positions and their premises. Everything
else stays RDF.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import pyoxigraph as ox

from anbao.errors import DataError
from anbao.graph.namespaces import DCTERMS, ELI, OWL, RDF, RDFS, SKOS, local_name
from anbao.graph.stores import text
from anbao.graph.vocabulary import ANBAO
from anbao.wording import Label

__all__ = ["Axiom", "Circumstance", "Law", "Norm", "Position", "Premise", "modes", "passive", "read_law"]

# An rdflib URIRef never equals a plain string, so terms become strings where they are keys.
ELEMENT_KINDS = tuple(
    map(
        str,
        (
            ANBAO.subjectElement,
            ANBAO.transactionElement,
            ANBAO.conductElement,
            ANBAO.interestElement,
            ANBAO.faultElement,
            ANBAO.causationElement,
            ANBAO.damageElement,
        ),
    )
)
SCOPE_KINDS = frozenset(ELEMENT_KINDS[:3])


UNDEFINED = Label("", "")
STATUTE_BEHIND = re.compile(r"\s?[(（]([^()（）]+)[)）]$")  # what tells two norms apart: (Tort Liability Law)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance; `factual` if a finding may name it.

    `aliases` are other names that a file may use, such as those it had before. `words` are what people
    look for it by (`ontology/search-words.ttl`); `group` is the IRI of its group.
    """

    iri: str
    label: Label
    factual: bool
    aliases: tuple[str, ...] = ()
    definition: Label = UNDEFINED
    group: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Axiom:
    """`left` within, disjoint with, covered or defined by, or denied to be within `right`, with its sources.

    `kind` is `within`, `disjoint`, `covering`, `definition` or `denied`; only a covering
    and a definition, which say the same, have more than one circumstance on the right.
    A position may add to a definition, not to another covering. That an inclusion is denied asserts nothing:
    who is in `left` may be in `right` for another reason.
    """

    kind: str
    left: str
    right: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm with its elements in the order of liability, each with its kind.

    A defence has its conditions for elements, and an `effect`.

    `in_force` holds for each version of its provision the first day in force
    and the first day no longer, empty where it still is.
    """

    iri: str
    label: Label
    provision: str
    statute: str
    question: str
    elements: tuple[tuple[str, str], ...]
    consequence: str | None
    in_force: tuple[tuple[str, str], ...] = ()
    effect: str | None = None

    def meets(self, other: Norm) -> bool:
        """Return whether there was a day on which both norms were in force."""
        return any(
            begin < (other_end or "9999") and other_begin < (end or "9999")
            for begin, end in self.in_force
            for other_begin, other_end in other.in_force
        )

    @property
    def scope(self) -> tuple[str, ...]:
        """The circumstances that speciality compares: subject, transaction, conduct."""
        return tuple(circumstance for kind, circumstance in self.elements if kind in SCOPE_KINDS)


@dataclass(frozen=True, slots=True)
class Premise:
    """One claim of a position; `values` holds its other properties."""

    iri: str
    kind: str
    label: Label
    mode: str
    pinpoint: str
    values: tuple[tuple[str, str], ...]

    def get(self, predicate: str) -> tuple[str, ...]:
        """Return the values of a property of the premise."""
        return tuple(value for key, value in self.values if key == str(predicate))


def modes(*, ferenda: bool) -> frozenset[str]:
    """Return the modes of the premises that are run: the law as it is, and with `ferenda` as it should be."""
    return frozenset(map(str, (ANBAO.LexLata, ANBAO.LexFerenda) if ferenda else (ANBAO.LexLata,)))


# Premises that say something of a norm and change no decision; a causation test does that names its test.
PASSIVE = {
    str(ANBAO[name]) for name in ("Characterisation", "Standard", "CausationTest", "Proposal", "Statement")
}


def passive(premise: Premise) -> bool:
    """Return whether a premise is of a kind that no rule applies."""
    return premise.kind in PASSIVE and not premise.get(ANBAO.testedBy)


@dataclass(frozen=True, slots=True)
class Position:
    """A doctrinal position; `bare` for the bare statutes, which are none."""

    iri: str
    identifier: str
    label: Label
    premises: tuple[Premise, ...]
    bare: bool = False

    def acts(self, *, ferenda: bool) -> bool:
        """Return whether a premise of the position can change a decision, proposals only with `ferenda`."""
        run = modes(ferenda=ferenda)
        return any(premise.mode in run and not passive(premise) for premise in self.premises)


@dataclass(frozen=True)
class Law:
    """The norms, circumstances, axioms and positions of a graph."""

    labels: dict[str, Label]
    circumstances: dict[str, Circumstance]
    axioms: tuple[Axiom, ...]
    norms: dict[str, Norm]
    positions: dict[str, Position]
    marked: tuple[str, ...] = ()  # the questions marked as the main one
    standing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each source of an axiom that has days: itself, and the provisions that it succeeded."""

    @cached_property
    def bare(self) -> Position:
        """The bare statutes: what disputes are decided under when no position is taken."""
        return next(position for position in self.positions.values() if position.bare)

    @cached_property
    def circumstance_names(self) -> dict[str, str]:
        """The circumstances by what they may be called: label in either language, local name, IRI, alias."""
        found: dict[str, str] = {}
        for iri, circumstance in self.circumstances.items():
            found |= dict.fromkeys(circumstance.aliases, iri)
        for iri, circumstance in self.circumstances.items():
            names = (circumstance.label.zh, circumstance.label.en, *_local_names(iri))
            found |= dict.fromkeys(names, iri)
        return found

    @property
    def main_question(self) -> str:
        """The legal question that every dispute asks.

        Raises:
            DataError: no question is marked as the main one, or several are.
        """
        if len(self.marked) != 1:
            named = ", ".join(self.label(iri, "en") for iri in self.marked) or "none"
            raise DataError(
                f"one legal question must be the main one, and marked is: {named}.",
                mend="Set anbao:mainQuestion true on the question that every dispute asks, and on no other.",
            )
        return self.marked[0]

    @cached_property
    def _axioms_by_left(self) -> dict[str, list[Axiom]]:
        found: dict[str, list[Axiom]] = defaultdict(list)
        for axiom in self.axioms:
            found[axiom.left].append(axiom)
        return found

    def axioms_of(self, circumstance: str) -> list[Axiom]:
        """Return the axioms that say something of a circumstance: what it falls under, what it excludes."""
        return self._axioms_by_left.get(circumstance, [])

    @cached_property
    def questions(self) -> dict[str, int]:
        """The legal questions in order: the main one first, then those that most norms answer."""
        asked = [norm.question for norm in self.norms.values()]
        ordered = sorted(
            {*asked, *self.marked},
            key=lambda question: (question not in self.marked, -asked.count(question), question),
        )
        return {question: index for index, question in enumerate(ordered)}

    @cached_property
    def ordered_positions(self) -> list[Position]:
        """The positions in the order of their identifiers, the bare statutes first."""
        return sorted(
            self.positions.values(),
            key=lambda position: (not position.bare, position.identifier),
        )

    def named(self, iri: str) -> Label:
        """Return the label of a resource in both languages, or the end of its IRI where it has none."""
        return self.labels.get(iri) or Label(local_name(iri), local_name(iri))

    def norm_label(self, norm: str, language: str) -> str:
        """Return the label of a norm after that of its provision, the statute not named twice."""
        provision = self.label(self.norms[norm].provision, language)
        name = self.label(norm, language)
        if bracketed := STATUTE_BEHIND.search(name):
            name = name[: bracketed.start()] if provision.startswith(bracketed[1]) else name
        return f"{provision}：{name}" if language == "zh" else f"{provision}: {name}"

    def label(self, iri: str, language: str) -> str:
        """Return the label of a resource in `zh` or `en`, or the end of its IRI where it has none."""
        return self.named(iri)[language]


def _local_names(iri: str) -> tuple[str, str, str]:
    """Return a circumstance's name without and with its prefix, and its IRI."""
    local = local_name(iri)
    return local, f"circ:{local}", iri


class _Reader:
    """Reads dataclasses out of a store, one pattern at a time."""

    def __init__(self, store: ox.Store) -> None:
        self.outgoing: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
        self.typed: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, None, None):
            subject = text(quad.subject)
            described = self.outgoing.setdefault(subject, {})
            described.setdefault(quad.predicate.value, []).append(quad.object)
            if quad.predicate.value == RDF + "type":
                self.typed[text(quad.object)].append(subject)

    def values(self, subject: str, predicate: str) -> tuple[str, ...]:
        found = self.outgoing.get(subject, {}).get(str(predicate), ())
        return tuple(sorted(map(text, found)))

    def value(self, subject: str, predicate: str) -> str | None:
        return next(iter(self.values(subject, predicate)), None)

    def all(self, kind: str) -> list[str]:
        return sorted(set(self.typed.get(str(kind), ())))

    def label(self, subject: str) -> Label:
        return self.text(subject, SKOS + "prefLabel", local_name(subject))

    def text(self, subject: str, predicate: str, otherwise: str = "") -> Label:
        by_language = {
            (value.language or "").split("-")[0].lower(): value.value
            for value in self.outgoing.get(subject, {}).get(predicate, ())
            if isinstance(value, ox.Literal)
        }
        return Label.of(by_language, otherwise)

    def members(self, head: str) -> tuple[str, ...]:
        found: list[str] = []
        while head and head != RDF + "nil":
            found += self.values(head, RDF + "first")
            head = self.value(head, RDF + "rest") or ""
        return tuple(found)

    def upwards(self, subject: str, predicate: str) -> str:
        """Return the end of a property's chain; in a circle, which `check` reports, the last new value."""
        seen = {subject}
        while (above := self.value(subject, predicate)) and above not in seen:
            subject = above
            seen.add(above)
        return subject


def read_law(store: ox.Store) -> Law:
    """Return the norms, circumstances, axioms and positions of a graph."""
    reader = _Reader(store)
    circumstances = {one.iri: one for one in _circumstances(reader)}
    norms = {norm.iri: norm for norm in _norms(reader)}
    positions = {position.iri: position for position in _positions(reader)}
    labels = {iri: reader.label(iri) for iri in reader.outgoing if reader.values(iri, SKOS + "prefLabel")}
    marked = (
        iri for iri in reader.all(ANBAO.LegalQuestion) if "true" in reader.values(iri, ANBAO.mainQuestion)
    )
    axioms = _axioms(reader, circumstances)
    return Law(labels, circumstances, axioms, norms, positions, tuple(marked), _standing(reader, axioms))


def _standing(reader: _Reader, axioms: Iterable[Axiom]) -> dict[str, tuple[str, ...]]:
    """Return, for each source of an axiom that has days, itself and its predecessors, the newest first."""
    found = {}
    for source in sorted({source for axiom in axioms for source in axiom.sources}):
        if _in_force(reader, source):
            chain = [source]
            for known in chain:
                chain += [one for one in reader.values(known, ANBAO.predecessor) if one not in chain]
            found[source] = tuple(chain)
    return found


def _circumstances(reader: _Reader) -> Iterator[Circumstance]:
    """Yield the circumstances, facts and legal concepts, in the order of their IRIs."""
    facts, aliases = set(reader.all(ANBAO.FactualCircumstance)), _aliases(reader)
    for iri in sorted({*facts, *reader.all(ANBAO.LegalConcept)}):
        yield Circumstance(
            iri,
            reader.label(iri),
            iri in facts,
            aliases.get(iri, ()),
            reader.text(iri, SKOS + "definition"),
            reader.value(iri, ANBAO.group) or "",
            reader.values(iri, SKOS + "hiddenLabel"),
        )


def _aliases(reader: _Reader) -> dict[str, tuple[str, ...]]:
    """Return by circumstance what it was called before: former labels, and the names it replaces."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri in reader.outgoing:
        found[iri] += reader.values(iri, SKOS + "altLabel")
        for successor in reader.values(iri, DCTERMS + "isReplacedBy"):
            found[successor] += _local_names(iri)
    return {iri: tuple(names) for iri, names in found.items() if names}


def _norms(reader: _Reader) -> list[Norm]:
    kinds = [ANBAO.ClaimNorm, ANBAO.ReferringNorm, ANBAO.DefenceNorm]
    defences = set(reader.all(ANBAO.DefenceNorm))
    found = []
    for iri in sorted({iri for kind in kinds for iri in reader.all(kind)}):
        provision = reader.value(iri, ANBAO.laidDownIn) or ""
        parts = (*ELEMENT_KINDS, str(ANBAO.condition)) if iri in defences else ELEMENT_KINDS
        elements = tuple((kind, element) for kind in parts for element in reader.values(iri, kind))
        found.append(
            Norm(
                iri,
                reader.label(iri),
                provision,
                reader.upwards(provision, ELI + "is_part_of"),
                reader.value(iri, ANBAO.question) or "",
                elements,
                reader.value(iri, ANBAO.consequence),
                _in_force(reader, provision),
                reader.value(iri, ANBAO.defenceEffect),
            )
        )
    return found


def _in_force(reader: _Reader, provision: str) -> tuple[tuple[str, str], ...]:
    versions = reader.values(provision, ELI + "has_member") or (provision,)
    days = (
        (
            reader.value(v, ELI + "first_date_entry_in_force"),
            reader.value(v, ELI + "date_no_longer_in_force"),
        )
        for v in versions
    )
    return tuple(sorted((begin, end or "") for begin, end in days if begin))


def _axioms(reader: _Reader, circumstances: dict[str, Circumstance]) -> tuple[Axiom, ...]:
    sources: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for node in reader.all(OWL + "Axiom"):
        key = tuple(
            reader.value(node, OWL + "annotated" + end) or "" for end in ("Source", "Property", "Target")
        )
        sources[key] = reader.values(node, DCTERMS + "source")  # type: ignore[index]
    found = []
    for iri in circumstances:
        for kind, predicate in (
            ("within", RDFS + "subClassOf"),
            ("disjoint", OWL + "disjointWith"),
        ):
            found += [
                Axiom(kind, iri, (other,), sources.get((iri, predicate, other), ()))
                for other in reader.values(iri, predicate)
                if other in circumstances
            ]
        for node in reader.values(iri, OWL + "equivalentClass"):
            if parts := reader.members(reader.value(node, OWL + "unionOf") or ""):
                found.append(Axiom("covering", iri, parts, reader.values(iri, DCTERMS + "source")))
        if defining := reader.values(iri, ANBAO.definedBy):
            known = (sources.get((one, RDFS + "subClassOf", iri), ()) for one in defining)
            found.append(Axiom("definition", iri, defining, tuple(sorted({*chain.from_iterable(known)}))))
    return tuple(sorted(found))


def _positions(reader: _Reader) -> list[Position]:
    bare = reader.all(ANBAO.BareStatutes)
    return [
        Position(
            iri,
            reader.value(iri, DCTERMS + "identifier") or "",
            reader.label(iri),
            tuple(_premise(reader, premise) for premise in reader.values(iri, ANBAO.premise)),
            iri in bare,
        )
        for iri in reader.all(ANBAO.DoctrinalPosition)
    ]


def _premise(reader: _Reader, iri: str) -> Premise:
    described = {RDF + "type", SKOS + "prefLabel", str(ANBAO.mode), str(ANBAO.pinpoint)}
    values = tuple(
        (predicate, value)
        for predicate in sorted(reader.outgoing[iri])
        if predicate not in described
        for value in reader.values(iri, predicate)
    )
    return Premise(
        iri,
        reader.value(iri, RDF + "type") or "",
        reader.label(iri),
        reader.value(iri, ANBAO.mode) or "",
        reader.value(iri, ANBAO.pinpoint) or "",
        values,
    )
