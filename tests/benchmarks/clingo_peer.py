"""The law as facts and the decision as an answer-set program, for clingo: a peer of the circuit.

It decides one dispute under the bare statutes as it stands: what the findings entail,
which norms are met, open, failed or excepted, which of two conflicting ones prevails by
which canon, and which governs. Dates it gets worked out: a dispute hands it what is in
force. The program is grounded once; a dispute sets externals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import clingo
import pyoxigraph as ox
from tests.oracle.propositional import CERTAIN, PERHAPS, Calendar, auxiliary_norms, values

from anbao.disputes.disputes import Dispute
from anbao.graph.vocabulary import ANBAO
from anbao.law.classification import classify, profile_of
from anbao.law.norms import Law

__all__ = ["Peer"]

PROGRAM = """
#external found(F, S) : fact(F), S = (established; refuted; open).
#external force(N, certain) : timed(N).
#external force(N, perhaps) : timed(N).

% What follows from the findings.
true(C) :- found(C, established).
false(C) :- found(C, refuted).
true(W) :- true(C), within(C, W).
false(C) :- false(W), within(C, W).
false(D) :- true(C), disjoint(C, D).
false(W) :- covering(V, W), false(P) : part(V, P).
true(P) :- covering(V, W), true(W), part(V, P), false(Q) : part(V, Q), Q != P.
true(C) :- establishes(N, C), force(N, certain), true(D) : condition(N, D).
false(C) :- excludes(N, C), force(N, certain), true(D) : condition(N, D).
false(D) :- establishes(N, C), force(N, certain), false(C), condition(N, D).
false(D) :- excludes(N, C), force(N, certain), true(C), condition(N, D).
contradictory :- true(C), false(C).

% What is in issue.
up(C) :- found(C, open).
up(W) :- found(C, open), within(C, W).
open(C) :- up(C).
open(C) :- found(W, open), within(C, W).
perhaps_by(N) :- establishes(N, _), condition(N, D), up(D), force(N, certain).
perhaps_by(N) :- establishes(N, _), condition(N, D), true(D), force(N, perhaps).
open(C) :- perhaps_by(N), establishes(N, C).
open(W) :- perhaps_by(N), establishes(N, C), within(C, W).
issue(C) :- open(C), not true(C), not false(C).

% Antecedents.
known(C) :- true(C).
known(C) :- false(C).
known(C) :- issue(C).
raised(N) :- element(N, _), force(N, _), not contradictory, known(E) : element(N, E).
failed(N) :- raised(N), element(N, E), false(E).
complete(N) :- raised(N), force(N, certain), true(E) : element(N, E).

% Exceptions and defences.
considered(X) :- excepts(X, N), raised(N), rests_on(X, P), force(P, certain).
applies(X) :- considered(X), true(C) : when(X, C).
may(X) :- considered(X), not applies(X), maybe(C) : when(X, C).
maybe(C) :- true(C).
maybe(C) :- issue(C).
taken(D) :- defence(D), excepts(X, D), applies(X).
doubtful(D) :- defence(D), excepts(X, D), may(X).
applies(D) :- defence(D), complete(D), not taken(D), not doubtful(D).
may(D) :- defence(D), raised(D), not failed(D), not applies(D), not taken(D).
status(N, notMet) :- failed(N).
status(N, excepted) :- raised(N), not failed(N), excepts(X, N), applies(X).
touched(N) :- raised(N), not failed(N), excepts(X, N), may(X), not status(N, excepted).
status(N, open) :- touched(N).
status(N, met) :- complete(N), not status(N, excepted), not touched(N).
status(N, open) :- raised(N), not failed(N), not complete(N), not status(N, excepted).

% Conflict, and the canons.
live(N) :- status(N, met).
live(N) :- status(N, open).
rival(N, M) :- live(N), live(M), question(N, Q), question(M, Q), gives(N, A), gives(M, B), A != B,
    not compatible(N, M), not compatible(M, N).
ground(N, M, stated) :- rival(N, M), stated(N, M, P), force(P, certain).
ground(N, M, specialis) :- rival(N, M), narrower(N, M), statute(N, S), statute(M, T), S != T, yields(T, P),
    favours(P, R), rank(S, R), force(P, certain).
ground(N, M, specialis) :- rival(N, M), narrower(N, M), issuer(N, I), issuer(M, I), since(N, A), since(M, B),
    A >= B, canon(specialis, P), force(P, _).
