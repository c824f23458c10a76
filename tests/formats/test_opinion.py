"""A decision in one sentence: who owes what, by which provision, on which facts, and what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, find_position
from anbao.engine.results import Answer, Decision
from anbao.formats.opinion import Opinion, opinion

MAIN = "https://w3id.org/anbao/id/question-platform-civil-liability"


def decided(
    engine: Engine, item: str | dict[str, Any], position: str = "statutes", place: int = 0
) -> Decision:
    """Return the decision of a dispute under a position."""
    disputes = gather(item, engine.law, engine.store)
    [decision] = engine.decide([disputes[place]], [find_position(engine.law, position)])
    return decision


def said(
    engine: Engine, item: str | dict[str, Any], position: str = "statutes", language: str = "zh"
) -> Opinion:
    """Return it in words."""
    return opinion(decided(engine, item, position), engine.law, language)


def untimely(engine: Engine, position: str = "statutes") -> Decision:
    """Return the decision of C01, with art. 38(2) among what its facts would raise if it were in force."""
    decision = decided(engine, "C01", position)
    return replace(decision, not_in_force=("https://w3id.org/anbao/id/cn-ecl-art-38-2-review",))


def test_a_firm_liability_names_provision_facts_and_what_gives_way(engine: Engine) -> None:
    """C01: several liability under TLL 12; the general tort gives way as the more general one."""
    found = said(engine, "C01", "P02")
    assert found.sentence == (
        "被告应依侵权责任法第12条对原告承担按份责任；所据事实：直接加害人是平台内经营者或者为其履行的人，"
        "平台未审核平台内经营者的资质资格，被告有过失，直接加害人为过失；"
        "侵权责任法第6条第1款不予适用（特别法优于一般法）。"
    )
    assert said(engine, "C01", "P02", "en").sentence.startswith(
        "The defendant bears several liability to the claimant under Tort Liability Law art. 12; on these"
    )


def test_a_provision_relied_on_that_does_not_apply_comes_first(engine: Engine) -> None:
    """P02 speaks of art. 38(2), which is younger than the facts of C01; the bare statutes do not."""
    [notice] = opinion(untimely(engine, "P02"), engine.law, "zh").notices
    assert notice == "此说就电子商务法第38条第2款的主张不及于本案：该文本自2019年1月1日起施行。"
    assert opinion(untimely(engine), engine.law, "zh").notices == ()


def test_a_court_that_relied_on_what_does_not_apply_is_told_of(engine: Engine) -> None:
    """The provisions that a holding cites count with all their parts."""
    decision = untimely(engine)
    [holding, *_] = decision.dispute.holdings
    cites = frozenset({"https://w3id.org/anbao/id/cn-ecl-art-38-2"})
    dispute = replace(decision.dispute, holdings=(replace(holding, cites=cites),))
    [notice] = opinion(replace(decision, dispute=dispute), engine.law, "en").notices
    assert notice == (
        "The court relied on E-Commerce Law art. 38(2), which does not apply to this case: "
        "in force from 2019-01-01."
    )
    [fsl] = [one for one in gather("C19", engine.law, engine.store)[0].holdings if one.cites]
    assert "https://w3id.org/anbao/id/cn-fsl-art-131-1" in fsl.cites


def test_defences_of_all_liabilities_are_told_once(engine: Engine) -> None:
    """C09 against the pool: three grounds, one reduction."""
    [_, pool] = gather("C09", engine.law, engine.store)
    [decision] = engine.decide([pool], [engine.law.bare])
    sentence = opinion(decision, engine.law, "zh").sentence
    assert sentence.count("侵权责任法第26条") == 1
    assert "，以上均可依侵权责任法第26条减轻；" in sentence
    assert "并可依侵权责任法第26条减轻" in said(engine, "C13").sentence


def test_what_is_open_has_its_bearer(engine: Engine) -> None:
    """C02: pending, with each element that is not proved and who bears it, and the doubt about the date."""
    sentence = said(engine, "C02").sentence
    assert sentence.startswith("待证事项如获证明，被告应依")
    assert "“相应的责任”（其形态法律未明定）" in sentence
    assert "尚未证明：未尽到安全保障义务（原告方举证）" in sentence
    assert "是否施行未能确定。" in sentence


def test_conditional_readings_share_their_ground(engine: Engine) -> None:
    """P01 reads four forms into one term: the provision is named once, each condition with its form."""
    sentence = said(engine, "C02", "P01").sentence
    assert "如被告有故意且直接加害人为故意，被告应依电子商务法第38条第2款对原告承担连带责任" in sentence
    assert "如被告有过失且直接加害人为过失，则为按份责任" in sentence
    assert sentence.count("依电子商务法第38条第2款") == 1


def test_the_other_questions_are_named(engine: Engine) -> None:
    """C19: administrative liability stands under its question, with what is pending marked."""
    found = said(engine, "C19")
    others = dict(found.others)
    assert others["被告的行政责任"].startswith(
        "行政责任 · 食品安全法第131条第1款；行政责任 (待证) · 电子商务法第83条"
    )
    assert found.sentence.startswith("被告应依食品安全法第131条第1款对原告承担连带责任，另应依")


def answered(engine: Engine, *answers: Answer) -> str:
    """Return what a decision with other answers says, in English."""
    decision = decided(engine, "C13")
    main = next(iter(engine.law.questions))
    given = tuple(replace(answer, question=main) for answer in answers)
    bare = replace(decision, answers=given, assessments=(), not_in_force=())
    return opinion(bare, engine.law, "en").sentence


BLANK = Answer("", "Settled", None, None, None, (), None, "firm", weaker=False)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (replace(BLANK, kind="NoLiability"), "The defendant bears no civil liability to the claimant."),
        (
            replace(BLANK, kind="NoLiability", provision="https://w3id.org/anbao/id/cn-cc-art-1197-1"),
            "Under Civil Code art. 1197 the defendant bears no civil liability to the claimant.",
        ),
        (
            replace(BLANK, kind="OutsideGraph", provision="https://w3id.org/anbao/id/cn-cc-art-823-1"),
            "Civil Code art. 823(1) governs the case, which is outside this graph.",
        ),
    ],
)
def test_no_liability_and_outside_this_graph(engine: Engine, answer: Answer, sentence: str) -> None:
    """None, and what another provision governs, are told with the provision."""
    assert answered(engine, answer) == sentence


def test_nothing_in_issue_says_what_the_nearest_norm_needs(engine: Engine) -> None:
    """A dispute that raises no norm: what comes nearest on the main question, and what it lacks."""
    found = said(engine, {"dates": {"conduct": "2022"}, "established": ["BodilyHarm"]})
    assert found.sentence.startswith("就被告对原告的责任，所提出的事项不足以引出任何规范，最接近的")
    assert "尚须提出：" in found.sentence


def test_every_case_is_one_sentence_in_both_languages(engine: Engine) -> None:
    """Under every position: one stop at the end, no name of a term or identifier left in it."""
    cases = [
        one for case in ("C01", "C09", "C19", "C27", "C32") for one in gather(case, engine.law, engine.store)
    ]
    for decision in engine.decide(cases, engine.law.ordered_positions):
        for language, stop in (("zh", "。"), ("en", ".")):
            sentence = opinion(decision, engine.law, language).sentence
            assert sentence.endswith(stop)
            assert "http" not in sentence
            assert "{" not in sentence
            if language == "zh":
                assert sentence.count(stop) == 1
                assert ", " not in sentence
