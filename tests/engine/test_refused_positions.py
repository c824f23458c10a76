"""Positions that cannot be run are refused, with the place and the cure."""

from pathlib import Path

import pytest

from anbao.check import scaffolds
from anbao.disputes.documents import gather
from anbao.engine import refused_positions
from anbao.engine.engine import Engine, find_position
from anbao.errors import UnsoundPosition
from anbao.graph import stores

POSITION = scaffolds.fill("position", "zz99")
PREMISE = """
    id:position-zz99 anbao:premise id:position-zz99-{name} .
    id:position-zz99-{name} a anbao:{kind} ;
        dcterms:source id:work-zz99 ;
        skos:prefLabel "{name}"@en , "{name}"@zh-Hans ;
        anbao:basis anbao:StatedByAuthor ;
        anbao:mode anbao:{mode} ;
        anbao:pinpoint "§ 7" ;
        {content} .
"""
PLACE = (
    "anbao:concept circ:PlaceOperatorManagerOrOrganiser ; anbao:circumstance circ:ECommercePlatformOperator"
)
OPEN = "anbao:ofConsequence id:open-corresponding-liability ; anbao:liability id:liability-"
BURDEN = (
    "anbao:burdenFor circ:AtFault ; anbao:burdenUnder id:cn-ecl-art-38-2-safety ; anbao:burdenOn anbao:{}Side"
)
OPPOSED = {
    "concept": (("Extension", PLACE), ("Denial", PLACE)),
    "liability": (("Interpretation", OPEN + "joint"), ("Interpretation", OPEN + "several")),
    "burdenOn": (("BurdenClaim", BURDEN.format("Claimant")), ("BurdenClaim", BURDEN.format("Defendant"))),
    "after": (
        ("CanonOrder", "anbao:before anbao:LexSpecialis ; anbao:after anbao:LexPosterior"),
        ("CanonOrder", "anbao:before anbao:LexPosterior ; anbao:after anbao:LexSpecialis"),
    ),
}


def engine_with(folder: Path, text: str) -> Engine:
    """Returns an engine on the graph together with one more position."""
    path = folder / "zz99.trig"
    path.write_text(text, "utf-8")
    return Engine(stores.load([*stores.files(), path]))


def saying(*premises: tuple[str, str], modes: tuple[str, str] = ("LexLata", "LexLata")) -> str:
    """Returns the scaffold of a position with further premises."""
    written = [
        PREMISE.format(name=name, kind=kind, mode=mode, content=content)
        for (kind, content), mode, name in zip(premises, modes, ("one", "other"), strict=True)
    ]
    return POSITION.rstrip().removesuffix("}") + "".join(written) + "}\n"


def decide(engine: Engine, name: str) -> None:
    """Decides a case under one position."""
    list(engine.decide(gather("C19", engine.law, engine.store), [find_position(engine.law, name)]))


@pytest.mark.parametrize("name", OPPOSED)
def test_position_that_contradicts_itself_is_refused(name: str, tmp_path: Path) -> None:
    """Two premises that cannot both be applied are named, with the pinpoint and the property."""
    engine = engine_with(tmp_path, saying(*OPPOSED[name]))
    with pytest.raises(UnsoundPosition, match=rf"^ZZ99, position-zz99-one \(§ 7\): .*\({name} ") as caught:
        decide(engine, "ZZ99")
    assert "anbao:Statement" in str(caught.value.mend)
    decide(engine, "P03")  # another position is none the worse


def test_claims_in_two_modes_do_not_oppose_one_another(tmp_path: Path) -> None:
    """What an author says of the law and what he would have it be may differ."""
    engine = engine_with(tmp_path, saying(*OPPOSED["concept"], modes=("LexLata", "LexFerenda")))
    decide(engine, "ZZ99")


@pytest.mark.parametrize("kind", ["anbao:Propsal", "anbao:Premise", "anbao:Interpretation , anbao:Statement"])
def test_unknown_kind_of_premise_is_refused(kind: str, tmp_path: Path) -> None:
    """A kind that is misspelt, general or double is named with its premise and with the kinds there are."""
    engine = engine_with(tmp_path, POSITION.replace("a anbao:Proposal", f"a {kind}", 1))
    place = r"^ZZ99, position-zz99-proposal \(【示例】第2节\): .*\(type "
    with pytest.raises(UnsoundPosition, match=place) as caught:
        decide(engine, "ZZ99")
    assert "Extension, Restriction, Denial" in str(caught.value.mend)


def test_every_position_of_the_graph_is_sound(engine: Engine) -> None:
    """Nothing in the graph keeps a position from being run."""
    assert refused_positions.faults(engine.store) == {}
