"""The decided cases replayed: expectations worked out by hand from the findings and the positions.

| case | held (last instance) | by hand |
|---|---|---|
| C01 | supplementary, 50 % | 2018-11-25, before ECL 38(2) (2019-01-01): TLL 6(1) alone, own liability |
| C03 | supplementary, limited | undated; 38(2) in issue. P02, P03: supplementary, of which the holding
  is a kind; P24 several and P20 joint: another form; the statutes leave it open |
| C05 | dismissed | all that matters was left open |
| C07 | several | TLL 12 / CC 1172 give it, perhaps displaced: undated |
| C09/1 | dismissed | 2018: 38(2), under which it is discussed, not in force; nothing is raised |
| C13 | several, citing TLL 6(1) | 2017: 38(2) not in force; TLL 6(1) gives own liability |
| C19 | joint | FSL 131(1) gives it, and promises cumulate with it: agrees |
| C09/2 | own | 2018: TLL 37(1) and the 2003 Interpretation, whose relation is open |
| C20 | carrier | CC 823 is not modelled |
| C35 | administrative | FSL 131(1), ECL 83: agrees |
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
from tests.support.cases import CONFLICT

from anbao.analysis.backtest.backtest import BackTest, Replay, backtest
from anbao.analysis.backtest.mismatches import Mismatch
from anbao.engine.engine import Engine, choose_positions
from anbao.errors import UnknownTerm
from anbao.formats import backtest as written
from anbao.graph import questions
from anbao.graph.stores import files, load
from anbao.schemas import schema

ID = "https://w3id.org/anbao/id/"
CIRC = "https://w3id.org/anbao/circumstance#"
SHOWN = ("statutes", "P01", "P02", "P03", "P10", "P20", "P24", "P26")
CASES = ("C01", "C03", "C05", "C07", "C09", "C13", "C19", "C20", "C32", "C35")
QB = "http://purl.org/linked-data/cube#"


@pytest.fixture(scope="module")
def found(engine: Engine) -> BackTest:
    """Ten cases under eight positions."""
    return backtest(engine, choose_positions(engine.law, SHOWN), cases=CASES)


def replay(test: BackTest, holding: str, position: str) -> Replay:
    """Return the replay of a holding, by the end of its IRI, under a position."""
    return next(
        r for r in test.replays if r.held.holding == ID + holding and r.position.identifier == position
    )


def reasons(one: Replay) -> list[tuple[str, str]]:
    """Return the mismatches of a replay, kind and why."""
    return [(mismatch.kind.removeprefix("MismatchOf"), mismatch.why) for mismatch in one.mismatches]


def only(one: Replay, why: str) -> Mismatch:
    """Return the one mismatch with this reason."""
    [mismatch] = [mismatch for mismatch in one.mismatches if mismatch.why == why]
    return mismatch


C01, C03, C05 = "case-c01-dispute-1-holding-2", "case-c03-dispute-1-holding", "case-c05-dispute-1-holding"
C07, C09, C13 = "case-c07-dispute-1-holding", "case-c09-dispute-1-holding", "case-c13-dispute-1-holding-2"
C19, C20, C35 = "case-c19-dispute-1-holding", "case-c20-dispute-1-holding", "case-c35-dispute-1-holding"
BY_HAND = [
    (C01, "statutes", "Disagrees", "other form"),
    (C01, "P03", "Disagrees", "other form"),
    (C03, "statutes", "Compatible", "open form"),
    (C03, "P01", "Disagrees", "other form"),
    (C03, "P02", "Compatible", "kind of"),
    (C03, "P03", "Compatible", "kind of"),
    (C03, "P20", "Disagrees", "other form"),
    (C03, "P24", "Disagrees", "other form"),
    (C03, "P26", "Compatible", "open form"),
    (C05, "statutes", "Compatible", "open norm"),
    (C05, "P24", "Compatible", "open norm"),
    (C07, "statutes", "Compatible", "uncertain"),
    (C09, "statutes", "NotComparable", "nothing raised"),
    (C13, "statutes", "Disagrees", "other form"),
    (C19, "statutes", "Agrees", "same form"),
    (C20, "statutes", "NotComparable", "not modelled"),
    (C35, "statutes", "Agrees", "same form"),
]


@pytest.mark.parametrize(("holding", "position", "level", "why"), BY_HAND)
def test_levels_by_hand(found: BackTest, holding: str, position: str, level: str, why: str) -> None:
    """The level of each replay is the one worked out by hand."""
    one = replay(found, holding, position)
    assert (one.level, one.verdict.why) == (level, why)


@pytest.mark.parametrize("holding", [C01, C09, C13])
def test_older_than_the_law_is_a_mismatch_of_time(found: BackTest, holding: str) -> None:
    """C01, C09 and C13 are discussed under ECL 38(2) and older than it: time comes first, for everyone."""
    for position in SHOWN:
        one = replay(found, holding, position)
        assert one.mismatches[0].kind == "MismatchOfTime"
        assert ID + "cn-ecl-art-38-2" in only(one, "discussed, not in force").concerns
    assert ID + "work-p03" in only(replay(found, C01, "P02"), "discussed, not in force").sources


def test_another_day_is_named_only_if_it_comes_nearer(found: BackTest) -> None:
    """C01 on 2019-01-01: compatible with the open term and P03's supplementary, not with P24's several."""
    for position in ("statutes", "P03"):
        mismatch = only(replay(found, C01, position), "not in force")
        assert (mismatch.on, mismatch.level) == (dt.date(2019, 1, 1), "Compatible")
        assert mismatch.concerns == (ID + "cn-ecl-art-38-2-review",)
    assert "not in force" not in [why for _, why in reasons(replay(found, C01, "P24"))]


def test_undated_facts_are_a_mismatch_of_time(found: BackTest) -> None:
    """C07 has no date: before 2019 TLL 12 alone gives several liability; under P24 38(2) does in 2021."""
    bare = only(replay(found, C07, "statutes"), "not dated")
    assert (bare.level, bare.concerns) == ("Agrees", (ID + "cn-tll-art-12-1-norm",))
    assert bare.on is not None
    assert bare.on < dt.date(2019, 1, 1)
    several = only(replay(found, C07, "P24"), "not dated")
    assert (several.level, several.on) == ("Agrees", dt.date(2021, 1, 1))
    assert ID + "cn-ecl-art-38-2-review" in several.concerns


def test_open_findings_that_decide(found: BackTest) -> None:
    """C05 was dismissed: it agrees if one element fails, be it the breach, the fault or the causation."""
    told = [m for m in replay(found, C05, "statutes").mismatches if m.why == "finding open"]
    assert {mismatch.level for mismatch in told} == {"Agrees"}
    assert {mismatch.circumstances for mismatch in told} == {
        ((CIRC + name, False),)
        for name in ("BreachCausedHarm", "DefendantNegligent", "QualificationNotReviewed")
    }


def test_doctrine_where_another_position_comes_nearer(found: BackTest) -> None:
    """C03 under P24: P02 and P03 are nearer, P01 and P20 are not; under P03 nobody is: the court."""
    assert reasons(replay(found, C03, "P24")) == [("Doctrine", "other positions")]
    nearer = only(replay(found, C03, "P24"), "other positions").positions
    assert {ID + "position-p02", ID + "position-p03", ID + "bare-statutes"} <= set(nearer)
    assert not {ID + "position-p01", ID + "position-p20", ID + "position-p24"} & set(nearer)
    assert reasons(replay(found, C03, "P03")) == [("Court", "no position")]


def test_norms_that_are_not_modelled(found: BackTest) -> None:
    """C20: no norm gives a carrier's liability, and CC 823, which governs, is not modelled."""
    one = replay(found, C20, "statutes")
    assert reasons(one) == [("Norm", "form not modelled"), ("Norm", "governs, not modelled")]
    assert one.mismatches[1].concerns == (ID + "cn-cc-art-823-1",)


