"""Dates as people write them: what a table says of them, and of what is none."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.dates import DATES

from anbao.disputes.dates import day, period
from anbao.errors import BadDate

FAULTS = {"bad": "is no date", "early": "before 1980", "backwards": "ends before it begins"}


@pytest.mark.parametrize("text", DATES)
def test_periods_are_read_as_expected(text: str) -> None:
    """Days, months, years, intervals and bounds give two days, anything else a fault that says what it is."""
    expected = DATES[text]
    if isinstance(expected, str):
        with pytest.raises(BadDate, match=FAULTS[expected]):
            period(text)
    else:
        assert [bound and bound.isoformat() for bound in period(text)] == expected


def test_single_days() -> None:
    """A day is written out; a month is none."""
    assert day("2021-03-05") == dt.date(2021, 3, 5)
    for text in ("2021-03", "2021-02-30"):
        with pytest.raises(BadDate, match="is no date"):
            day(text)
