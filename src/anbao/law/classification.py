"""The OWL side: HermiT through owlready2, cached by the content that was classified.

A *profile* is a distinct set of axioms: those of the ontology, changed by the
extensions, restrictions, denials and redefinitions of one position or of
several that agree in them. HermiT classifies a profile once. What the rules
need of it, the closure of the taxonomy, disjointness, coverings and which
norm's scope lies within which, is kept as plain pairs, so that neither the
rules nor a browser ever read OWL.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import networkx as nx
import platformdirs
import pyoxigraph as ox

from anbao.errors import InconsistentOntology
from anbao.graph.stores import ENGINE, resources
from anbao.graph.vocabulary import ANBAO
from anbao.law import hermit
from anbao.law.inclusions import dated_inclusions, described, inclusion_name, steps
from anbao.law.norms import Axiom, Law, Position, Premise, modes, passive

__all__ = [
    "CHANGES",
    "PAIRS",
    "Closure",
    "Profile",
    "changing",
    "classify",
    "file_name",
    "keep",
    "logical",
    "profile_of",
    "profiles",
    "quads",
    "shipped_folder",
    "specialities",
]

PROFILES = "https://w3id.org/anbao/profile/"
CACHE_FORMAT = 1
PAIRS = ("within", "narrower", "same")
CHANGES = (
    "Extension",
    "Redefinition",
    "CausationTest",
    "Restriction",
    "Denial",
)  # in the order in which they apply


@dataclass(frozen=True)
class Profile:
    """A set of axioms with the scopes that are compared under it."""

    axioms: tuple[Axiom, ...]
    scopes: tuple[tuple[str, tuple[str, ...]], ...]

    @cached_property
    def digest(self) -> str:
        """The profile's identity: a digest of what is classified, sources left out."""
        logic = [(axiom.kind, axiom.left, axiom.right) for axiom in self.axioms]
        content = json.dumps([CACHE_FORMAT, sorted(logic), self.scopes])
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    @cached_property
    def sourced(self) -> str:
        """A digest with the sources: positions may share what is classified, each on its own authority."""
        content = [(axiom.kind, axiom.left, axiom.right, axiom.sources) for axiom in self.axioms]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    @property
    def logic(self) -> tuple[Axiom, ...]:
        """The axioms that a reasoner reads: a denied inclusion asserts nothing."""
        return logical(self.axioms)

    @cached_property
    def iri(self) -> str:
        """The IRI of the graph that holds the closure of the profile."""
        return PROFILES + self.digest

    @cached_property
    def taxonomy(self) -> nx.DiGraph[str]:
        """The asserted taxonomy, upwards; each edge carries the sources of each axiom that states it.

        The axioms of the law come before those of a position: what the law
        says already, it says under every position.
        """
        sources: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        # An axiom of its own says more than the covering that implies it.
        for kind in ("within", "covering", "definition"):
            for axiom in self.axioms:
                if axiom.kind == kind:
                    for pair in steps(axiom):
                        sources[pair].append(axiom.sources)
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_edges_from((low, high, {"sources": said}) for (low, high), said in sources.items())
        return graph


@dataclass(frozen=True)
class Closure:
    """What HermiT inferred of a profile, as pairs of IRIs.

    `within` is the strict closure of the taxonomy of circumstances,
    `narrower` that of the scopes of norms, `same` the norms of equal scope.
    """

    within: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, str], ...]


def profile_of(law: Law, position: Position, *, ferenda: bool = False) -> Profile:
    """Return the axioms under a position, its proposals of legislation only with `ferenda`."""
    axioms = list(law.axioms)
    changes = changing(position, ferenda=ferenda)
    # What is taken away goes after what is added, so that the order of premises does not matter.
    for premise in sorted(changes, key=lambda premise: (CHANGES.index(_name(premise)), premise.iri)):
        axioms = _change(axioms, premise)
    scopes = tuple((norm.iri, norm.scope) for norm in law.norms.values() if norm.scope)
    return Profile(tuple(sorted(set(axioms))), scopes)


def changing(position: Position, *, ferenda: bool = False) -> list[Premise]:
    """Return the premises of a position that change axioms, proposals of legislation only with `ferenda`.

    What a proposal replaces (`anbao:replaces`) goes where the proposal is applied.
    """
    run = modes(ferenda=ferenda)
    applied = [premise for premise in position.premises if premise.mode in run]
    replaced = {iri for premise in applied for iri in premise.get(ANBAO.replaces)}
    return [
        premise
        for premise in applied
        if _name(premise) in CHANGES and not passive(premise) and premise.iri not in replaced
    ]