def test_open_relation_between_norms(found: BackTest) -> None:
    """C09/2: TLL 37(1) stands beside the 2003 Interpretation 6(1); how they relate is open in this graph."""
    mismatch = only(replay(found, "case-c09-dispute-2-holding", "statutes"), "relation open")
    assert mismatch.kind == "MismatchOfNorm"
    assert {ID + "cn-spc-pi2003-art-6-1-norm", ID + "cn-tll-art-37-1-norm"} <= set(mismatch.concerns)


def test_agreement_has_no_mismatch(found: BackTest) -> None:
    """C35 agrees under every position, and nothing is held against it; everything else has a reason."""
    for one in found.replays:
        assert bool(one.mismatches) == (one.level != "Agrees")
    assert {replay(found, C35, position).level for position in SHOWN} == {"Agrees"}


def test_positions_that_answer_as_the_statutes(found: BackTest) -> None:
    """C03: P10 extends to places, which changes no answer here; P03 and P26 read the open term."""
    marked = {name: replay(found, C03, name).as_statutes for name in SHOWN}
    assert marked == {name: name in ("statutes", "P10") for name in SHOWN}


def test_own_sources(found: BackTest) -> None:
    """C03 is known through the article of P03, C35 is not; nor is either through that of P02."""
    assert replay(found, C03, "P03").own_source
    assert not replay(found, C03, "P02").own_source
    assert not replay(found, C35, "P03").own_source


