"""The tables of the what-if page: what each liability makes of a loss of 100, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from anbao.engine.engine import Engine
from anbao.site.apportioned import CHOICES, LOSS, build_apportionment

DEFENDANT, INJURER = 0, 1


@pytest.fixture(scope="module")
def tables(engine: Engine) -> dict[str, Any]:
    """Return the data file."""
    return build_apportionment(engine.store, engine.law)


def row(
    tables: dict[str, Any], liability: str, kind: str, share: int | None, amount: int | None = None
) -> Any:
    """Return the row of a liability."""
    table = tables["tables"][tables["of"][f"id:liability-{liability}"][kind]]
    return table["rows"][table["shares"].index(share)][table["amounts"].index(amount)]


# Worked out by hand from the meaning of each form, in fen: at most, pays, bears; recourse; what is uncovered.
BY_HAND = [
    # CC 178: each owes the whole, and recovers beyond its share, which is half where nothing is known.
    ("joint", "pays", 30, None, [[0, 10000, 10000, 3000], [1, 10000, 0, 7000]], [[0, 1, 7000, 7000]], 0),
    ("joint", "pays", None, None, [[0, 10000, 10000, 5000], [1, 10000, 0, 5000]], [[0, 1, 5000, 5000]], 0),
    ("joint", "unpaid", 30, None, [[0, 10000, 10000, 10000], [1, 10000, 0, 0]], [[0, 1, 7000, 0]], 0),
    # CC 1172: each its own share, nothing between them; what the injurer cannot pay is lost to the claimant.
    ("several", "pays", 30, None, [[0, 3000, 3000, 3000], [1, 7000, 7000, 7000]], [], 0),
    ("several", "unpaid", 30, None, [[0, 3000, 3000, 3000], [1, 7000, 0, 0]], [], 7000),
    # CC 1198(2): after the injurer, within its fault; it recovers what it paid.
    ("supplementary-fault-recourse", "pays", 30, None, [[1, 10000, 10000, 10000], [0, 3000, 0, 0]], [], 0),
    (
        "supplementary-fault-recourse",
        "unpaid",
        30,
        None,
        [[1, 10000, 0, 0], [0, 3000, 3000, 3000]],
        [[0, 1, 3000, 0]],
        7000,
    ),
    # CC 1195(2): joint for the part by which the loss grew, half of it each where shares are unknown.
    (
        "joint-expanded",
        "pays",
        None,
        40,
        [[0, 4000, 4000, 2000], [1, 10000, 6000, 8000]],
        [[0, 1, 2000, 2000]],
        0,
    ),
    # CC 1191: the worker owes the claimant nothing; that the condition of recourse is met nobody says.
    ("vicarious", "pays", None, None, [[0, 10000, 10000, 10000], [1, 0, 0, 0]], [], 0),
    ("own", "none", None, None, [[0, 10000, 10000, 10000]], [], 0),
]


@pytest.mark.parametrize("example", BY_HAND, ids=str)
def test_figures_worked_out_by_hand(tables: dict[str, Any], example: tuple[Any, ...]) -> None:
    """Each row holds what the form means."""
    *choice, parties, recourse, uncovered = example
    assert row(tables, *choice)[:3] == [parties, recourse, uncovered]


def test_what_is_missing_is_a_note(tables: dict[str, Any]) -> None:
    """Without the share or amount that it needs, a row says what is missing, of whom."""
    assert row(tables, "supplementary-fault", "pays", None) == [["share missing", DEFENDANT, ""]]
    assert row(tables, "joint-expanded", "pays", None, None) == [["amount missing", DEFENDANT, ""]]
    assert row(tables, "own", "pays", None) == [["shares missing", None, ""]]
    assert row(tables, "administrative", "pays", None)[0][0] == "outside the loss"


def test_every_row_adds_up(tables: dict[str, Any]) -> None:
    """All that is borne, and what is uncovered, make up the loss, in every row of every table."""
    rows = [one for table in tables["tables"] for line in table["rows"] for one in line if len(one) > 1]
    assert len(rows) > 500
    for parties, _, uncovered, _ in rows:
        assert sum(bears for *_, bears in parties) + uncovered == LOSS
        assert all(0 <= pays <= most <= LOSS for _, most, pays, _ in parties)


def test_tables_offer_choices_only_where_they_matter(tables: dict[str, Any]) -> None:
    """A table asks for a share or an amount only if it changes something."""
    for table in tables["tables"]:
        for offered in (table["shares"], table["amounts"]):
            assert offered in ([None], list(CHOICES))
        if len(table["shares"]) > 1:
            assert len({repr(line) for line in table["rows"]}) > 1


def test_narrower_roles_come_first(tables: dict[str, Any]) -> None:
    """A worker is a third party too, and stands as a worker; nothing is had from one not identified."""
    found_by = [role["foundBy"] for role in tables["roles"]]
    assert found_by.index(["circ:InjurerIsDefendantsEmployee"]) < found_by.index(
        ["circ:InjurerIsIdentifiedThirdParty"]
    )
    kinds = {role["foundBy"][0]: role["kind"] for role in tables["roles"]}
    assert kinds["circ:InjurerUnidentified"] == "unpaid"
    assert kinds["circ:InjurerIsMerchant"] == "pays"


def test_what_a_note_rests_on_has_its_label(tables: dict[str, Any]) -> None:
    """Equal shares rest on CC 178(2); each such thing is named in both languages."""
    assert tables["labels"]["id:cn-cc-art-178-2"] == ["民法典第178条第2款", "Civil Code art. 178(2)"]
    abouts = {
        note[2]
        for table in tables["tables"]
        for line in table["rows"]
        for row in line
        for note in (row if len(row) == 1 else row[3])
        if note[2]
    }
    assert abouts == set(tables["labels"])
