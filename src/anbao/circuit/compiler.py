"""Runs the rule files on a dispute whose findings, dates and premises are unknown.

Each position is compiled alone, and all into one graph with the same inputs. What the
rules leave is the *working triples*, each with the literal of the condition under which
it is there. Their terms are texts in which symbols stand for the dispute, the position
and its axioms (`SYMBOLS`), so that positions that decide alike have equal triples.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from multiprocessing import get_context

import pyoxigraph as ox

from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.inputs import STATES, Cells, Inputs, cell_rules, grouped, sampled
from anbao.circuit.nodes import NodeList, collected
from anbao.circuit.symbols import DISPUTE, Symbols, finding_symbol, is_finding
from anbao.circuit.triples import DEFAULT, Term, Terms, Triples
from anbao.circuit.updates import Rule, run, translated
from anbao.disputes.disputes import Dispute
from anbao.engine import rules
from anbao.engine.preparation import Preparation, Prepared
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import changing
from anbao.law.norms import Position

__all__ = ["Compiled", "Compiler", "Working", "acting"]

EXAMPLES = 2048  # simulation vectors; enough that SAT is rarely asked in vain
CELLS = 2000  # cells that are tried to find what depends on dates alike
REAL_DATES, APPLIED_OFTEN = 0.5, 0.9  # shares of examples with dates of real disputes, with a premise
CHANGES = (0, 1, 2, 3, 6, 12, 40)  # how many findings of a real dispute an example changes
APPLIED = ox.NamedNode(rules.expand("e:applied"))
Named = tuple[str, str, str]  # subject, relation and value of a working triple, with symbols


@dataclass(frozen=True)
class Working:
    """The working triples of a position, with a literal each."""

    position: str
    triples: dict[Named, int]


@dataclass(frozen=True)
class Compiled:
    """Positions compiled into one list of gates."""

    inputs: Inputs
    cells: tuple[ox.Quad, ...]
    nodes: NodeList
    working: dict[str, Working]


def acting(positions: Iterable[Position], bare: Position) -> list[Position]:
    """Return the positions that can decide otherwise than the bare statutes, these first."""
    return [bare, *(position for position in positions if position.acts(ferenda=False) and position != bare)]


@dataclass(frozen=True)
class Compiler:
    """Compiles positions under one law."""

    preparation: Preparation
    disputes: Sequence[Dispute]  # what examples are made from
    ferenda: bool = False  # whether proposals of legislation are applied too

    @cached_property
    def _law_quads(self) -> tuple[ox.Quad, ...]:
        """What the rule files that depend on dates read of the law."""
        prepared = self.preparation.prepare([self.preparation.law.bare], ferenda=False)
        named = [rule.text for rule in cell_rules()]
        return tuple(
            quad for quad in prepared.quads if any(_end(quad.predicate.value) in text for text in named)
        )

    @cached_property
    def cells(self) -> Cells:
        """What decides cells."""
        return Cells(self._law_quads)

    @cached_property
    def _samples(self) -> list[frozenset[tuple[str, str]]]:
        """Cells of real disputes and others."""
        real = [dispute.periods for dispute in self.disputes]
        return self.cells.truths([*real, *sampled(self._law_quads, CELLS)])

    def inputs(self, positions: Iterable[Position]) -> Inputs:
        """Return what varies between disputes under some positions."""
        law = self.preparation.law
        facts = tuple(sorted(iri for iri, known in law.circumstances.items() if known.factual))
        premises = tuple(sorted({premise for position in positions for premise in _varying(position)}))
        return Inputs(facts, grouped(self._samples), premises)

    def compile(self, positions: Sequence[Position], *, processes: int = 1) -> Compiled:
        """Return positions compiled into one list of gates.

        Raises:
            UnknownConstruct: a rule file has a construct that the circuit does not know.
        """
        inputs = self.inputs(positions)
        if processes < 2 or len(positions) < 2:  # noqa: PLR2004
            gates, working = self._compiled(inputs, positions)
            literals = list(chain.from_iterable(one.triples.values() for one in working))
            nodes, literals = collected(gates, len(inputs), literals)
            return Compiled(inputs, self._law_quads, nodes, _relabelled(working, literals))
        return self._merged(inputs, self._in_processes(positions, processes))

    def _in_processes(self, positions: Sequence[Position], processes: int) -> list[Compiled]:
        """Compile shares of the positions at the same time."""
        shares = [positions[start::processes] for start in range(processes)]
        with ProcessPoolExecutor(processes, get_context("fork")) as pool:
            waiting = [pool.submit(self._share, self.inputs(positions), share) for share in shares if share]
            return [one.result() for one in waiting]

    def _share(self, inputs: Inputs, positions: Sequence[Position]) -> Compiled:
        gates, working = self._compiled(inputs, positions)
        literals = list(chain.from_iterable(one.triples.values() for one in working))
        nodes, literals = collected(gates, len(inputs), literals)
        return Compiled(inputs, (), nodes, _relabelled(working, literals))

    def _merged(self, inputs: Inputs, shares: Sequence[Compiled]) -> Compiled:
        """Return what was compiled apart in one list; equal gates become one."""
        gates = Gates(0)
        for _ in range(len(inputs)):
            gates.add_input(0)
        working: list[Working] = []
        literals: list[int] = []
        for share in shares:
            here = list(share.working.values())
            working += here
            literals += share.nodes.into(gates, chain.from_iterable(one.triples.values() for one in here))
        nodes, literals = collected(gates, len(inputs), literals)
        return Compiled(inputs, self._law_quads, nodes, _relabelled(working, literals))

    def _compiled(self, inputs: Inputs, positions: Sequence[Position]) -> tuple[Gates, list[Working]]:
        """Run the rules for each position on the same gates."""
        terms = Terms()
        steps = [translated(rule, terms) for rule in rules.steps() if not rule.header.get("cells")]
        gates = Gates(EXAMPLES)
        for bits in self._examples(inputs):
            gates.add_input(bits)
        return gates, [self._working(inputs, position, steps, gates, terms) for position in positions]

    def _working(
        self, inputs: Inputs, position: Position, steps: Sequence[Rule], gates: Gates, terms: Terms
    ) -> Working:
        """Run the rules for one position."""
        law = self.preparation.law
        prepared = self.preparation.prepare([position], ferenda=self.ferenda)
        symbols = Symbols.of(position, prepared.profiles[position.iri], prepared.profiles[law.bare.iri])
        triples = Triples(gates, terms)
        _load(triples, inputs, prepared, symbols, set(_varying(position)))
        given = set(iter_named(triples))
        _add_dispute(triples, inputs)
        for step in steps:
            run(step, triples)
        gates.forget_proofs()
        found = {
            (symbols.template(text(terms[s])), text(terms[p]), _text(terms[o], symbols)): literal
            for g, s, p, o, literal in triples
            if g == DEFAULT and (g, s, p, o) not in given and not is_finding(terms[s])
        }
        return Working(position.iri, dict(sorted(found.items())))

    def _examples(self, inputs: Inputs) -> list[int]:
        """Return the example values of each input: real disputes, changed in findings, dates and premises."""
        draw = random.Random(3)
        bits = [0] * len(inputs)
        real: list[dict[str, str | None]] = [
            {f.circumstance: f.status for f in dispute.findings} for dispute in self.disputes
        ] or [{}]
        cells = [cell for cell in map(inputs.cell, self._samples) if cell is not None]
        dated, kinds = cells[: len(self.disputes)] or cells, [*STATES, None]
        for place in range(EXAMPLES):
            found = dict(draw.choice(real))
            for _ in range(draw.choice(CHANGES)):
                found[draw.choice(inputs.facts)] = draw.choice(kinds)
            true = {*draw.choice(dated if draw.random() < REAL_DATES else cells)}
            true |= {place for place in inputs.of_premise.values() if draw.random() < APPLIED_OFTEN}
            for fact, status in found.items():
                first = inputs.of_fact[fact]
                true |= {first + n for n, value in enumerate(STATES.get(status or "", ())) if value}
            for one in true:
                bits[one] |= 1 << place
        return bits


def _text(term: Term, symbols: Symbols) -> str:
    """Return the text of a value; a literal is written as in N-Triples."""
    return str(term) if isinstance(term, ox.Literal) else symbols.template(text(term))


def iter_named(triples: Triples) -> Iterable[tuple[int, int, int, int]]:
    """Yield the triples of a store without their literals."""
    return ((graph, subject, relation, value) for graph, subject, relation, value, _ in triples)


def _varying(position: Position) -> list[str]:
    """Return the premises of a position whose application is an input: those that change no axiom."""
    fixed = {premise.iri for premise in changing(position, ferenda=True)}
    lata = str(ANBAO.LexLata)
    return [p.iri for p in position.premises if p.iri not in fixed and p.mode == lata]


def _load(triples: Triples, inputs: Inputs, prepared: Prepared, symbols: Symbols, varying: set[str]) -> None:
    """Add what a run needs besides disputes; that a premise is applied may depend on an input."""
    number, symbol = triples.terms.number, symbols.symbol
    for quad in sorted(prepared.quads, key=str):
        graph = DEFAULT if isinstance(quad.graph_name, ox.DefaultGraph) else number(symbol(quad.graph_name))
        literal = TRUE
        if quad.predicate == APPLIED and text(quad.object) in varying:
            literal = 2 * (inputs.of_premise[text(quad.object)] + 1)
        ends = number(symbol(quad.subject)), number(quad.predicate), number(symbol(quad.object))
        triples.add(graph, *ends, literal)


def _add_dispute(triples: Triples, inputs: Inputs) -> None:
    """Add a dispute whose findings and dates are inputs."""
    both = triples.gates.both

    def add(subject: str, relation: str, value: str, literal: int) -> None:
        one, by, other = (triples.terms.number(ox.NamedNode(iri)) for iri in (subject, relation, value))
        triples.add(DEFAULT, one, by, other, literal)

    add(DISPUTE, RDF_TYPE.value, str(ANBAO.Dispute), TRUE)
    for fact, place in inputs.of_fact.items():
        literals = [2 * place + 2, 2 * place + 4]
        for status, wanted in STATES.items():
            finding = finding_symbol(fact, status)
            holds = both(*(literal ^ (not value) for literal, value in zip(literals, wanted, strict=True)))
            add(DISPUTE, str(ANBAO.finding), finding, holds)
            add(finding, str(ANBAO.circumstance), fact, TRUE)
            add(finding, str(ANBAO.findingStatus), status, TRUE)
    for place, group in enumerate(inputs.times, inputs.first_time):
        for relation, value in group:
            add(DISPUTE, relation, value, 2 * place + 2)


def _relabelled(working: Sequence[Working], literals: Iterable[int]) -> dict[str, Working]:
    """Return working triples with other literals, in the same order."""
    following = iter(literals)
    return {
        one.position: Working(one.position, {triple: next(following) for triple in one.triples})
        for one in working
    }


def _end(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
