"""Divides the slow tests into parts, of which CI runs another one each time (`--part 2/6`)."""

from __future__ import annotations

from argparse import ArgumentTypeError
from zlib import crc32

import pytest

__all__ = ["is_built_for", "part", "part_of"]


def part(text: str) -> tuple[int, int]:
    """Return the two numbers of `N/K`.

    Raises:
        ArgumentTypeError: these are not two numbers, or there is no such part.
    """
    number, _, total = text.partition("/")
    if not (number.isdecimal() and total.isdecimal() and 1 <= int(number) <= int(total)):
        raise ArgumentTypeError(f"{text!r} is no part: 2/6 is the second of six")
    return int(number), int(total)


def part_of(item: pytest.Item, parts: int) -> int:
    """Return in which of so many parts a test stands.

    The digest of its name decides, so that other tests that come and go do not move it. The whole
    site takes minutes to build, so all that needs it stands in one part.
    """
    name = "built" if is_built_for(item) else item.nodeid
    return crc32(name.encode()) % parts + 1


def is_built_for(item: pytest.Item) -> bool:
    """Return whether the whole site is built for a test."""
    return "built" in getattr(item, "fixturenames", ())
