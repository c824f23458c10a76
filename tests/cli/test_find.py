"""`anbao find` and `anbao codebook`: circumstances by whole names, what turns on them, what excludes them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from tests.support.command import Run

from anbao.engine.engine import Engine
from anbao.graph.namespaces import local_name


def test_find_shows_what_a_coder_must_know(run: Run) -> None:
    """Under its group: name, both labels, definition, concept with authority, norms, exclusions, cases."""
    code, shown, _ = run("find", "经营网络食品交易", "--lang", "zh", "--limit", "1")
    assert code == 0
    group, name, labels, _, within, norms, exclusions, cases = shown.splitlines()
    assert (group, name) == ("被告", "DefendantRunsFoodMarketplace")
    assert labels.split(" · ")[1] == "the defendant runs a third-party marketplace for food"
    assert "OnlineFoodTradingPlatformProvider 网络食品交易第三方平台提供者（食品安全法第62条第1款）" in within
    assert "食品安全法第131条第1款：" in norms
    assert "DefendantSellsPrivately" in exclusions
    assert "C19 ✓" in cases


def test_find_in_english_by_everyday_words(run: Run) -> None:
    """Everyday words lead to names; `--facts` leaves concepts out; --all cuts no list."""
    _, shown, _ = run("find", "hotel", "slip", "--facts")
    assert "\nDefendantRunsPlaceOpenToPublic\n" in shown
    assert "a legal concept" not in shown
    assert "Consumer · a legal concept" in run("find", "consumer")[1]
    _, some, _ = run("find", "RestaurantOrFoodSeller", "--limit", "1")
    _, every, _ = run("find", "RestaurantOrFoodSeller", "--limit", "1", "--all")
    assert re.search(r"and \d+ others", some)
    assert not re.search(r"and \d+ others", every)


def test_find_says_when_nothing_comes_near(run: Run) -> None:
    """Nothing found is said, with where to look; a limit below one is refused."""
    code, shown, _ = run("find", "zzzz")
    assert (code, shown.strip()) == (
        0,
        "Nothing comes near “zzzz”. `anbao codebook` lists all circumstances.",
    )
    code, _, err = run("find", "hotel", "--limit", "0")
    assert (code, err) == (2, "anbao: --limit: 0 circumstances cannot be shown. Give 1 or more.\n")


def test_an_unknown_name_in_a_file_gets_the_answer_of_find(run: Run, tmp_path: Path) -> None:
    """The message names file, line, and what `anbao find` would put first."""
    path = tmp_path / "dispute.yaml"
    path.write_text("established:\n  - DefendantNegligent\n  - 外卖平台没有审查许可证\n", "utf-8")
    code, _, err = run("decide", str(path))
    assert code == 2
    _, found, _ = run("find", "外卖平台没有审查许可证", "--facts", "--limit", "1")
    name = found.splitlines()[1]
    assert f"{path}:3: unknown circumstance '外卖平台没有审查许可证'. Did you mean {name} (" in err
    assert "`anbao find WORDS`" in err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_codebook_lists_every_circumstance(
    run: Run, engine: Engine, tmp_path: Path, language: str
) -> None:
    """Markdown, page and spreadsheet hold every name, label and definition, in the same number of entries."""
    _, markdown, _ = run("codebook", "--lang", language)
    page, sheet = tmp_path / "codebook.html", tmp_path / "codebook.xlsx"
    for path in (page, sheet):
        assert run("codebook", "--lang", language, "--to", str(path))[0] == 0
    html = page.read_text("utf-8")
    book = openpyxl.load_workbook(sheet).active
    assert book is not None
    names = {local_name(iri) for iri in engine.law.circumstances}
    assert set(re.findall(r"^### `(\w+)`$", markdown, re.MULTILINE)) == names
    assert set(re.findall(r'<article id="(\w+)">', html)) == names
    rows = list(book.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == names
    for circumstance in engine.law.circumstances.values():
        assert circumstance.label.zh in markdown
        assert circumstance.definition.zh in markdown
    assert "<script" not in html


def test_the_codebook_cannot_be_written_everywhere(run: Run, tmp_path: Path) -> None:
    """A spreadsheet needs a file, a file a known ending and a folder that is there."""
    for arguments, message in (
        (("--format", "xlsx"), "a spreadsheet cannot be printed. Add --to codebook.xlsx."),
        (("--to", str(tmp_path / "codebook.pdf")), "no codebook ends in .pdf."),
        (("--to", str(tmp_path / "no" / "codebook.xlsx")), "cannot be written"),
        (("--to", str(tmp_path / "no" / "codebook.md")), "cannot be written"),
    ):
        code, _, err = run("codebook", *arguments)
        assert code == 2
        assert message in err


def test_labels_are_never_cut_in_tables(run: Run, engine: Engine) -> None:
    """`circumstances/all` folds long labels: with the breaks taken out, each stands whole."""
    _, table, _ = run("query", "circumstances/all")
    assert "…" not in table
    _, rows, _ = run("query", "circumstances/all", "--format", "json")
    assert len(json.loads(rows)["results"]["bindings"]) == len(engine.law.circumstances)
