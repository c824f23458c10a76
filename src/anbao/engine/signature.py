"""When answers are alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from anbao.engine.results import Answer

__all__ = ["signature"]


def signature(answers: Iterable[Answer]) -> frozenset[Answer]:
    """Return what answers say, whoever says so: sets of answers are alike if their signatures are equal.

    Two answers are alike if question, norm, kind, liability, conditions, provision, standing and
    defences are the same. Neither the premise from which an answer comes counts, since two authors may
    come to one result by different ways, nor whether a stronger answer stands beside it, which follows
    from the others, nor their order. That nothing was put in issue is no answer, and is left out.
    """
    return frozenset(
        replace(answer, premise=None, weaker=False, reading="")
        for answer in answers
        if answer.kind != "NothingInIssue"
    )
