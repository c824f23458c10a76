"""What a position's readings of a consequence give, worked out anew from its premises."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.oracle.propositional import Calendar, Evaluator, Verdict
from tests.support.corpus import distinct, examples
from tests.support.priorities import with_priorities

from anbao.engine.engine import Engine, find_position
from anbao.engine.results import Assessment, Decision
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification
from anbao.law.norms import Position, Premise

ID = "https://w3id.org/anbao/id/"
INTERPRETATION = str(ANBAO.Interpretation)
Given = set[tuple[str, str | None]]  # kind and liability
Within = set[tuple[str, str]]


def readings(position: Position, norm: str, consequence: str) -> list[Premise]:
    """Return the readings of a position that concern a norm, or its consequence."""
    own = [p for p in position.premises if p.kind == INTERPRETATION and p.mode == str(ANBAO.LexLata)]
    return [
        p
        for p in own
        if norm in p.get(ANBAO.ofNorm)
        or (consequence in p.get(ANBAO.ofConsequence) and not p.get(ANBAO.ofNorm))
    ]


def implied(wide: Iterable[str], narrow: Iterable[str], within: Within) -> bool:
    """Return whether some conditions together imply each of some others."""
    given = set(narrow)
    return all(one in given or any((other, one) in within for other in given) for one in wide)


def stricter(one: Premise, other: Premise, within: Within) -> bool:
    """Return whether a reading says more of the facts than another of the same author."""
    mine, yours = one.get(ANBAO.condition), other.get(ANBAO.condition)
    opposed = other.iri in one.get(ANBAO.contradicts) or one.iri in other.get(ANBAO.contradicts)
    return not opposed and implied(yours, mine, within) and not implied(mine, yours, within)


def expected(position: Position, assessment: Assessment, consequence: str, known: Verdict, within: Within, *, settled: bool) -> Given:  # fmt: skip  # noqa: E501, PLR0913
    """Return the answers that a position gives from one norm."""
    every = readings(position, assessment.norm, consequence)
    state = {p.iri: set(p.get(ANBAO.condition)) for p in every}
    met = [p for p in every if state[p.iri] <= known.true]
    held = [p for p in met if not any(stricter(other, p, within) for other in met)]
    may = [p for p in every if p not in met and not state[p.iri] & (known.false | known.not_shown)]
    raised = [p for p in may if state[p.iri] & known.in_issue]
    if held:
        kept = [p for p in raised if any(stricter(p, other, within) for other in held)]
    else:
        kept = raised if settled else may
    found: Given = {("Settled", p.get(ANBAO.liability)[0]) for p in held}
    found |= {("Conditional", p.get(ANBAO.liability)[0]) for p in kept}
    if settled and not held:
        found.add(("Settled", consequence))
    elif not held and not kept:
        found.add(("Unsettled", consequence))
    return found


def limited(position: Position, norm: str) -> list[str]:
    """Return the liabilities to which a position limits a norm."""
    limits = [p for p in position.premises if p.kind == str(ANBAO.ScopeLimit) and norm in p.get(ANBAO.ofNorm)]
    return [liability for p in limits for liability in p.get(ANBAO.liability)]


def forms(engine: Engine) -> set[str]:
    """Return the consequences that have a form, and so are settled."""
    quads = engine.store.quads_for_pattern(None, ox.NamedNode(ANBAO.form), None)
    return {quad.subject.value for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["P01", "P02", "P03", "P05", "P29"])
def test_answers_are_those_of_the_readings(engine: Engine, name: str) -> None:
    """On every dispute of the corpus a norm gives what the readings of it say, the strictest first."""
    law, position = engine.law, find_position(engine.law, name)
    profile = classification.profile_of(law, position)
    within: Within = set(classification.classify(law, profile).within)
    evaluator = Evaluator(engine.store, law, profile, Calendar(engine.store))
    settled, read = forms(engine), 0
    for decision in engine.decide(distinct(engine), [position]):
        if decision.contradiction:
            continue
        known = evaluator.evaluate(decision.dispute)
        for assessment in decision.assessments:
            if assessment.status not in ("Met", "Open") or assessment.label == "Displaced":
                continue
            limits = limited(position, assessment.norm)
            consequence = limits[0] if limits else law.norms[assessment.norm].consequence
            if consequence is None:
                continue
            wanted = expected(
                position, assessment, consequence, known, within, settled=consequence in settled
            )
            assert given(decision, assessment.norm) == wanted, (
                f"{decision.dispute.label.en}: {assessment.norm}"
            )
            read += bool(readings(position, assessment.norm, consequence))
    assert read > 2  # P29 reads a norm of the time before 2021


def given(decision: Decision, norm: str) -> Given:
    """Return the answers that a decision gives from one norm."""
    kinds = ("Settled", "Conditional", "Unsettled")
    return {(a.kind, a.liability) for a in decision.answers if a.norm == norm and a.kind in kinds}


def test_two_readings_of_one_author_are_marked(engine: Engine) -> None:
    """Where the body and the abstract of P02 differ both are given, as the first and the second reading."""
    [row] = [e for e in examples() if e.name == "C4: review omitted, a merchant injures"]
    [decision] = row.decisions(engine, "P02")
    marked = {answer.liability: answer.reading for answer in decision.answers if answer.reading}
    assert marked == {
        f"{ID}liability-supplementary-uncapped-recourse": "FirstReading",
        f"{ID}liability-joint-expanded-recourse": "SecondReading",
    }
    [other] = [e for e in examples() if e.name == "C4: safety measures omitted, a merchant injures"]
    assert {answer.reading for answer in other.decisions(engine, "P02")[0].answers} == {""}


REPLACED = """
    id:own-order a anbao:PriorityClaim ; anbao:mode anbao:LexFerenda ; anbao:basis anbao:StatedByAuthor ;
        anbao:replaces id:own-0 ;
        anbao:prevails id:cn-ecl-art-38-2-review ; anbao:over id:cn-ecl-art-38-1-norm .
"""


@pytest.mark.parametrize(("ferenda", "displaced"), [(False, "38-2-review"), (True, "38-1-norm")])
def test_a_proposal_takes_the_place_of_what_it_replaces(
    tmp_path: Path, ferenda: bool, displaced: str
) -> None:
    """A claim on the law in force goes where the proposal that replaces it is applied."""
    engine = with_priorities(tmp_path, ("cn-ecl-art-38-1-norm", "cn-ecl-art-38-2-review"), more=REPLACED)
    [row] = [e for e in examples() if e.name.startswith("C3: platform knew")]
    own = find_position(engine.law, "OWN")
    [decision] = engine.decide([row.dispute(engine)], [own], ferenda=ferenda)
    labels = {norm: decision.by_norm[f"{ID}cn-ecl-art-{norm}"].label for norm in ("38-1-norm", "38-2-review")}
    assert [norm for norm, label in labels.items() if label == "Displaced"] == [displaced]
