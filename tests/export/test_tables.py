"""The CSV bundle, read back by its description."""

import csv
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from csvw import TableGroup

from anbao.errors import DataError
from anbao.export import Content
from anbao.export.content import PREFIXES
from anbao.export.tables import _cell, neutral
from anbao.graph.query_files import folder
from anbao.graph.vocabulary import ANBAO

TABLES = [table.name for table in folder("tables")]


@pytest.fixture(scope="module")
def group(exported: Path) -> TableGroup:
    """Return the tables as a reader of CSV on the Web understands them."""
    return TableGroup.from_file(exported / "csv" / "csv-metadata.json")


def rows(exported: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table as text."""
    with (exported / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_suits_its_column(group: TableGroup, exported: Path, name: str) -> None:
    """The csvw library reads every row by its datatypes, and keys are never empty."""
    described = group.tabledict[f"{name}.csv"]
    read = list(described.iterdicts(strict=True))
    assert len(read) == len(rows(exported, name)) > 0
    for row in read:
        assert all(row[key] not in {None, ""} for key in described.tableSchema.primaryKey)


@pytest.mark.parametrize("name", TABLES)
def test_key_is_a_key(group: TableGroup, exported: Path, name: str) -> None:
    """No two rows of a table have the same key."""
    key = group.tabledict[f"{name}.csv"].tableSchema.primaryKey
    found = [tuple(row[column] for column in key) for row in rows(exported, name)]
    assert len(found) == len(set(found))


def test_references_lead_to_rows(group: TableGroup) -> None:
    """Every reference from table to table finds its row."""
    assert group.check_referential_integrity()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("statutes", "Statute"),
        ("provisions", "Provision"),
        ("versions", "ProvisionVersion"),
        ("positions", "DoctrinalPosition"),
        ("cases", "Case"),
        ("disputes", "Dispute"),
        ("findings", "Finding"),
    ],
)
def test_table_is_complete(content: Content, exported: Path, name: str, kind: str) -> None:
    """A table has one row for each resource of its class."""
    of_kind = set(content.lookup.instances(ANBAO[kind]))
    assert {PREFIXES["id"] + next(iter(row.values())) for row in rows(exported, name)} == of_kind


def test_answers_are_those_decided(content: Content, exported: Path) -> None:
    """The table of answers has one row for each answer that the rules gave."""
    given = ox.NamedNode(ANBAO.answer)
    assert len(rows(exported, "answers")) == len({q.object for q in content.decided if q.predicate == given})


def test_names_become_iris_by_the_description(exported: Path) -> None:
    """A template gives back the IRI of each resource, and titles are in both languages."""
    described: dict[str, Any] = json.loads((exported / "csv" / "csv-metadata.json").read_text("utf-8"))
    table = next(table for table in described["tables"] if table["url"] == "findings.csv")
    templates = {column["name"]: column["valueUrl"] for column in table["tableSchema"]["columns"]}
    assert templates["dispute"] == "https://w3id.org/anbao/id/{+dispute}"
    assert templates["circumstance"] == "https://w3id.org/anbao/circumstance#{+circumstance}"
    assert all(set(table["dc:title"]) == {"en", "zh-Hans"} for table in described["tables"])


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_formula_is_neutralised(text: str) -> None:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    assert neutral(text) == "'" + text
    assert _cell(ox.Literal(text), {"type": "text"}, "") == "'" + text


def test_other_text_and_numbers_stay() -> None:
    """Other text and negative numbers are written as they are."""
    assert neutral("第38条 = x") == "第38条 = x"
    assert _cell(ox.Literal(-5), {"type": "integer"}, "") == "-5"
    assert _cell(None, {"type": "text"}, "") == ""


def test_iri_outside_its_namespace_is_refused() -> None:
    """A resource that its column cannot name is an error, not a wrong cell."""
    with pytest.raises(DataError, match=r"holdings\.form: urn:x lies outside"):
        _cell(ox.NamedNode("urn:x"), {"type": "iri", "namespace": "id"}, "holdings.form")
