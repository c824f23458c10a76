"""Scaffolds for new cases, positions and statutes, and the page that explains them."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from anbao.check import scaffolds, validation
from anbao.cli import main
from anbao.errors import DataError
from anbao.graph import stores

CONTRIBUTING = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
COMMANDS = [
    line.split()[1:]
    for block in re.findall(r"```sh\n(.*?)```", CONTRIBUTING, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("anbao ")
]
EXAMPLE = re.compile(r"EXAMPLE|【示例】|https://example\.org/")
every_kind = pytest.mark.parametrize("kind", scaffolds.KINDS)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The whole graph."""
    return stores.load()


def test_every_scaffold_is_accepted_as_it_stands(tmp_path: Path, store: ox.Store) -> None:
    """`anbao check` finds nothing in the scaffolds of each kind, two of a kind among them."""
    names = ((kind, name) for kind in scaffolds.KINDS for name in ("zz98", "ZZ99"))
    paths = [scaffolds.write(kind, name, tmp_path, store) for kind, name in names]
    assert len(set(paths)) == 2 * len(scaffolds.KINDS)
    assert validation.check(paths, reasoner=False) == []


@every_kind
def test_every_statement_of_a_scaffold_is_explained_and_marked(kind: str) -> None:
    """A scaffold has comments in both languages, and its made-up texts are marked as examples."""
    text = scaffolds.fill(kind, "zz99")
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert len(comments) >= 15
    assert re.search(r"[一-鿿]", "".join(comments))
    assert len(EXAMPLE.findall(text)) >= 5
    assert "$" not in text


def test_no_example_is_left_in_the_graph() -> None:
    """What the scaffolds put there to be replaced is replaced in every file of the data."""
    data = [path for path in stores.files() if "data" in path.parts]
    left = [str(path) for path in data if EXAMPLE.search(path.read_text("utf-8"))]
    assert left == []


@pytest.mark.parametrize("name", ["", "9c", "c 9", "c_9", "c9-", "-c9", "../c9", "案一", "c9>", "c" * 41])
def test_what_is_no_identifier_is_refused(name: str, tmp_path: Path, store: ox.Store) -> None:
    """Nothing but letters, digits and hyphens gets into an identifier or the name of a file."""
    with pytest.raises(DataError, match="is no identifier"):
        scaffolds.write("case", name, tmp_path, store)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "name", "taken"),
    [
        ("case", "c01", "id:case-c01"),
        ("case", "C01", "id:case-c01"),
        ("position", "P02", "id:position-p02"),
        ("statute", "ecl", "id:cn-ecl"),
        ("case", "p02", "the identifier P02"),
        ("position", "tll", "the identifier TLL"),
    ],
)
def test_identifier_that_is_taken_is_refused(
    kind: str, name: str, taken: str, tmp_path: Path, store: ox.Store
) -> None:
    """What names something in the graph already is refused, and what has it is named."""
    with pytest.raises(DataError, match=f"{taken} is taken"):
        scaffolds.write(kind, name, tmp_path, store)
    assert list(tmp_path.iterdir()) == []


def test_file_is_not_overwritten(tmp_path: Path, store: ox.Store) -> None:
    """A second scaffold of the same name leaves the first as it was edited."""
    path = scaffolds.write("case", "zz99", tmp_path, store)
    path.write_text("edited", "utf-8")
    with pytest.raises(DataError, match="is not overwritten"):
        scaffolds.write("case", "zz99", tmp_path, store)
    assert path.read_text("utf-8") == "edited"


def test_folder_that_is_not_there_is_named(tmp_path: Path, store: ox.Store) -> None:
    """No folder is made on the way."""
    with pytest.raises(DataError, match=r"nowhere.*cannot be written"):
        scaffolds.write("case", "zz99", tmp_path / "nowhere", store)


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr("sys.argv", ["anbao", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.slow
def test_commands_of_the_contributing_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `anbao` command that CONTRIBUTING.md shows ends with code 0, in the order shown."""
    for folder in ("cases", "positions", "statutes"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert {command[0] for command in COMMANDS} == {"query", "new", "check", "decide"}
    for command in COMMANDS:
        assert called(monkeypatch, *command) == 0, command
    written = {path.name for path in (tmp_path / "data").rglob("*.*")}
    assert written == {"c99.ttl", "p99.trig", "cn-xyz.ttl"}


def test_refusals_end_with_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A taken identifier is unusable input, told in one line."""
    monkeypatch.chdir(tmp_path)
    assert called(monkeypatch, "new", "case", "C01") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "anbao: id:case-c01 is taken in the graph. Choose another identifier.\n"
