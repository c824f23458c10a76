"""The what-if page in a real browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Route, expect
from tests.support.corpus import Example, examples
from tests.support.whatif import as_given

from anbao.disputes.documents import gather
from anbao.engine.engine import Engine
from anbao.site import whatif_data
from anbao.site.names import shorten

SAMPLE = ("1:", "3:", "4:", "17:", "18:", "24:")
CHOSEN = [next(one for one in examples() if one.name.startswith(row)) for row in SAMPLE]
LETTERS = {"established": "e", "refuted": "r", "open": "o"}


def fragment(engine: Engine, example: Example) -> str:
    """Return the address of an example on the page."""
    codes = {shorten(iri): code for iri, code in whatif_data.codes(engine.law).items()}
    given = as_given(example.dispute(engine))
    found = {"v": "1", **given["dates"]}
    for circumstance, status in given["findings"].items():
        found[LETTERS[status]] = found.get(LETTERS[status], "") + codes[circumstance]
    return "#" + urlencode(found)


def shown(page: Page) -> dict[str, list[str]]:
    """Return the liabilities that the page shows under each position."""
    found = {}
    for row in page.locator(".decided tbody tr").all():
        answers = row.locator("td:nth-child(2) .answer b").all_inner_texts()
        for name in row.locator("button.position").all():
            found[name.get_attribute("data-position") or ""] = answers
    return found


@pytest.mark.parametrize("example", CHOSEN, ids=lambda example: example.name)
def test_page_shows_what_python_decides(page: Page, over_http: str, engine: Engine, example: Example) -> None:
    """A dispute in the address is answered under every position as in Python, in the same words."""
    page.goto(f"{over_http}/en/whatif/index.html{fragment(engine, example)}")
    page.locator("button.position").first.wait_for()
    main = next(iter(engine.law.questions))
    expected = {
        shorten(decision.position.iri): [
            engine.law.label(answer.liability or f"https://w3id.org/anbao/ontology#{answer.kind}", "en")
            for answer in decision.answers
            if answer.question == main
        ]
        for decision in engine.decide([example.dispute(engine)], engine.law.ordered_positions)
    }
    assert shown(page) == expected


def test_page_works_from_files_and_over_http(page: Page, address: str, engine: Engine) -> None:
    """The engine starts in both, and the switch of language keeps the facts."""
    facts = fragment(engine, CHOSEN[0])
    page.goto(f"{address}/whatif/index.html{facts}")
    page.locator("button.position").first.wait_for()
    page.locator("#language").click()
    page.locator("button.position").first.wait_for()
    assert "/en/whatif/" in page.url
    told = [CHOSEN[0].document.get(status, ()) for status in ("established", "refuted", "open")]
    assert page.locator(".chosen .fact").count() == sum(map(len, told))


def test_a_finding_set_by_keyboard_is_decided_and_kept(page: Page, over_http: str) -> None:
    """Arrow keys set a circumstance; the address keeps it, and the page comes back with it."""
    page.goto(f"{over_http}/whatif/index.html")
    page.locator("#preset").wait_for()
    page.locator(".groups summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".groups details[open] fieldset").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chosen .fact.established")).to_have_count(1)
    assert "&e=" in page.url
    page.reload()
    expect(page.locator(".chosen .fact.established")).to_have_count(1)


def test_preset_tells_reasons_and_what_would_change(page: Page, over_http: str) -> None:
    """A real case is decided; a position shows its reasons; what single findings would change is found."""
    page.goto(f"{over_http}/whatif/index.html")
    page.locator("#preset").wait_for()
    page.locator("#preset").select_option(index=1)
    page.locator("button.position").nth(1).click()
    assert "&p=" in page.url
    expect(page.locator(".reasons h3").first).to_contain_text("P")
    assert page.locator(".flip button").first.inner_text()


def test_contradiction_is_shown_with_its_axiom(page: Page, over_http: str, engine: Engine) -> None:
    """Findings that exclude each other raise an alert that names the source of the axiom."""
    codes = {shorten(iri): code for iri, code in whatif_data.codes(engine.law).items()}
    both = codes["circ:ClaimantActsForLivingNeeds"] + codes["circ:ClaimantOutsideTransaction"]
    page.goto(f"{over_http}/en/whatif/index.html#v=1&e={both}")
    alert = page.locator(".answers-table [role=alert]")
    expect(alert).to_contain_text("Consumer Protection Law art. 2")
    expect(page.locator("button.position")).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("v=9&e=AbCd", "another version"),
        ("v=1&e=????", "1 circumstances"),
        ("v=1&conduct=soon", "the date soon"),
        ("v=1&e=%3Cscript%3E", "circumstances"),
    ],
)
def test_broken_address_gets_a_sentence(page: Page, over_http: str, state: str, words: str) -> None:
    """What cannot be read is said, and the form works all the same."""
    page.goto(f"{over_http}/en/whatif/index.html#{state}")
    expect(page.locator(".notice")).to_contain_text(words)
    page.locator("#preset").wait_for()
    page.locator("#preset").select_option(index=1)
    page.locator("button.position").first.wait_for()
    assert page.title() == "whatif · Anbao"


def test_bad_date_is_said_at_the_field(page: Page, over_http: str) -> None:
    """A date that is none is marked, and leaves the state as it was."""
    page.goto(f"{over_http}/en/whatif/index.html")
    page.locator("#date-conduct").fill("2021-13")
    expect(page.locator("#fault-conduct")).to_contain_text("not a date")
    assert page.locator("#date-conduct").get_attribute("aria-invalid") == "true"
    assert "2021-13" not in page.url


def test_browser_that_is_too_old_is_told(page: Page, over_http: str) -> None:
    """The form stands, and a sentence says what to do."""
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(f"{over_http}/en/whatif/index.html")
    expect(page.locator(".status-line")).to_contain_text("no DecompressionStream")
    assert page.locator(".groups details").count() > 5


def test_failed_download_can_be_tried_again(page: Page, over_http: str) -> None:
    """A file that did not load is said; once it is there, trying again starts the engine."""
    blocked: list[Route] = []

    def refuse(route: Route) -> None:
        blocked.append(route)
        route.abort()

    page.route("**/data/whatif.js", refuse)
    page.goto(f"{over_http}/en/whatif/index.html")
    expect(page.locator(".status-line")).to_contain_text("did not load")
    page.unroute("**/data/whatif.js")
    page.locator(".status-line button").click()
    page.locator("#preset").wait_for()
    assert blocked


def test_no_request_leaves_the_site(page: Page, over_http: str, site: Path) -> None:
    """The page asks nothing of any other origin."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{over_http}/whatif/index.html")
    page.locator("#preset").wait_for()
    assert [url for url in asked if not url.startswith((over_http, "blob:", "data:"))] == []
    assert site.is_dir()


