"""Profiles, what premises make of them, and the cache of classifications."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.java import hide_java

from anbao.engine.engine import Engine
from anbao.errors import InconsistentOntology, ReasonerUnavailable
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification, hermit
from anbao.law.norms import Axiom, Circumstance, Law, Norm, Position, Premise
from anbao.wording import Label
from anbao_dev import classifications

C = "urn:c#"
CONDUCT = str(ANBAO.conductElement)
ID = "https://w3id.org/anbao/id/"


def within(narrower: str, wider: str) -> Axiom:
    """Return the axiom that one circumstance lies within another."""
    return Axiom("within", C + narrower, (C + wider,))


def norm(name: str, *elements: str) -> Norm:
    """Return a norm whose conduct elements are the given circumstances."""
    conduct = tuple((CONDUCT, C + element) for element in elements)
    return Norm(f"urn:{name}", Label(name, name), "urn:p", "urn:s", "urn:q", conduct, None)


def law(*axioms: Axiom, norms: tuple[Norm, ...] = ()) -> Law:
    """Return a law of five facts and three concepts."""
    facts, concepts = ("Shop", "Inn", "Site", "Browses", "Buys"), ("Place", "Public", "User")
    names = {C + name: name in facts for name in (*facts, *concepts)}
    labels = {iri: Label(iri, iri.removeprefix(C)) for iri in names}
    circumstances = {iri: Circumstance(iri, labels[iri], fact) for iri, fact in names.items()}
    bare = Position("urn:bare", "bare", Label("无", "bare"), (), bare=True)
    by_iri = {norm.iri: norm for norm in norms}
    return Law(labels, circumstances, tuple(sorted(axioms)), by_iri, {bare.iri: bare})


def premise(kind: str, concept: str, circumstance: str, mode: str = "LexLata") -> Premise:
    """Return a premise of a kind that changes a concept."""
    values = ((str(ANBAO.concept), C + concept), (str(ANBAO.circumstance), C + circumstance))
    iri = f"urn:premise:{kind}:{concept}:{circumstance}"
    kind_iri, mode_iri = str(ANBAO._NS) + kind, str(ANBAO._NS) + mode
    return Premise(iri, kind_iri, Label(kind, kind), mode_iri, "p. 1", values)


def changed(base: Law, *premises: Premise, ferenda: bool = False) -> set[tuple[str, str, str]]:
    """Return the axioms under the premises, as (kind, left, right) by local names."""
    position = Position("urn:position", "P", Label("P", "P"), premises)
    profile = classification.profile_of(base, position, ferenda=ferenda)
    return {
        (axiom.kind, axiom.left.removeprefix(C), ",".join(r.removeprefix(C) for r in axiom.right))
        for axiom in profile.axioms
    }


PLACES = (within("Shop", "Place"), within("Inn", "Place"), within("Place", "Public"))
BASE = {("within", "Shop", "Place"), ("within", "Inn", "Place"), ("within", "Place", "Public")}


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return an empty cache folder, in use."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ANBAO_CACHE", str(folder))
    return folder


def refuse(*_: object) -> hermit.Classified:
    """Fail: HermiT must not run."""
    pytest.fail("HermiT ran")


def test_bare_statutes_change_nothing() -> None:
    """Without premises the axioms are the law's."""
    assert changed(law(*PLACES)) == BASE


def test_extension_adds_what_it_extends_to() -> None:
    """An extension puts one more circumstance within a concept."""
    new = ("within", "Site", "Place")
    assert changed(law(*PLACES), premise("Extension", "Place", "Site")) == BASE | {new}


def test_denial_takes_out_and_asserts_nothing() -> None:
    """A denial takes one circumstance out of a concept; the two do not exclude each other."""
    expected = BASE - {("within", "Inn", "Place")} | {("denied", "Inn", "Place")}
    assert changed(law(*PLACES), premise("Denial", "Place", "Inn")) == expected


def test_denial_takes_out_what_lies_below_too() -> None:
    """What lies below the denied circumstance loses its own step into the concept; another keeps its own."""
    base = law(*PLACES, within("Inn", "Shop"))
    expected = BASE - {("within", "Inn", "Place"), ("within", "Shop", "Place")}
    expected |= {("within", "Inn", "Shop"), ("denied", "Shop", "Place")}
    assert changed(base, premise("Denial", "Place", "Shop")) == expected


