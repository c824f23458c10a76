"""`anbao backtest`: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from tests.support.cases import CONFLICT
from tests.support.command import Run


def test_command_prints(run: Run) -> None:
    """The table gives counts with intervals, never a bare percentage, and what keeps C01 from agreement."""
    code, out, _ = run("backtest", "C01", "C32", "--under", "P03", "--under", "P24")
    assert code == 0
    assert "0 / 1 [0%–79%]" in out
    assert "if it had happened on 2019-01-01: compatible" in out
    assert "not scored: P24" in " ".join(out.split())
    assert "No source states an outcome: 1 cases: C32" in out
    assert "15 / 32 [31%–64%]" in out
    code, out, _ = run("backtest", "C01", "--under", "P03", "--lang", "zh", "--on", "2021-06-01")
    assert "假定发生于所声明的日期 2021-06-01" in out
    assert "相容: 给出较宽或者较窄的形态" in out


def test_command_formats(run: Run) -> None:
    """CSV has a row for each holding and position, JSON follows the schema that the command prints."""
    _, out, _ = run("backtest", "C01", "--under", "P03", "--under", "P24", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["position"], row["final"], row["agreement"]) for row in rows] == [
        ("P03", "false", "Disagrees"),
        ("P24", "false", "Disagrees"),
        ("P03", "true", "Disagrees"),
        ("P24", "true", "Disagrees"),
    ]
    assert rows[2]["mismatch"] == "MismatchOfTime"
    _, printed, _ = run("schema", "backtest")
    _, out, _ = run("backtest", "C01", "--under", "P03", "--format", "json")
    jsonschema.Draft202012Validator(json.loads(printed)).validate(json.loads(out))


def test_command_takes_files(run: Run, tmp_path: Path) -> None:
    """Cases of a user's own file are replayed with those of the graph."""
    path = tmp_path / "x1.ttl"
    path.write_text(CONFLICT, "utf-8")
    arguments = ("backtest", "X1", "--with", str(path), "--under", "statutes")
    code, out, _ = run(*arguments)
    assert code == 0
    assert "Sources conflict; both are compared: X1: administrative / no liability" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("C99",), "no file and no case is called 'C99'"),
        (("--under", "P99"), "unknown position 'P99'"),
        (("--on", "2021"), "--on"),
        (("--with", "missing.ttl"), "missing.ttl"),
    ],
)
def test_bad_input(
    run: Run,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    """Unusable input is one line on standard error and exit code 2."""
    code, out, err = run("backtest", *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
