"""On what the answers to a dispute depend: the features of a situation that the rules read.

After entailment, the rules look at a situation only through *features*: whether
a norm in force is met, open, failed or not raised; whether an exception applies;
whether the conditions of an interpretation hold. With each norm go the features
that decide on its part in the answer: its own elements, its exceptions, the
defences against it with their exceptions, the readings of its consequence. Two
variations of one dispute in which the norms of a question have the same parts
have the same answer to it.

That is no second engine: which answer it is, only the rules say. The parts say
when they need not be asked twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from anbao.analysis.flips.propagation import State, bits
from anbao.analysis.flips.ruleinput import Force, RuleInput
from anbao.law.norms import Position

__all__ = ["ASSESSED", "Dependence", "Feature", "Part", "Questions", "Stake"]

FAILED, MISSING, COMPLETE = 1, 2, 3  # a norm's value; 0 if it is not raised
MAY, APPLIES = 1, 2  # an exception's value; 0 if nobody raised it
FAILS, HOLDS, RAISED = 1, 2, 3  # the value of an interpretation's conditions; 0 if they are silent
ASSESSED = ("assessed",)  # that a norm on the question was raised, whatever came of it
Part = frozenset[tuple[object, ...]]
Questions = tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something of a situation that the rules read: a norm, an exception, or an interpretation.

    `mask` holds the circumstances on whose states it depends.
    """

    iri: str
    kind: str
    mask: int


@dataclass(frozen=True, slots=True)
class Stake:
    """A norm that may have a part in the answer to a question, with the features that decide on it.

    `mask` holds the circumstances on whose states its part depends.
    """

    norm: str
    question: str
    features: tuple[Feature, ...]
    mask: int


