"""`anbao check`: its exit codes and messages."""

from __future__ import annotations

from pathlib import Path

from tests.support.command import Run


def test_check_tells_violations_by_exit_code(run: Run, tmp_path: Path) -> None:
    """`anbao check` ends with 0 on the graph, and with 1 and a message on a bad file."""
    path = tmp_path / "bad.ttl"
    path.write_text(
        "PREFIX anbao: <https://w3id.org/anbao/ontology#>\n"
        "PREFIX id: <https://w3id.org/anbao/id/>\n"
        "id:case-x a anbao:Case .\n",
        "utf-8",
    )
    code, out, _ = run("check", str(path))
    assert code == 1
    assert "case-x" in out
    assert "bad.ttl" in out
