"""What the tests of several commands share: the README, and disputes as files."""

import json
import re
from pathlib import Path

import pytest
from tests.support.disputes import RESORT


@pytest.fixture(scope="session")
def readme() -> str:
    """Return the text of the README."""
    return (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.fixture
def example(tmp_path: Path, readme: str) -> Path:
    """Return the dispute of the README as a file."""
    text = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert text
    path = tmp_path / "dispute.yaml"
    path.write_text(text[1], "utf-8")
    return path


@pytest.fixture
def resort(tmp_path: Path) -> str:
    """Return a dispute with one open finding, as a file."""
    path = tmp_path / "resort.json"
    path.write_text(json.dumps(RESORT, ensure_ascii=False), "utf-8")
    return str(path)


@pytest.fixture
def clash(tmp_path: Path) -> str:
    """Return a dispute whose findings contradict one another, as a file."""
    path = tmp_path / "clash.json"
    path.write_text(json.dumps({"established": ["DefendantNegligent", "DefendantIntentional"]}), "utf-8")
    return str(path)