def _name(premise: Premise) -> str:
    return premise.kind.removeprefix(str(ANBAO._NS))


def _change(axioms: list[Axiom], premise: Premise) -> list[Axiom]:
    """Return the axioms as one premise changes them."""
    concept = next(iter(premise.get(ANBAO.concept)), None)
    other = next(iter((*premise.get(ANBAO.circumstance), *premise.get(ANBAO.testedBy))), None)
    if concept is None or other is None:
        return axioms
    source = (premise.iri,)
    into = [a for a in axioms if a.kind == "within" and a.right == (concept,)]
    kept, added = axioms, list[Axiom]()
    match _name(premise):
        case "Extension":
            kept = [_joined(axiom, concept, other) for axiom in axioms]
            added = [Axiom("within", other, (concept,), source)]
        case "Denial":
            kept = _without(axioms, _below(axioms, other), concept)
            added = [Axiom("denied", other, (concept,), source)]
        case "Redefinition":
            kept = [a for a in axioms if a not in into and not _defines(a, concept)]
            added = _equal(concept, other, source)
        case "CausationTest":
            added = _equal(concept, other, source)
        case "Restriction":
            parts = {part for a in axioms if _covers(a, concept) for part in a.right}
            outside = ({a.left for a in into} | parts) - _below(axioms, other)
            # It is less than what defines it.
            kept = _without([a for a in axioms if not _defines(a, concept)], outside, concept)
            added = [Axiom("within", concept, (other,), source)]
    return [*kept, *added]


def _equal(concept: str, other: str, source: tuple[str, ...]) -> list[Axiom]:
    return [Axiom("within", concept, (other,), source), Axiom("within", other, (concept,), source)]


def _covers(axiom: Axiom, concept: str) -> bool:
    return axiom.kind in ("covering", "definition") and axiom.left == concept


def _defines(axiom: Axiom, concept: str) -> bool:
    return axiom.kind == "definition" and axiom.left == concept


def _joined(axiom: Axiom, concept: str, other: str) -> Axiom:
    """Return an axiom; one that defines the concept is extended by one more circumstance."""
    if _defines(axiom, concept) and other not in axiom.right:
        return replace(axiom, right=tuple(sorted((*axiom.right, other))))
    return axiom


def _without(axioms: Iterable[Axiom], low: set[str], concept: str) -> list[Axiom]:
    """Return the axioms without the steps from some circumstances into a concept.

    Of a covering of the concept what is left are the steps from its other parts; a
    definition goes on without them.
    """
    kept: list[Axiom] = []
    for axiom in axioms:
        if _covers(axiom, concept) and low & {*axiom.right}:
            others = tuple(part for part in axiom.right if part not in low)
            if axiom.kind == "definition":
                kept += [replace(axiom, right=others)] if others else []
            else:
                kept += [Axiom("within", part, (concept,), axiom.sources) for part in others]
        elif not (axiom.kind == "within" and axiom.left in low and axiom.right == (concept,)):
            kept.append(axiom)
    return kept


def logical(axioms: Iterable[Axiom]) -> tuple[Axiom, ...]:
    """Return the axioms that say how circumstances relate: not those that deny an inclusion."""
    return tuple(axiom for axiom in axioms if axiom.kind != "denied")


def _below(axioms: Iterable[Axiom], top: str) -> set[str]:
    """Return `top` and all that the asserted taxonomy puts below it."""
    pairs = [(a.left, a.right[0]) for a in axioms if a.kind == "within"]
    found, grown = {top}, True
    while grown:
        more = {left for left, right in pairs if right in found} - found
        found |= more
        grown = bool(more)
    return found


