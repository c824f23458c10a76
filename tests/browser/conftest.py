"""A real browser: Chromium as the system has it, driven by Playwright, and the built site to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.support.site import built_site, shared

from anbao.pages import serving


@cache
def chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a browser without a window."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here: install the Debian package `chromium`")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the whole site."""
    return built_site(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    """Serve the built site on this machine, and give its address."""
    server = serving.serve(built)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()
