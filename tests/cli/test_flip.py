"""`anbao flip`: what it prints, in both languages, and what it refuses."""

from __future__ import annotations

import json

import pytest
from tests.support.command import Run


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
    assert "★ 被告有过失：真伪不明 → 不成立" in out
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
        (("C01", "--size", "5"), "5 changes at a time are not searched. Ask for 1 to 4."),
        (("C01", "--under", "P999"), "unknown position 'P999'"),
        (("nobody",), "no file and no case is called 'nobody'"),
    ],
)
def test_bad_input_gets_one_message(run: Run, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be used ends with code 2 and one line that says what and how to mend it."""
    code, out, err = run("flip", *arguments)
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_contradictory_findings_get_one_message(run: Run, clash: str) -> None:
    """Findings that contradict one another are refused with the axiom."""
    code, _, err = run("flip", clash)
    assert code == 2
    assert "the findings contradict one another" in err
    assert "disjointness" in err