def test_denial_leaves_the_other_parts_of_a_covering() -> None:
    """Of a covering of the concept the steps from its other parts are left."""
    base = law(Axiom("covering", C + "Place", (C + "Shop", C + "Inn")))
    expected = {("within", "Shop", "Place"), ("denied", "Inn", "Place")}
    assert changed(base, premise("Denial", "Place", "Inn")) == expected


DEFINED = Axiom("definition", C + "User", (C + "Buys",))


def test_extension_joins_a_definition() -> None:
    """What a position puts under a defined concept defines it too; a covering that is none stays as it is."""
    covering = Axiom("covering", C + "Place", (C + "Shop", C + "Inn"))
    base = law(DEFINED, within("Buys", "User"), covering)
    found = changed(base, premise("Extension", "User", "Browses"), premise("Extension", "Place", "Site"))
    assert {axiom for axiom in found if axiom[0] != "within"} == {
        ("definition", "User", "Browses,Buys"),
        ("covering", "Place", "Shop,Inn"),
    }


def test_definition_makes_equal(cache: Path) -> None:
    """A concept that one circumstance defines is the same as it; with a second one it is wider."""
    base = law(DEFINED, within("Buys", "User"))
    pairs = [(C + "Buys", C + "User"), (C + "User", C + "Buys")]
    closure = classification.classify(base, classification.profile_of(base, base.bare))
    assert {*pairs} <= {*closure.within}
    wider = Position("urn:wider", "W", Label("W", "W"), (premise("Extension", "User", "Browses"),))
    closure = classification.classify(base, classification.profile_of(base, wider))
    assert {*pairs} & {*closure.within} == {pairs[0]}


@pytest.mark.parametrize(
    ("kind", "circumstance"), [("Denial", "Buys"), ("Redefinition", "Browses"), ("Restriction", "Shop")]
)
def test_other_changes_of_a_defined_concept(kind: str, circumstance: str) -> None:
    """One who denies, redefines or restricts a defined concept gives up its definition."""
    base = law(DEFINED, within("Buys", "User"))
    found = changed(base, premise(kind, "User", circumstance))
    assert not [axiom for axiom in found if axiom[0] == "definition"]


def test_denial_of_one_of_two_leaves_the_other_to_define() -> None:
    """Of two circumstances that define a concept the one that is not denied goes on defining it."""
    base = law(Axiom("definition", C + "User", (C + "Browses", C + "Buys")))
    found = changed(base, premise("Denial", "User", "Buys"))
    assert found == {("definition", "User", "Browses"), ("denied", "Buys", "User")}


def test_causation_test_makes_equal_and_keeps_what_leads_there() -> None:
    """A test is as good as the concept that it tests; what is found to be a cause stands the test."""
    values = ((str(ANBAO.concept), C + "Place"), (str(ANBAO.testedBy), C + "Site"))
    test = replace(premise("CausationTest", "Place", "Site"), values=values)
    new = {("within", "Site", "Place"), ("within", "Place", "Site")}
    assert changed(law(*PLACES), test) == BASE | new
    defined = Axiom("definition", C + "Place", (C + "Shop",))
    assert ("definition", "Place", "Shop") in changed(law(*PLACES, defined), test)


def test_reasoner_is_told_nothing_of_a_denial(cache: Path) -> None:
    """A denied circumstance and the concept stay apart: neither lies within the other, nor excludes it."""
    base = law(*PLACES)
    position = Position("urn:position", "P", Label("P", "P"), (premise("Denial", "Place", "Inn"),))
    profile = classification.profile_of(base, position)
    closure = classification.classify(base, profile)
    pairs = {(C + "Inn", C + "Place"), (C + "Place", C + "Inn")}
    assert not pairs & {*closure.within}
    relations = {quad.predicate.value.rsplit("#", 1)[-1] for quad in classification.quads(profile, closure)}
    assert relations == {"within", "deniedWithin"}


def test_unknown_kind_of_axiom_is_refused(cache: Path) -> None:
    """An axiom of a kind that nobody reads raises, and nothing of it is kept."""
    base = law(*PLACES, Axiom("nearly", C + "Inn", (C + "Place",)))
    with pytest.raises(ValueError, match="nearly"):
        classification.classify(base, classification.profile_of(base, base.bare))
    assert not list(cache.rglob("*"))


