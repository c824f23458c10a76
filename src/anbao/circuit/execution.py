"""Decides disputes with compiled circuits, where they cover them.

A circuit covers a dispute whose findings are on different circumstances and whose
periods are of different events, under a position that was compiled or that holds fewer
premises than one. Findings that contradict one another and
circles of priorities are left to the rules, which say what is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

import pyoxigraph as ox

from anbao.circuit.answers import AnswerRow, Detail
from anbao.circuit.evaluation import Truths
from anbao.circuit.library import Library, Triples
from anbao.circuit.symbols import Names
from anbao.circuit.variants import Variant, position_of
from anbao.disputes.disputes import Dispute
from anbao.engine import rules
from anbao.engine.index import Index, short
from anbao.engine.preparation import Preparation, Prepared
from anbao.engine.reading import LIVE, Reader
from anbao.engine.results import Answer, Answered, Decision, Defence
from anbao.errors import UnusableCircuit
from anbao.graph.stores import resources, text
from anbao.law.norms import Law, Position

__all__ = ["Circuit", "Coverage", "Decided", "answer_of", "stored"]


LOG = logging.getLogger("anbao")
Found = TypeVar("Found")
PUBLISHED = rules.expand("anbao:")  # what the output takes whole


@dataclass(frozen=True)
class Coverage:
    """A compiled position that decides for another one, with the inputs of the premises that are applied."""

    position: str
    premises: frozenset[int]


class Circuit:
    """Decides disputes with the circuits of a library; where these cannot be used, that is said once."""

    def __init__(self, library: Library, law: Law) -> None:
        """Take the library and the law for its names."""
        self.library, self.law, self._usable = library, law, True
        self._coverages: dict[tuple[str, tuple[str, ...]], Coverage | None] = {}

    def cover(self, position: Position, *, ferenda: bool) -> Coverage | None:
        """Return what decides for a position, or None if nothing compiled does."""
        variant = Variant.of(position, ferenda=ferenda)
        key = variant.iri, tuple(premise.iri for premise in position.premises)
        if key not in self._coverages:
            self._coverages[key] = self._covered(variant)
        return self._coverages[key]

    def _covered(self, variant: Variant) -> Coverage | None:
        library, bare = self.library, self.law.bare
        if not variant.acts():
            return Coverage(bare.iri, frozenset()) if library.has(Variant(bare)) else None
        held = {premise.iri for premise in variant.position.premises}
        for position in self.law.positions.values():
            known = replace(variant, position=position)
            all_of = {premise.iri for premise in position.premises}
            same = known == variant or (held <= all_of and variant.fixed() == known.fixed())
            if same and library.has(known):
                inputs = library.inputs.of_premise
                return Coverage(known.iri, frozenset(inputs[iri] for iri in held if iri in inputs))
        return None

    def inputs(self, disputes: Sequence[Dispute]) -> list[frozenset[int] | None]:
        """Return for each dispute the inputs that are true, premises apart, or None if it is not covered."""
        known = self.library.inputs
        found: list[frozenset[int] | None] = []
        for dispute in disputes:
            findings, dates = known.findings(dispute.findings), known.dates(dispute.periods)
            if findings is None or dates is None:
                found.append(None)
            else:
                found.append(frozenset(place for place, value in (findings | dates).items() if value))
        return found

    def decide(
        self, disputes: Sequence[Dispute], positions: Sequence[Position], prepared: Prepared, *, ferenda: bool
    ) -> list[Decided | None]:
        """Return for each dispute what is decided under some positions, or None if the rules must decide."""

        def work() -> list[Decided | None]:
            chunk = self._chunk(disputes, positions, ferenda=ferenda)
            if chunk is None:
                return [None] * len(disputes)
            covered = [bit for bit, inputs in enumerate(chunk.inputs) if inputs is not None]
            decided = {bit: Decided(self.law, chunk, bit, disputes[bit], prepared) for bit in covered}
            return [
                decided[bit] if bit in decided and not decided[bit].is_faulty() else None
                for bit in range(len(disputes))
            ]

        return self._if_usable(work, len(disputes))

    def answer(
        self, disputes: Sequence[Dispute], positions: Sequence[Position], *, ferenda: bool
    ) -> list[list[Answered] | None]:
        """Return for each dispute the answers under some positions, or None if the rules must decide."""

        def work() -> list[list[Answered] | None]:
            chunk = self._chunk(disputes, positions, ferenda=ferenda)
            return [None] * len(disputes) if chunk is None else _Answering(self.law, chunk).answered()

        return self._if_usable(work, len(disputes))

    def _chunk(
        self, disputes: Sequence[Dispute], positions: Sequence[Position], *, ferenda: bool
    ) -> _Chunk | None:
        coverages = [self.cover(position, ferenda=ferenda) for position in positions]
        known = [coverage for coverage in coverages if coverage is not None]
        if len(known) < len(coverages):
            return None
        return _Chunk(self.library, disputes, self.inputs(disputes), positions, known)

    def _if_usable(self, work: Callable[[], list[Found | None]], count: int) -> list[Found | None]:
        """Return what the circuits give, or None for each dispute if they cannot be used."""
        if self._usable:
            try:
                return work()
            except UnusableCircuit as error:
                self._usable = False
                LOG.log(logging.WARNING if error.worth_saying else logging.INFO, "%s", error)
        return [None] * count


def stored(preparation: Preparation) -> Circuit:
    """Return what decides with the circuits that are stored with the graph."""
    return Circuit(Library(resources() / "data" / "inferred" / "circuit", preparation), preparation.law)


@dataclass(frozen=True)
class _Chunk:
    """Disputes that are worked out together: each is a bit."""

    library: Library
    disputes: Sequence[Dispute]
    inputs: Sequence[frozenset[int] | None]
    positions: Sequence[Position]
    coverages: Sequence[Coverage]
    _truths: dict[Coverage, Truths] = field(default_factory=dict)

    def rows(self, assignments: Sequence[frozenset[int]]) -> list[int]:
        """Return the values of the inputs: for each set of premises in turn, a bit for each dispute."""
        found = [0] * len(self.library.inputs)
        for place, premises in enumerate(assignments):
            for bit, inputs in enumerate(self.inputs, place * len(self.disputes)):
                for one in inputs or ():
                    found[one] |= 1 << bit
                for one in premises:
                    found[one] |= 1 << bit
        return found

    def working(self, coverage: Coverage) -> tuple[Triples, Truths]:
        """Return the working triples that decide for a position, and which of them are there."""
        triples = self.library.working(coverage.position)
        if coverage not in self._truths:
            inputs = self.rows([coverage.premises])
            self._truths[coverage] = triples.evaluator.evaluate(inputs, len(self.disputes))
        return triples, self._truths[coverage]


class CircuitIndex(Index):
    """Looks up the working triples that are there for one dispute, and what was there before it."""

    def __init__(self, triples: Triples, truths: Truths, bit: int, names: Names, prepared: Prepared) -> None:
        """Take the triples, which of them are there, the dispute's bit, the names of symbols, the law."""
        super().__init__()
        self._triples, self._truths, self._bit, self._names = triples, truths, bit, names
        self._prepared = prepared

    def _read(self, relation: str) -> list[tuple[str, str]]:
        named = rules.expand(relation)
        found = [(subject, _plain(value)) for subject, value in self.true(named)]
        return found + self._prepared.by_relation.get(named, [])

    def relations(self) -> Iterable[str]:
        """Return the relations of which there may be triples."""
        return self._triples.first

    def true(self, relation: str) -> Iterator[tuple[str, str]]:
        """Yield the subjects and values of a relation that are there, literals as in N-Triples."""
        triples, name = self._triples, self._names.text
        texts, subjects, values = triples.texts, triples.subjects, triples.values
        for place in self._truths.places(*triples.first.get(relation, (0, 0)), self._bit):
            yield name(texts[subjects[place]]), name(texts[values[place]])

    def quads(self, relations: Container[str]) -> Iterator[ox.Quad]:
        """Yield the triples of some relations that are there."""
        for relation in self._triples.first:
            if relation not in relations:
                continue
            named = ox.NamedNode(relation)
            for subject, value in self.true(relation):
                yield ox.Quad(ox.NamedNode(subject), named, _term(value))


