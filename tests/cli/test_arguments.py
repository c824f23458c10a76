"""`anbao arguments`: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph
from tests.support.command import Run


def test_arguments_are_printed_with_labels(run: Run, resort: str) -> None:
    """What is undecided is marked so, with its premises and what attacks it."""
    code, out, _ = run("arguments", resort, "--under", "statutes")
    assert code == 0
    assert "? Civil Code art. 1198(1)" in out
    assert "against it (rebuttal): ? not so: fault" in out
    _, chinese, _ = run("arguments", resort, "--under", "statutes", "--lang", "zh")
    assert "因为: " in chinese


def test_arguments_of_positions(run: Run) -> None:
    """Without a dispute the positions' contested claims are printed, the others counted."""
    code, out, _ = run("arguments", "--under", "P02", "--under", "P03")
    assert code == 0
    assert "claim of an author" in out
    assert "against it (dispute" in out
    assert "are left out: --format json has them" in out


@pytest.mark.parametrize("layout", ["aif", "json", "apx", "iccma"])
def test_arguments_for_tools(run: Run, resort: str, layout: str) -> None:
    """Each format is printed alone, ready to be piped."""
    code, out, _ = run("arguments", resort, "--under", "P02", "--format", layout)
    assert code == 0
    if layout == "aif":
        assert len(Graph().parse(data=out, format="turtle")) > 50
    elif layout == "json":
        assert json.loads(out)["nodes"]
    else:
        assert out.startswith({"apx": "% a1: ", "iccma": "p af "}[layout])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("C01", "--under", "P999"), "unknown position 'P999'"),
        (("nobody",), "no file and no case is called 'nobody'"),
    ],
)
def test_bad_input_gets_one_message(run: Run, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be used ends with code 2 and one line that says what and how to mend it."""
    code, out, err = run("arguments", *arguments)
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_contradictory_findings_get_one_message(run: Run, clash: str) -> None:
    """Findings that contradict one another are refused with the axiom."""
    code, _, err = run("arguments", clash)
    assert code == 2
    assert "the findings contradict one another" in err
    assert "disjointness" in err
