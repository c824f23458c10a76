"""The SPARQL page in a real browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.support.shell import HOSTILE

from anbao.engine.engine import Engine
from anbao.graph import questions

ENDLESS = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l && ?c = ?k) }"
FORMULA = 'SELECT ?x WHERE { VALUES ?x { "=1+1" "-5" "@x" "plain" } }'


def ask(page: Page, address: str, text: str) -> None:
    """Open the page with a query and run it."""
    page.goto(f"{address}/en/sparql/index.html#query={quote(text)}")
    page.locator("button.primary").click()


def test_question_runs_in_the_browser_as_in_python(page: Page, address: str, engine: Engine) -> None:
    """A question of the library gives as many rows as in Python, over http and from files."""
    page.goto(f"{address}/en/sparql/index.html#question=norms/all")
    table = questions.run(engine.store, questions.find("norms/all"), {"language": "en"})
    assert isinstance(table, questions.Table)
    expect(page.locator(".status-line")).to_contain_text(f"{len(table.rows)} rows")
    assert page.locator(".results th").count() == len(table.columns)


def test_parameter_takes_names(page: Page, over_http: str) -> None:
    """A parameter is a field that takes an identifier; an unknown one is said."""
    page.goto(f"{over_http}/en/sparql/index.html#question=positions/premises&position=P02")
    page.locator(".results tbody tr").first.wait_for()
    assert "P02" not in page.locator(".fault").all_inner_texts()
    page.locator("#param-position").fill("nobody")
    page.locator("button.primary").click()
    expect(page.locator(".status-line")).to_contain_text("“nobody” names nothing")


def test_malformed_query_says_line_and_column(page: Page, over_http: str) -> None:
    """The place is that of the visitor's own text, prefixes added for it not counted."""
    ask(page, over_http, "SELECT ?x WHERE {\n  ?x a anbao:Case .\n  ?x }")
    expect(page.locator(".status-line")).to_contain_text("Line 3, column")
    expect(page.locator(".editor .cm-fault")).to_have_count(1)


def test_endless_query_is_stopped(page: Page, over_http: str) -> None:
    """Stopping ends the worker, and the next query has a new one."""
    ask(page, over_http, ENDLESS)
    expect(page.locator(".status-line")).to_contain_text("you can stop it")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".status-line")).to_contain_text("Stopped")
    ask(page, over_http, "ASK { ?s a anbao:Case }")
    expect(page.locator(".boolean")).to_have_text("yes")


def test_csv_holds_no_formulas(page: Page, over_http: str) -> None:
    """Cells that a spreadsheet would run begin with an apostrophe; numbers stay numbers."""
    ask(page, over_http, FORMULA)
    with page.expect_download() as caught:
        page.locator("[data-file=csv]").click()
    lines = Path(caught.value.path()).read_text("utf-8-sig").splitlines()
    assert lines == ["x", "'=1+1", "-5", "'@x", "plain"]


def test_json_and_turtle_are_given(page: Page, over_http: str) -> None:
    """A graph comes as Turtle as the engine wrote it, a table as results in JSON."""
    ask(page, over_http, "CONSTRUCT { ?a anbao:premise ?b } WHERE { ?a anbao:premise ?b } LIMIT 3")
    with page.expect_download() as caught:
        page.locator("[data-file=ttl]").click()
    assert Path(caught.value.path()).read_text("utf-8").count("#premise>") >= 1
    ask(page, over_http, "SELECT ?x WHERE { VALUES ?x { 1 2 } }")
    expect(page.locator(".results tbody tr")).to_have_count(2)
    with page.expect_download() as caught:
        page.locator("[data-file=json]").click()
    assert len(json.loads(Path(caught.value.path()).read_text("utf-8"))["results"]["bindings"]) == 2


def test_hostile_values_execute_nothing(page: Page, over_http: str) -> None:
    """Labels and script addresses in results are text."""
    text = json.dumps(HOSTILE)
    ask(
        page, over_http, f"SELECT ?x ?y WHERE {{ BIND({text} AS ?x) BIND(IRI('javascript:alert(1)') AS ?y) }}"
    )
    page.locator(".results tbody tr").first.wait_for()
    assert page.locator(".results a").count() == 0
    assert page.locator(".results img").count() == 0
    assert page.title() == "sparql · Anbao"


class _Endpoint(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        """Answer as a SPARQL endpoint that allows every page."""
        self.asked.append(parse_qs(urlsplit(self.path).query)["query"][0])
        body = json.dumps(
            {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "42"}}]}}
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    """Return the address of an endpoint, and what it was asked."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Endpoint", (_Endpoint,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    server.shutdown()
    server.server_close()


def test_endpoint_is_asked_only_when_the_visitor_says_so(
    page: Page, over_http: str, endpoint: tuple[str, list[str]]
) -> None:
    """A link may name an endpoint; nothing is sent before Run is pressed."""
    at, asked = endpoint
    page.goto(f"{over_http}/en/sparql/index.html#query={quote('SELECT ?n {}')}&endpoint={quote(at)}")
    expect(page.locator(".status-line")).to_contain_text("Nothing is sent")
    assert asked == []
    page.locator("button.primary").click()
    expect(page.locator(".results td")).to_have_text("42")
    assert asked == ["SELECT ?n {}"]


def test_endpoint_that_is_none_gets_a_sentence(page: Page, over_http: str) -> None:
    """A wrong kind of address and one where nobody answers are told apart."""
    for at, words in (("javascript:alert(1)", "not an http"), ("http://127.0.0.1:9/", "cannot be reached")):
        page.goto("about:blank")
        page.goto(f"{over_http}/en/sparql/index.html#query=ASK%20%7B%7D&endpoint={quote(at)}")
        page.locator("button.primary").click()
        expect(page.locator(".status-line")).to_contain_text(words)


def test_completion_offers_terms_by_label(page: Page, over_http: str) -> None:
    """Typing offers the ontology's terms, and the editor breaks no policy."""
    page.goto(f"{over_http}/en/sparql/index.html#query={quote('SELECT ?x WHERE { ?x a ')}")
    page.locator(".editor .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("anbao:ClaimN")
    expect(page.locator(".editor .cm-tooltip-autocomplete")).to_contain_text("anbao:ClaimNorm")
