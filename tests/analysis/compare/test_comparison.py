"""Positions compared: tables, and the premises on which two part, against brute force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain, combinations
from pathlib import Path

import pytest
from tests.analysis.compare.test_premise_sets import ONE, OTHER, OVER, knew
from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW
from tests.support.positions import with_positions

from anbao.analysis.compare.comparison import Comparison, Table, Terms, compare
from anbao.analysis.compare.premise_sets import Held, Outcome, PremiseRuns, outcomes
from anbao.analysis.compare.relevance import active
from anbao.disputes.documents import from_document, gather
from anbao.engine.engine import Engine, choose_positions, find_position
from anbao.errors import ContradictoryFindings, DataError, PriorityCycle

pytestmark = pytest.mark.slow  # HermiT classifies each set of premises that is tried

ID = "https://w3id.org/anbao/id/"
CIVIL = ID + "question-civil-liability"


def compared(engine: Engine, case: str, *names: str, terms: Terms | None = None) -> Comparison:
    """Return the comparison of positions on the first dispute of a case."""
    disputes = gather(case, engine.law, engine.store)[:1]
    [comparison] = compare(engine, disputes, choose_positions(engine.law, names), terms)
    return comparison


def civil(comparison: Comparison) -> Table:
    """Return the table on civil liability."""
    return next(table for table in comparison.tables if table.question == CIVIL)


def short(sets: Iterable[tuple[Held, Outcome]]) -> set[frozenset[str]]:
    """Return sets of premises by the ends of their IRIs."""
    return {frozenset(iri.removeprefix(ID + "position-") for iri in premises) for premises, _ in sets}


def powerset(premises: Held) -> list[Held]:
    """Return all subsets."""
    some = sorted(premises)
    return [frozenset(c) for c in chain.from_iterable(combinations(some, n) for n in range(len(some) + 1))]


def least(sets: Iterable[Held]) -> set[Held]:
    """Return the sets none of whose proper subsets is among them."""
    known = set(sets)
    return {one for one in known if not any(other < one for other in known)}


@pytest.mark.parametrize(
    ("case", "one", "other"), [("C05", "P05", "P20"), ("C06", "P02", "P13"), ("C05", "P24", "P23")]
)
def test_accounts_are_those_of_brute_force(engine: Engine, case: str, one: str, other: str) -> None:
    """Support, turn and crux are what every set of all active premises gives, tried one by one."""
    comparison = compared(engine, case, one, other, terms=Terms(turns=True))
    [difference] = civil(comparison).differences
    positions = [find_position(engine.law, name) for name in (one, other)]
    mine, yours = (frozenset(p.iri for p in active(side, ferenda=False)) for side in positions)
    runs = PremiseRuns(engine)
    runs.run({comparison.dispute: powerset(mine | yours)})

    def answer(held: Held) -> Outcome:
        return runs.found(comparison.dispute, held).outcomes[CIVIL]

    def sets(account: object) -> set[Held]:
        assert account is not None
        assert account.complete  # type: ignore[attr-defined]
        return {premises for premises, _ in account.sets}  # type: ignore[attr-defined]

    assert answer(mine) != answer(yours)
    every = powerset(mine | yours)
    assert sets(difference.crux) == least(d for d in every if answer(mine - d) == answer(yours - d))
    changes = powerset(mine ^ yours)
    assert sets(difference.turn) == least(d for d in changes if answer(mine ^ d) == answer(yours))
    assert sets(difference.back) == least(d for d in changes if answer(yours ^ d) == answer(mine))
    for row, held in zip(civil(comparison).rows, (mine, yours), strict=True):
        [supported] = row.supports
        assert sets(supported.account) == least(s for s in powerset(held) if answer(s) == answer(held))


def test_the_premise_on_which_two_part_is_named(engine: Engine) -> None:
    """On C19 one premise of P03 makes the difference to the statutes, whichever way it is asked."""
    table = civil(compared(engine, "C19", "statutes", "P03", terms=Terms(turns=True)))
    [difference] = table.differences
    expected = {frozenset({"p03-fsl-over-cpl"})}
    for account in (difference.crux, difference.turn, difference.back):
        assert account is not None
        assert short(account.sets) == expected
    assert [short(row.supports[0].account.sets) for row in table.rows] == [{frozenset()}, expected]


def test_two_readings_are_exchanged_one_for_the_other(engine: Engine) -> None:
    """On C02 P03 and P05 part on their readings, though either has others to fall back on."""
    table = civil(compared(engine, "C02", "P03", "P05", terms=Terms(turns=True)))
    [difference] = table.differences
    assert difference.turn is not None
    readings = frozenset({"p03-supplementary", "p03-supplementary-share", "p05-supplementary"})
    assert short(difference.turn.sets) == {readings}
    [(premises, then)] = difference.crux.sets
    assert len(premises) > 2
    assert {"Unsettled"} <= {answer.kind for answer in then.answers}


def test_rows_are_the_positions_by_what_they_answer(engine: Engine) -> None:
    """Every position stands in one row of each table, with what the engine answers under it."""
    comparison = compared(engine, "C06", "all")
    for table in comparison.tables:
        names = [position.identifier for row in table.rows for position in row.positions]
        assert sorted(names) == sorted(p.identifier for p in engine.law.positions.values())
        assert len({row.outcome for row in table.rows}) == len(table.rows)
        for row in table.rows:
            for found in engine.answer([comparison.dispute], row.positions):
                assert outcomes(found, closed=False)[table.question] == row.outcome
    assert len(civil(comparison).rows) > 5
    assert comparison.parted


def test_every_two_positions_of_different_rows_have_a_difference(engine: Engine) -> None:
    """Two positions differ if and only if they stand in different rows; the sides are those asked for."""
    table = civil(compared(engine, "C06", "all"))
    where = {position.iri: row for row, one in enumerate(table.rows) for position in one.positions}
    positions = list(engine.law.positions.values())
    for one, other in combinations(positions, 2):
        difference = table.between(one, other)
        assert (difference is None) == (where[one.iri] == where[other.iri])
        if difference:
            assert difference.crux.sets
            assert {one, other} <= {*difference.ones, *difference.others}


def test_positions_that_agree_against_the_statutes_are_supported(engine: Engine) -> None:
    """Two positions that answer alike, and not as the statutes do, rest on premises of their own."""
    table = civil(compared(engine, "C06", "P20", "P21"))
    [row] = table.rows
    assert table.differences == ()
    supports = [short(supported.account.sets) for supported in row.supports]
    assert supports == [{frozenset({"p20-safety-supplementary"})}, {frozenset({"p21-safety-supplementary"})}]


def test_positions_without_bearing_premises_stand_together(engine: Engine) -> None:
    """Positions none of whose premises bears on a case are one and the same there."""
    [bare, _] = civil(compared(engine, "C06", "P12", "P17", "P13", "statutes")).rows
    [supported] = bare.supports
    assert [position.identifier for position in supported.positions] == ["P12", "P17", "statutes"]
    assert short(supported.account.sets) == {frozenset()}


def test_closed_evidence_is_compared_apart(engine: Engine) -> None:
    """Where fault is open, P24's claim that the platform bears it parts it only once the evidence closes."""
    established = [fact for fact in KNEW_AND_DID_NOT_REVIEW["established"] if fact != "DefendantNegligent"]
    dispute = knew(engine, established=established, open=["DefendantNegligent"])
    positions = choose_positions(engine.law, ["statutes", "P24"])
    [stands], [closed] = (
        compare(engine, [dispute], positions, Terms(turns=True, closed=closed)) for closed in (False, True)
    )
    assert short(civil(stands).differences[0].crux.sets) == {frozenset({"p24-several"})}
    [difference] = civil(closed).differences
    assert difference.back is not None
    assert short(difference.back.sets) == {frozenset({"p24-fault-reversed"})}
    assert short(difference.turn.sets if difference.turn else ()) == {
        frozenset({"p24-several", "p24-fault-reversed"})
    }


