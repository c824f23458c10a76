"""A real Chromium; for it the whole site, and a small one with the scripts, over http and from `file://`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from tests.support import shell
from tests.support.server import running
from tests.support.site import built_site, shared

from anbao.engine.engine import Engine
from anbao.site import serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; the machine may be busy

expect.set_options(timeout=PATIENCE)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Path:
    """Return the folder of the small site."""
    if not (shell.ASSETS / "oxigraph.js").is_file():
        pytest.skip("the browser modules are not bundled: run `make assets`")
    folder = tmp_path_factory.mktemp("site")
    shell.build(folder, engine)
    return folder


@pytest.fixture(scope="session")
def over_http(site: Path) -> Iterator[str]:
    """Return the address of the small site on a server of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    with running(server) as address:
        yield address


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the whole site."""
    return built_site(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """Return the address of the whole site on a server of its own."""
    with running(serving.serve(built)) as address:
        yield f"{address}/"


@pytest.fixture
def from_file(site: Path) -> str:
    """Return the address of the small site as files."""
    return site.as_uri()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, over_http: str, from_file: str) -> str:
    """Return the address of the small site, over http and as files."""
    return over_http if request.param == "http" else from_file


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page in a fresh profile; an error of a script that nobody expected fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.extend(_policy(message)))
    yield opened
    context.close()
    assert faults == []


def _policy(message: ConsoleMessage) -> list[str]:
    """Return a message that says that a page broke its own policy."""
    return [message.text] if "Content Security Policy" in message.text else []
