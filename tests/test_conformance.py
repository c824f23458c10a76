"""Every example of the corpus comes out as stated, through the SPARQL rules and through HermiT."""

import pytest
from tests.support.corpus import Example, differences, examples

from anbao.decision import Engine

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_comes_out_as_stated(example: Example, engine: Engine) -> None:
    """Status, labels, answers, reasons and closing agree with the corpus under each position."""
    found = [
        f"{decision.position.identifier}: {text}"
        for name, expected in example.expect.items()
        for decision in example.decisions(engine, name)
        for text in differences(decision, expected)
    ]
    assert not found, "\n".join(found)
