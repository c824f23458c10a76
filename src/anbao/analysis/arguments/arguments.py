"""Arguments, attacks and preferences, as plain records, and what follows from the attacks.

An argument has premises and a conclusion, which are statements, and parts,
which are arguments for some of its premises. An attack on a part is an attack
on the whole. An argument without premises is a bare statement, such as what was
put in issue and not proved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from anbao.analysis.arguments.grounded import Label as Standing
from anbao.analysis.arguments.grounded import grounded
from anbao.wording import Label

__all__ = ["Argument", "Arguments", "Attack", "Preference", "Statement", "Support"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its IRI, its text in both languages, and the `pinpoint` in its source."""

    iri: str
    text: Label
    pinpoint: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A step from premises to a conclusion, all statements by IRI.

    `scheme` is the kind of step: `fact`, `open`, `norm`, `exception`, `priority`,
    `answer`, `claim`. `parts` are the arguments for its premises.
    """

    iri: str
    scheme: str
    premises: tuple[str, ...]
    conclusion: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack of one argument on another: its kind, and the position that makes it, if one does.

    `kind` is `rebuts` (opposite conclusions), `undercuts` (the step does not apply),
    `displaces` (a priority), or `disputes` (a citation).
    """

    attacker: str
    target: str
    kind: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """That an argument supports another: its author agrees."""

    supporter: str
    supported: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """That an argument is preferred to another, on the ground of a third."""

    preferred: str
    dispreferred: str
    ground: str


@dataclass(frozen=True)
class Arguments:
    """A graph of arguments. `holders` has for each argument the positions that advance it."""

    title: Label
    statements: dict[str, Statement]
    arguments: dict[str, Argument]
    attacks: tuple[Attack, ...]
    supports: tuple[Support, ...] = ()
    preferences: tuple[Preference, ...] = ()
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def wholes(self) -> dict[str, frozenset[str]]:
        """For each argument, it and all arguments that it is a direct or indirect part of."""
        above: dict[str, set[str]] = defaultdict(set)
        for argument in self.arguments.values():
            for part in argument.parts:
                above[part].add(argument.iri)
        return {iri: frozenset(_upwards(iri, above)) for iri in self.arguments}

    @cached_property
    def defeats(self) -> frozenset[tuple[str, str]]:
        """The attacks of the abstract framework: on an argument, or on one of its parts."""
        return self._defeats(self.attacks)

    def _defeats(self, attacks: Iterable[Attack]) -> frozenset[tuple[str, str]]:
        return frozenset(
            (attack.attacker, whole) for attack in attacks for whole in self.wholes[attack.target]
        )

    @cached_property
    def labels(self) -> dict[str, Standing]:
        """The grounded label of each argument, all positions put together."""
        return grounded(self.arguments, self.defeats)

    def labels_of(self, holder: str) -> dict[str, Standing]:
        """Return the labels among the arguments and attacks that one position advances."""
        mine = [iri for iri, names in self.holders.items() if holder in names]
        inside = set(mine)
        attacks = [attack for attack in self.attacks if attack.whose in ("", holder)]
        defeats = ((one, other) for one, other in self._defeats(attacks) if {one, other} <= inside)
        return grounded(mine, defeats)


def _upwards(start: str, above: dict[str, set[str]]) -> set[str]:
    """Return a node and all that can be reached from it."""
    found, waiting = {start}, [start]
    while waiting:
        more = above[waiting.pop()] - found
        found |= more
        waiting += more
    return found
