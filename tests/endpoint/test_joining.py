"""Questions that join the graph with another endpoint, on a second server."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anbao.endpoint.joining import is_federated, join
from anbao.errors import DataError, EndpointBusy
from anbao.graph import questions
from anbao.graph.stores import load

EXAMPLES = Path(__file__).parents[1] / "queries"
QUESTIONS = [question.name for question in questions.library() if is_federated(question)]


def test_there_are_three() -> None:
    """Courts, records of cases and works are looked for elsewhere."""
    assert QUESTIONS == ["federation/courts", "federation/dockets", "federation/works"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_joins_both_sides(name: str, serving: Callable[[Path], str]) -> None:
    """A question finds what both sides hold, and nothing that only one holds."""
    folder = EXAMPLES / name
    address = serving(folder / "outside.ttl")
    given = {**json.loads((folder / "params.json").read_text("utf-8")), "service": address}
    found = join(load([folder / "data.ttl"]), questions.find(name), given)
    assert isinstance(found, questions.Table)
    expected = (folder / "expected.csv").read_text("utf-8").replace("SERVICE", address)
    assert list(csv.reader(io.StringIO(questions.to_csv(found)))) == list(csv.reader(io.StringIO(expected)))
    assert found.columns == tuple(questions.find(name).header["columns"])


def test_endpoint_that_is_down_is_told(tmp_path: Path) -> None:
    """What the other endpoint does wrong is one sentence."""
    data = load([EXAMPLES / "federation/works/data.ttl"])
    with pytest.raises(
        EndpointBusy, match=r"federation/works: the other endpoint fails: .*Check its address"
    ):
        join(data, questions.find("federation/works"), {"service": "http://127.0.0.1:1/"})


@pytest.mark.parametrize("address", ["localhost", "ftp://example.org/", "http://user:secret@example.org/"])
def test_address_that_is_none_is_refused(address: str) -> None:
    """An address is http or https, and holds no password, which a message would show."""
    with pytest.raises(DataError) as caught:
        join(load([]), questions.find("federation/works"), {"service": address})
    assert "secret" not in str(caught.value)
