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
from itertools import chain
from multiprocessing import get_context

import pyoxigraph as ox

from anbao.circuit.gates import TRUE, Gates
from anbao.circuit.inputs import BOUNDS, STATES, Inputs, days_of, drawn_periods
from anbao.circuit.nodes import NodeList, collected
from anbao.circuit.symbols import DISPUTE, Symbols, finding_symbol, is_finding
from anbao.circuit.triples import DEFAULT, Term, Terms, Triples
from anbao.circuit.updates import Rule, run, translated
from anbao.circuit.variants import Variant
from anbao.disputes.disputes import ANCHORS, XSD_DATE, Dispute
from anbao.disputes.status import Status
from anbao.engine import rules
from anbao.engine.preparation import Preparation, Prepared
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO

__all__ = ["Compiled", "Compiler", "Working"]

EXAMPLES = 2048  # simulation vectors; enough that SAT is rarely asked in vain
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
    nodes: NodeList
    working: dict[str, Working]


@dataclass(frozen=True)
class Compiler:
    """Compiles positions under one law."""

    preparation: Preparation
    disputes: Sequence[Dispute]  # what examples are made from

    def inputs(self, variants: Iterable[Variant]) -> Inputs:
        """Return what varies between disputes under some positions."""
        law = self.preparation.law
        facts = tuple(sorted(iri for iri, known in law.circumstances.items() if known.factual))
        premises = tuple(sorted({premise for variant in variants for premise in variant.varying()}))
        days = days_of(self.preparation.read)
        return Inputs(facts, tuple(map(str, ANCHORS.values())), days, premises)

    def compile(self, variants: Sequence[Variant], *, processes: int = 1) -> Compiled:
        """Return positions compiled into one list of gates.

        Raises:
            UnknownConstruct: a rule file has a construct that the circuit does not know.
        """
        inputs = self.inputs(variants)
        if processes < 2 or len(variants) < 2:  # noqa: PLR2004
            gates, working = self._compiled(inputs, variants)
            literals = list(chain.from_iterable(one.triples.values() for one in working))
            nodes, literals = collected(gates, len(inputs), literals)
            return Compiled(inputs, nodes, _relabelled(working, literals))
        return self._merged(inputs, self._in_processes(variants, processes))

    def _in_processes(self, variants: Sequence[Variant], processes: int) -> list[Compiled]:
        """Compile shares of the positions at the same time."""
        shares = [variants[start::processes] for start in range(processes)]
        with ProcessPoolExecutor(processes, get_context("fork")) as pool:
            waiting = [pool.submit(self._share, self.inputs(variants), share) for share in shares if share]
            return [one.result() for one in waiting]

    def _share(self, inputs: Inputs, variants: Sequence[Variant]) -> Compiled:
        gates, working = self._compiled(inputs, variants)
        literals = list(chain.from_iterable(one.triples.values() for one in working))
        nodes, literals = collected(gates, len(inputs), literals)
        return Compiled(inputs, nodes, _relabelled(working, literals))

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
        return Compiled(inputs, nodes, _relabelled(working, literals))

    def _compiled(self, inputs: Inputs, variants: Sequence[Variant]) -> tuple[Gates, list[Working]]:
        """Run the rules for each position on the same gates."""
        terms = Terms()
        steps = [translated(rule, terms) for rule in rules.steps()]
        gates = Gates(EXAMPLES)
        for bits in self._examples(inputs):
            gates.add_input(bits)
        return gates, [self._working(inputs, variant, steps, gates, terms) for variant in variants]

    def _working(
        self, inputs: Inputs, variant: Variant, steps: Sequence[Rule], gates: Gates, terms: Terms
    ) -> Working:
        """Run the rules for one position."""
        law, position = self.preparation.law, variant.position
        prepared = self.preparation.prepare([position], ferenda=variant.ferenda)
        symbols = Symbols.of(position, prepared.profiles[position.iri], prepared.profiles[law.bare.iri])
        triples = Triples(gates, terms)
        _load(triples, inputs, prepared, symbols, set(variant.varying()))
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
        return Working(variant.iri, dict(sorted(found.items())))

    def _examples(self, inputs: Inputs) -> list[int]:
        """Return the example values of each input: real disputes, changed in findings, dates and premises."""
        draw = random.Random(3)
        bits = [0] * len(inputs)
        real: list[dict[str, str | None]] = [
            {f.circumstance: f.status for f in dispute.findings} for dispute in self.disputes
        ] or [{}]
        dated = [dispute.periods for dispute in self.disputes] or [()]
        kinds = [*STATES, None]
        for place in range(EXAMPLES):
            found = dict(draw.choice(real))
            for _ in range(draw.choice(CHANGES)):
                found[draw.choice(inputs.facts)] = draw.choice(kinds)
            real_date = draw.random() < REAL_DATES
            periods = draw.choice(dated) if real_date else drawn_periods(inputs.spans, draw)
            true = {place for place, value in (inputs.dates(periods) or {}).items() if value}
            true |= {place for place in inputs.of_premise.values() if draw.random() < APPLIED_OFTEN}
            for fact, status in found.items():
                first = inputs.of_fact[fact]
                states = STATES[Status(status)] if status else ()
                true |= {first + n for n, value in enumerate(states) if value}
            for one in true:
                bits[one] |= 1 << place
        return bits


def _text(term: Term, symbols: Symbols) -> str:
    """Return the text of a value; a literal is written as in N-Triples."""
    return str(term) if isinstance(term, ox.Literal) else symbols.template(text(term))


def iter_named(triples: Triples) -> Iterable[tuple[int, int, int, int]]:
    """Yield the triples of a store without their literals."""
    return ((graph, subject, relation, value) for graph, subject, relation, value, _ in triples)


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
    for event in inputs.events:
        _add_period(triples, inputs, event)


def _add_period(triples: Triples, inputs: Inputs, event: str) -> None:
    """Add the period of an event: whether there is one, and a day of each span in which its end may lie.

    Later days come first: what ended on or after a day is then a part of the same chain of disjunctions.
    """
    number, both = triples.terms.number, triples.gates.both
    first = inputs.of_event[event]
    exists = 2 * first + 2
    dispute, period = ox.NamedNode(DISPUTE), ox.NamedNode(f"{DISPUTE}/period/{_end(event)}")
    node = number(period)
    triples.add(DEFAULT, number(dispute), number(ox.NamedNode(ANBAO.period)), node, exists)
    triples.add(DEFAULT, node, number(ox.NamedNode(ANBAO.anchor)), number(ox.NamedNode(event)), exists)
    for bound, relation in enumerate(BOUNDS):
        start = first + 1 + bound * inputs.bits
        for span, day in reversed(list(enumerate(inputs.spans, 1))):
            bits = [2 * (start + bit) + 2 ^ (not span >> bit & 1) for bit in range(inputs.bits)]
            value = number(ox.Literal(day.isoformat(), datatype=XSD_DATE))
            literal = both(exists, triples.gates.all(bits))
            triples.add(DEFAULT, node, number(ox.NamedNode(relation)), value, literal)


def _relabelled(working: Sequence[Working], literals: Iterable[int]) -> dict[str, Working]:
    """Return working triples with other literals, in the same order."""
    following = iter(literals)
    return {
        one.position: Working(one.position, {triple: next(following) for triple in one.triples})
        for one in working
    }


def _end(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
