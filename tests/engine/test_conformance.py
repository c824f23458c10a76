"""Every example of the corpus comes out as stated, through the SPARQL rules and through HermiT."""

import pytest
from tests.oracle.engines import groups, norm_classes, profiles, rule_input, run_hermit, run_rules
from tests.oracle.propositional import Calendar, auxiliary_norms
from tests.support.corpus import Example, differences, examples

from anbao.engine.engine import Engine

EXAMPLES = examples()
PENDING = examples(pending=True)
LARGEST = 20  # groups of disputes for which the same norms and axioms count


def disagreements(example: Example, engine: Engine) -> list[str]:
    """Return what comes out otherwise than an example states, by position."""
    return [
        f"{decision.position.identifier}: {text}"
        for name, expected in example.expect.items()
        for decision in example.decisions(engine, name)
        for text in differences(decision, expected)
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_comes_out_as_stated(example: Example, engine: Engine) -> None:
    """Status, labels, answers, reasons and closing agree with the corpus under each position."""
    found = disagreements(example, engine)
    assert not found, "\n".join(found)


@pytest.mark.xfail(strict=True, reason="the rules do not give it yet; once they do, it moves to the corpus")
@pytest.mark.parametrize("example", PENDING, ids=lambda example: example.name)
def test_pending_example_comes_out_as_stated(example: Example, engine: Engine) -> None:
    """What the review asks for and the rules do not give yet does not come out."""
    assert not [
        text
        for name, expected in example.expect.items()
        for decision in example.decisions(engine, name)
        for text in differences(decision, expected)
    ]


@pytest.mark.slow
def test_hermit_realises_the_corpus_alike(engine: Engine) -> None:
    """Under every profile HermiT finds the same circumstances and complete antecedents as the rules.

    HermiT knows no dates: the disputes are grouped by the auxiliary norms and the axioms that count. The
    largest groups run under the bare statutes, the largest under each other profile.
    """
    law, calendar, auxiliary = engine.law, Calendar(engine.store), auxiliary_norms(engine.store)
    disputes = [example.dispute(engine) for example in EXAMPLES]
    for place, profile in enumerate(profiles(law).values()):
        derived = run_rules(rule_input(engine.store, law, profile), disputes)
        grouped = groups(auxiliary, calendar, disputes, profile)
        for timely, alike in grouped[: 1 if place else LARGEST]:
            realised = run_hermit(law, timely, alike)
            for dispute in alike:
                rules, places = derived[dispute.iri], realised[dispute.iri]
                assert (places is None) == bool(rules.contradicts), dispute.label.en
                if places is None:
                    continue
                inside, outside = places
                assert inside & law.circumstances.keys() == rules.established, dispute.label.en
                assert outside == rules.refuted, dispute.label.en
                in_force = {norm for norm in norm_classes(law) if calendar.force(norm, dispute) == "certain"}
                assert inside & in_force == rules.complete, dispute.label.en
