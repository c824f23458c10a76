"""`anbao classify`: what is inferred beside what is claimed."""

from __future__ import annotations

from tests.support.command import Run


def test_classify_shows_inferred_beside_claimed(run: Run) -> None:
    """The table says that FSL 131(1) over ECL 38(2) is inferred and claimed by P02 and P03."""
    code, out, _ = run("classify")
    assert code == 0
    [row] = [
        [cell.strip() for cell in line.split("│")[1:5]]
        for line in out.splitlines()
        if line.startswith("│ Food Safety Law art. 131(1)") and "E-Commerce Law art. 38(2)" in line
    ]
    assert row[2:] == ["yes", "P02, P03"]