class Dependence:
    """The stakes in the answers to one dispute under one position, and their parts in situations."""

    def __init__(
        self,
        given: RuleInput,
        force: Force,
        position: Position,
        modes: Iterable[str],
        place: Mapping[str, int],
    ) -> None:
        """Find the norms in force that answer a question, and what bears on them."""
        self.given, self.force, self.place = given, force, place
        allowed = set(modes)
        self._premises = sorted(p.iri for p in position.premises if p.mode in allowed)
        raisable = [iri for iri in given.subjects("member") if iri in force.norms]
        self._defences = [iri for iri in raisable if given.all(iri, "defenceEffect")]
        self._exceptions = self._counting()
        self.stakes = tuple(
            self._stake(norm, question)
            for norm in raisable
            if norm not in self._defences and (self._gives(norm) or self._leads(norm))
            for question in given.all(norm, "question")
        )
        self._known: list[dict[tuple[int, int, int], Part]] = [{} for _ in self.stakes]
        self._joined: dict[tuple[Part, ...], Questions] = {}

    def _counting(self) -> dict[str, list[str]]:
        """Return by norm the exceptions that count: of a provision in force, or claimed by the position."""
        found: dict[str, list[str]] = defaultdict(list)
        for rule in self.given.subjects("exceptsNorm"):
            stated = self.force.provisions.intersection(self.given.all(rule, "authority"))
            if stated or rule in self._premises:
                for norm in self.given.all(rule, "exceptsNorm"):
                    found[norm].append(rule)
        return found

    def _gives(self, norm: str) -> frozenset[str]:
        """Return what a norm gives, and to what the position limits it."""
        limits = (limit for limit in self._premises if norm in self.given.all(limit, "ofNorm"))
        limited = (liability for limit in limits for liability in self.given.all(limit, "liability"))
        return frozenset([*self.given.all(norm, "consequence"), *limited])

    def _leads(self, norm: str) -> list[str]:
        """Return the exceptions to a norm that lead to another provision."""
        return [rule for rule in self._exceptions.get(norm, ()) if self.given.all(rule, "leadsTo")]

    def _against(self, norm: str) -> list[str]:
        """Return the defences that can be raised against a norm."""
        given = self.given
        targets = {norm, *given.all(norm, "question"), *given.all(norm, "statute")}
        return [
            defence
            for defence in self._defences
            if targets.intersection(given.all(defence, "against"))
            and norm not in given.all(defence, "notAgainst")
        ]

    def _readings(self, norm: str) -> list[str]:
        """Return the interpretations with conditions that the position may give the norm's consequence."""
        given, gives = self.given, self._gives(norm)
        return [
            premise
            for premise in self._premises
            if "Interpretation" in given.all(premise, "kind")
            and given.all(premise, "condition")
            and (
                norm in given.all(premise, "ofNorm")
                or (
                    not given.all(premise, "ofNorm")
                    and gives.intersection(given.all(premise, "ofConsequence"))
                )
            )
        ]

    def _stake(self, norm: str, question: str) -> Stake:
        """Return a norm with the features that decide on its part."""
        against = self._against(norm)
        excepted = [rule for iri in (norm, *against) for rule in self._exceptions.get(iri, ())]
        features = [Feature(iri, "norm", self._mask(iri, "member")) for iri in (norm, *against)]
        features += [
            Feature(iri, "exception", self._mask(iri, "condition")) for iri in dict.fromkeys(excepted)
        ]
        features += [Feature(iri, "reading", self._mask(iri, "condition")) for iri in self._readings(norm)]
        mask = reduce(or_, (feature.mask for feature in features))
        return Stake(norm, question, tuple(features), mask)

    def _mask(self, iri: str, relation: str) -> int:
        return bits(self.place, self.given.all(iri, relation))

    def parts(self, state: State) -> list[Part]:
        """Return the part of each stake in a situation."""
        return [self.part(index, state) for index in range(len(self.stakes))]

    def questions(self, parts: Sequence[Part]) -> Questions:
        """Return by question, in a fixed order, all on which its answers depend, from the parts."""
        key = tuple(parts)
        if key not in self._joined:
            found: dict[str, Part] = {}
            for stake, part in zip(self.stakes, parts, strict=True):
                if part:
                    found[stake.question] = found.get(stake.question, frozenset()) | part
            self._joined[key] = tuple(sorted(found.items(), key=lambda item: item[0]))
        return self._joined[key]

    def raised(self, stake: Stake, state: State) -> bool:
        """Return whether the norm of a stake is raised in a situation."""
        return bool(self._norm_value(stake.features[0], state))

    def part(self, index: int, state: State) -> Part:
        """Return the part of a stake, worked out once for each state of what it depends on."""
        mask, known = self.stakes[index].mask, self._known[index]
        key = (state.established & mask, state.refuted & mask, state.in_issue & mask)
        if key not in known:
            known[key] = self._worked_out(self.stakes[index], state)
        return known[key]

    def _value(self, feature: Feature, state: State) -> int:
        """Return the value of a feature in a situation."""
        if feature.kind == "norm":
            return self._norm_value(feature, state)
        mask = feature.mask
        established, refuted = not mask & ~state.established, bool(mask & state.refuted)
        if feature.kind == "exception":
            raised = not mask & ~(state.established | state.in_issue)
            return APPLIES if established else MAY if raised else 0
        if refuted or established:
            return FAILS if refuted else HOLDS
        return RAISED if mask & state.in_issue else 0

    def _norm_value(self, feature: Feature, state: State) -> int:
        mask = feature.mask
        if mask & ~state.known:
            return 0
        if mask & state.refuted:
            return FAILED
        met = feature.iri in self.force.available and not mask & ~state.established
        return COMPLETE if met else MISSING

    def _worked_out(self, stake: Stake, state: State) -> Part:
        """Return the part of a stake in a situation.

        What has no effect is left out, such as an exception to a norm that failed:
        so situations that differ in it alone are not decided twice.
        """
        norm, values = stake.norm, {f.iri: self._value(f, state) for f in stake.features}
        if not values[norm]:
            return frozenset()
        found: set[tuple[object, ...]] = {ASSESSED} if self.given.all(norm, "consequence") else set()
        if values[norm] == FAILED:
            return frozenset(found)
        defences = {d: self._defending(d, values) for d in self._against(norm)}
        excluding = {d for d in defences if "ExcludesLiability" in self.given.all(d, "defenceEffect")}
        exceptions = {rule: values[rule] for rule in self._exceptions.get(norm, ())}
        exceptions |= {defence: defences[defence] for defence in excluding}
        if APPLIES in exceptions.values():
            leading = (rule for rule in self._leads(norm) if values[rule] == APPLIES)
            return frozenset(found | {(norm, rule) for rule in leading})
        found.add((norm, values[norm] == COMPLETE and MAY not in exceptions.values()))
        found |= {(norm, d, how) for d, how in defences.items() if how and d not in excluding}
        return frozenset(
            found | {(norm, f.iri, values[f.iri]) for f in stake.features if f.kind == "reading"}
        )

    def _defending(self, defence: str, values: Mapping[str, int]) -> int:
        """Return whether a defence applies, or may: it can itself be excepted."""
        exceptions = {values[rule] for rule in self._exceptions.get(defence, ())}
        if values[defence] < MISSING or APPLIES in exceptions:
            return 0
        return APPLIES if values[defence] == COMPLETE and MAY not in exceptions else MAY