ground(N, M, posterior) :- rival(N, M), comparable(N, M), issuer(N, I), issuer(M, I), since(N, A),
    since(M, B), A > B, canon(posterior, P), force(P, _).
ground(N, M, superior) :- rival(N, M), statute(N, S), statute(M, T), precedence(S, A), precedence(T, B),
    A < B, canon(superior, P), force(P, _).
comparable(N, M) :- narrower(N, M).
comparable(N, M) :- same(N, M).
outdone(N, M, C) :- ground(N, M, C), ground(M, N, D), order(C, A), order(D, B), B < A.
over(N, M) :- ground(N, M, C), not outdone(N, M, C).

% Defeat.
displaced(M) :- over(N, M), governs(N).
displaced(M) :- over(N, M), status(N, met), harmless(U, M) : over(U, N).
harmless(U, M) :- displaced(U), live(M).
harmless(U, M) :- over(U, M).
governs(N) :- status(N, met), displaced(U) : over(U, N).
label(N, displaced) :- displaced(N).
label(N, governs) :- governs(N), not displaced(N).
label(N, uncertain) :- live(N), not displaced(N), not governs(N).
#show status/2. #show label/2. #show contradictory/0.
"""
CANONS = {"LexSpecialis": "specialis", "LexPosterior": "posterior", "LexSuperior": "superior"}
CANON_NAMES = {**CANONS, "StatedPriority": "stated"}


class Peer:
    """Decides disputes under the bare statutes with clingo."""

    def __init__(self, store: ox.Store, law: Law) -> None:
        """Write the law as facts and ground the program."""
        self.store, self.law, self.calendar = store, law, Calendar(store)
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], PROGRAM + "\n".join(f"{fact}." for fact in self._facts()))
        self.control.ground([("base", [])])
        self._set: list[clingo.Symbol] = []

    @cached_property
    def timed(self) -> list[str]:
        """What is in force or not: norms, auxiliary norms, and the provisions on which the rest stands."""
        auxiliary = [norm.iri for norm in auxiliary_norms(self.store)]
        return [*self.law.norms, *auxiliary, *self.provisions]

    @cached_property
    def provisions(self) -> list[str]:
        """The provisions that something rests on without being laid down in them."""
        found: set[str] = set()
        for predicate in (ANBAO.authority, ANBAO.yieldsToSpecial):
            quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None)
            found |= {quad.object.value for quad in quads}  # type: ignore[union-attr]
        return sorted(found)

    def _facts(self) -> Iterator[str]:
        yield from (_fact("fact", iri) for iri, known in self.law.circumstances.items() if known.factual)
        yield from (_fact("timed", iri) for iri in self.timed)
        yield from self._axioms()
        yield from self._auxiliary()
        for norm in self.law.norms.values():
            yield from (_fact("element", norm.iri, element) for _, element in norm.elements)
        yield from self._exceptions()
        yield from self._conflict()

    def _axioms(self) -> Iterator[str]:
        profile = profile_of(self.law, self.law.bare)
        closure = classify(self.law, profile)
        for name, pairs in (
            ("within", closure.within),
            ("narrower", closure.narrower),
            ("same", closure.same),
        ):
            yield from (_fact(name, one, other) for one, other in pairs)
        for number, axiom in enumerate(profile.axioms):
            if axiom.kind == "disjoint":
                yield _fact("disjoint", axiom.left, axiom.right[0])
                yield _fact("disjoint", axiom.right[0], axiom.left)
            elif axiom.kind == "covering":
                yield _fact("covering", str(number), axiom.left)
                yield from (_fact("part", str(number), part) for part in axiom.right)

    def _auxiliary(self) -> Iterator[str]:
        for norm in auxiliary_norms(self.store):
            yield from (_fact("condition", norm.iri, one) for one in norm.conditions)
            yield from (_fact("establishes", norm.iri, one) for one in norm.establishes)
            yield from (_fact("excludes", norm.iri, one) for one in norm.excludes)

    def _exceptions(self) -> Iterator[str]:
        get = self.values
        quads = self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.exceptsNorm), None)
        others = self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.exceptsNormsOf), None)
        for iri in sorted({quad.subject.value for found in (quads, others) for quad in found}):  # type: ignore[union-attr]
            if not (provisions := get(iri, "authority")):
                continue  # claimed by a position
            statutes = get(iri, "exceptsNormsOf")
            norms = [norm.iri for norm in self.law.norms.values() if norm.statute in statutes]
            yield from (_fact("excepts", iri, norm) for norm in {*get(iri, "exceptsNorm"), *norms})
            yield from (_fact("when", iri, one) for one in get(iri, "condition"))
            yield from (_fact("rests_on", iri, one) for one in provisions)
        for iri, norm in self.law.norms.items():
            if norm.effect:
                yield _fact("defence", iri)
                if norm.effect == str(ANBAO.ExcludesLiability):
                    yield from (_fact("excepts", iri, other) for other in self._reached(iri))

    def _reached(self, defence: str) -> Iterator[str]:
        against, spared = set(self.values(defence, "against")), self.values(defence, "notAgainst")
        for norm in self.law.norms.values():
            if (
                norm.consequence
                and norm.iri not in spared
                and against & {norm.iri, norm.question, norm.statute}
            ):
                yield norm.iri

    def _conflict(self) -> Iterator[str]:
        get = self.values
        for norm in self.law.norms.values():
            if norm.consequence:
                yield _fact("gives", norm.iri, norm.consequence)
                yield _fact("question", norm.iri, norm.question)
                yield _fact("statute", norm.iri, norm.statute)
                begins = min(begin for begin, _ in norm.in_force)
                yield f"since({_text(norm.iri)}, {begins.replace('-', '')})"
                yield from (_fact("issuer", norm.iri, one) for one in get(norm.statute, "issuer"))
        for statute in {norm.statute for norm in self.law.norms.values()}:
            for rank in get(statute, "rank"):
                yield _fact("rank", statute, rank)
                yield from (f"precedence({_text(statute)}, {one})" for one in get(rank, "precedence"))
            for clause in get(statute, "yieldsToSpecial"):
                yield _fact("yields", statute, clause)
                yield from (_fact("favours", clause, one) for one in get(clause, "favoursRank"))
        yield from self._relations()
        for canon, name in CANON_NAMES.items():
            iri = str(ANBAO[canon])
            yield from (f"order({name}, {one})" for one in get(iri, "canonOrder"))
            yield from (f"canon({name}, {_text(one)})" for one in get(iri, "authority") if canon in CANONS)

    def _relations(self) -> Iterator[str]:
        get = self.values
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(ANBAO.fromNorm), None):
            relation, one = quad.subject.value, quad.object.value  # type: ignore[union-attr]
            kinds = get(relation, "relationKind")
            suspends = any(get(kind, "suspendsConflict") == ["true"] for kind in kinds)
            for other in get(relation, "toNorm"):
                if suspends:
                    yield _fact("compatible", one, other)
                else:
                    yield from (_fact("stated", one, other, clause) for clause in get(relation, "authority"))

    def values(self, subject: str, name: str) -> list[str]:
        """Return the values of a property of the ontology."""
        return values(self.store, subject, str(ANBAO[name]))

    def externals(self, dispute: Dispute) -> list[clingo.Symbol]:
        """Return what is true of a dispute: its findings, and what is in force."""
        found = [
            clingo.Function(
                "found",
                [
                    clingo.String(finding.circumstance),
                    clingo.Function(finding.status.word, []),
                ],
            )
            for finding in dispute.findings
        ]
        for iri in self.timed:
            force = (
                self.calendar.in_force(iri, dispute)
                if iri in self._provisions
                else self.calendar.force(iri, dispute)
            )
            if force in {CERTAIN, PERHAPS}:
                found.append(clingo.Function("force", [clingo.String(iri), clingo.Function(force, [])]))
        return found

    @cached_property
    def _provisions(self) -> frozenset[str]:
        return frozenset(self.provisions)

    def decide(self, externals: Iterable[clingo.Symbol]) -> frozenset[tuple[str, ...]]:
        """Return statuses and labels of norms, or that the findings contradict one another."""
        for symbol in self._set:
            self.control.assign_external(symbol, False)
        self._set = list(externals)
        for symbol in self._set:
            self.control.assign_external(symbol, True)
        with self.control.solve(yield_=True) as models:
            [found] = [frozenset(map(_read, model.symbols(shown=True))) for model in models]
        return found


def _text(iri: str) -> str:
    return f'"{iri}"'


def _fact(name: str, *iris: str) -> str:
    return f"{name}({', '.join(map(_text, iris))})"


def _read(symbol: clingo.Symbol) -> tuple[str, ...]:
    if not symbol.arguments:
        return (symbol.name,)
    norm, kind = symbol.arguments
    return symbol.name, norm.string, kind.name
