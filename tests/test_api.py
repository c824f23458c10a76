"""What `import anbao` offers: names found on demand, typed for others, with examples that run."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import anbao
from anbao import errors

ROOT = Path(__file__).parents[1]
EXAMPLES = [
    example
    for example in doctest.DocTestFinder(recurse=True).find(anbao, "anbao", globs={"anbao": anbao})
    if example.examples
]
SHOWN = ("anbao", "decide", "load", "load_engine", "read_disputes", "to_json")
HEAVY = ("pyoxigraph", "networkx", "rdflib", "owlready2", "numpy", "rich", "jsonschema")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_run(example: doctest.DocTest) -> None:
    """Every example of the reference gives what it says."""
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert result.attempted
    assert result.failed == 0, "".join(said)


def test_what_one_calls_has_an_example() -> None:
    """The package and each of its functions show how they are used."""
    assert {example.name.removeprefix("anbao.") for example in EXAMPLES} >= {*SHOWN}


@pytest.mark.parametrize("name", anbao.__all__)
def test_name_is_there_and_documented(name: str) -> None:
    """Each name that the package offers leads to something with a sentence about it."""
    found = getattr(anbao, name)
    assert name in dir(anbao)
    if name != "__version__":
        sentence = (inspect.getdoc(found) or "").partition("\n\n")[0]
        assert sentence.endswith(".")
        assert not sentence.startswith(f"{name}(")  # what a dataclass says without a docstring


def test_every_error_is_offered() -> None:
    """Whoever catches an error finds it where the functions are."""
    assert {*errors.__all__} <= {*anbao.__all__}
    assert all(getattr(anbao, name) is getattr(errors, name) for name in errors.__all__)


def test_what_decisions_are_made_of_is_offered() -> None:
    """The classes that the fields of what is offered hold are offered too."""
    for name in filter(lambda name: dataclasses.is_dataclass(getattr(anbao, name)), anbao.__all__):
        for field in dataclasses.fields(getattr(anbao, name)):
            classes = {*re.findall(r"\b[A-Z]\w+", str(field.type))} - {"None", "Mapping", "Any"}
            assert classes <= {*anbao.__all__}, f"{name}.{field.name}"


def test_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name is met as in every module."""
    with pytest.raises(AttributeError, match="has no attribute 'decides'"):
        anbao.decides  # type: ignore[attr-defined]  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    """`import anbao` starts at once: no library is loaded until something is asked."""
    code = f"import sys, anbao; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


CALLER = """
import anbao

decisions = anbao.decide("C19", positions="all")
answers: list[anbao.Answer] = [answer for decision in decisions for answer in decision.answers]
name: str | None = answers[0].liability
engine: anbao.Engine = anbao.load_engine()
dispute: anbao.Dispute = anbao.read_disputes({"established": []})[0]
version: str = anbao.__version__
try:
    anbao.load()
except anbao.AnbaoError as error:
    print(error.mend)
"""
MISTAKEN = """
import anbao

anbao.decides("C19")
wrong: int = anbao.decide("C19")[0].position.identifier
"""


@pytest.mark.slow
def test_callers_are_type_checked(tmp_path: Path) -> None:
    """A type checker knows what each name is, from the marker `py.typed` on."""
    (tmp_path / "right.py").write_text(CALLER, "utf-8")
    (tmp_path / "mistaken.py").write_text(MISTAKEN, "utf-8")
    settings = ["--strict", "--ignore-missing-imports", "--follow-imports=silent", f"--cache-dir={tmp_path}"]
    command = [
        sys.executable,
        "-m",
        "mypy",
        *settings,
        str(tmp_path / "right.py"),
        str(tmp_path / "mistaken.py"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    told = [line.rpartition("mistaken.py:")[2] for line in done.stdout.splitlines() if ": error:" in line]
    assert [line.split(":")[0] for line in told] == ["4", "5"], done.stdout + done.stderr