def test_proposals_count_only_if_asked_for(engine: Engine) -> None:
    """P02's proposal to protect personal data parts it from the statutes only with `ferenda`."""
    dispute = from_document(
        {
            "id": "data",
            "dates": {"conduct": "2022"},
            "established": [
                "DefendantRunsOnlineMarketplace",
                "DefendantProcessesPersonalData",
                "QualificationNotReviewed",
                "ClaimantActsForLivingNeeds",
                "PersonalDataHarm",
                "DefendantNegligent",
                "BreachCausedHarm",
                "DamageSuffered",
                "InjurerIsMerchant",
            ],
        },
        engine.law,
    )[0]
    positions = choose_positions(engine.law, ["statutes", "P02"])
    [lata], [ferenda] = (
        compare(engine, [dispute], positions, Terms(ferenda=ferenda)) for ferenda in (False, True)
    )
    assert not any("personal-data" in str(d.crux) for table in lata.tables for d in table.differences)
    assert any("personal-data" in str(d.crux) for table in ferenda.tables for d in table.differences)


def test_replay_is_compared_under_the_declared_date(engine: Engine) -> None:
    """C01, older than the E-Commerce Law, parts the positions only if replayed after it."""
    assert not compared(engine, "C01", "statutes", "P13").parted
    replayed = compared(engine, "C01", "statutes", "P13", terms=Terms(on=dt.date(2021, 6, 1)))
    assert replayed.dispute.counterfactual == dt.date(2021, 6, 1)
    assert replayed.parted


