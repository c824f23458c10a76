"""The wheel and the sdist: what they hold, and that none is built without its assets."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from anbao.site.building import BUNDLE

ROOT = Path(__file__).parents[1]
PARTS = ("src", "ontology", "data", "queries", "site/docs", "site/templates", "site/styles")
SETTINGS = ("site/kinds.yaml", "site/first-view.yaml")
FILES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", *SETTINGS)
HATCH = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
HOOK = HATCH["build"]["hooks"]["custom"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project as it is checked out: nothing is built in it."""
    copied = tmp_path / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, copied / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, copied / name)
    return copied


def make(project: Path) -> None:
    """Put something in the place of all that a build requires and the version control ignores."""
    for name in HOOK["required"]:
        if (project / name).exists():
            continue
        file = project / name if "." in name else project / name / "0.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}", "utf-8")


def build(project: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Build a wheel or sdist, without a network, into the folder `dist`."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(project / "dist")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=project)


def test_required_modules_are_those_of_the_site() -> None:
    """A build requires each browser module that a site carries."""
    required = {Path(name).name for name in HOOK["required"] if name.startswith("build/assets/")}
    assert required == {*BUNDLE}


@pytest.mark.parametrize("target", ["wheel", "sdist"])
@pytest.mark.parametrize("left_out", [None, "build/assets/vis.js", "build/classification"])
def test_no_build_without_its_assets(project: Path, target: str, left_out: str | None) -> None:
    """One message says what is missing and which command makes it; nothing is built."""
    if left_out:
        make(project)
        path = project / left_out
        path.unlink() if path.is_file() else shutil.rmtree(path)
    done = build(project, target)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"anbao: {left_out or 'build/assets/anbao.js'}" in told
    assert "make wheel" in told
    assert "Traceback" not in told
    assert not list(project.glob("dist/*"))


def test_wheel_holds_what_it_needs(project: Path, tmp_path: Path) -> None:
    """The wheel is typed, carries the graph, the site's sources and what was built, and no generator."""
    make(project)
    done = build(project, "wheel")
    assert done.returncode == 0, done.stderr
    [wheel] = (project / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = {*packed.namelist()}
        [metadata] = [name for name in names if name.endswith("METADATA")]
        described = packed.read(metadata).decode("utf-8")
        packed.extractall(tmp_path / "installed")
    resources = "anbao/resources/"
    assert {"anbao/py.typed", "anbao/__main__.py", f"{resources}classification/0.json"} <= names
    assert {f"{resources}assets/{name}" for name in BUNDLE} <= names
    assert f"{resources}site/docs/api/module.html.jinja2" in names
    assert f"{resources}queries/questions/statutes/wording.rq" in names
    assert not [name for name in names if "anbao_dev" in name or name.startswith("tests")]
    assert "Project-URL: Homepage, https://w3id.org/anbao/" in described
    assert "Provides-Extra: site" in described
    assert_runs(tmp_path / "installed")


def assert_runs(installed: Path) -> None:
    """Let an unpacked wheel decide a case, with its own graph."""
    code = "import anbao; print(anbao.__file__, anbao.decide('C19')[0].position.iri)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=installed.parent)
    assert done.stdout.startswith(str(installed))


def test_sdist_builds_the_same_wheel(project: Path, tmp_path: Path) -> None:
    """A wheel built from the sdist, where there may be no Node, holds what one from the checkout holds."""
    make(project)
    for target in ("wheel", "sdist"):
        assert build(project, target).returncode == 0
    [archive] = (project / "dist").glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.glob("anbao-*")
    assert build(unpacked, "wheel").returncode == 0
    named = []
    for folder in (project, unpacked):
        [wheel] = (folder / "dist").glob("*.whl")
        named.append({*zipfile.ZipFile(wheel).namelist()})
    assert named[0] == named[1]


def test_editable_install_needs_nothing_built(tmp_path: Path) -> None:
    """`make demo` installs the checkout before anything is built."""
    path = ROOT / HOOK["path"]
    spec = importlib.util.spec_from_file_location("build_hook", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    hook = module.Assets(str(tmp_path), HOOK, None, None, str(tmp_path), "wheel")
    assert hook.initialize("editable", {}) is None
