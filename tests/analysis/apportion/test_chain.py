"""Who pays what by a decision: liabilities from the decision, roles and what forms leave from the graph."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pyoxigraph as ox
import pytest

from anbao.analysis.apportion.chain import (
    CLAIMANT,
    DEFENDANT,
    INJURER,
    Apportioned,
    Given,
    apportion_answers,
    apportion_decisions,
    find_role,
    parties_of,
)
from anbao.analysis.apportion.parties import Loss
from anbao.analysis.apportion.reckoning import apportion
from anbao.disputes.documents import gather
from anbao.engine.engine import Engine, choose_positions
from anbao.engine.results import Answer
from anbao.graph.namespaces import local_name
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO

ID = "https://w3id.org/anbao/id/"
NOTHING = Given(10_000, {}, {}, {}, {})
ANSWER = Answer("question", "Settled", None, None, None, (), None, "firm", weaker=False)


def given(**values: Any) -> Given:
    """Return a loss of 100 yuan with what is given of the parties."""
    return replace(NOTHING, **values)


def decided(engine: Engine, case: str, *positions: str, **values: Any) -> list[Apportioned]:
    """Return what decisions on a case make of a loss of 100 yuan."""
    answered = engine.answer(gather(case, engine.law, engine.store), choose_positions(engine.law, positions))
    return apportion_decisions(answered, engine.law, engine.store, given(**values))


def figures(outcome: Apportioned, liability: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return by party what is paid, and what is borne in the end, in yuan, by a liability of an outcome."""
    [found] = [one.found for one in outcome.by_liability if local_name(one.liability or "") == liability]
    assert found
    paid = {payment.party: payment.pays // 100 for payment in found.payments}
    return paid, {party: amount // 100 for party, amount in found.burdens.items()}


def test_joint_liability_of_a_decision_reaches_the_merchant(engine: Engine) -> None:
    """C19: the platform pays the whole (FSL 131(1)) and recovers the merchant's part (CC 178(2))."""
    [outcome] = decided(engine, "C19", shares={DEFENDANT: Fraction(3, 10)})
    assert outcome.role
    assert local_name(outcome.role.iri) == "role-merchant"
    assert figures(outcome, "liability-joint") == (
        {DEFENDANT: 100, INJURER: 0},
        {DEFENDANT: 30, INJURER: 70},
    )


def test_supplementary_liability_comes_second_and_is_capped(engine: Engine) -> None:
    """P04 on C02: the platform pays what the injurer does not, within its share, and recovers it."""
    [outcome] = decided(engine, "C02", "P04", shares={DEFENDANT: Fraction(3, 10)}, means={INJURER: 2000})
    paid, borne = figures(outcome, "liability-supplementary-fault-recourse")
    assert paid == {INJURER: 20, DEFENDANT: 30}
    assert borne == {INJURER: 20, DEFENDANT: 30}
    [one] = [one for one in outcome.by_liability if "supplementary" in (one.liability or "")]
    assert one.found
    assert [(claim.claim, claim.collectible) for claim in one.found.recourse] == [(3000, 0)]


def test_a_worker_answers_inside_only(engine: Engine) -> None:
    """CC 1191(1): the worker owes the claimant nothing, and the employer something on a condition."""
    liability = ID + "liability-vicarious"
    [dispute] = gather("C47", engine.law, engine.store)
    role = find_role(engine.store, dispute)
    assert role
    assert local_name(role.iri) == "role-worker"  # and not the third party that a worker is as well
    for condition, borne in ((True, {DEFENDANT: 0, INJURER: 100}), (False, {DEFENDANT: 100, INJURER: 0})):
        answers = [replace(ANSWER, liability=liability)]
        [one] = apportion_answers(engine.store, answers, role, given(condition=condition))
        assert one.found
        assert {payment.party: payment.pays for payment in one.found.payments}[INJURER] == 0
        assert {party: amount // 100 for party, amount in one.found.burdens.items()} == borne


def test_nothing_is_had_from_one_who_is_not_identified(engine: Engine) -> None:
    """A third party who is not identified pays nothing, so a supplementary debtor pays up to its cap."""
    document = {"established": ["InjurerUnidentified"]}
    [dispute] = gather(document, engine.law, engine.store)
    role = find_role(engine.store, dispute)
    assert role
    assert role.without_means
    answers = [replace(ANSWER, liability=ID + "liability-supplementary-fault")]
    shares = given(shares={DEFENDANT: Fraction(2, 5)})
    [one] = apportion_answers(engine.store, answers, role, shares)
    assert one.found
    assert {payment.party: payment.pays for payment in one.found.payments} == {INJURER: 0, DEFENDANT: 4000}


def test_without_an_injurer_the_defendant_stands_alone(engine: Engine) -> None:
    """C13: nobody else did the harm; the victim's own part is taken off, by the defence named."""
    [outcome] = decided(engine, "C13", shares={CLAIMANT: Fraction(4, 5)})
    assert outcome.role is None
    assert figures(outcome, "liability-own") == ({DEFENDANT: 20}, {DEFENDANT: 20})
    [one] = outcome.by_liability
    assert [local_name(defence.norm) for defence in one.reduced_by] == ["cn-tll-art-26-1-norm"]


def test_what_is_missing_is_said_for_each_liability(engine: Engine) -> None:
    """A share, an amount or both shares may be missing; what is open or no part of a loss says so."""
    expected = {
        "supplementary-fault": "share missing",
        "joint-expanded": "amount missing",
        "own": "shares missing",
        "administrative": "outside the loss",
    }
    role = find_role(
        engine.store, gather({"established": ["InjurerIsMerchant"]}, engine.law, engine.store)[0]
    )
    for liability, kind in expected.items():
        answers = [replace(ANSWER, liability=f"{ID}liability-{liability}")]
        [one] = apportion_answers(engine.store, answers, role, NOTHING)
        assert one.found is None
        assert one.fault
        assert one.fault.kind == kind
    unsettled = replace(ANSWER, kind="Unsettled", liability=ID + "open-corresponding-liability")
    none = replace(ANSWER, kind="NoLiability")
    assert [one.found for one in apportion_answers(engine.store, [unsettled, none], role, NOTHING)] == (
        [None, None]
    )


def test_alike_answers_are_told_once_and_weaker_ones_not(engine: Engine) -> None:
    """Two norms that give one liability make one apportionment; one beside a stronger answer makes none."""
    joint = replace(ANSWER, liability=ID + "liability-joint", norm="a")
    answers = [joint, replace(joint, norm="b"), replace(joint, norm="c", weaker=True)]
    [one] = apportion_answers(engine.store, answers, None, NOTHING)
    assert [answer.norm for answer in one.answers] == ["a", "b"]
    outcomes = decided(engine, "C19", "all")
    named = [position.identifier for outcome in outcomes for position in outcome.positions]
    assert len(named) == len(engine.law.positions)
    assert len(outcomes) < 5


def every_liability(engine: Engine) -> list[str]:
    """Return the liabilities of the graph."""
    found = engine.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(ANBAO.Liability))
    return sorted({text(quad.subject) for quad in found})


@pytest.mark.parametrize(
    "role", ["InjurerIsMerchant", "InjurerUnidentified", "InjurerIsDefendantsEmployee", None]
)
def test_nobody_pays_too_much_and_nothing_is_lost(engine: Engine, role: str | None) -> None:
    """Payments are within their caps; burdens and what is uncovered make up the loss."""
    [dispute] = gather({"established": [role] if role else []}, engine.law, engine.store)
    beside = find_role(engine.store, dispute)
    full = given(
        shares={DEFENDANT: Fraction(3, 10)},
        amounts={DEFENDANT: 4000, INJURER: 4000},
        means={INJURER: 2500},
        condition=True,
    )
    reckoned = 0
    for liability in every_liability(engine):
        answers = [replace(ANSWER, liability=liability)]
        [one] = apportion_answers(engine.store, answers, beside, full)
        if one.found is None:
            assert one.fault
            assert one.fault.kind == "outside the loss"
            continue
        reckoned += 1
        assert all(payment.paid + payment.pays <= payment.ceiling for payment in one.found.payments)
        assert sum(one.found.burdens.values()) + one.found.uncovered == 10_000
        parties = {party.name for party in parties_of(engine.store, liability, beside)}
        assert parties == set(one.found.burdens)
    assert reckoned > 30


def test_what_is_typed_in_and_what_a_decision_gives_agree(engine: Engine) -> None:
    """Parties typed in as the decision names them pay the same: one arithmetic."""
    full = given(shares={DEFENDANT: Fraction(1, 4), INJURER: Fraction(3, 4)})
    [outcome] = decided(engine, "C19", shares=full.shares)
    [joint] = [one for one in outcome.by_liability if local_name(one.liability or "") == "liability-joint"]
    parties = parties_of(engine.store, ID + "liability-joint", outcome.role)
    typed_in = [replace(party, share=full.shares[party.name]) for party in parties]
    assert joint.found == apportion(Loss(10_000, Fraction(), tuple(typed_in)))