def test_a_loss_of_100_is_apportioned(page: Page, over_http: str, engine: Engine) -> None:
    """C19, joint and several: a share, and an injurer without means, change who bears what."""
    codes = {shorten(iri): code for iri, code in whatif_data.codes(engine.law).items()}
    [dispute] = gather("C19", engine.law, engine.store)
    given = as_given(dispute)
    found = {"v": "1", **given["dates"]}
    for circumstance, status in given["findings"].items():
        found[LETTERS[status]] = found.get(LETTERS[status], "") + codes[circumstance]
    page.goto(f"{over_http}/en/whatif/index.html#{urlencode(found)}")
    joint = page.locator('.money [aria-label="joint and several liability"]')
    cells = joint.locator("tbody tr td")
    merchant = "merchant, or one who performs for it"
    expect(cells).to_have_text(
        ["the defendant", "100.00", "100.00", "50.00", merchant, "100.00", "0.00", "50.00"]
    )
    expect(joint).to_contain_text("shares are equal (Civil Code art. 178(2))")
    joint.locator("select").select_option("30")
    expect(cells).to_have_text(
        ["the defendant", "100.00", "100.00", "30.00", merchant, "100.00", "0.00", "70.00"]
    )
    expect(joint).to_contain_text(f"the defendant may recover 70.00 from {merchant}; 70.00 can be collected.")
    page.locator(".money input[type=checkbox]").check()
    expect(joint).to_contain_text("70.00 from merchant, or one who performs for it; 0.00 can be collected.")
    promised = page.locator(".money [role=group]").first
    expect(promised).to_contain_text("the part that it reaches")


def test_a_circumstance_is_found_by_an_everyday_word(page: Page, over_http: str) -> None:
    """The search of the form knows what people call a thing: hotel, 外卖."""
    page.goto(f"{over_http}/en/whatif/index.html")
    page.locator("#find").fill("hotel")
    expect(page.locator(".groups fieldset legend")).to_have_text(
        ["the defendant runs physical premises open to customers"]
    )
    page.locator("#find").fill("外卖")
    expect(page.locator(".groups")).to_contain_text("the defendant runs a third-party marketplace for food")
