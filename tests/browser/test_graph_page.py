"""The graph page in a real browser, on a made-up graph."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Page, expect
from tests.support import shell

GRAPH = shell.graph(300)
SVG = "{http://www.w3.org/2000/svg}"


def opened(page: Page, address: str, state: str = "") -> None:
    """Open the page with a state and wait for the first drawing."""
    page.goto("about:blank")
    page.goto(f"{address}/en/graph/index.html{state}")
    page.locator("#app[data-drawn]").wait_for()


def test_graph_starts_small_and_shows_all_when_asked(page: Page, address: str) -> None:
    """The first view holds its own nodes only; everything comes on demand."""
    opened(page, address)
    expect(page.locator(".status-line")).to_contain_text(f"{len(GRAPH['first'])} resources")
    page.locator("[data-do=all]").click()
    told = f"{len(GRAPH['nodes'])} resources and {len(GRAPH['edges'])} relations"
    expect(page.locator(".status-line")).to_contain_text(told)


def test_deep_link_chooses_a_node_and_opens_it(page: Page, over_http: str) -> None:
    """A node outside the first view is shown with its neighbours and its details."""
    opened(page, over_http, "?node=node-200")
    expect(page.locator(".panel h2")).to_have_text("resource number 200")
    around = [e for e in GRAPH["edges"] if "node-200" in (e["from"], e["to"])]
    assert page.locator(".relations li").count() == len(around)


def test_unknown_node_gets_a_sentence(page: Page, over_http: str) -> None:
    """The map is there all the same."""
    opened(page, over_http, "#node=%3Cscript%3Enobody")
    expect(page.locator("#app > .fault")).to_contain_text("nobody")
    expect(page.locator(".status-line")).to_contain_text("60 resources")


def test_filters_and_table_agree(page: Page, over_http: str) -> None:
    """A filter changes what is shown, and the table holds the same relations."""
    opened(page, over_http, "#view=all&year=2016&as=table")
    ids = {node["id"] for node in GRAPH["nodes"] if node["year"] == "2016"}
    inside = [edge for edge in GRAPH["edges"] if {edge["from"], edge["to"]} <= ids]
    expect(page.locator(".status-line")).to_contain_text(f"{len(ids)} resources and {len(inside)} relations")
    joined = {end for edge in inside for end in (edge["from"], edge["to"])}
    expect(page.locator(".other-view tbody tr")).to_have_count(len(inside) + len(ids - joined))
    page.locator("[data-kind=norm]").uncheck()
    left = {node["id"] for node in GRAPH["nodes"] if node["id"] in ids and node["group"] != "norm"}
    expect(page.locator(".status-line")).to_contain_text(f"{len(left)} resources")
    assert "hide=norm" in page.url


def test_keyboard_walks_and_chooses(page: Page, over_http: str) -> None:
    """Arrow keys name the next resource, Enter chooses it, E expands it, Escape lets it go."""
    opened(page, over_http)
    page.locator(".map-canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".status-line")).to_contain_text("resource number")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h2")).to_contain_text("resource number")
    page.keyboard.press("e")
    assert "open=node-" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".panel h2")).to_have_count(0)


def test_neighbourhood_is_drawn(page: Page, over_http: str) -> None:
    """vis-network draws it when it is first asked for, and breaks no policy."""
    opened(page, over_http, "#node=node-3&as=near")
    page.locator(".drawing canvas").wait_for()


def test_map_is_given_as_png_and_svg(page: Page, over_http: str) -> None:
    """The PNG is one, and the SVG holds each node on the canvas with its name."""
    opened(page, over_http)
    with page.expect_download() as caught:
        page.locator("[data-do=png]").click()
    assert Path(caught.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as caught:
        page.locator("[data-do=svg]").click()
    drawn = ElementTree.parse(caught.value.path())
    names = {title.text for title in drawn.iter(f"{SVG}title")}
    assert {node["label_en"] for node in GRAPH["nodes"][:60]} == names


def test_labels_never_collide(page: Page, over_http: str) -> None:
    """No label of the drawing lies over another, in the first view and with everything shown."""
    for state in ("", "#view=all"):
        opened(page, over_http, state)
        with page.expect_download() as caught:
            page.locator("[data-do=svg]").click()
        texts = [
            (float(text.get("x", "0")), float(text.get("y", "0")), text.text or "")
            for text in ElementTree.parse(caught.value.path()).iter(f"{SVG}text")
        ]
        assert len(texts) > 10
        for place, (x, y, text) in enumerate(texts):
            for other_x, other_y, other in texts[place + 1 :]:
                apart = abs(y - other_y) >= 12 or x + 5 * len(text) < other_x or other_x + 5 * len(other) < x
                assert apart, (text, other)


def test_hostile_label_executes_nothing(page: Page, over_http: str) -> None:
    """A label is text in the panel, the table and the drawing."""
    opened(page, over_http, "#node=node-7")
    expect(page.locator(".panel h2")).to_have_text(shell.HOSTILE)
    page.locator("[data-view=table]").click()
    page.locator("[data-view=near]").click()
    page.locator(".drawing canvas").wait_for()
    assert page.title() == "graph · Anbao"