class Decided:
    """A dispute that circuits decide under some positions: decisions, and the same as RDF."""

    def __init__(self, law: Law, chunk: _Chunk, bit: int, dispute: Dispute, prepared: Prepared) -> None:
        """Take the chunk in which the dispute is a bit, and what the rules would need besides."""
        self._law, self.dispute, self._prepared = law, dispute, prepared
        self.positions = chunk.positions
        base = prepared.profiles[law.bare.iri]
        self._indexes = [
            CircuitIndex(
                *chunk.working(coverage),
                bit,
                Names.of(dispute, position, prepared.profiles[position.iri], base),
                prepared,
            )
            for position, coverage in zip(chunk.positions, chunk.coverages, strict=True)
        ]
        self._readers = [Reader(law, index, prepared.profiles) for index in self._indexes]

    def is_faulty(self) -> bool:
        """Return whether the rules report that findings contradict or that priorities form a circle."""
        return any(
            reader.bare_contradiction(self.dispute, self._law.bare) or reader.unlabelled(self.dispute)
            for reader in self._readers
        )

    def decisions(self) -> Iterator[Decision]:
        """Yield the decision under each position."""
        for reader, position in zip(self._readers, self.positions, strict=True):
            yield reader.decision(self.dispute, position)

    def triples(self) -> list[ox.Triple]:
        """Return the decisions as RDF, with PROV-O (`queries/rules/output.rq`)."""
        store = ox.Store()
        store.extend(self._prepared.quads)
        store.extend(self.dispute.quads())
        read = rules.named("output")
        for index in self._indexes:
            relations = {one for one in index.relations() if one in read or one.startswith(PUBLISHED)}
            store.extend(index.quads(relations))
        return rules.construct(store, "output")


