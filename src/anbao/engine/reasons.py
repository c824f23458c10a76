"""Why: the steps from the findings of a dispute to what follows from them.

Taxonomy is walked along the shortest path of axioms that counted on the dispute's
days, each named by the provision that was in force then; what the rules concluded
otherwise left a derivation behind, which names its axiom or norm.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import networkx as nx

from anbao.disputes.disputes import Dispute
from anbao.engine.index import Index, short
from anbao.engine.results import Step
from anbao.law.classification import Profile
from anbao.law.inclusions import counting, resting
from anbao.law.norms import Axiom, Law

__all__ = ["Situation"]

AXIOM_KINDS = {"disjointness": ("disjoint",), "covering": ("covering", "definition"), "denial": ("denied",)}
STATES = {
    "e:notShown": "NotShown",
    "e:inIssue": "LeftOpen",
    "e:refuted": "Refuted",
    "e:established": "Established",
}  # the last one counts
MAX_DEPTH = 20  # derivations behind derivations; far more than any dispute has


class Situation:
    """A dispute under a profile: what follows from its findings, and by which steps."""

    def __init__(self, law: Law, index: Index, dispute: Dispute, profile: Profile) -> None:
        """Take the law for its labels, and what the rules found."""
        self.law, self.index, self.dispute, self.profile = law, index, dispute, profile
        self.iri = f"{dispute.iri}/under/{profile.digest}"
        self.known = {
            circumstance: state
            for relation, state in STATES.items()
            for circumstance in index.get(self.iri, relation)
        }
        self._steps: dict[tuple[str, bool], tuple[Step, ...]] = {}
        self.force = tuple(frozenset(index.get(dispute.iri, f"e:{n}")) for n in ("inForce", "perhapsInForce"))
        self._told = {holds: dispute.found(holds=holds) for holds in (True, False)}
        self._derived = {True: self._derivations("yes"), False: self._derivations("no")}
        self._failed, self._denied = self._derivations("fails"), self._derivations("denied")

    @cached_property
    def _taxonomy(self) -> nx.DiGraph[str]:
        """The asserted taxonomy as it counts for the dispute; each edge carries what it rests on."""
        return counting(self.profile.taxonomy, self.law.standing, self.force)

    def _resting(self, sources: tuple[str, ...]) -> tuple[str, ...] | None:
        return resting(sources, self.law.standing, self.force)

    def _path(self, low: str, high: str) -> tuple[str, ...]:
        """Return the shortest path up the taxonomy between two circumstances, or ()."""
        try:
            return tuple(nx.shortest_path(self._taxonomy, low, high))
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return ()

    def _derivations(self, branch: str) -> dict[str, str]:
        """Return the derivations of a branch by what they conclude."""
        return {
            self.index.get(node, "e:concludes")[0]: node
            for node in self.index.having("e:derivedIn", self.iri)
            if node.startswith(f"{self.iri}/{branch}/")
        }

    def contradiction(self) -> str | None:
        """Return in words why the findings contradict one another, or `None`."""
        clashes = self.index.get(self.iri, "e:contradicts")
        if not clashes:
            return None
        # The clash nearest to the findings says most.
        told = {finding.circumstance for finding in self.dispute.findings}
        clash = next((iri for iri in clashes if iri in told), clashes[0])
        yes, no = (self._words(self.steps(clash, holds=holds)) for holds in (True, False))
        return f"{self.law.label(clash, 'en')!r} is established ({yes}) and refuted ({no})"

    def _words(self, steps: Iterable[Step]) -> str:
        words = []
        for step in steps:
            name = self.law.label(step.circumstance, "en")
            source = ", ".join(self.law.label(iri, "en") for iri in step.sources)
            by = self.law.label(step.by, "en") if step.by.startswith("http") else step.by
            sign = "" if step.holds else "not: "
            words.append(f"{sign}{name}, by {by}" + (f" [{source}]" if source else ""))
        return "; ".join(words)

    def steps(self, goal: str, *, holds: bool, depth: int = 0) -> tuple[Step, ...]:
        """Return the steps from findings to a circumstance that is established, or refuted."""
        if (goal, holds) not in self._steps:
            self._steps[goal, holds] = self._found(goal, holds=holds, depth=depth)
        return self._steps[goal, holds]

    def _found(self, goal: str, *, holds: bool, depth: int) -> tuple[Step, ...]:
        told, derived = self._told[holds], self._derived[holds]
        starts = [start for start in (goal, *told, *derived) if start in told or start in derived]
        for start in starts:
            low, high = (start, goal) if holds else (goal, start)
            if low == high:
                return self._first(start, holds=holds, depth=depth)
            if path := self._path(low, high):
                return self._walk(path if holds else path[::-1], holds=holds, depth=depth)
        return ()

    def failing(self, goal: str) -> tuple[Step, ...]:
        """Return the steps to a circumstance that is not shown: a denial, or up from what was to carry it."""
        if goal in self._denied:
            return self._concluded(self._denied[goal], goal, holds=False, depth=0)
        for low in self._told[False]:
            if steps := self._up(low, goal):
                return steps
        for concept, node in self._failed.items():
            if above := self._up(concept, goal):
                norm = self.index.get(node, "e:by")[0]
                own = Step(concept, False, norm, (norm,))
                return (*self._failing_condition(node), own, *above[1:])
        return ()

    def _failing_condition(self, derivation: str) -> tuple[Step, ...]:
        """Return the steps to the condition of an auxiliary norm that is refuted, or not shown."""
        for condition in self.index.get(derivation, "e:from"):
            for low in self._told[False]:
                if steps := self._up(low, condition):
                    return steps
        return ()

    def _up(self, low: str, high: str) -> tuple[Step, ...]:
        """Return the steps up the taxonomy from what is refuted to what it was to carry."""
        path = self._path(low, high) if low != high else (low,)
        steps: tuple[Step, ...] = (Step(low, False, "finding"),)
        for earlier, later in pairwise(path):
            sources = tuple(self._taxonomy.edges[earlier, later]["sources"])
            steps += (Step(later, False, "taxonomy", sources),)
        return steps if path else ()

    def _walk(self, path: tuple[str, ...], *, holds: bool, depth: int) -> tuple[Step, ...]:
        """Return the steps along a path of the taxonomy, up from what holds or down from what does not."""
        edges = self._taxonomy.edges
        steps = self._first(path[0], holds=holds, depth=depth)
        for earlier, later in pairwise(path):
            edge = edges[earlier, later] if holds else edges[later, earlier]
            steps += (Step(later, holds, "taxonomy", tuple(edge["sources"])),)
        return steps

    def _first(self, start: str, *, holds: bool, depth: int) -> tuple[Step, ...]:
        """Return what stands at the beginning: a finding, or a derivation with its own steps."""
        if start in self._told[holds]:
            return (Step(start, holds, "finding"),)
        return self._concluded(self._derived[holds][start], start, holds=holds, depth=depth)

    def _concluded(self, node: str, start: str, *, holds: bool, depth: int) -> tuple[Step, ...]:
        """Return the steps to what a derivation concluded, the ones behind it first."""
        by = self.index.get(node, "e:by")[0]
        kind = short(by)
        earlier: tuple[Step, ...] = ()
        if depth < MAX_DEPTH:
            for premise in self.index.get(node, "e:from"):
                positive = self.known.get(premise) == "Established"
                earlier += self.steps(premise, holds=positive, depth=depth + 1)
        sources = (by,) if kind == by else self._sources(kind, start)
        return (*earlier, Step(start, holds, kind, sources))

    def _sources(self, kind: str, concluded: str) -> tuple[str, ...]:
        """Return the sources of the disjointness, covering or denial that gave a conclusion."""

        def concerns(axiom: Axiom) -> bool:
            return axiom.kind in AXIOM_KINDS[kind] and concluded in (axiom.left, *axiom.right)

        found = (self._resting(axiom.sources) for axiom in self.profile.axioms if concerns(axiom))
        return next((sources for sources in found if sources), ())