def test_redefinition_replaces_what_led_to_the_concept() -> None:
    """A redefined concept is equivalent to its new meaning, and nothing else leads to it."""
    expected = {
        ("within", "Place", "Public"),
        ("within", "Site", "Place"),
        ("within", "Place", "Site"),
    }
    assert changed(law(*PLACES), premise("Redefinition", "Place", "Site")) == expected


def test_restriction_keeps_only_what_lies_inside() -> None:
    """A restricted concept lies within the restriction; what led to it from outside is dropped."""
    base = law(*PLACES, within("Shop", "User"))
    expected = {
        ("within", "Shop", "Place"),
        ("within", "Shop", "User"),
        ("within", "Place", "Public"),
        ("within", "Place", "User"),
    }
    assert changed(base, premise("Restriction", "Place", "User")) == expected


def test_other_premises_change_no_axiom() -> None:
    """Interpretations, exceptions and claims of priority leave the axioms alone."""
    kinds = ("Interpretation", "ExceptionClaim", "PriorityClaim", "Standard", "CausationTest")
    assert changed(law(*PLACES), *(premise(kind, "Place", "Site") for kind in kinds)) == BASE


def test_proposal_of_legislation_counts_only_if_asked_for() -> None:
    """An extension de lege ferenda changes the axioms only on demand."""
    proposal = premise("Extension", "Place", "Site", mode="LexFerenda")
    assert changed(law(*PLACES), proposal) == BASE
    assert ("within", "Site", "Place") in changed(law(*PLACES), proposal, ferenda=True)


def test_order_of_premises_does_not_matter() -> None:
    """An extension and a restriction of one concept give the same in either order."""
    two = premise("Extension", "Place", "Site"), premise("Restriction", "Place", "User")
    assert changed(law(*PLACES), *two) == changed(law(*PLACES), *reversed(two))


def test_profile_is_known_by_its_axioms() -> None:
    """The digest changes with an axiom or a scope, and not with a source."""
    base = law(*PLACES, norms=(norm("a", "Place"),))
    digest = classification.profile_of(base, base.bare).digest

    def other(changed_law: Law) -> str:
        return classification.profile_of(changed_law, changed_law.bare).digest

    sourced = tuple(replace(axiom, sources=("urn:source",)) for axiom in base.axioms)
    assert other(replace(base, axioms=sourced)) == digest
    assert other(law(*PLACES[:2], norms=(norm("a", "Place"),))) != digest
    assert other(law(*PLACES, norms=(norm("a", "Shop"),))) != digest


def test_positions_that_agree_share_a_profile() -> None:
    """Two positions with the same change of concepts share one classification."""
    base = law(*PLACES)
    change, aside = premise("Extension", "Place", "Site"), premise("Standard", "Place", "Inn")
    one, two = (
        Position(f"urn:{index}", str(index), Label("", ""), premises)
        for index, premises in enumerate(((change,), (change, aside)))
    )
    first, second = (classification.profile_of(base, position) for position in (one, two))
    assert first.digest == second.digest


def test_closure_tells_narrower_from_equal_scopes(cache: Path) -> None:
    """A narrower scope is strict; equal scopes are neither narrower nor wider."""
    norms = (norm("inn", "Inn"), norm("place", "Place"), norm("again", "Place"))
    base = law(*PLACES, norms=norms)
    closure = classification.classify(base, classification.profile_of(base, base.bare))
    assert set(closure.narrower) == {("urn:inn", "urn:place"), ("urn:inn", "urn:again")}
    assert set(closure.same) == {("urn:place", "urn:again"), ("urn:again", "urn:place")}
    assert (C + "Inn", C + "Public") in closure.within
    assert (C + "Public", C + "Inn") not in closure.within


def test_empty_circumstance_is_named(cache: Path) -> None:
    """A circumstance that can have no member is an error that names it, and is not cached."""
    base = law(*PLACES, Axiom("disjoint", C + "Inn", (C + "Public",)))
    with pytest.raises(InconsistentOntology, match="Inn") as caught:
        classification.classify(base, classification.profile_of(base, base.bare))
    assert caught.value.mend
    assert not list(cache.rglob("*"))


