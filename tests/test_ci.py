"""What CI runs: every check, and of the slow tests a part each time; and the checks before a commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PARTS = 2


def collected(*options: str) -> list[str]:
    """Return the slow tests of a file that pytest would run."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", "slow", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "tests/test_extras.py", *options], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.slow
def test_parts_together_are_all_slow_tests() -> None:
    """Every slow test stands in exactly one part."""
    parts = [collected("--part", f"{number}/{PARTS}") for number in range(1, PARTS + 1)]
    everything = collected()
    assert len(everything) > PARTS
    assert Counter(name for part in parts for name in part) == Counter(everything)
    assert max(map(len, parts)) < len(everything)


@pytest.mark.parametrize("wrong", ["0/6", "7/6", "2", "a/b", "1/0", "-1/3"])
def test_part_that_is_none(wrong: str) -> None:
    """A part that there is not is refused, instead of no test being run."""
    command = [sys.executable, "-m", "pytest", "--collect-only", f"--part={wrong}", "tests/test_extras.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "is no part" in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a repository of two commits with CI's script, and a make that only says what it was asked."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "git", "date", "dirname", "timeout", "python3"):
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"no {name} here")
        (programs / name).symlink_to(found)
    make = programs / "make"
    make.write_text('#!/bin/bash\necho "called: $*"\ncase " $FAILING " in *" $1 "*) exit 1;; esac\n', "utf-8")
    make.chmod(0o755)
    identity = ["-c", "user.name=x", "-c", "user.email=x@x", "-c", "commit.gpgsign=false"]
    commit = [*identity, "commit", "-q", "--allow-empty", "-m"]
    for arguments in (["init", "-q"], [*commit, "one"], [*commit, "two"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    return tmp_path


def ci(checkout: Path, failing: str = "") -> tuple[int, list[str], str]:
    """Return the exit code of CI's script, what it let make do, and all that it said."""
    environment = {"PATH": str(checkout / "bin"), "FAILING": failing, "HOME": str(checkout)}
    command = [str(checkout / "bin" / "bash"), ".ci/run"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=checkout, env=environment, timeout=60
    )
    said = done.stdout + done.stderr
    return done.returncode, re.findall(r"^called: (.*)", said, re.MULTILINE), said


def test_ci_runs_another_part_at_each_commit(checkout: Path) -> None:
    """The tests run, then the part whose turn it is by the count of commits; it is printed."""
    code, made, said = ci(checkout)
    assert code == 0
    assert made == ["test", "test-part PART=3 PARTS=6"]
    assert "make test-part PART=3 PARTS=6" in said


@pytest.mark.parametrize("failing", ["test", "test-part"])
def test_both_results_of_ci_count(checkout: Path, failing: str) -> None:
    """One run that fails fails the whole, and the other is made all the same."""
    code, made, said = ci(checkout, failing)
    assert code == 1
    assert len(made) == 2
    assert f".ci/run: failed: make {failing}" in said


def targets() -> set[str]:
    """Return the targets of the Makefile that are told of in its help."""
    return {*re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run", "Makefile"])
def test_make_targets_exist(name: str) -> None:
    """Each `make …` that a page or a script shows is a target with a line of help."""
    text = (ROOT / name).read_text("utf-8")
    shown = {*re.findall(r"(?:^|`|\"|&& |run `?)make ([a-z][a-z-]*)", text, re.MULTILINE)}
    assert shown - targets() == set()


def test_test_pythons_says_which_are_missing(tmp_path: Path) -> None:
    """A Python that is not there, or does not start, is named; where none is found the run fails."""
    broken = tmp_path / "python3.98"
    broken.write_text("#!/bin/sh\nexit 127\n", "utf-8")
    broken.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONS": "python3.98 python3.99",
        "JOBS": "1",
    }
    done = subprocess.run(
        [ROOT / ".ci" / "test-pythons"], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 1
    assert done.stdout == (
        "test-pythons: passed: none; failed: none; not found here: python3.98 python3.99\n"
    )


HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]


def test_hooks_need_no_network() -> None:
    """Every check before a commit is local, and runs from what `make test` installed."""
    assert [repository["repo"] for repository in HOOKS] == ["local"]
    for hook in HOOKS[0]["hooks"]:
        assert hook["language"] in {"unsupported", "pygrep"}
        if hook["language"] == "unsupported":
            program = hook["entry"].split()[0]
            assert program.removeprefix(".venv/bin/") in {"ruff", "mypy", "python"}


def hook(name: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one hook on all files of a repository."""
    command = [sys.executable, "-m", "pre_commit", "run", name, "--all-files"]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment, timeout=120
    )


def repository(folder: Path, files: dict[str, str], programs: Iterable[str]) -> dict[str, str]:
    """Make a repository of some files with our hooks; return the environment in which they run."""
    shutil.copy(ROOT / ".pre-commit-config.yaml", folder)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / ".venv" / "bin").mkdir(parents=True)
    for program in programs:
        (folder / ".venv" / "bin" / program).write_text(
            f'#!/bin/sh\nexec "{sys.executable}" {"-m ruff" if program == "ruff" else ""} "$@"\n', "utf-8"
        )
        (folder / ".venv" / "bin" / program).chmod(0o755)
    for arguments in (["init", "-q"], ["add", *files, ".pre-commit-config.yaml"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return {**os.environ, "PRE_COMMIT_HOME": str(folder / ".cache")}


FAULTS = {
    "ruff": ("a.py", "import os\n\n\nprint( 1 )\n"),
    "ruff-format": ("a.py", "x=( 1 )\n"),
    "turtle-layout": ("data/a.ttl", "PREFIX id: <urn:id:>\nid:b id:p id:c . id:a id:p id:b .\n"),
    "lock-without-address": ("requirements.lock", "anbao @ https://w3id.org/anbao/ \\\n"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_hook_notices(name: str, tmp_path: Path) -> None:
    """Each hook stops a commit with a fault of its kind; what it mends it passes the second time."""
    file, text = FAULTS[name]
    environment = repository(tmp_path, {file: text}, ("ruff", "python"))
    done = hook(name, tmp_path, environment)
    assert done.returncode == 1, done.stdout + done.stderr
    if name == "lock-without-address":
        assert "requirements.lock:1" in done.stdout
    else:
        assert (tmp_path / file).read_text("utf-8") != text
        assert hook(name, tmp_path, environment).returncode == 0