def test_scores_by_hand(found: BackTest) -> None:
    """Of nine cases C20 cannot be compared; C13 and C01 disagree, with P24 also C03; C19 and C35 agree."""
    scores = {score.position.rsplit("/", 1)[-1]: score for score in found.scores}
    assert list(scores) == ["bare-statutes", "position-p02", "position-p03"]  # the others: abstracts only
    bare, kai = scores["bare-statutes"], scores["position-p03"]
    assert (bare.agreeing.count, bare.compatible, bare.disagreeing, bare.agreeing.total) == (2, 4, 2, 8)
    assert (kai.agreeing.count, kai.compatible, kai.disagreeing, kai.agreeing.total) == (2, 4, 2, 8)
    assert (bare.acting, bare.own) == (0, 0)
    assert kai.own == 5  # C01, C03, C05, C07, C09: the article is a source of the holding
    assert kai.committed > bare.committed - 1


def test_positions_keep_their_order(engine: Engine) -> None:
    """Positions come as asked, `all` by identifier, and never by score."""
    test = backtest(engine, choose_positions(engine.law, ["all"]), cases=["C35"])
    names = [position.identifier for position in test.positions]
    assert names == ["statutes", *sorted(names[1:])]
    assert len(names) == len(engine.law.positions)
    assert [score.position for score in test.scores] == [
        position.iri for position in test.positions if position.iri not in test.abstract
    ]


def test_replaced_holdings_are_compared_and_not_scored(found: BackTest) -> None:
    """C01's first instance is replayed too, marked as replaced; the count of cases stays the same."""
    first = replay(found, "case-c01-dispute-1-holding-1", "P03")
    assert not first.held.final
    assert first.held.instance is not None
    assert first.held.instance.en == "first instance"


def test_counterfactual_date(engine: Engine) -> None:
    """C01 replayed in 2021: 38(2) is in force, P03 fits, the replay is marked, and no other day is tried."""
    test = backtest(
        engine, choose_positions(engine.law, ["statutes", "P03"]), cases=["C01"], on=dt.date(2021, 6, 1)
    )
    assert (replay(test, C01, "P03").level, replay(test, C01, "P03").verdict.why) == ("Compatible", "kind of")
    assert replay(test, C01, "statutes").verdict.why == "open form"
    assert {mismatch.kind for one in test.replays for mismatch in one.mismatches}.isdisjoint(
        {"MismatchOfTime"}
    )
    document = written.to_json(test, engine.law)
    assert document["counterfactualDate"] == "2021-06-01"
    assert '"2021-06-01"^^xsd:date' in written.to_turtle(test)


def test_no_outcome_is_listed_apart(engine: Engine, found: BackTest) -> None:
    """C32 has no outcome in any source: it is listed and counted nowhere else."""
    assert [found.docket.identifiers[case] for case in found.cases_without_outcome] == ["C32"]
    assert not any(one.case.endswith("c32") for one in found.replays)
    whole = backtest(engine, [engine.law.bare])
    names = [whole.docket.identifiers[case] for case in whole.cases_without_outcome]
    assert names == ["C12", "C22", "C24", "C25", "C26", "C30", "C31", "C32", "C44", "C45"]
    assert len(whole.undecided) == 14
    # C11 has an outcome against one of its two defendants only.
    assert ID + "case-c11-dispute-2" in whole.undecided


