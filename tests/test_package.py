"""The package agrees with the files that describe it, and none tells where it was made."""

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
MACHINE_PATH = re.compile(r"(?:(?<![\w.~/-])|file://)/(?:work|root|home)/")


def pyproject() -> dict[str, Any]:
    """Returns the parsed pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, set[str]]:
    """Returns the versions that a lock file pins, by lower-case package name."""
    pins: dict[str, set[str]] = {}
    for name, release in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        pins.setdefault(name.lower(), set()).add(release)
    return pins


def repository_files() -> list[Path]:
    """Returns the files that git tracks or would track, or skips the test where git cannot say."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listing.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_version_is_the_installed_one() -> None:
    """The version in pyproject.toml is the version of the installed package."""
    assert pyproject()["project"]["version"] == version("anbao")


def test_version_is_the_cited_one() -> None:
    """CITATION.cff cites the version in pyproject.toml."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {pyproject()['project']['version']}\n" in citation


def test_changelog_has_the_version() -> None:
    """The changelog has a section for this version, or one for what is not released yet."""
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {pyproject()["project"]["version"], "Unreleased"} & set(headings)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_no_address(lock: str) -> None:
    """A lock file names packages only: no index, no address, no option."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.findall(r"^-.*", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes(lock: str) -> None:
    """Every package of a lock file is pinned with at least one SHA-256."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[\w])", re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE))
    assert [r for r in requirements if "--hash=sha256:" not in r] == []


def test_locks_hold_every_dependency() -> None:
    """What pyproject.toml asks for is locked, with every extra; lock files are written by `make lock`."""
    project = pyproject()
    runtime = [*project["project"]["dependencies"]]
    for extra, brought in project["project"]["optional-dependencies"].items():
        runtime += brought if extra != "all" else ()
    for wanted, lock in zip((runtime, project["dependency-groups"]["test"]), LOCKS, strict=True):
        names = {re.split(r"[<>=!~;\[ ]", requirement)[0].lower() for requirement in wanted}
        assert names - pinned(lock).keys() == set()
        assert "anbao" not in pinned(lock)


def test_locks_agree() -> None:
    """The development lock pins every package as the other lock does."""
    runtime, development = (pinned(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_addresses_are_of_our_namespace() -> None:
    """The addresses of the project are those of its identifiers, and lead somewhere (`site/w3id`)."""
    addresses = pyproject()["project"]["urls"]
    assert {*addresses} >= {"Homepage", "Documentation"}
    assert all(address.startswith("https://w3id.org/anbao/") for address in addresses.values())
    assert addresses["Documentation"].endswith("/docs/api/")


def test_versions_of_python_agree() -> None:
    """The versions that the package names are those that `make test-pythons` looks for and mypy checks."""
    project = pyproject()
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["project"]["classifiers"]))
    [tested] = re.findall(r"^PYTHONS \?= (.*)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert tested.split() == [f"python{name}" for name in named]
    assert project["project"]["requires-python"] == f">={named[0]}"
    assert project["tool"]["mypy"]["python_version"] == named[0]


def test_no_file_holds_a_machine_path() -> None:
    """No file names a folder of the machine on which it was written."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in repository_files()
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if MACHINE_PATH.search(line)
    ]
    assert found == []