_Read = tuple[tuple[Answer, ...], tuple[Answer, ...] | None, bool, frozenset[tuple[str, ...]]]


class _Answering:
    """Reads the answers of a chunk.

    Premises that different positions apply are applied at the same time: a position's
    answers depend on its own only.
    """

    def __init__(self, law: Law, chunk: _Chunk) -> None:
        self._law, self._chunk = law, chunk
        self._together: list[dict[str, frozenset[int]]] = []
        self._group = {coverage: self._joined(coverage) for coverage in dict.fromkeys(chunk.coverages)}
        premises = [frozenset().union(*group.values()) for group in self._together]
        width = len(chunk.disputes) * len(premises)
        self._truths = chunk.library.truths(chunk.rows(premises), width)

    def _joined(self, coverage: Coverage) -> int:
        """Return the place of an assignment in which a position has those premises only that it applies."""
        own = self._premises(coverage.position)
        for place, group in enumerate(self._together):
            if group.get(coverage.position, coverage.premises) == coverage.premises and all(
                given & own <= coverage.premises and coverage.premises & self._premises(other) <= given
                for other, given in group.items()
            ):
                group[coverage.position] = coverage.premises
                return place
        self._together.append({coverage.position: coverage.premises})
        return len(self._together) - 1

    def _premises(self, position: str) -> frozenset[int]:
        """Return the inputs of all premises of a position."""
        inputs = self._chunk.library.inputs.of_premise
        held = self._law.positions[position_of(position)].premises
        return frozenset(inputs[premise.iri] for premise in held if premise.iri in inputs)

    def answered(self) -> list[list[Answered] | None]:
        """Return the answers to each dispute under each position."""
        return [
            None if inputs is None else self._one(bit, dispute)
            for bit, (dispute, inputs) in enumerate(
                zip(self._chunk.disputes, self._chunk.inputs, strict=True)
            )
        ]

    def _one(self, bit: int, dispute: Dispute) -> list[Answered] | None:
        read: dict[Coverage, _Read | None] = {}
        for coverage in self._group:
            read[coverage] = self._read(coverage, self._group[coverage] * len(self._chunk.disputes) + bit)
            if read[coverage] is None:
                return None
        found = []
        for position, coverage in zip(self._chunk.positions, self._chunk.coverages, strict=True):
            if one := read[coverage]:
                found.append(Answered(dispute, position, *one))
        return found

    def _read(self, coverage: Coverage, place: int) -> _Read | None:
        """Return what is answered under a position, or None if the rules must say what is wrong."""
        of = self._chunk.library.answers(coverage.position)
        start, end = self._chunk.library.answers_between(coverage.position)
        holding = self._truths.places(start, end, place)
        rows, details, live, flags = of.chosen(one - start for one in holding)
        has_closed, contradicted, *faults = flags
        if any(faults):
            return None
        by_node: dict[str, list[Detail]] = {}
        for detail in details:
            by_node.setdefault(detail.node, []).append(detail)
        first, closed = (
            tuple(
                sorted(
                    (
                        answer_of(self._law, row, by_node.get(row.node, []))
                        for row in rows
                        if row.closed == stage
                    ),
                    key=self._place,
                )
            )
            for stage in (False, True)
        )
        living = frozenset((row.stage, *_values(by_node[row.node], LIVE)) for row in live)
        return first, closed if has_closed else None, contradicted, living

    def _place(self, answer: Answer) -> tuple[int, bool, str, str]:
        question = self._law.questions[answer.question]
        return question, answer.standing != "firm", answer.norm or "", answer.premise or ""


def answer_of(law: Law, row: AnswerRow, details: Sequence[Detail]) -> Answer:
    """Return the answer of a row that holds.

    Args:
        law: the law, for the effects of defences.
        row: the row.
        details: the details of its node that hold, in their order.
    """
    defences = (
        Defence(iri, short(law.norms[iri].effect or ""), relation == "anbao:defence")
        for relation in ("anbao:defence", "anbao:openDefence")
        for iri in _values(details, (relation,))
    )
    return Answer(
        row.question,
        row.kind,
        row.norm,
        row.liability,
        row.premise,
        _values(details, ("e:dependsOn",)),
        row.provision,
        row.standing,
        bool(_values(details, ("e:weakerThan",))),
        tuple(defences),
        next(map(short, _values(details, ("anbao:reading",))), ""),
    )


def _values(details: Iterable[Detail], relations: Iterable[str]) -> tuple[str, ...]:
    """Return the values of some relations, in the order of the relations."""
    return tuple(detail.value for relation in relations for detail in details if detail.relation == relation)


def _plain(value: str) -> str:
    """Return the text of a term."""
    return text(_term(value)) if value.startswith('"') else value


@cache
def _literal(text: str) -> ox.Literal:
    [quad] = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    return quad.object


def _term(text: str) -> ox.NamedNode | ox.Literal:
    """Return a term from its text, in which a literal is written as in N-Triples."""
    return _literal(text) if text.startswith('"') else ox.NamedNode(text)
