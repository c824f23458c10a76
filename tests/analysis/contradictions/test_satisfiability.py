"""What can occur under claims held together, and why a class has no members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest

from anbao.analysis.compare.relevance import clauses_of
from anbao.analysis.contradictions.satisfiability import Claims, Kinds, Question, refutation
from anbao.engine.engine import Engine
from anbao.law.norms import Axiom, Circumstance, Law, Premise
from anbao.wording import Label

ID = "https://w3id.org/anbao/id/"
CIRC = "https://w3id.org/anbao/circumstance#"
TERMS = [CIRC + name for name in ("A", "B", "C", "D", "E")]
A, B, C, D, E = TERMS


def small(engine: Engine, *axioms: Axiom) -> Law:
    """Return a law of five circumstances and some axioms."""
    circumstances = {iri: Circumstance(iri, Label(iri, iri), True) for iri in TERMS}
    return replace(engine.law, circumstances=circumstances, axioms=axioms)


def premises(engine: Engine) -> dict[str, Premise]:
    """Return all premises by the end of their IRI."""
    every = (p for position in engine.law.positions.values() for p in position.premises)
    return {premise.iri.removeprefix(ID + "position-"): premise for premise in every}


def possible(axioms: Iterable[Axiom], inside: Iterable[str], outside: Iterable[Iterable[str]] = ()) -> bool:
    """Return whether some world satisfies axioms with all of `inside`, and none of `outside` whole."""
    clauses = [clause for axiom in axioms for clause in clauses_of(axiom)]
    for world in product((False, True), repeat=len(TERMS)):
        given = dict(zip(TERMS, world, strict=True))
        if all(any(given[one] == holds for one, holds in clause) for clause in clauses):
            barred = any(all(given[one] for one in some) for some in outside)
            if all(given[one] for one in inside) and not barred:
                return True
    return False


LAWS = (
    (),
    (Axiom("within", A, (B,)), Axiom("disjoint", B, (C,))),
    (Axiom("covering", A, (B, C)), Axiom("disjoint", B, (D,)), Axiom("within", C, (E,))),
    (Axiom("within", A, (B,)), Axiom("within", A, (C,)), Axiom("disjoint", B, (C,))),
)


@pytest.mark.parametrize("axioms", LAWS, ids=len)
def test_hermit_finds_what_truth_tables_find(engine: Engine, axioms: tuple[Axiom, ...]) -> None:
    """Kinds of situations inside of some circumstances and outside of others are empty as tables say."""
    asked = {
        "a": ((A,), ()),
        "ac": ((A, C), ()),
        "ad": ((A, D), ()),
        "a-not-b": ((A,), ((B,),)),
        "ad-not-e": ((A, D), ((E,),)),
        "a-not-bc": ((A,), ((B, C),)),
    }
    barred = {" ".join(some): some for _, outside in asked.values() for some in outside}
    inside = {name: facts for name, (facts, _) in asked.items()} | barred
    outside = {name: tuple(" ".join(some) for some in out) for name, (_, out) in asked.items()}
    empty = Question(small(engine, *axioms), axioms, Kinds(inside, outside)).empty()
    for name, (facts, out) in asked.items():
        assert (name in empty) == (not possible(axioms, facts, out)), name
    for term in TERMS:
        assert (term in empty) == (not possible(axioms, [term])), term


def test_answers_are_cached_by_what_is_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same question is not inferred again, and another kind makes another question."""
    law = small(engine, *LAWS[1])
    first = Question(law, LAWS[1], Kinds({"one": (A, C)}))
    assert first.empty() == {"one"}
    monkeypatch.setattr(Question, "_infer", lambda _: pytest.fail("inferred again"))
    assert Question(law, reversed(LAWS[1]), Kinds({"one": (A, C)})).empty() == {"one"}
    assert Question(law, LAWS[1], Kinds({"one": (A, B)})).digest != first.digest
    assert Question(law, LAWS[2], Kinds({"one": (A, C)})).digest != first.digest


@pytest.mark.parametrize("axioms", LAWS, ids=len)
@pytest.mark.parametrize("start", [(A,), (A, C), (A, D), (B, D)])
def test_a_refutation_suffices_and_nothing_in_it_can_be_left_out(
    axioms: tuple[Axiom, ...], start: tuple[str, ...]
) -> None:
    """It is found where there is one, refutes what is given, and does so with every axiom only."""
    found = refutation(axioms, start)
    assert bool(found) == (not possible(axioms, start))
    if found:
        assert not possible(found, start)
        for axiom in found:
            assert possible([one for one in found if one != axiom], start)


def test_a_premise_takes_away_law_and_never_anothers_claim(engine: Engine) -> None:
    """Held together, an extension and a denial of the same both stand, so that they clash."""
    known = premises(engine)
    extension, denial = known["p03-platform-under-1198"], known["p02-not-a-public-place"]
    claims = Claims(engine.law, [extension, denial])
    both = claims.together([extension, denial])
    assert both == {*engine.law.axioms} | claims.added[extension] | claims.added[denial]
    assert claims.together([]) == {*engine.law.axioms}
    restriction = known["p01-life-health"]
    narrowed = Claims(engine.law, [restriction]).together([restriction])
    assert {*engine.law.axioms} - narrowed


def test_only_claims_that_can_meet_are_asked_about(engine: Engine) -> None:
    """An extension meets a denial of the same concept, and not a restriction of another."""
    known = premises(engine)
    extension, denial = known["p03-platform-under-1198"], known["p02-not-a-public-place"]
    restriction, reading = known["p01-life-health"], known["p02-supplementary"]
    claims = Claims(engine.law, [extension, denial, restriction, reading])
    assert claims.meet([extension, denial])
    assert not claims.meet([extension, restriction])
    assert not claims.meet([denial])
    assert reading not in claims.added


def test_a_claim_bears_on_facts_only_if_it_can_refute_them(engine: Engine) -> None:
    """A denial bears on being both sides of it, and not on one side alone."""
    denial = premises(engine)["p02-not-a-public-place"]
    claims = Claims(engine.law, [denial])
    platform, place = CIRC + "ECommercePlatformOperator", CIRC + "PlaceOperatorManagerOrOrganiser"
    assert claims.bearing([denial], [(platform, True), (place, True)]) == {denial}
    assert claims.bearing([denial], [(platform, True)]) == frozenset()
