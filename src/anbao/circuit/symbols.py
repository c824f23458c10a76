"""Symbols that stand for the dispute, its findings, the position and its axioms while rules run.

What the rules name is made from these IRIs, whole or from their end. In a template the
symbols are marked by braces, which no IRI has: `{dispute}/under/{profile}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from anbao.disputes.disputes import Dispute
from anbao.law.classification import Profile
from anbao.law.norms import Position

if TYPE_CHECKING:
    from anbao.circuit.triples import Term

__all__ = ["DISPUTE", "Names", "Symbols", "finding_symbol", "is_finding"]

DISPUTE = "urn:x-anbao:/DISPUTE"
POSITION, PROFILE, BASE = (f"urn:x-anbao:/{name}" for name in ("POSITION", "OWN-PROFILE", "BASE-PROFILE"))
FINDING = "urn:x-anbao:/FINDING/"
SYMBOL = re.compile(r"(urn:x-anbao:/)?(DISPUTE|POSITION|OWN-PROFILE|BASE-PROFILE)")
ENDS = {"POSITION": "position-end", "OWN-PROFILE": "own-end", "BASE-PROFILE": "base-end"}


def finding_symbol(fact: str, status: str) -> str:
    """Return the IRI that stands for the finding that a fact has a status."""
    return f"{FINDING}{status.rsplit('#', 1)[-1]}/{fact.rsplit('#', 1)[-1]}"


def is_finding(term: Term) -> bool:
    """Return whether a term stands for a finding, which the dispute itself describes."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(FINDING)


@dataclass(frozen=True)
class Symbols:
    """The symbol of each IRI that it stands for, for one position."""

    of_iri: Mapping[str, str]

    @classmethod
    def of(cls, position: Position, profile: Profile, base: Profile) -> Symbols:
        """Return the symbols of a position and of its axioms; those of the bare statutes go first."""
        return cls({position.iri: POSITION, profile.iri: PROFILE, base.iri: BASE})

    def symbol(self, term: Term) -> Term:
        """Return the symbol of a term, or the term itself."""
        found = self.of_iri.get(term.value) if isinstance(term, ox.NamedNode) else None
        return ox.NamedNode(found) if found else term

    def template(self, text: str) -> str:
        """Return the text of a term with its symbols marked."""
        if text.startswith(FINDING):
            return "{" + text.removeprefix(FINDING) + "}"
        if "DISPUTE" not in text and "POSITION" not in text and "PROFILE" not in text:
            return text
        return SYMBOL.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    whole, name = found.groups()
    return "{" + (name.lower() if whole else ENDS.get(name, name.lower())) + "}"


@dataclass(frozen=True)
class Names:
    """What the symbols stand for, for one dispute and position."""

    of_symbol: Mapping[str, str]

    @classmethod
    def of(cls, dispute: Dispute, position: Position, profile: Profile, base: Profile) -> Names:
        """Return the names of a dispute under a position."""
        named = {"dispute": dispute.iri}
        for symbol, iri in (
            ("position", position.iri),
            ("own-profile", profile.iri),
            ("base-profile", base.iri),
        ):
            named[symbol] = iri
        named["position-end"] = _end(position.iri)
        named["own-end"], named["base-end"] = _end(profile.iri), _end(base.iri)
        for finding in dispute.findings:
            symbol = finding_symbol(finding.circumstance, finding.status)
            named[symbol.removeprefix(FINDING)] = finding.iri
        return cls(named)

    def text(self, template: str) -> str:
        """Return the text of a term."""
        if "{" not in template:
            return template
        end = template.rindex("}") + 1
        head = self._heads.get(template[:end])
        if head is None:
            head = re.sub(r"\{([^}]*)\}", lambda found: self.of_symbol[found[1]], template[:end])
            self._heads[template[:end]] = head
        return head + template[end:]

    @cached_property
    def _heads(self) -> dict[str, str]:
        """The beginnings of terms, of which there are few."""
        return {}


def _end(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
