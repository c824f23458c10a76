"""Dates as people know them: days, months, years, intervals and bounds."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from anbao.errors import BadDate

__all__ = ["FIRST_YEAR", "day", "period"]

FIRST_YEAR = 1980
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def day(text: str, where: object = "date") -> dt.date:
    """Return a calendar day written `YYYY-MM-DD`.

    Raises:
        BadDate: it is no such day, or lies before 1980.
    """
    found = DATE.fullmatch(text)
    if not found or not found.group(3):
        raise BadDate(f"{text!r} is no date.", where=where, mend="Write it as YYYY-MM-DD.")
    return _bounds(text, where)[0]


def period(text: str, where: object = "date") -> tuple[dt.date | None, dt.date | None]:
    """Return the earliest and the latest day on which an event ended.

    `text` is a day, a month or a year (`2021-03-05`, `2021-03`, `2021`), an
    interval over which it went on (`2020-12-01/2021-02`), or a bound: `../2021`
    for not after 2021, `2021/..` for not before; `[2020-12-01..2021-02]` is one day
    of these, as in EDTF.

    Raises:
        BadDate: it is none of these, or lies before 1980.
    """
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text, where)
    begin, slash, end = text.partition("/")
    if not slash:
        return _bounds(text, where)
    if begin == "..":
        return None, _bounds(end, where)[1]
    first = _bounds(begin, where)[0]
    if end == "..":
        return first, None
    earliest, latest = _bounds(end, where)
    if latest < first:
        raise BadDate(f"the interval {text!r} ends before it begins.", where=where, mend="Swap its ends.")
    return max(first, earliest), latest


def _one_of(text: str, where: object) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a set `[A..B]`."""
    begin, _, end = text[1:-1].partition("..")
    first, last = _bounds(begin, where)[0], _bounds(end, where)[1]
    if last < first:
        raise BadDate(f"{text!r} ends before it begins.", where=where, mend="Swap its ends.")
    return first, last


def _bounds(text: str, where: object) -> tuple[dt.date, dt.date]:
    found = DATE.fullmatch(text.strip())
    if not found:
        raise BadDate(
            f"{text!r} is no date.",
            where=where,
            mend="Write YYYY-MM-DD, YYYY-MM, YYYY or an interval A/B.",
        )
    year, month, of_month = (int(part) if part else None for part in found.groups())
    assert year is not None
    if year < FIRST_YEAR:
        raise BadDate(
            f"{text} lies before {FIRST_YEAR}.",
            where=where,
            mend="This graph begins with that year.",
        )
    try:
        first = dt.date(year, 1 if month is None else month, 1 if of_month is None else of_month)
    except ValueError:
        raise BadDate(f"{text!r} is no date.", where=where, mend="Check month and day.") from None
    if of_month is not None:
        return first, first
    last_month = 12 if month is None else month
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