def test_published_distribution(engine: Engine) -> None:
    """The published 15, 11, 5 and 1 of 32 beside our 30 cases: 3, 8, 8 and 3, counted by hand."""
    [one] = backtest(engine, [engine.law.bare]).distributions
    rows = {row.outcome.removeprefix(ID + "form-"): (row.published.count, row.ours.count) for row in one.rows}
    assert rows == {"supplementary": (15, 3), "none": (11, 8), "several": (5, 8), "joint": (1, 3)}
    assert {row.published.total for row in one.rows} == {32}
    assert {row.ours.total for row in one.rows} == {one.ours} == {30}
    ends = [case.removeprefix(ID + "case-") for case in one.other]
    # Several outcomes, or a form not stated.
    assert ends == ["c09", "c10", "c17", "c28", "c34", "c37", "c41", "c43"]
    assert ID + "case-c03" in one.shared
    assert ID + "case-c19" not in one.shared


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a case on whose outcome two sources conflict."""
    path = tmp_path_factory.mktemp("cases") / "x1.ttl"
    path.write_text(CONFLICT, "utf-8")
    return path


def test_sources_that_conflict(extended: Path) -> None:
    """Both holdings are compared, the conflict is told, and the case counts in no score."""
    engine = Engine(load([*files(), extended]))
    test = backtest(engine, [engine.law.bare], cases=["X1", "C35"])
    assert replay(test, "case-x1-h1", "statutes").level == "Agrees"
    assert replay(test, "case-x1-h2", "statutes").verdict.why == "nothing raised"
    assert [{one.holding, other.holding} for one, other in test.contested] == [
        {ID + "case-x1-h1", ID + "case-x1-h2"}
    ]
    [score] = test.scores
    assert (score.agreeing.count, score.agreeing.total) == (1, 1)  # C35 alone


def test_cited_provisions(extended: Path) -> None:
    """A court that cites what was no longer in force, or what is not modelled, is told so by rule."""
    text = extended.read_text("utf-8").replace("form-administrative", "form-joint")
    other = extended.with_name("x2.ttl")
    other.write_text(text, "utf-8")
    engine = Engine(load([*files(), other]))
    one = replay(backtest(engine, [engine.law.bare], cases=["X1"]), "case-x1-h1", "statutes")
    assert only(one, "cited, not in force").concerns == (ID + "cn-tll-art-6-1",)
    assert only(one, "cited, not modelled").concerns == (ID + "cn-cc-art-823-1",)
    assert one.mismatches[0].kind == "MismatchOfTime"


def test_json_follows_its_schema(engine: Engine, found: BackTest) -> None:
    """The document is one of the published schema, and holds a comparison for each holding and position."""
    document = written.to_json(found, engine.law)
    jsonschema.Draft202012Validator(schema("backtest")).validate(document)
    assert [len(held["comparisons"]) for held in document["held"]] == [len(SHOWN)] * len(found.held)
    first = document["held"][0]["comparisons"][0]
    assert (first["position"], first["agreement"]) == (ID + "bare-statutes", "Disagrees")
    assert [entry["scored"] for entry in document["positions"]] == [
        name in ("statutes", "P02", "P03") for name in SHOWN
    ]


def test_rdf(engine: Engine, found: BackTest) -> None:
    """Each replay is described in terms of the ontology; each score has every measure of its structure."""
    graph = rdflib.Graph().parse(data=written.to_turtle(found))
    anbao = rdflib.Namespace(questions.PREFIXES["anbao"])
    replays = set(graph.subjects(rdflib.RDF.type, anbao.Replay))
    assert len(replays) == len(found.replays)
    levels = [str(level).rsplit("#", 1)[-1] for level in graph.objects(None, anbao.agreement)]
    assert sorted(levels) == sorted(one.level for one in found.replays)
    structure = ox.NamedNode(written.STRUCTURE)
    components = engine.store.quads_for_pattern(structure, ox.NamedNode(QB + "component"), None)
    wanted = set()
    for component in [quad.object for quad in components]:
        assert isinstance(component, ox.NamedNode)
        for role in ("dimension", "measure"):
            parts = engine.store.quads_for_pattern(component, ox.NamedNode(QB + role), None)
            wanted |= {rdflib.URIRef(quad.object.value) for quad in parts}  # type: ignore[union-attr]
    observations = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(QB + "Observation")))
    assert len(observations) == 3
    assert len(wanted) == 12
    for node in observations:
        assert wanted <= set(graph.predicates(node))


def test_terms_are_declared(found: BackTest) -> None:
    """Every term of the ontology's namespace that the RDF uses is declared with a label in both languages."""
    ontology = rdflib.Graph()
    for path in files():
        if "ontology" in path.parts:
            ontology.parse(path)
    used = {term for triple in written.to_triples(found) for term in (triple.predicate, triple.object)}
    for term in used:
        if isinstance(term, ox.NamedNode) and term.value.startswith(questions.PREFIXES["anbao"]):
            labels = ontology.objects(rdflib.URIRef(term.value), rdflib.SKOS.prefLabel)
            assert {getattr(label, "language", None) for label in labels} >= {"en", "zh-Hans"}, term


def test_unknown_case(engine: Engine) -> None:
    """A case that nobody knows is an error that says where to look."""
    with pytest.raises(UnknownTerm, match="C99"):
        backtest(engine, [engine.law.bare], cases=["C99"])