def test_findings_that_contradict_a_position_are_its_row(engine: Engine) -> None:
    """Where the findings contradict one position, it says so, and the premise that does it is named."""
    established = [*KNEW_AND_DID_NOT_REVIEW["established"], "DefendantManagesPublicPlace"]
    positions = choose_positions(engine.law, ["statutes", "P02"])
    [comparison] = compare(engine, [knew(engine, established=established)], positions, Terms(turns=True))
    table = civil(comparison)
    assert [row.outcome.fault for row in table.rows] == ["", "contradiction"]
    [difference] = table.differences
    assert difference.turn is not None
    assert short(difference.turn.sets) == {frozenset({"p02-not-a-public-place"})}


def test_contradictory_findings_are_refused(engine: Engine) -> None:
    """Findings that the ontology makes contradictory are an error under whatever positions."""
    established = [*KNEW_AND_DID_NOT_REVIEW["established"], "ClaimantOutsideTransaction"]
    with pytest.raises(ContradictoryFindings, match="knew"):
        compare(engine, [knew(engine, established=established)], choose_positions(engine.law, ["P01", "P02"]))


def test_a_position_that_contradicts_itself_is_named(tmp_path: Path) -> None:
    """A position whose own priorities run in a circle is refused, and the message says which it is."""
    engine = with_positions(tmp_path, A=[OVER.format(ONE, OTHER), OVER.format(OTHER, ONE)])
    with pytest.raises(PriorityCycle, match="own A") as raised:
        compare(engine, [knew(engine)], choose_positions(engine.law, ["statutes", "A"]))
    assert raised.value.positions == {ID + "position-a"}


def test_a_union_that_runs_in_a_circle_is_no_turn(tmp_path: Path) -> None:
    """Of two opposite priorities one must be given up for the other: together they answer nothing."""
    engine = with_positions(tmp_path, A=[OVER.format(ONE, OTHER)], B=[OVER.format(OTHER, ONE)])
    positions = choose_positions(engine.law, ["A", "B"])
    [comparison] = compare(engine, [knew(engine)], positions, Terms(turns=True))
    [difference] = civil(comparison).differences
    assert difference.turn is not None
    assert {premises for premises, _ in difference.turn.sets} == {frozenset({ID + "a-0", ID + "b-0"})}


def test_one_position_is_no_comparison(engine: Engine) -> None:
    """A comparison has two sides."""
    with pytest.raises(DataError, match="nothing to compare"):
        compare(engine, gather("C06", engine.law, engine.store), [engine.law.bare])
