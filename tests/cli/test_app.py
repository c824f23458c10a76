"""The command line as a whole: its help, its exit codes, and the examples of the README."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.command import Run
from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW

from anbao import cli
from anbao.cli.app import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_that_of_the_function(name: str) -> None:
    """The help that the application gives for a command is the docstring of its function."""
    command = getattr(importlib.import_module(f"anbao.cli.{name}"), name)
    assert inspect.getdoc(command) == COMMANDS[name]


def test_every_module_of_a_command_is_registered() -> None:
    """A module of `anbao.cli` that holds a function of its own name is a command of the application."""
    modules = [path.stem for path in Path(cli.__file__).parent.glob("[a-z]*.py")]
    found = {name for name in modules if hasattr(importlib.import_module(f"anbao.cli.{name}"), name)}
    assert found - {"app"} == set(COMMANDS)


def test_help_imports_no_command() -> None:
    """`anbao --help` imports none of the libraries that the commands need."""
    code = (
        "import sys; from anbao.cli import app; app(['--help'], result_action='return_value');"
        "print(sorted({'pyoxigraph', 'rdflib', 'networkx', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(name in done.stdout for name in COMMANDS)


def test_readme_commands_run(run: Run, example: Path, readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `anbao` command that the README shows ends with code 0."""
    monkeypatch.chdir(example.parent)
    commands = [
        line for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()
    ]
    ours = [command.split("#")[0].split()[1:] for command in commands if command.startswith("anbao ")]
    assert len(ours) >= 4
    for arguments in ours:
        assert run(*arguments)[0] == 0


def test_readme_python_runs(readme: str) -> None:
    """The Python example of the README runs and prints who displaces whom."""
    code = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], capture_output=True, text=True, check=True)
    assert "Settled" in done.stdout
    assert "P02" in done.stdout


def test_readme_decides_a_stream(readme: str, tmp_path: Path) -> None:
    """The README's example for many disputes answers those of a file line by line."""
    code = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[1]
    lines = [json.dumps({**KNEW_AND_DID_NOT_REVIEW, "id": f"d{n}"}) for n in range(3)]
    (tmp_path / "disputes.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == ["urn:dispute:d0", "urn:dispute:d1", "urn:dispute:d2"]
    assert all("cn-ecl-art-38-1-norm" in line for line in told)


def test_usage_errors_end_with_code_2(run: Run) -> None:
    """A misspelt option is unusable input."""
    code, _, err = run("decide", "C01", "--udner", "P02")
    assert code == 2
    assert "--udner" in err


def test_unknown_names_are_met_with_the_nearest(run: Run) -> None:
    """An unknown case, position or query names what there is."""
    code, _, err = run("decide", "C99")
    assert code == 2
    assert re.search(r"Nearest: c\d\d, c\d\d, c\d\d\.", err)
    code, _, err = run("decide", "C01", "--under", "P99")
    assert code == 2
    assert "unknown position 'P99'" in err
    assert "P02" in err
    code, _, err = run("query", "statutes/wordings")
    assert code == 2
    assert "statutes/wording" in err
