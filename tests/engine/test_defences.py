"""Defences: they exclude, reduce or suspend what they are raised against, and the defendant proves them."""

import io

import jsonschema
import pytest
from rich.console import Console

from anbao.cli.tree import DecisionPrinter
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine
from anbao.engine.results import Decision
from anbao.formats.decision import to_json
from anbao.schemas import schema

ID = "https://w3id.org/anbao/id/"
RESORT = [
    "DefendantRunsPlaceOpenToPublic",
    "SafetyMeasuresNotTaken",
    "HarmByDefendantAlone",
    "ClaimantOutsideTransaction",
    "BodilyHarm",
    "DefendantNegligent",
    "BreachCausedHarm",
    "DamageSuffered",
]


def decide(engine: Engine, *more: str, left_open: tuple[str, ...] = ()) -> Decision:
    """Return the decision on a dispute with a resort, with more established and left open."""
    document = {
        "id": "resort",
        "dates": {"conduct": "2021", "harm": "2021"},
        "established": [*RESORT, *more],
        "open": list(left_open),
    }
    return next(engine.decide(from_document(document, engine.law)))


@pytest.mark.parametrize(
    ("facts", "norm", "effect"),
    [
        (["VictimFaultInOccurrence"], "cn-cc-art-1173-1-norm", "ReducesLiability"),
        (["VictimFaultInEnlargement"], "cn-cc-art-1173-1-norm", "ReducesLiability"),
        (["LimitationPeriodExpired", "LimitationPleaded"], "cn-cc-art-188-1-norm", "SuspendsLiability"),
    ],
)
def test_defence_stands_in_each_answer_it_concerns(
    engine: Engine, facts: list[str], norm: str, effect: str
) -> None:
    """What reduces or suspends leaves the liability standing and is named with it."""
    decision = decide(engine, *facts)
    assert decision.answers
    for answer in decision.answers:
        [defence] = answer.defences
        assert (defence.norm, defence.effect, defence.established) == (ID + norm, effect, True)


def test_defence_that_excludes_is_named_by_the_norm_it_removes(engine: Engine) -> None:
    """What excludes removes the norms it is raised against, and no other question's."""
    decision = decide(engine, "VictimCausedHarmIntentionally", "ConductEndangersSafety")
    removed = decision.by_norm[ID + "cn-cc-art-1198-1-norm"]
    assert (removed.status, removed.excepted_by) == ("Excepted", (ID + "cn-cc-art-1174-1-norm",))
    assert decision.status(ID + "cn-cc-art-1167-norm") == "Met"


def test_defendant_bears_the_conditions_of_a_defence(engine: Engine) -> None:
    """What is put in issue and not proved may reduce; if the evidence closed now it does not."""
    decision = decide(engine, left_open=("VictimFaultInOccurrence",))
    assert [d.established for answer in decision.answers for d in answer.defences] == [False, False]
    [element] = decision.by_norm[ID + "cn-cc-art-1173-1-norm"].elements
    assert (element.state, element.burden.side) == ("LeftOpen", "DefendantSide")
    closed = decision.closed
    assert closed
    assert closed.by_norm[ID + "cn-cc-art-1173-1-norm"].closed_for == "ClaimantSide"
    assert not [defence for answer in closed.answers for defence in answer.defences]


def test_open_defence_that_excludes_leaves_the_norm_open_until_the_evidence_closes(engine: Engine) -> None:
    """A norm that an excluding defence may remove is open, and met once the defence is not proved."""
    norm = ID + "cn-cc-art-1198-1-norm"
    decision = decide(engine, left_open=("VictimCausedHarmIntentionally",))
    assert decision.by_norm[norm].open_exceptions == (ID + "cn-cc-art-1174-1-norm",)
    assert decision.status(norm) == "Open"
    assert decision.closed
    assert decision.closed.status(norm) == "Met"


def test_nobody_raised_it(engine: Engine) -> None:
    """A defence with a condition that nobody raised is not assessed and not among the silences."""
    decision = decide(engine, "LimitationPeriodExpired")
    norm = ID + "cn-cc-art-188-1-norm"
    assert decision.status(norm) == "NotRaised"
    assert norm not in {silence.norm for silence in decision.not_raised}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "reduced by Civil Code art. 1173"), ("zh", "可依民法典第1173条减轻")]
)
def test_defence_is_printed_and_written(engine: Engine, language: str, words: str) -> None:
    """Tree and JSON say by what an answer is reduced."""
    decision = decide(engine, "VictimFaultInOccurrence")
    out = io.StringIO()
    DecisionPrinter(engine.law, Console(file=out, width=200), language).print([decision])
    assert words in out.getvalue()
    document = to_json([decision], engine.law)
    jsonschema.validate(document, schema("decision"))
    [written] = document["decisions"][0]["answers"][0]["defences"]
    assert (written["effect"], written["established"]) == ("ReducesLiability", True)
