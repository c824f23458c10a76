"""Which test notices that a rule file was changed, and whether the change matters for any answer.

The conformance corpus is asked first, the rows that state most before the others, and
no further than to the first row that notices. Of what it does not notice, answers to
decided cases and generated disputes are compared with those of the rules as they are, and
then the circuits, by SAT: they name a dispute that is answered otherwise, or prove that
there is none. If there is one, the tests that take longer must notice: the exact
evaluator, the rows of the corpus under further positions, the decided cases whose
comparison with the judgment was worked out by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from unittest.mock import patch

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDFS
from tests.oracle.comparison import describe
from tests.oracle.engines import profiles
from tests.oracle.generator import generate
from tests.oracle.propositional import auxiliary_norms
from tests.oracle.statuses import CONTRADICTORY, Statuses, Told
from tests.oracle.telling import told_by_rules
from tests.support.circuit_difference import difference
from tests.support.corpus import Example, differences, examples
from tests.support.mutants import Kinds, Mutant

from anbao.analysis.backtest.backtest import backtest
from anbao.circuit.compiler import Compiled, Compiler
from anbao.circuit.variants import Variant
from anbao.disputes.disputes import Dispute, from_store
from anbao.engine import rules
from anbao.engine.engine import Engine, choose_positions, find_position
from anbao.engine.results import Answered
from anbao.errors import UnknownConstruct
from anbao.graph.query_files import folder
from anbao.graph.stores import ENGINE, RDF_TYPE, resources
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position

__all__ = ["Bench", "Finding", "kinds_of", "mutated"]

ONE_BY_ONE, TOGETHER = 8, 16  # rows that are asked singly first, and at once after that
GENERATED, FEW, COMPARED, REFUSED, SEED = 600, 80, 100, 4, 41
NAMES = {
    "_corpus": "the corpus",
    "_corpus_under_positions": "the corpus",
    "_oracle": "the exact evaluator",
    "_cases": "the decided cases",
}
ALSO_UNDER = ("P02", "P03", "P08", "P24")  # rows that hold under all positions are asked of these


@dataclass(frozen=True)
class Finding:
    """What became of a mutant: who noticed it, or what it changes unnoticed."""

    mutant: Mutant
    noticed_by: str = ""
    changes: str = ""  # a dispute that is answered otherwise
    remark: str = ""

    def __str__(self) -> str:
        """Return it in a line."""
        if self.noticed_by:
            return f"noticed   {self.mutant.name}, by {self.noticed_by}"
        kind = "UNNOTICED" if self.changes else "survives "
        return f"{kind} {self.mutant.name}: {self.changes or self.remark}"


def kinds_of(store: ox.Store) -> Kinds:
    """Return by which names each name can be replaced: constants of its class, relations of its ends."""
    classes: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, RDF_TYPE, None):
        iri, kind = quad.subject.value, quad.object.value  # type: ignore[union-attr]
        if iri.startswith(ANBAO._NS) and kind.startswith(ANBAO._NS):
            classes.setdefault(kind, []).append("anbao:" + iri.removeprefix(str(ANBAO._NS)))
    declared = rdflib.Graph().parse(resources() / "ontology" / "working.ttl")
    ends: dict[str, list[str]] = {}
    for relation, domain in declared.subject_objects(RDFS.domain):
        alike = f"{domain} {declared.value(relation, RDFS.range)}"
        ends.setdefault(alike, []).append("e:" + str(relation).removeprefix(ENGINE))
    groups = [sorted(set(group)) for group in (*classes.values(), *ends.values())]
    return {name: [other for other in group if other != name] for group in groups for name in group}


@contextmanager
def mutated(mutant: Mutant | None) -> Iterator[None]:
    """Let the rules be those with a mutant in place of the file that it changes."""
    if mutant is None:
        yield
        return
    files = [mutant.rule if file.name == mutant.rule.name else file for file in folder("rules")]
    numbered = tuple(file for file in files if rules.step_name(file))
    steps = tuple(file for file in numbered if "before" not in file.header)
    with (
        patch.object(rules, "folder", lambda _: files),
        patch.object(rules, "_numbered", lambda: numbered),
        patch.object(rules, "steps", lambda: steps),
    ):
        yield


class Bench:
    """What mutants are tried on: rows of the corpus, cases, generated disputes, circuits of the rules."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine that decides by the rules."""
        self.engine, self.law = engine, engine.law
        self._compiled: dict[str, Compiled] = {}
        self._evaluators: dict[str, Statuses] = {}
        self._told: dict[tuple[str, str], frozenset[Told]] = {}
        self._wanted: list[list[Answered] | str] | None = None

    def try_out(self, mutant: Mutant, under: Sequence[Position]) -> Finding:
        """Return what becomes of a mutant.

        Args:
            mutant: the changed rule file.
            under: the positions whose circuits are compared.
        """
        if noticed := self._noticed(mutant, [self._corpus]):
            return Finding(mutant, noticed)
        changes, remark = self._changed(mutant, under)
        if changes:
            later = [self._oracle, self._corpus_under_positions, self._cases]
            return Finding(mutant, self._noticed(mutant, later), changes)
        return Finding(mutant, remark=remark)

    def _noticed(self, mutant: Mutant, tests: Sequence[Callable[[Engine], str]]) -> str:
        """Return which of some tests notices a mutant first, or nothing."""
        with mutated(mutant):
            engine = Engine(self.engine.store)
            for test in tests:
                try:
                    found = test(engine)
                except Exception as error:  # whatever a mutant makes fail
                    found = f"{NAMES[test.__name__]} ({type(error).__name__})"
                if found:
                    return found
        return ""

    def _changed(self, mutant: Mutant, under: Sequence[Position]) -> tuple[str, str]:
        """Return a dispute that a mutant makes answered otherwise, or else why there may be none."""
        with mutated(mutant):
            given = self._all_answers(Engine(self.engine.store))
        if self._wanted is None:
            self._wanted = self._all_answers(self.engine)
        asked = [*self.disputes, *self.contradictory]
        for dispute, one, other in zip(asked, given, self._wanted, strict=True):
            if one != other:
                return describe(dispute), ""
        return self._compare_circuits(mutant, under)

    def _all_answers(self, engine: Engine) -> list[list[Answered] | str]:
        singly = [one for dispute in self.contradictory for one in self._answers(engine, [dispute])]
        return [*self._answers(engine, self.disputes), *singly]

    def _answers(self, engine: Engine, disputes: Sequence[Dispute]) -> list[list[Answered] | str]:
        """Return the answers to each dispute under some positions, or the error in which it ends."""
        positions = [self.law.bare, *(find_position(self.law, name) for name in ALSO_UNDER)]
        try:
            found = list(engine.answer(disputes, positions))
        except Exception as error:  # whatever a mutant makes fail
            if len(disputes) == 1:
                return [type(error).__name__]
            return [one for dispute in disputes for one in self._answers(engine, [dispute])]
        width = len(positions)
        return [found[start : start + width] for start in range(0, len(found), width)]

    # The tests that may notice, each with the name of what it finds

    @cached_property
    def rows(self) -> list[tuple[Example, str]]:
        """The rows of the corpus with the position of each, those that state most first."""
        found = [(example, name) for example in examples() for name in example.expect]
        found.sort(key=lambda row: -len(str(row[0].expect[row[1]])))
        first = [(example, name) for example, name in found if name in {"all", "statutes"}]
        return [*first, *(row for row in found if row not in first)]

    @cached_property
    def chunks(self) -> list[list[tuple[Example, str]]]:
        """The rows that are asked at once: of one position and date."""
        found = [[row] for row in self.rows[:ONE_BY_ONE]]
        waiting: dict[tuple[str, dt.date | None], list[tuple[Example, str]]] = {}
        for example, name in self.rows[ONE_BY_ONE:]:
            waiting.setdefault((name, example.on), []).append((example, name))
        for rows in waiting.values():
            found += [rows[start : start + TOGETHER] for start in range(0, len(rows), TOGETHER)]
        return found

    def _corpus(self, engine: Engine) -> str:
        found = (self._unexpected(engine, chunk, ("statutes",)) for chunk in self.chunks)
        return next(filter(None, found), "")

    def _corpus_under_positions(self, engine: Engine) -> str:
        of_all = ([row for row in chunk if row[1] == "all"] for chunk in self.chunks)
        found = (self._unexpected(engine, rows, ALSO_UNDER) for rows in of_all if rows)
        return next(filter(None, found), "")

    def _unexpected(self, engine: Engine, rows: Sequence[tuple[Example, str]], of_all: Sequence[str]) -> str:
        """Return the first of some rows with the same position and date that does not come out."""
        named, _, mode = rows[0][1].partition(" ")
        positions = [find_position(self.law, name) for name in (of_all if named == "all" else (named,))]
        disputes = [example.dispute(engine) for example, _ in rows]
        on = rows[0][0].on
        try:
            decisions = list(engine.decide(disputes, positions, on=on, ferenda=mode == "ferenda"))
        except Exception as error:  # whatever a mutant makes fail
            return f"the corpus, {rows[0][0].name} ({type(error).__name__})"
        for place, decision in enumerate(decisions):
            example, name = rows[place // len(positions)]
            if differences(decision, example.expect[name]):
                return f"the corpus, {example.name}"
        return ""

    def _cases(self, engine: Engine) -> str:
        from tests.analysis.backtest.test_backtest import BY_HAND, CASES, SHOWN  # noqa: PLC0415

        replays = backtest(engine, choose_positions(engine.law, SHOWN), cases=CASES).replays
        got = {
            (one.held.holding.rsplit("/", 1)[-1], one.position.identifier): (one.level, one.verdict.why)
            for one in replays
        }
        wrong = [row for row in BY_HAND if got.get(row[:2]) != row[2:]]
        return f"the decided case {wrong[0][0]} under {wrong[0][1]}" if wrong else ""

    def _oracle(self, engine: Engine) -> str:
        for position in (self.law.bare, find_position(self.law, ALSO_UNDER[0])):
            for some in (self.generated[:FEW], self.generated[FEW:]):
                for dispute, told in told_by_rules(engine, position, some):
                    if told != self._expected(position, dispute):
                        wrong = min(told ^ self._expected(position, dispute))
                        return f"the exact evaluator ({' '.join(part.rsplit('/', 1)[-1] for part in wrong)})"
        return ""

    def _expected(self, position: Position, dispute: Dispute) -> frozenset[Told]:
        """Return what the exact evaluator says of a generated dispute, worked out once."""
        if position.iri not in self._evaluators:
            self._evaluators[position.iri] = Statuses(self.engine.store, self.law, position)
        key = position.iri, dispute.iri
        if key not in self._told:
            self._told[key] = self._evaluators[position.iri].evaluate(dispute)
        return self._told[key]

    # What survivors are compared on

    @cached_property
    def generated(self) -> list[Dispute]:
        """Disputes drawn from a seed."""
        axioms = sorted({axiom for profile in profiles(self.law).values() for axiom in profile.axioms})
        return generate(self.law, axioms, auxiliary_norms(self.engine.store), GENERATED, SEED)

    @cached_property
    def disputes(self) -> list[Dispute]:
        """The decided cases, and generated disputes that do not contradict themselves."""
        drawn = [one for one in self.generated if CONTRADICTORY not in self._expected(self.law.bare, one)]
        return [*from_store(self.engine.store, self.law), *drawn[:COMPARED]]

    @cached_property
    def contradictory(self) -> list[Dispute]:
        """Generated disputes that contradict themselves, which ends in an error for each."""
        return [one for one in self.generated if CONTRADICTORY in self._expected(self.law.bare, one)][
            :REFUSED
        ]

    def _compare_circuits(self, mutant: Mutant, under: Sequence[Position]) -> tuple[str, str]:
        """Compare circuits of the changed rules with those of the rules as they are."""
        for position in under:
            wanted = self._circuit(position)
            try:
                with mutated(mutant):
                    given = self._compile(position)
            except UnknownConstruct as error:
                return "", f"no circuit: {error}"
            if (dispute := difference(wanted, given)) is not None:
                return self._confirmed(mutant, dispute, position), ""
        names = ", ".join(position.identifier for position in under)
        return "", f"changes no answer to any dispute, by SAT, under {names}"

    def _confirmed(self, mutant: Mutant, dispute: Dispute, position: Position) -> str:
        """Return a dispute that is answered otherwise, after asking the rules themselves."""
        wanted = _outcome(self.engine, dispute, position)
        with mutated(mutant):
            given = _outcome(Engine(self.engine.store), dispute, position)
        alike = "" if wanted != given else "ONLY BY THE CIRCUIT, which is a fault of it: "
        return f"{alike}{position.identifier}, {describe(dispute)}"

    def _circuit(self, position: Position) -> Compiled:
        if position.iri not in self._compiled:
            self._compiled[position.iri] = self._compile(position)
        return self._compiled[position.iri]

    def _compile(self, position: Position) -> Compiled:
        engine = Engine(self.engine.store)
        cases = from_store(engine.store, engine.law)
        return Compiler(engine.preparation, cases).compile([Variant(position)])


def _outcome(engine: Engine, dispute: Dispute, position: Position) -> list[Answered] | str:
    try:
        return list(engine.answer([dispute], [position]))
    except Exception as error:  # whatever a mutant makes fail
        return type(error).__name__
