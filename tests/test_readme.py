"""What the README shows beside `anbao` commands: the endpoint, permalinks, extras."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from anbao.disputes.disputes import ANCHORS
from anbao.graph import questions

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
[SERVED] = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
SERVE, *LOOKED_UP = SERVED.splitlines()
START = 120.0  # seconds; a busy machine takes long to prepare the graph


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of what the README's `anbao serve` serves, on a port that is free."""
    assert SERVE == "anbao serve --port 7878"
    said = tmp_path_factory.mktemp("serve") / "said"
    command = [sys.executable, "-m", "anbao", "serve", "--port", "0"]
    with (
        said.open("w") as written,
        subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT) as server,
    ):
        try:
            yield announced(server, said)
        finally:
            server.terminate()


def announced(server: subprocess.Popen[bytes], said: Path) -> str:
    """Return the address that a server prints once it answers."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", said.read_text("utf-8")):
            return found[0]
        time.sleep(0.1)
    pytest.fail(f"anbao serve does not start: {said.read_text('utf-8')}")


def asked(line: str, address: str) -> httpx.Response:
    """Return the answer to a look-up by curl, made without curl."""
    words = shlex.split(line)
    options = dict(zip(words[1:-1:2], words[2:-1:2], strict=True))
    assert words[0] == "curl"
    assert {*options} <= {"-H", "-d"}
    name, _, value = options["-H"].partition(": ")
    where = words[-1].replace("http://127.0.0.1:7878", address)
    if "-d" not in options:
        return httpx.get(where, headers={name: value})
    key, _, text = options["-d"].partition("=")
    return httpx.post(where, headers={name: value}, data={key: text})


@pytest.mark.parametrize("line", LOOKED_UP)
def test_look_up_gives_the_form_that_is_asked_for(line: str, address: str) -> None:
    """Each look-up of the README is answered in the form that it names, about what it names."""
    answer = asked(line, address)
    assert answer.status_code == 200
    kind = re.findall(r"Accept: ([\w/+]+)", line)[0]
    assert answer.headers["content-type"].startswith(kind)
    if kind == "text/csv":
        assert answer.text.splitlines()[0] == "case"
        assert "https://w3id.org/anbao/id/case-c19" in answer.text.splitlines()
    else:
        form = ox.RdfFormat.from_media_type(kind)
        assert form
        subject = "https://w3id.org/anbao/id/" + line.rpartition("/")[2]
        assert ox.NamedNode(subject) in {quad.subject for quad in ox.parse(answer.content, format=form)}


def test_permalinks_lead_somewhere() -> None:
    """The examples name a question of the library with its parameters, and an event of what-if."""
    [question] = re.findall(r"sparql/index\.html#question=([\w/-]+)&", README)
    [parameters] = re.findall(r"sparql/index\.html#question=[\w/-]+&([\w=&-]+)", README)
    names = {part.partition("=")[0] for part in parameters.split("&")}
    assert names <= {parameter["name"] for parameter in questions.find(question).header["params"]}
    [event] = re.findall(r"whatif/index\.html#v=1&(\w+)=", README)
    assert event in ANCHORS


def test_extras_are_told_of() -> None:
    """The table of extras lists each of them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {*re.findall(r"^\| `(\w+)` \|.*MB \|$", README, re.MULTILINE)} == {
        *project["optional-dependencies"]
    }
