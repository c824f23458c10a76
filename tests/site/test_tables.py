import re

import pyoxigraph as ox

from anbao.graph.query_files import folder
from anbao.graph.questions import Table
from anbao.site import tables
from anbao.site.catalogue import site_folder
from anbao.site.site import Site

LAYOUT = re.compile(r"\{% macro (\w+)\(")


def test_every_query_of_the_pages_is_whole(site: Site) -> None:
    """Each has titles in both languages, an order and a layout that exists, and finds something."""
    layouts = set(LAYOUT.findall((site_folder() / "templates" / "parts.html.jinja").read_text("utf-8")))
    for query in folder("pages"):
        assert {"zh", "en"} <= set(query.header["summary"]), query.name
        assert "ORDER BY" in query.text, query.name
        rows = tables.ask(site.store, query.name)
        assert rows, query.name
        assert set(rows[0]) == set(query.header["columns"]), query.name
        assert query.header.get("layout", "table") in layouts, query.name


def test_rows_that_differ_in_language_become_one() -> None:
    """Texts of one row in two languages share a cell; other values make rows of their own."""
    page = ox.NamedNode("urn:page")
    one, two = (ox.Literal(text, language=tag) for text, tag in (("甲", "zh-hans"), ("A", "en")))
    table = Table(
        ("page", "n", "text"), tuple((page, ox.Literal(n), text) for n in (1, 2) for text in (one, two))
    )
    rows = tables._rows(table, ())["urn:page"]
    assert [row["text"] for row in rows] == [(one, two), (one, two)]
    assert tables._rows(table, ("n",))["urn:page"][0]["n"] == (ox.Literal(1), ox.Literal(2))
