"""The browser's modules on Node: parameters of queries, search, and what they are built from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.support import node
from tests.support.shell import graph

from anbao.engine.engine import Engine
from anbao.graph import questions
from anbao.site.library_data import answerable

SITE = Path(__file__).parents[2] / "site"
needs_node = pytest.mark.skipif(bool(node.missing()), reason=node.missing() or "")


def values(rows: Any) -> list[list[str | None]]:
    """Return the values of terms, row by row."""
    return [[getattr(term, "value", None) for term in row] for row in rows]


@needs_node
def test_questions_give_what_python_gives(engine: Engine, tmp_path: Path) -> None:
    """Every question of the library, its parameters bound by tokens, finds the same in the same order."""
    library = [question for question in questions.library() if answerable(question)]
    asked, expected = [], []
    for question in library:
        params = question.header.get("params") or []
        examples = {param["name"]: str(param["example"]) for param in params}
        given = {
            param["name"]: {
                "type": param["type"],
                "value": questions.resolve(engine.store, examples[param["name"]]).value
                if param["type"] == "iri"
                else examples[param["name"]],
            }
            for param in params
        }
        hidden = [param["name"] for param in params if param["type"] == "language"]
        asked.append({"text": question.text, "values": given, "hidden": hidden})
        expected.append(questions.run(engine.store, question, examples))
    dumped = (engine.store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode("utf-8")
    given_all = {"graph": dumped, "format": "application/n-quads", "queries": asked}
    for question, table, told in zip(
        library, expected, node.run("bind.mjs", given_all, tmp_path), strict=True
    ):
        assert isinstance(table, questions.Table)
        assert "error" not in told, (question.name, told)
        assert told["head"]["vars"] == list(table.columns), question.name
        rows = [[row.get(n, {}).get("value") for n in table.columns] for row in told["results"]["bindings"]]
        assert sorted(map(str, rows)) == sorted(map(str, values(table.rows))), question.name


HOSTILE_VALUES = ['x" . } DELETE WHERE { ?s ?p ?o } #', 'a\\"b\n?name', "“quoted” '''"]


@needs_node
@pytest.mark.parametrize("value", HOSTILE_VALUES)
def test_bound_text_stays_one_term(value: str, tmp_path: Path) -> None:
    """A value with quotes, line breaks and a question mark comes back as it was; strings are not touched."""
    text = 'SELECT ?name ?kept WHERE { BIND("?name" AS ?kept) FILTER(?name != "x") # ?name\n }'
    asked = {"text": text, "values": {"name": {"type": "string", "value": value}}, "hidden": []}
    given = {"graph": "", "format": "application/n-quads", "queries": [asked]}
    [told] = node.run("bind.mjs", given, tmp_path)
    [row] = told["results"]["bindings"]
    assert (row["name"]["value"], row["kept"]["value"]) == (value, "?name")


DOCUMENTS = [
    ["id/a/index.html", "provision", "民法典第577条", "Civil Code art. 577", "当事人一方不履行合同义务"],
    ["id/b/index.html", "provision", "民法典第578条", "Civil Code art. 578", "见第五百七十七条"],
    ["id/c/index.html", "case", "Ｃ01 王某案", "C01 Wang", "平台经营者未尽安全保障义务"],
    ["id/d/index.html", "norm", "安全保障义务", "safety-guarantee duty", ""],
]
SEARCHES = {
    "第五百七十七条": ["a", "b"],
    "第577条": ["a"],
    "安全保障": ["d", "c"],
    "全保障义": ["d", "c"],
    "C01": ["c"],
    "civil 578": ["b"],
    "平台 义务": ["c"],
    "nothing of this": [],
    "  ": [],
}


@needs_node
def test_search_is_exact_for_chinese(tmp_path: Path) -> None:
    """Any part of a text is found, titles first; numerals, case and width do not hide anything."""
    told = node.run("find.mjs", {"documents": DOCUMENTS, "queries": list(SEARCHES)}, tmp_path)
    found = {
        words: [path.split("/")[1] for path in one["hits"]] for words, one in zip(SEARCHES, told, strict=True)
    }
    assert found == SEARCHES


@needs_node
def test_csv_is_safe_and_turtle_is_turtle(tmp_path: Path) -> None:
    """A table becomes CSV without formulas, and Turtle that parses with one solution for each row."""
    rows = [
        [{"type": "literal", "value": "=1+1"}, {"type": "uri", "value": "http://example.org/a"}],
        [{"type": "literal", "value": 'say "hi",\nthere', "xml:lang": "en"}, None],
        [{"type": "literal", "value": "-5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}, None],
    ]
    told = node.run("formats.mjs", {"columns": ["x", "y"], "rows": rows}, tmp_path)
    assert told["csv"] == 'x,y\r\n\'=1+1,http://example.org/a\r\n"say ""hi"",\nthere",\r\n-5,\r\n'
    triples = list(ox.parse(told["turtle"].encode(), format=ox.RdfFormat.TURTLE))
    assert sum(triple.predicate.value.endswith("#solution") for triple in triples) == len(rows)


@needs_node
def test_state_of_the_form_survives_its_address(tmp_path: Path) -> None:
    """What is written is read again; what is broken is left out and counted."""
    told = node.run("state.mjs", {"codes": ["AbCd", "Ef-_"], "events": ["conduct", "harm"]}, tmp_path)
    assert told["again"] == told["state"]
    assert [one["word"] for one in told["broken"]] == [
        "whatif.state unknown",
        "whatif.state twice",
        "whatif.state date",
        "whatif.state selected",
    ]
    assert told["version"] == ["whatif.state version"]
    assert told["empty"] == ""


@pytest.mark.parametrize("folder", [SITE, SITE.parent / "tests" / "benchmarks" / "lighthouse"])
def test_lock_names_no_address(folder: Path) -> None:
    """The lock file says what each package is by its digest, and not where it came from."""
    lock = (folder / "package-lock.json").read_text("utf-8")
    packages = json.loads(lock)["packages"]
    assert not re.search(r"https?://|resolved", lock)
    assert [name for name, one in packages.items() if name and "integrity" not in one] == []


def test_package_pins_every_version() -> None:
    """A build from the lock is a build from these versions."""
    package = json.loads((SITE / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert {name: one for name, one in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", one)} == {}


def test_made_up_graph_is_the_same_each_time() -> None:
    """The graph that the browser's tests draw has a seed."""
    assert graph(50) == graph(50)
