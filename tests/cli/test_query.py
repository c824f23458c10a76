"""`anbao query`: the library, its formats, and one's own files."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.support.command import Run


def test_query_formats(run: Run) -> None:
    """A library query prints as table, CSV, TSV and JSON; parameters are set by name."""
    setting = ("--set", "provision=cn-ecl-art-38")
    _, table, _ = run("query", "statutes/article", *setting)
    assert "cn-ecl-art-38-2" in table
    _, csv, _ = run("query", "statutes/article", *setting, "--format", "csv")
    assert csv.splitlines()[0].startswith("provision,")
    _, as_json, _ = run("query", "statutes/article", *setting, "--format", "json")
    assert json.loads(as_json)["results"]["bindings"]
    _, tsv, _ = run("query", "statutes/wording", "--format", "tsv", "--no-header")
    assert "\nCC\t1198\t1\t" in tsv
    assert all(line.count("\t") == 3 for line in tsv.splitlines())


def test_query_asks_added_files_too(run: Run, tmp_path: Path) -> None:
    """Decisions printed as Turtle can be asked with --with; without it the graph has none."""
    path = tmp_path / "decisions.ttl"
    path.write_text(run("decide", "C19", "--under", "P03", "--format", "turtle")[1], "utf-8")
    asked = ("query", "decisions/who-prevails", "--format", "csv", "--no-header")
    assert "cn-fsl-art-131-2-promise" in run(*asked, "--with", str(path))[1]
    assert run(*asked)[1].strip() == ""
    code, _, err = run(*asked, "--with", str(tmp_path / "nothing.ttl"))
    assert code == 2
    assert "nothing.ttl: cannot be read" in err


def test_query_file_of_ones_own(run: Run, tmp_path: Path) -> None:
    """A file of one's own runs; a malformed one names file and line."""
    path = tmp_path / "mine.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "utf-8")
    _, out, _ = run("query", str(path), "--format", "csv")
    assert int(out.splitlines()[1]) > 1000
    path.write_text("SELECT ?s\nWHERE { ?s ?p }", "utf-8")
    code, _, err = run("query", str(path))
    assert code == 2
    assert f"{path}:2" in err


def test_query_without_name_lists_the_library(run: Run) -> None:
    """`anbao query` alone lists every question in either language."""
    _, english, _ = run("query")
    _, chinese, _ = run("query", "--lang", "zh")
    for name in ("statutes/wording", "norms/elements", "positions/premises"):
        assert name in english
        assert name in chinese
    assert re.search(r"[一-鿿]", chinese)