def classify(law: Law, profile: Profile) -> Closure:
    """Return the closure of a profile, from what the package ships or from the cache if it is there.

    Raises:
        InconsistentOntology: a circumstance, or the scope of a norm, can have no member.
        ReasonerUnavailable: there is no Java to run HermiT on.
    """
    for folder in (shipped_folder(), cache_folder()):
        try:
            return _closure(json.loads((folder / file_name(profile)).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # nothing there, or nothing that can be used: it is inferred and written anew
    stored = _infer(law, profile)
    keep(cache_folder() / file_name(profile), stored)
    return _closure(stored)


def specialities(law: Law) -> set[tuple[str, str]]:
    """Return which norm is special to which under the bare statutes, as the reasoner infers it.

    Both answer one question and were once in force together; the scope of the first lies strictly within
    that of the second.

    Raises:
        InconsistentOntology, ReasonerUnavailable: as `classify` does.
    """
    pairs = classify(law, profile_of(law, law.bare)).narrower
    known = ((law.norms[special], law.norms[general]) for special, general in pairs)
    return {
        (special.iri, general.iri)
        for special, general in known
        if special.question == general.question and special.meets(general)
    }


def file_name(profile: Profile) -> str:
    """Return the name of the file that holds what was inferred of a profile."""
    return f"{profile.digest}.json"


def _closure(stored: dict[str, list[list[str]]]) -> Closure:
    return Closure(*(tuple((a, b) for a, b in stored[key]) for key in PAIRS))


def _infer(law: Law, profile: Profile) -> dict[str, list[list[str]]]:
    result = hermit.classify(list(law.circumstances), profile.logic, dict(profile.scopes))
    if result.unsatisfiable:
        named = ", ".join(law.label(iri, "en") for iri in sorted(result.unsatisfiable))
        raise InconsistentOntology(
            f"these can have no member: {named}.",
            where="ontology",
            mend="Look for a disjointness that the taxonomy or a norm's elements contradict.",
        )
    scopes = dict(profile.scopes)
    circumstances = law.circumstances
    return {
        "within": sorted([a, b] for a, b in result.subsumptions if a in circumstances and b in circumstances),
        "narrower": sorted(
            [a, b]
            for a, b in result.subsumptions
            if a in scopes and b in scopes and (b, a) not in result.subsumptions
        ),
        "same": sorted(
            [a, b]
            for a, b in result.subsumptions
            if a in scopes and b in scopes and (b, a) in result.subsumptions
        ),
    }


def profiles(law: Law) -> dict[str, Profile]:
    """Return each distinct profile of a law by its digest: under every position, proposals in and out."""
    every = [law.bare, *law.ordered_positions]
    found = (profile_of(law, position, ferenda=ferenda) for position in every for ferenda in (False, True))
    return {profile.digest: profile for profile in found}


def shipped_folder() -> Path:
    """Return the folder of classifications in an installed wheel (`make wheel`), so that it needs no Java."""
    return resources() / "classification"


def cache_folder() -> Path:
    """Return the folder of cached classifications; `ANBAO_CACHE` names another."""
    chosen = os.environ.get("ANBAO_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("anbao")) / "classification"


def keep(path: Path, stored: Mapping[str, object]) -> None:
    """Write a cache file whole or not at all; a cache that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
            json.dump(stored, draft)
        Path(draft.name).replace(path)
    except OSError:
        return


def quads(
    profile: Profile, closure: Closure, standing: Mapping[str, tuple[str, ...]] | None = None
) -> list[ox.Quad]:
    """Return what the rules read of a profile, in the named graph of the profile.

    Args:
        profile: the profile.
        closure: what was inferred of it.
        standing: for each source that has days, itself and its predecessors (`Law.standing`). An inclusion
            that rests on such sources stands once more, under a relation that tells its authorities.
    """
    graph = ox.NamedNode(profile.iri)

    def quad(subject: str, name: str, value: str) -> ox.Quad:
        return ox.Quad(ox.NamedNode(subject), ox.NamedNode(ENGINE + name), ox.NamedNode(value), graph)

    found = [quad(a, "within", b) for a, b in closure.within]
    found += [quad(a, "narrower", b) for a, b in closure.narrower]
    found += [quad(a, "sameScope", b) for a, b in closure.same]
    for axiom in profile.axioms:
        if axiom.kind == "disjoint":
            found += [
                quad(axiom.left, "disjoint", axiom.right[0]),
                quad(axiom.right[0], "disjoint", axiom.left),
            ]
        elif axiom.kind in ("covering", "definition"):
            covering = f"{profile.iri}/covering/{axiom.left.rsplit('#', 1)[-1]}"
            found.append(quad(covering, "whole", axiom.left))
            found += [quad(covering, "part", part) for part in axiom.right]
        elif axiom.kind == "denied":
            found.append(quad(axiom.left, "deniedWithin", axiom.right[0]))
        elif axiom.kind != "within":
            raise ValueError(f"no rule reads an axiom of the kind {axiom.kind!r}: {axiom}")
    dated = dated_inclusions(profile.axioms, standing or {})
    found += [quad(a, inclusion_name(ways), b) for ways, pairs in dated.items() for a, b in sorted(pairs)]
    return found + [ox.Quad(*map(_node, triple)) for triple in described(dated)]


def _node(name: str) -> ox.NamedNode:
    """Return a name of the working vocabulary, or an IRI, as a node."""
    return ox.NamedNode(name if "://" in name else ENGINE + name)
