"""The norms in LegalRuleML, against the content models of the specification."""

import os
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from anbao.export import Content
from anbao.export.legalruleml import LRML, RULEML
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import ELEMENT_KINDS

SPACES = {"l": LRML, "r": RULEML}
OFFICIAL = os.environ.get("LEGALRULEML_XSD")  # lrml-compact.xsd of the OASIS standard
HOME = "https://w3id.org/anbao/"


def find(node: etree._Element, path: str, **variables: str) -> list[Any]:
    """Return what an XPath finds."""
    return list(node.xpath(path, namespaces=SPACES, **variables))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def document(exported: Path) -> etree._Element:
    """Return the exported document."""
    return etree.parse(exported / "anbao.lrml").getroot()


@pytest.fixture(scope="module")
def models() -> etree.RelaxNG:
    """Return the content models of the specification, as far as the export uses them."""
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "legalruleml.rng"))


def test_content_models_are_kept(document: etree._Element, models: etree.RelaxNG) -> None:
    """Every element stands where the specification allows it."""
    assert models.validate(document), models.error_log


def test_content_models_find_a_fault(document: etree._Element, models: etree.RelaxNG) -> None:
    """The check can fail: a statement before the associations, and a rule without a condition."""
    moved = etree.fromstring(etree.tostring(document))
    moved.insert(0, moved[-1])
    assert not models.validate(moved)
    maimed = etree.fromstring(etree.tostring(document))
    condition = maimed.find(".//r:if", SPACES)
    assert condition is not None
    parent = condition.getparent()
    assert parent is not None
    parent.remove(condition)
    assert not models.validate(maimed)


@pytest.mark.skipif(
    OFFICIAL is None, reason="no package carries the schema: LEGALRULEML_XSD names lrml-compact.xsd"
)
def test_valid_against_the_official_schema(document: etree._Element) -> None:
    """The document is valid against the official schema, where that is at hand."""
    schema = etree.XMLSchema(etree.parse(str(OFFICIAL)))
    assert schema.validate(document), schema.error_log


def test_keys_are_unique_and_references_lead_to_them(document: etree._Element) -> None:
    """What no schema checks (section 7): keys are unique, and every reference leads to one."""
    keys = [str(key).removeprefix(":") for key in find(document, "//@key")]
    assert len(keys) == len(set(keys)) > 500
    used = {str(value).removeprefix("#") for value in find(document, "//@keyref | //@over | //@under")}
    assert used <= set(keys)


def test_every_norm_is_a_statement_with_its_elements(document: etree._Element, content: Content) -> None:
    """Each norm that is laid down is there; its condition is the conjunction of its elements."""
    look = content.lookup
    kinds = (ANBAO.ClaimNorm, ANBAO.ReferringNorm, ANBAO.ConductNorm, ANBAO.DefenceNorm, ANBAO.AuxiliaryNorm)
    norms = {norm for kind in (*kinds, ANBAO.Exception) for norm in look.instances(kind)}
    rules = {HOME + "id/" + str(s.get("key")): s for s in find(document, "//*[r:Rule]")}
    assert set(rules) == norms
    assert len(norms) > 200
    for norm, statement in rules.items():
        parts = (*ELEMENT_KINDS, str(ANBAO.condition))
        elements = sorted(value for part in parts for value in look.values(norm, part))
        assert sorted(find(statement, "r:Rule/r:if//r:Rel/@iri")) == elements


def test_claim_norm_obliges_to_its_liability(document: etree._Element) -> None:
    """FSL 131(1) obliges to joint and several liability; the conduct norm of ECL 38(2) forbids the breach."""
    path = "//l:PrescriptiveStatement[@key=$key]/r:Rule/r:then/l:{}//r:Rel/@iri"
    obliged = find(document, path.format("Obligation"), key="cn-fsl-art-131-1-licence")
    assert obliged == [HOME + "id/liability-joint"]
    key = "cn-ecl-art-38-2-safety-conduct"
    forbidden = find(document, path.format("Prohibition"), key=key)
    assert forbidden == [HOME + "circumstance#SafetyDutyBreach"]


def test_only_exceptions_and_excluding_defences_override(document: etree._Element, content: Content) -> None:
    """An override has a defeater over it; self-operation overrides both norms of article 38(2)."""
    look = content.lookup
    pairs = {
        (str(o.get("over"))[1:], str(o.get("under"))[1:]) for o in document.iterfind(".//l:Override", SPACES)
    }
    for over, _ in pairs:
        iri = HOME + "id/" + over
        effects = look.values(iri, ANBAO.defenceEffect)
        assert iri in look.instances(ANBAO.Exception) or effects == [str(ANBAO.ExcludesLiability)]
    for norm in ("review", "safety"):
        assert ("exception-ecl-38-self-operation", f"cn-ecl-art-38-2-{norm}") in pairs


def test_norm_is_in_force_when_its_provision_is(document: etree._Element) -> None:
    """The norms of ECL 38(2) start on the first day of 2019 and belong to the Standing Committee."""
    [association] = find(document, "//l:Association[@key='about-cn-ecl-art-38-2']")
    changes = find(association, "l:appliesTemporalCharacteristic/@keyref")
    assert changes == ["#from-2019-01-01"]
    assert find(association, "l:appliesAuthority/@keyref") == ["#npcsc"]
    targets = find(association, "l:toTarget/@keyref")
    assert "#cn-ecl-art-38-2-safety" in targets
    assert "#cn-fsl-art-131-1-licence" not in targets
