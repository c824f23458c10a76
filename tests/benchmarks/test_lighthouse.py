"""What Lighthouse 12 says of the pages, served compressed as a host of static files serves them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.browser.conftest import FLAGS, built, chromium
from tests.support.node import SITE
from tests.support.server import running

__all__ = ["built", "chromium"]
pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent / "lighthouse"
WITH_NODE = str(SITE / "with-node")
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".ttl", ".jsonld", ".xml"}
TOLD = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)
PAGES = {
    "index.html": 90,
    "id/cn-ecl-art-38-2/index.html": 90,
    "whatif/index.html": 90,
    "graph/index.html": 75,
    "sparql/index.html": 75,
}


class _Host(SimpleHTTPRequestHandler):
    """Serves a folder, text compressed."""

    def do_GET(self) -> None:
        """Answer with a file, compressed if it is text."""
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix not in COMPRESSED:
            super().do_GET()
            return
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name in the base class
        """Say nothing."""


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[str]:
    """Return the address of the whole site on a host of static files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(built)))
    with running(server) as address:
        yield f"{address}/"


@pytest.fixture(scope="module")
def lighthouse() -> Path:
    """Return Lighthouse's command; `npm ci` would refuse its lock over an optional peer."""
    command = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not command.is_file():
        subprocess.run([WITH_NODE, "npm", "install", "--silent", "--prefix", str(HERE)], check=True)
    return command


@pytest.mark.parametrize("path", PAGES)
def test_scores(host: str, lighthouse: Path, chromium: str, tmp_path: Path, path: str) -> None:
    """The page is fast enough on a phone with a slow network, and accessible without reserve."""
    target = tmp_path / "report.json"
    options = [
        "--quiet",
        "--output=json",
        f"--output-path={target}",
        f"--chrome-flags=--headless {' '.join(FLAGS)}",
    ]
    command = [WITH_NODE, "node", str(lighthouse), host + path, *options]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": chromium})
    report = json.loads(target.read_text("utf-8"))
    scores = {name: round(100 * part["score"]) for name, part in report["categories"].items()}
    print(json.dumps({path: scores, **{name: report["audits"][name]["displayValue"] for name in TOLD}}))
    assert scores["performance"] >= PAGES[path]
    assert scores["accessibility"] == 100
