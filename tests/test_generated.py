"""What is generated is up to date, and files are laid out as the formatter would."""

from pathlib import Path

import pytest

from anbao.engine.engine import Engine
from anbao.graph import stores
from anbao_dev import idleness, javascript, layout, readme, specialities, vocabulary


def test_vocabulary_is_generated_from_the_ontology() -> None:
    """`vocabulary.py` is what `make generate` writes."""
    assert vocabulary.TARGET.read_text("utf-8") == vocabulary.generate()


def test_specialities_are_what_the_reasoner_infers() -> None:
    """The file of inferred specialities is what `make generate` writes, and holds the textbook pair."""
    text = specialities.TARGET.read_text("utf-8")
    assert text == specialities.generate()
    food = text[text.index("id:cn-fsl-art-131-1-licence\n") :]
    assert "id:cn-ecl-art-38-2-review" in food[: food.index("\n.\n")]


def test_readme_table_is_generated_from_the_questions() -> None:
    """The README's table of questions is what `make generate` writes."""
    text = readme.README.read_text("utf-8")
    assert "statutes/wording" in text
    assert readme.generate(text) == text


@pytest.mark.parametrize("path", layout.turtle_files(), ids=lambda path: path.stem)
def test_turtle_is_laid_out(path: Path) -> None:
    """Every Turtle file is sorted and laid out by the formatter."""
    content = path.read_text("utf-8")
    assert content == stores.turtle_layout(content)


def test_what_the_browser_shares_is_generated() -> None:
    """`site/src/generated.js` is what `make generate` writes."""
    assert javascript.TARGET.read_text("utf-8") == javascript.generate()


def test_idle_premises_are_decided_from_what_there_is(engine: Engine) -> None:
    """The file of idle premises was made from the rules, the law and the positions as they are."""
    assert idleness.DIGEST.read_text("utf-8").strip() == idleness.digest(engine)
