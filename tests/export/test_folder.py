"""An export is written whole or not at all, and twice alike."""

import errno
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from anbao import export
from anbao.errors import OutputError, UnknownTerm
from anbao.export import Content, folder

COMMAND = [sys.executable, "-c", "from anbao.cli import main; main()", "export"]
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from anbao.cli import main
main()
"""


def contents(place: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()
    }


def test_same_graph_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    """Another process, with another seed for its hashes, writes the same files."""
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [*COMMAND, str(tmp_path / "again")], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    again, first = contents(tmp_path / "again"), contents(exported)
    assert set(again) == set(first)
    assert [name for name, content in first.items() if again[name] != content] == []


def test_compressed_twice_alike(content: Content, tmp_path: Path) -> None:
    """Compressed files bear no date: two exports are the same."""
    for name in ("one", "two"):
        export.write(tmp_path / name, content, ["graphml", "legalruleml"], gzip=True)
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert set(one) == {"anbao.graphml.gz", "anbao.lrml.gz", "void.ttl"}


def test_earlier_export_is_replaced(content: Content, tmp_path: Path) -> None:
    """A second export leaves nothing of the first, and nothing beside it."""
    target = tmp_path / "data"
    export.write(target, content, ["graphml"])
    export.write(target, content, ["legalruleml"])
    assert set(contents(target)) == {"anbao.lrml", "void.ttl"}
    assert list(tmp_path.iterdir()) == [target]


def test_empty_folder_is_taken(content: Content, tmp_path: Path) -> None:
    """An empty folder is written into."""
    (tmp_path / "data").mkdir()
    export.write(tmp_path / "data", content, ["legalruleml"])
    assert "anbao.lrml" in contents(tmp_path / "data")


@pytest.mark.parametrize("with_export", [False, True])
def test_other_files_are_not_overwritten(content: Content, tmp_path: Path, with_export: bool) -> None:
    """A folder that holds anything else is left as it is, even if an export lies in it too."""
    target = tmp_path / "data"
    if with_export:
        export.write(target, content, ["legalruleml"])
    target.mkdir(exist_ok=True)
    (target / "thesis.docx").write_text("years of work", "utf-8")
    before = contents(target)
    with pytest.raises(OutputError, match=r"thesis\.docx; it is not overwritten"):
        export.write(target, content, ["legalruleml"])
    assert contents(target) == before


def test_foreign_description_is_no_licence_to_overwrite(content: Content, tmp_path: Path) -> None:
    """A void.ttl of something else, or a broken one, does not make a folder an export."""
    for text in ("<urn:a> <urn:b> <urn:c> .", "<urn:a> <urn:b"):
        (tmp_path / "void.ttl").write_text(text, "utf-8")
        with pytest.raises(OutputError, match=r"void\.ttl"):
            export.write(tmp_path, content, ["legalruleml"])
        assert (tmp_path / "void.ttl").read_text("utf-8") == text


def test_file_is_no_folder(content: Content, tmp_path: Path) -> None:
    """A file of that name is not overwritten."""
    (tmp_path / "data").write_text("text", "utf-8")
    with pytest.raises(OutputError, match="no folder"):
        export.write(tmp_path / "data", content, ["legalruleml"])


def test_unknown_format_is_told_before_anything_is_written(content: Content, tmp_path: Path) -> None:
    """An unknown format names those known."""
    with pytest.raises(UnknownTerm, match="turtle, ntriples"):
        export.write(tmp_path / "data", content, ["legalruleml", "docx"])
    assert list(tmp_path.iterdir()) == []


def test_full_disk_leaves_what_was_there(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk is full at the second file, the earlier export stays and no draft is left."""
    target = tmp_path / "data"
    export.write(target, content, ["legalruleml"])
    before = contents(target)
    written = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        if path.name.startswith("cn-cpl"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(OutputError, match=r"data: cannot be written \(No space left on device\)\. Make room"):
        export.write(target, content, ["akomantoso"])
    assert contents(target) == before
    assert list(tmp_path.iterdir()) == [target]


def test_failed_move_puts_the_earlier_export_back(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new folder cannot take its place, the old one stands there again."""
    target = tmp_path / "data"
    export.write(target, content, ["legalruleml"])
    before = contents(target)
    moved = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if path.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return moved(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Input/output error"):
        export.write(target, content, ["graphml"])
    assert contents(target) == before
    assert list(tmp_path.iterdir()) == [target]


def test_interruption_leaves_no_draft(tmp_path: Path) -> None:
    """Whatever ends the writing, the draft is taken away."""

    def interrupt() -> None:
        with folder.replace_folder(tmp_path / "data") as draft:
            (draft / "half").write_text("half", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert list(tmp_path.iterdir()) == []


def test_limit_of_the_system_is_one_clear_message(tmp_path: Path) -> None:
    """A real limit on the size of files gives one message, exit code 2, and no trace on the disk."""
    target = tmp_path / "data"
    command = [sys.executable, "-c", LIMITED, "export", str(target), "--only", "graphml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"anbao: {target}: cannot be written (File too large). Make room, or choose another folder.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_command_tells_what_was_written(tmp_path: Path) -> None:
    """The command prints one line, and nothing on standard error where nobody is watching."""
    target = tmp_path / "data"
    command = [*COMMAND, str(target), "--only", "graphml", "legalruleml", "--gzip"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{target}: 2 files, ")
    assert done.stdout.endswith("described in void.ttl\n")


def test_progress_is_shown_to_a_person(tmp_path: Path) -> None:
    """On a terminal the format under way is shown on standard error, and taken away again."""
    watched, terminal = pty.openpty()
    command = [*COMMAND, str(tmp_path / "data"), "--only", "graphml"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal, env=environment) as running:
        os.close(terminal)
        seen = b""
        try:
            while chunk := os.read(watched, 4096):
                seen += chunk
        except OSError:  # the terminal is closed when the command ends
            pass
    os.close(watched)
    assert running.returncode == 0
    assert "writing graphml" in seen.decode()
