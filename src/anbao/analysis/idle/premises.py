"""Decides for each premise of a law whether it changes no answer to any dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from anbao.analysis.idle.equivalence import Comparison
from anbao.analysis.idle.trials import Trials
from anbao.circuit.compiler import Compiler
from anbao.circuit.readout import read_answers
from anbao.circuit.variants import Variant
from anbao.disputes.disputes import Dispute, from_store
from anbao.engine import batches
from anbao.engine.engine import Engine, Run
from anbao.engine.results import Answered
from anbao.engine.signature import signature
from anbao.errors import ContradictoryFindings
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.norms import Position, Premise, passive

__all__ = ["idle_premises"]

TRIALS = 80


def idle_premises(
    engine: Engine,
    positions: Iterable[Position] | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> dict[str, bool]:
    """Return for each premise whether it changes no answer to any dispute.

    A premise on the law in force is judged where proposals are not applied, a proposal
    where they are; every other premise of the position stands. A premise of a kind that
    no rule applies changes nothing.

    Args:
        engine: the engine of the graph.
        positions: whose premises; by default those of all positions.
        tell: takes a line about each premise as it is decided.

    Raises:
        ReasonerUnavailable: a profile is not cached and there is no Java.
    """
    found: dict[str, bool] = {}
    for position in engine.law.ordered_positions if positions is None else positions:
        doubtful: dict[bool, list[Premise]] = defaultdict(list)
        for premise in position.premises:
            ferenda = premise.mode == str(ANBAO.LexFerenda)
            if passive(premise):
                found[premise.iri] = True
            elif _shown(engine, position, premise, ferenda=ferenda):
                found[premise.iri] = False
                tell(f"{premise.iri}: a dispute shows that it matters")
            else:
                doubtful[ferenda].append(premise)
        for ferenda, premises in doubtful.items():
            for iri, idle in _proved(engine, position, premises, ferenda=ferenda):
                found[iri] = idle
                tell(f"{iri}: proved to {'change nothing' if idle else 'matter'}")
    return found


def without(position: Position, premise: Premise) -> Position:
    """Return a position without one of its premises."""
    name = premise.iri.rsplit("/", 1)[-1]
    kept = tuple(one for one in position.premises if one.iri != premise.iri)
    return replace(position, iri=f"{position.iri}-without-{name}", premises=kept)


def _shown(engine: Engine, position: Position, premise: Premise, *, ferenda: bool) -> bool:
    """Return whether a dispute is found that gets other answers without a premise."""
    law, both = engine.law, (position, without(position, premise))
    prepared = engine.preparation.prepare(both, ferenda=ferenda)
    own, anyway = (classification.classify(law, prepared.profiles[one.iri]).within for one in both)
    for dispute in Trials(law, {*own, *anyway}, anyway).of(premise, TRIALS):
        for batch in batches.run([dispute], prepared, "consequences"):
            answers = _answers(Run(law, batch, both, prepared))
            if answers and answers[0] != answers[1]:
                return True
    return False


def _answers(run: Run) -> list[tuple[object, ...]]:
    """Return what each position answers, or nothing where the findings contradict the bare statutes."""
    try:
        return [_said(one) for one in run.answers()]
    except ContradictoryFindings:
        return []


def _said(answered: Answered) -> tuple[object, ...]:
    closed = None if answered.closed is None else signature(answered.closed)
    return signature(answered.answers), closed, answered.contradicted


def _proved(
    engine: Engine, position: Position, premises: Iterable[Premise], *, ferenda: bool
) -> Iterator[tuple[str, bool]]:
    """Yield for some premises of a position whether it answers alike with and without them.

    One that leaves the axioms as they are, since the law says the same, does. One that
    changes no axiom is an input of the circuit; without another one the position is
    compiled anew.
    """
    variant = Variant(position, ferenda)
    fixed = variant.fixed()
    changed = {p.iri: Variant(without(position, p), ferenda) for p in premises if p.iri in fixed}
    own = _logic(engine, variant)
    repeating = {iri for iri, other in changed.items() if _logic(engine, other) == own}
    yield from ((iri, True) for iri in repeating)
    premises = [premise for premise in premises if premise.iri not in repeating]
    changed = {iri: other for iri, other in changed.items() if iri not in repeating}
    if premises:
        yield from _compared(engine, variant, premises, changed)


def _logic(engine: Engine, variant: Variant) -> frozenset[str]:
    """Return what the rules read of the axioms of a position, whatever the profile is called."""
    profiles, quads = engine.preparation.handed([variant.position], ferenda=variant.ferenda)
    name = profiles[variant.position.iri].iri
    return frozenset(str(quad).replace(name, "") for quad in quads if str(quad.graph_name) == f"<{name}>")


def _compared(
    engine: Engine, variant: Variant, premises: Iterable[Premise], changed: Mapping[str, Variant]
) -> Iterator[tuple[str, bool]]:
    """Yield for some premises whether the circuits with and without them are equivalent.

    Args:
        engine: the engine of the graph.
        variant: the position with all its premises.
        premises: the premises.
        changed: the position without each of those that change axioms, by the IRI of the premise.
    """
    law, position = engine.law, variant.position
    examples: list[Dispute] = from_store(engine.store, law)
    compiled = Compiler(engine.preparation, examples).compile([variant, *changed.values()])
    answers = read_answers(compiled)
    conditions = {p.iri: p.get(ANBAO.condition) for p in position.premises}
    comparison = Comparison(answers.nodes, compiled.inputs, conditions)
    own = answers.of_position[variant.iri]
    possible, outputs = comparison.possible(own), comparison.outputs(own)
    for premise in premises:
        if premise.iri in changed:
            other = comparison.outputs(answers.of_position[changed[premise.iri].iri])
        else:
            other = comparison.outputs(own, premise.iri)
        yield premise.iri, not comparison.differ(outputs, other, possible)
