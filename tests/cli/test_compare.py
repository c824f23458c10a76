"""`anbao compare`: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import jsonschema
import pytest
from rdflib import Graph
from tests.support.command import Run, flat
from tests.support.terms import undeclared

pytestmark = pytest.mark.slow  # HermiT classifies each set of premises that is tried


VOID = {"meta", "link", "br"}


def test_two_positions_are_explained(run: Run) -> None:
    """Two positions get a table and the premises on which they part, with pinpoints, unasked."""
    code, out, _ = run("compare", "C19", "--under", "statutes", "--under", "P03")
    assert code == 0
    told = flat(out)
    assert "the bare statutes ≠ P03" in told
    assert "P03 would answer as the bare statutes if it gives up P03 The Food Safety Law comes before" in told
    assert "the bare statutes would answer as P03 if it adopts P03 The Food Safety Law comes before" in told
    assert "But for these premises they would answer alike" in told
    assert "[4.2节]" in told


def test_one_position_is_compared_with_the_statutes(run: Run) -> None:
    """One position alone is compared with the bare statutes."""
    _, out, _ = run("compare", "C19", "--under", "P03")
    assert "the bare statutes ≠ P03" in out


def test_all_positions_get_a_table_and_pairs_only_if_asked(run: Run) -> None:
    """Without --under all positions stand in the table; the pairs are explained with --pairs."""
    _, out, _ = run("compare", "C19")
    assert "P37" in out
    assert "≠" not in out
    _, out, _ = run("compare", "C19", "--pairs")
    assert "P01 ≠ P03" in out


def test_chinese(run: Run) -> None:
    """With --lang zh labels and words are Chinese."""
    _, out, _ = run("compare", "C19", "--under", "P03", "--lang", "zh")
    assert "食品安全法优先于消费者权益保护法。" in out
    assert "若无以下前提，两者答案相同" in out
    assert "Position" not in out


def test_json_follows_its_schema(run: Run) -> None:
    """JSON follows the published schema, and names no premise or position that it does not describe."""
    _, schema, _ = run("schema", "comparison")
    validator = jsonschema.Draft202012Validator(json.loads(schema))
    validator.check_schema(json.loads(schema))
    for under in ([], ["--under", "P01", "--under", "P02"]):
        _, out, _ = run("compare", "C06", "C19", *under, "--format", "json")
        document = json.loads(out)
        validator.validate(document)
        premises = {premise["iri"] for premise in document["premises"]}
        positions = {position["iri"] for position in document["positions"]}
        tables = [table for comparison in document["comparisons"] for table in comparison["tables"]]
        named = {
            iri
            for table in tables
            for difference in table["differences"]
            for one in difference["crux"]["sets"]
            for iri in one["premises"]
        }
        assert named
        assert named <= premises
        assert {iri for table in tables for row in table["rows"] for iri in row["positions"]} == positions


def test_turtle_uses_the_declared_vocabulary(run: Run) -> None:
    """Turtle parses, says who made it, and names no term that the ontology does not declare."""
    _, out, _ = run("compare", "C19", "--under", "P03", "--format", "turtle")
    graph = Graph().parse(data=out, format="turtle")
    assert graph.query("""
        PREFIX anbao: <https://w3id.org/anbao/ontology#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        ASK { ?comparison a anbao:Comparison ; prov:wasAttributedTo ?agent ; prov:wasDerivedFrom ?dispute ;
                anbao:comparedOn ?dispute ; anbao:divergence ?divergence .
              ?divergence anbao:crux ?crux ; anbao:turnedBy ?turn .
              ?crux anbao:namesPremise <https://w3id.org/anbao/id/position-p03-fsl-over-cpl> .
              ?turn anbao:givesUp <https://w3id.org/anbao/id/position-p03-fsl-over-cpl> }""").askAnswer
    assert undeclared(graph) == set()


class Page(HTMLParser):
    """Reads a page: which elements open and close, what it links to, which ids there are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        given = {key: value or "" for key, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [given[key] for key in ("src", "data") if key in given]
        self.loads += [tag] if tag in ("link", "script") else []
        self.language = given.get("lang", "") if tag == "html" else self.language
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, the last one opened."""
        assert self.open.pop() == tag


@pytest.mark.parametrize(("language", "code"), [("zh", "zh-Hans"), ("en", "en")])
def test_html_is_one_whole_page(run: Run, language: str, code: str) -> None:
    """The page nests well, loads nothing, and each of its links leads to one place in it."""
    _, out, _ = run(
        "compare", "C06", "C19", "--under", "P01", "--under", "P03", "--format", "html", "--lang", language
    )
    page = Page(out)
    assert page.open == []
    assert page.loads == []
    assert page.language == code
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert out.count("<caption>") == out.count("<thead>") - 1  # the list of premises is named by its heading
    assert "P01" in out


def test_bad_input_is_one_clear_message(run: Run, clash: str) -> None:
    """An unknown position, case or date, and findings that contradict one another, end with code 2."""
    for arguments, message in (
        (["compare", "C19", "--under", "P77"], "unknown position 'P77'"),
        (["compare", "C999"], "no file and no case"),
        (["compare", "C19", "--on", "yesterday"], "yesterday"),
        (["compare", clash], "the findings contradict one another"),
        (["compare", "C19", "--under", "statutes"], "nothing to compare"),
    ):
        code, _, err = run(*arguments)
        assert code == 2, arguments
        assert message in err
        assert "Traceback" not in err
