"""Which of the forms of a document a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["preferred"]


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found.append((kind, float(quality)))
        except ValueError:
            found.append((kind, 0.0))
    return found


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type that an Accept header likes best; none, if it takes none of them.

    Of equally welcome ones it is the one that is offered first.
    """
    ranges = _ranges(accept) if accept.strip() else [("*/*", 1.0)]

    def quality(kind: str) -> float:
        group = kind.partition("/")[0] + "/*"
        for wanted in (kind, group, "*/*"):  # the most specific range counts
            given = [q for name, q in ranges if name == wanted]
            if given:
                return max(given)
        return 0.0

    best = max(offered, key=quality)
    return best if quality(best) > 0 else None
