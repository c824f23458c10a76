"""What every page runs: the search box, the theme, tables; on the small site."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.support.shell import HOSTILE


def test_search_finds_chinese_exactly(page: Page, address: str) -> None:
    """A provision is found by its numeral in Chinese and in digits, and the keyboard opens it."""
    page.goto(f"{address}/graph/index.html")
    page.locator("#search input").wait_for()
    page.keyboard.press("/")
    expect(page.locator("#search input")).to_be_focused()
    page.keyboard.type("电子商务法第三十八条第二款")
    option = page.locator("#search-hits [role=option]").first
    expect(option).to_contain_text("电子商务法第38条第2款")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search input")).to_have_attribute("aria-activedescendant", "search-hit-0")
    assert option.locator("a").get_attribute("href") == "../id/cn-ecl-art-38-2/index.html"
    page.keyboard.press("Escape")
    expect(page.locator("#search-hits")).to_be_hidden()


def test_results_have_a_page_and_labels_are_text(page: Page, over_http: str) -> None:
    """All hits are listed with the place of the word; a hostile label executes nothing."""
    page.goto(f"{over_http}/en/search/index.html?q=hostile")
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits a")).to_contain_text(HOSTILE)
    assert page.title() == "search · Anbao"


def test_theme_is_kept(page: Page, over_http: str) -> None:
    """The switch turns to dark, and the next page is dark from its first paint."""
    page.goto(f"{over_http}/graph/index.html")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{over_http}/en/sparql/index.html")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