def test_second_call_runs_no_reasoner(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was classified is read from the cache; a changed axiom is classified anew."""
    base = law(*PLACES, norms=(norm("inn", "Inn"), norm("place", "Place")))
    profile = classification.profile_of(base, base.bare)
    first = classification.classify(base, profile)
    assert [path.stem for path in cache.iterdir()] == [profile.digest]
    monkeypatch.setattr(hermit, "classify", refuse)
    assert classification.classify(base, profile) == first
    fewer = law(*PLACES[:2], norms=(norm("inn", "Inn"), norm("place", "Place")))
    with pytest.raises(pytest.fail.Exception, match="HermiT ran"):
        classification.classify(fewer, classification.profile_of(fewer, fewer.bare))


def test_cache_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the cache folder cannot be made, the classification is made all the same."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("ANBAO_CACHE", str(blocked / "cache"))
    base = law(*PLACES)
    closure = classification.classify(base, classification.profile_of(base, base.bare))
    assert (C + "Inn", C + "Place") in closure.within
    assert blocked.read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"within": []}'])
def test_damaged_cache_file_is_written_anew(cache: Path, content: str) -> None:
    """A cache file that was cut off or is something else is no answer and no error."""
    base = law(*PLACES)
    profile = classification.profile_of(base, base.bare)
    right = classification.classify(base, profile)
    (cache / f"{profile.digest}.json").write_text(content, encoding="utf-8")
    assert classification.classify(base, profile) == right


def test_no_java_matters_only_without_cache(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is cached needs no Java; the rest says that there is none."""
    base, other = law(*PLACES), law(*PLACES[:1])
    closure = classification.classify(base, classification.profile_of(base, base.bare))
    hide_java(monkeypatch, tmp_path)
    assert classification.classify(base, classification.profile_of(base, base.bare)) == closure
    with pytest.raises(ReasonerUnavailable):
        classification.classify(other, classification.profile_of(other, other.bare))


def test_what_is_shipped_needs_neither_cache_nor_java(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An installed wheel decides with what it ships; a file of it that is damaged is passed over."""
    base, shipped = law(*PLACES), tmp_path / "shipped"
    closure = classification.classify(base, classification.profile_of(base, base.bare))
    classifications.write(base, shipped)
    monkeypatch.setattr(classification, "shipped_folder", lambda: shipped)
    monkeypatch.setenv("ANBAO_CACHE", str(tmp_path / "empty"))
    hide_java(monkeypatch, tmp_path)
    [file] = shipped.iterdir()
    assert classification.classify(base, classification.profile_of(base, base.bare)) == closure
    file.write_text("{", "utf-8")
    with pytest.raises(ReasonerUnavailable):
        classification.classify(base, classification.profile_of(base, base.bare))


def test_shipped_files_are_those_of_the_law(cache: Path, tmp_path: Path) -> None:
    """What was written for another law is removed: the digest of a profile names its file."""
    shipped = tmp_path / "shipped"
    classifications.write(law(*PLACES), shipped)
    before = {path.name for path in shipped.iterdir()}
    classifications.write(law(*PLACES[:1]), shipped)
    after = {path.name for path in shipped.iterdir()}
    assert len(before) == len(after) == 1
    assert before != after


def test_food_licence_review_is_special_to_qualification_review(engine: Engine, cache: Path) -> None:
    """That FSL 131(1) is special to ECL 38(2) is inferred, through one bridging axiom.

    Without "licence review is qualification review" nothing makes the scope narrower.
    """
    base = engine.law
    special, general = (
        base.norms[ID + name] for name in ("cn-fsl-art-131-1-licence", "cn-ecl-art-38-2-review")
    )
    profile = classification.profile_of(base, base.bare)
    inferred = classification.classify(base, profile).narrower
    assert (special.iri, general.iri) in inferred
    assert (general.iri, special.iri) not in inferred
    conducts = [{e for kind, e in n.elements if kind == CONDUCT} for n in (special, general)]
    bridge = [a for a in base.axioms if a.left in conducts[0] and set(a.right) <= conducts[1]]
    assert [axiom.kind for axiom in bridge] == ["within"]
    without = replace(base, axioms=tuple(a for a in base.axioms if a not in bridge))
    closure = classification.classify(without, classification.profile_of(without, without.bare))
    assert (special.iri, general.iri) not in closure.narrower


def test_every_profile_of_the_graph_can_be_classified(engine: Engine) -> None:
    """No position makes a circumstance or a scope empty, its proposals included."""
    for position in engine.law.positions.values():
        for ferenda in (False, True):
            profile = classification.profile_of(engine.law, position, ferenda=ferenda)
            assert classification.classify(engine.law, profile).within
