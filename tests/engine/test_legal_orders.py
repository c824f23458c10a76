"""The canons rest on the provisions of the legal order whose norms they order."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.small_law import FRAME, PREFIXES

from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine
from anbao.engine.results import Assessment
from anbao.errors import DataError
from anbao.graph import stores

GENERAL, SPECIAL = "https://w3id.org/anbao/id/general", "https://w3id.org/anbao/id/special"
STATUTE = """
id:{name}-statute a anbao:Statute ; anbao:rank id:{rank} ; anbao:issuer id:{issuer} ;
  anbao:appliesBy anbao:Conduct .
id:{name}-article eli:is_part_of id:{name}-statute ; eli:has_member id:{name}-version .
id:{name}-version eli:first_date_entry_in_force "{year}-01-01"^^xsd:date .
id:{name} a anbao:ClaimNorm ; anbao:laidDownIn id:{name}-article ; anbao:question id:q0 ;
  anbao:consequence id:{gives} ; anbao:conductElement circ:{conduct} .
"""
WORLD = """
circ:Wide a owl:Class , anbao:LegalConcept .
circ:Narrow a owl:Class , anbao:FactualCircumstance ; rdfs:subClassOf circ:Wide .
id:lower-rank anbao:precedence 2 .
anbao:LexSuperior anbao:authority id:canon , id:other-canon ; anbao:canonOrder 1 .
anbao:LexSpecialis anbao:authority id:other-canon .
id:other-statute a anbao:Statute ; anbao:rank id:rank ; anbao:issuer id:other-issuer ;
  anbao:appliesBy anbao:Conduct .
id:other-canon eli:is_part_of id:other-statute ; eli:has_member id:other-canon-version .
id:other-canon-version eli:first_date_entry_in_force "2000-01-01"^^xsd:date .
id:other-issuer anbao:legalOrder id:other-order .
id:new-issuer anbao:legalOrder id:new-order .
"""
ID = "https://w3id.org/anbao/id/"


def statute(name: str, year: int, *, issuer: str, rank: str = "rank") -> str:
    """Return a statute with one article and one norm, on the wide conduct or the narrow one."""
    conduct, gives = ("Wide", "weak") if name == "general" else ("Narrow", "strong")
    return STATUTE.format(name=name, conduct=conduct, gives=gives, year=year, issuer=issuer, rank=rank)


def general_norm(folder: Path, *laws: str) -> Assessment:
    """Return what becomes of the general norm of a law where the narrow conduct is established."""
    path = folder / "law.trig"
    path.write_text("".join([PREFIXES, FRAME, WORLD, *laws]), "utf-8")
    engine = Engine(stores.load([path]))
    document = {"id": "d", "dates": {"conduct": "2020"}, "established": ["Narrow"]}
    [decision] = engine.decide(from_document(document, engine.law))
    return decision.by_norm[GENERAL]


def told(assessment: Assessment) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return which norm prevails over one, by which canon and on whose authority."""
    return [
        (ground.upper, ground.canon, tuple(iri.removeprefix(ID) for iri in ground.authority))
        for ground in assessment.displaced_by
    ]


@pytest.mark.parametrize(("issuer", "canon"), [("issuer", "canon"), ("other-issuer", "other-canon")])
def test_special_norm_prevails_on_the_authority_of_its_own_order(
    tmp_path: Path, issuer: str, canon: str
) -> None:
    """Both orders have a canon; each orders its own norms by its own provision."""
    assessment = general_norm(
        tmp_path,
        statute("general", 2001, issuer=issuer),
        statute("special", 2002, issuer=issuer),
    )
    assert ("LexSpecialis", (canon,)) in [told_of[1:] for told_of in told(assessment)]
    assert assessment.label == "Displaced"


def test_order_without_the_canon_leaves_the_relation_open(tmp_path: Path) -> None:
    """An order that says nothing of special and general norms does not borrow another's canon."""
    assessment = general_norm(
        tmp_path,
        statute("general", 2001, issuer="new-issuer"),
        statute("special", 2002, issuer="new-issuer"),
    )
    assert told(assessment) == []
    assert assessment.beside == (SPECIAL,)


@pytest.mark.parametrize(("issuer", "prevails"), [("issuer", True), ("other-issuer", False)])
def test_higher_rank_prevails_within_one_order_only(tmp_path: Path, issuer: str, prevails: bool) -> None:
    """A norm of a higher rank of another legal order displaces nothing."""
    assessment = general_norm(
        tmp_path,
        statute("general", 2001, issuer="issuer", rank="lower-rank"),
        statute("special", 2000, issuer=issuer),
    )
    assert [canon for _, canon, _ in told(assessment)] == (["LexSuperior"] if prevails else [])


def test_law_without_a_main_question_is_refused(tmp_path: Path) -> None:
    """Which question every dispute asks is data: a graph that does not say it gets one message."""
    path = tmp_path / "law.trig"
    path.write_text(PREFIXES + FRAME.replace("; anbao:mainQuestion true ", ""), "utf-8")
    with pytest.raises(DataError, match="marked is: none"):
        _ = Engine(stores.load([path])).law.main_question
