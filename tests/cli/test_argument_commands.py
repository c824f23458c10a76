"""The commands `flip` and `arguments`: what they print, in both languages, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph
from tests.support.command import Run
from tests.support.disputes import RESORT


@pytest.fixture
def resort(tmp_path: Path) -> str:
    """Return a dispute with one open finding, as a file."""
    path = tmp_path / "resort.json"
    path.write_text(json.dumps(RESORT, ensure_ascii=False), "utf-8")
    return str(path)


def test_flip_marks_and_explains(run: Run, resort: str) -> None:
    """The open finding is shown with both outcomes, its decision marked as what may happen in court."""
    code, out, _ = run("flip", resort, "--size", "1")
    assert code == 0
    assert "A resort" in out
    assert "★ the defendant was negligent: left open → refuted" in out
    assert "★ the defendant was negligent: left open → established" in out
    assert "What each open finding is worth" in out
    assert "no finding → established" in out


def test_flip_in_chinese(run: Run, resort: str) -> None:
    """With --lang zh nothing is in English."""
    _, out, _ = run("flip", resort, "--size", "1", "--lang", "zh")
    assert "★ 被告有过失: 真伪不明 → 不成立" in out
    assert "the defendant" not in out


def test_flip_leaves_out_what_is_unlikely_unless_asked(run: Run, resort: str) -> None:
    """Larger sets that are not marked are counted, and shown with --every."""
    _, brief, _ = run("flip", resort, "--size", "2")
    _, full, _ = run("flip", resort, "--size", "2", "--every")
    assert "more, not ★: shown with --every" in brief
    assert "shown with --every" not in full
    assert len(full) > len(brief)


def test_flip_as_json(run: Run, resort: str) -> None:
    """JSON has every set, for each position."""
    code, out, _ = run(
        "flip", resort, "--size", "1", "--under", "statutes", "--under", "P02", "--format", "json"
    )
    document = json.loads(out)
    assert code == 0
    assert [one["position"]["iri"].rsplit("/")[-1] for one in document["flips"]] == [
        "bare-statutes",
        "position-p02",
    ]
    assert all(one["sets"] for one in document["flips"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("flip", "C01", "--size", "4"), "4 changes at a time are not searched. Ask for 1, 2 or 3."),
        (("flip", "C01", "--under", "P999"), "unknown position 'P999'"),
        (("flip", "nobody"), "no file and no case is called 'nobody'"),
        (("arguments", "C01", "--under", "P999"), "unknown position 'P999'"),
    ],
)
def test_bad_input_gets_one_message(run: Run, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be used ends with code 2 and one line that says what and how to mend it."""
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["flip", "arguments"])
def test_contradictory_findings_get_one_message(run: Run, tmp_path: Path, command: str) -> None:
    """Findings that contradict one another are refused with the axiom."""
    path = tmp_path / "clash.json"
    path.write_text(json.dumps({"established": ["DefendantNegligent", "DefendantIntentional"]}), "utf-8")
    code, _, err = run(command, str(path))
    assert code == 2
    assert "the findings contradict one another" in err
    assert "disjointness" in err


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
