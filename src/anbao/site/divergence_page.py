"""How far positions diverge, as a page: every two of them, and the disputes that divide them most."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from anbao.analysis.compare.divergence import Divergence
from anbao.law.norms import Law, Position
from anbao.site import drawing
from anbao.site.decision_html import DecisionHtml
from anbao.site.rendering import Renderer

__all__ = ["context"]

COMMA = Markup(", ")
NAMED = 3  # so many positions of a group are named in the drawing


def context(found: Divergence, law: Law, show: Renderer) -> dict[str, Any]:
    """Return what the page of divergences shows."""
    teller = DecisionHtml(law, show)
    names = [_short(group, show) for group in found.groups]
    title = show.word("site.divergence pairs")
    return {
        "figure": drawing.grid(names, found.differing, found.total, title, show.word("site.disputes of")),
        "names": names,
        "groups": [COMMA.join(_position(position, show) for position in group) for group in found.groups],
        "differing": found.differing,
        "total": found.total,
        "divided": [
            (
                show.link(dispute.case or dispute.iri),
                dispute.label[show.language],
                [
                    (
                        COMMA.join(teller.position(decision) for decision in group),
                        teller.answers(group[0]),
                    )
                    for group in groups
                ],
            )
            for dispute, groups in found.disputes
        ],
    }


def _short(group: tuple[Position, ...], show: Renderer) -> str:
    """Return a group by some identifiers, the bare statutes by their name."""
    named = [p for p in group if p.bare] or group[:NAMED]
    names = [show.label(p.iri) if p.bare else p.identifier for p in named]
    rest = len(group) - len(named)
    return ", ".join(names) + (f" +{rest}" if rest else "")


def _position(position: Position, show: Renderer) -> Markup:
    """Return a position by its identifier, the bare statutes by their name."""
    return show.link(position.iri, None if position.bare else position.identifier)
