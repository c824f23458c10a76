"""Every type of page in a real browser: readable at any width, by anyone, from anywhere, asking nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

# One page of each type: the pages there is one of, lists, and resources with much and with little.
PATHS = (
    "index.html",
    "about/index.html",
    "backtest/index.html",
    "divergence/index.html",
    "browse/index.html",
    "data/index.html",
    "graph/index.html",
    "library/index.html",
    "ontology/index.html",
    "search/index.html",
    "sparql/index.html",
    "statistics/index.html",
    "whatif/index.html",
    "404.html",
    "case/index.html",
    "author/index.html",
    "id/cn-ecl/index.html",
    "id/cn-ecl-art-38/index.html",
    "id/cn-ecl-art-38-2/index.html",
    "id/cn-ecl-art-38-2-safety/index.html",
    "id/cn-ll-art-105/index.html",
    "id/case-c01/index.html",
    "id/case-c19/index.html",
    "id/position-p02/index.html",
    "id/author-p02/index.html",
    "id/work-p02/index.html",
    "id/duty-p32-guarding/index.html",
    "id/court-beijing-internet/index.html",
    "circumstance/Consumer/index.html",
)
NARROW, WIDE = 360, 1440
AIR = 3
PATIENCE = 60_000  # milliseconds; the machine may be busy
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
paths = pytest.mark.parametrize("path", PATHS)


@contextmanager
def opened(browser: Browser, address: str, width: int = WIDE, **options: Any) -> Iterator[Page]:
    """Open an address; whatever the page complains about, or asks of another origin, fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    origin = address.split("/", 3)[:3]

    def ask(request: Request) -> None:
        if request.url.split("/", 3)[:3] != origin and not request.url.startswith(("blob:", "data:")):
            complaints.append(f"asked {request.url}")

    page.on("request", ask)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


@paths
@pytest.mark.parametrize("tree", ["", "en/"])
def test_pages_open_over_http_and_fit_a_phone(browser: Browser, served: str, tree: str, path: str) -> None:
    """Each page opens without complaint over http and needs no sideways scrolling at 360 pixels."""
    with opened(browser, served + tree + path, NARROW) as page:
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@paths
def test_pages_open_from_files(browser: Browser, built: Path, path: str) -> None:
    """Each page opens without complaint from `file://` too, with its style."""
    with opened(browser, (built / path).as_uri()) as page:
        ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
        assert ink.strip() != ""


@paths
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser: Browser, served: str, path: str, scheme: str) -> None:
    """Axe finds no violation of WCAG 2.2 AA, nor of its best practices, in light or dark."""
    tree = "en/" if scheme == "dark" else ""
    with opened(browser, served + tree + path, color_scheme=scheme) as page:
        found = Axe().run(page, options=RULES).response["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]
        assert told == []


@paths
def test_pages_read_without_scripts(browser: Browser, served: str, path: str) -> None:
    """Without scripts each page still has its heading and says something."""
    with opened(browser, served + "en/" + path, java_script_enabled=False) as page:
        assert page.locator("h1").is_visible()
        assert len(page.locator("main").inner_text()) > 60


def test_the_first_view_leads_to_pages(browser: Browser, served: str) -> None:
    """A label of the drawing on the first page can be reached with the keyboard and leads to its page."""
    with opened(browser, served + "index.html") as page:
        links = page.locator("svg.map a")
        assert links.count() > 50
        first = links.first
        first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/*/index.html")
        assert page.locator("h1").is_visible()


def test_labels_of_the_first_view_never_collide(browser: Browser, served: str) -> None:
    """No two labels of the drawing on the first page overlap, in either language."""
    for tree in ("", "en/"):
        with opened(browser, served + tree + "index.html") as page:
            boxes = page.evaluate(
                "[...document.querySelectorAll('svg.map text')].map(t => {const b = t.getBBox();"
                " return [b.x, b.y, b.x + b.width, b.y + b.height, t.textContent]})"
            )
        for place, one in enumerate(boxes):
            assert [other[4] for other in boxes[place + 1 :] if overlap(one, other)] == [], one[4]


def overlap(one: list[Any], other: list[Any]) -> bool:
    """Return whether two boxes (left, top, right, bottom) overlap by more than the air above letters."""
    across = one[0] < other[2] and other[0] < one[2]
    return bool(across and one[1] + AIR < other[3] and other[1] + AIR < one[3])


def test_the_skip_link_leads_to_the_content(browser: Browser, served: str) -> None:
    """The first stop of the keyboard skips the menu."""
    with opened(browser, served + "en/id/case-c19/index.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


def test_the_switch_of_languages_keeps_the_place(browser: Browser, served: str) -> None:
    """From a section of a Chinese page the switch leads to the same page in English."""
    with opened(browser, served + "id/case-c19/index.html") as page:
        page.locator("#language").click()
        page.wait_for_url("**/en/id/case-c19/index.html*")
        assert page.locator("html").get_attribute("lang") == "en"


def test_a_part_leads_to_its_whole(browser: Browser, served: str) -> None:
    """The name of a finding leads to the page of its case."""
    with opened(browser, served + "id/case-c19-dispute-1/index.html") as page:
        page.wait_for_url("**/id/case-c19/index.html*")
