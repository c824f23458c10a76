"""A bundle of CSV tables with their description (CSV on the Web).

Each file of `queries/tables/` is one table; its header declares the columns,
the key and what refers to what. A resource stands by the end of its IRI, and
the description says how to make the IRI of it, so that the tables are RDF too.
A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from anbao.errors import DataError
from anbao.export.content import PREFIXES, Content
from anbao.export.files import File
from anbao.graph.query_files import QueryFile, folder
from anbao.wording import Label, phrase

__all__ = ["LICENCE", "files", "neutral"]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CSVW = "http://www.w3.org/ns/csvw"
FOLDER = "csv/"
DATATYPES = {  # of a column, as its query declares it: the datatype of CSV on the Web
    "iri": "string",
    "text": "string",
    "date": "date",
    "year": "gYear",
    "integer": "integer",
    "decimal": "decimal",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def files(content: Content) -> Iterator[File]:
    """Yield one CSV file for each table, then their description."""
    tables = {table.name: table for table in folder("tables")}
    for table in tables.values():
        yield File(f"{FOLDER}{table.name}.csv", _csv(content, table), "text/csv", "inferred", packed=False)
    document = json.dumps(_metadata(tables), ensure_ascii=False, indent=1) + "\n"
    path = f"{FOLDER}csv-metadata.json"
    yield File(path, document.encode("utf-8"), "application/csvm+json", "inferred", packed=False)


def _csv(content: Content, table: QueryFile) -> bytes:
    columns: dict[str, dict[str, str]] = table.header["columns"]
    found = content.store.query(table.text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    target = io.StringIO()
    writer = csv.writer(target)  # with CRLF, as RFC 4180 has it
    writer.writerow(columns)
    for row in found:
        cells = zip(columns.items(), row, strict=True)
        writer.writerow(
            [_cell(value, described, f"{table.name}.{name}") for (name, described), value in cells]
        )
    return target.getvalue().encode("utf-8")


def _cell(value: Any, described: dict[str, str], where: str) -> str:
    """Return a cell; that of a resource is the end of its IRI in the namespace of the column."""
    if value is None:
        return ""
    if described["type"] == "iri":
        namespace = PREFIXES[described["namespace"]]
        if not value.value.startswith(namespace):
            mend = f"Correct the query in queries/tables/ or its namespace, {described['namespace']}."
            raise DataError(f"{value.value} lies outside the namespace.", where=where, mend=mend)
        return str(value.value.removeprefix(namespace))
    return neutral(value.value) if described["type"] == "text" else str(value.value)


def _metadata(tables: Mapping[str, QueryFile]) -> dict[str, Any]:
    """Return the description of all tables, by the W3C's Metadata Vocabulary for Tabular Data."""
    return {
        "@context": [CSVW, {"@language": "en"}],
        "dc:title": _tagged(phrase("export.tables")),
        "dc:license": {"@id": LICENCE},
        "dc:description": _tagged(phrase("export.tables note")),
        "tables": [_table(table, tables) for table in tables.values()],
    }


def _tagged(label: Label) -> dict[str, str]:
    return {"en": label.en, "zh-Hans": label.zh}


def _table(table: QueryFile, tables: Mapping[str, QueryFile]) -> dict[str, Any]:
    columns: dict[str, dict[str, str]] = table.header["columns"]
    referring = [
        {
            "columnReference": [name],
            "reference": {
                "resource": f"{column['references']}.csv",
                "columnReference": tables[column["references"]].header["key"],
            },
        }
        for name, column in columns.items()
        if "references" in column
    ]
    schema: dict[str, Any] = {
        "columns": [_column(name, column, table.header["key"]) for name, column in columns.items()],
        "primaryKey": table.header["key"],
    }
    if referring:
        schema["foreignKeys"] = referring
    return {
        "url": f"{table.name}.csv",
        "dc:title": {"en": table.summary("en"), "zh-Hans": table.summary("zh")},
        "tableSchema": schema,
    }


def _column(name: str, described: dict[str, str], key: list[str]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": name,
        "titles": [name],
        "dc:description": {"en": described["en"], "zh-Hans": described["zh"]},
        "datatype": DATATYPES[described["type"]],
        "required": name in key,
    }
    if described["type"] == "iri":
        column["valueUrl"] = f"{PREFIXES[described['namespace']]}{{+{name}}}"
    return column
