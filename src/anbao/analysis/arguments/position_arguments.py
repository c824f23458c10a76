"""The claims of positions as arguments: which contradict one another, and which agree.

Each premise is a claim, argued from the place in the work where it stands. It is
rebutted by the premises that contradict it: of another position, on the same
norm, consequence, concept, burden or priority (`positions/disagreements`); of
the same author, where he contradicts himself; of a work that disputes it.
Opposite claims exclude one another, so these attacks run both ways; `whose` says
whose dispute it is. A work that agrees supports what it agrees with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from anbao.analysis.arguments.arguments import Argument, Arguments, Attack, Statement, Support
from anbao.graph import questions
from anbao.graph.namespaces import DCTERMS, RDF
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Position, Premise
from anbao.wording import Label, phrase

__all__ = ["argue"]

CITO = "http://purl.org/spar/cito/"
DISPUTES = {CITO + "disputes", CITO + "disagreesWith"}
AGREES = {CITO + "agreesWith"}


def argue(store: ox.Store, law: Law, positions: Sequence[Position]) -> Arguments:
    """Return the premises of positions as arguments, with the attacks on them and the support for them."""
    premises = {premise.iri: premise for position in positions for premise in position.premises}
    sources = {iri: _values(store, iri, DCTERMS + "source") for iri in premises}
    statements = {iri: Statement(iri, premise.label, premise.pinpoint) for iri, premise in premises.items()}
    arguments = {}
    for premise in premises.values():
        places = [_place(law, premise, work, statements) for work in sources[premise.iri]]
        arguments[_named(premise.iri)] = Argument(_named(premise.iri), "claim", tuple(places), premise.iri)
    known = set(premises)
    attacks = [
        *_mutual(_disagreements(store, known), "rebuts"),
        *_mutual(_contradictions(store, known), "rebuts"),
        *(
            attack
            for citation, one, other in _citations(store, premises, sources, DISPUTES)
            for attack in _mutual([(one, other)], "disputes", citation)
        ),
    ]
    supports = [
        Support(_named(one), _named(other), citation)
        for citation, one, other in _citations(store, premises, sources, AGREES)
    ]
    holders = {_named(premise.iri): (p.iri,) for p in positions for premise in p.premises}
    return Arguments(
        phrase("arguments.title"),
        statements,
        arguments,
        tuple(dict.fromkeys(attacks)),
        tuple(supports),
        (),
        holders,
    )


def _named(premise: str) -> str:
    return f"{premise}/argument"


def _place(law: Law, premise: Premise, work: str, statements: dict[str, Statement]) -> str:
    """Return the statement that a work says something somewhere, which is added."""
    iri = f"{premise.iri}/place"
    label = Label(*(f"{law.label(work, language)}, {premise.pinpoint}" for language in ("zh", "en")))
    statements[iri] = Statement(iri, label, premise.pinpoint)
    return iri


def _values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted({text(quad.object) for quad in found})


def _mutual(pairs: Iterable[tuple[str, str]], kind: str, whose: str = "") -> Iterator[Attack]:
    for one, other in pairs:
        yield Attack(_named(one), _named(other), kind, whose)
        yield Attack(_named(other), _named(one), kind, whose)


def _disagreements(store: ox.Store, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of premises that disagree: they have one mode, and not each a condition of its own."""
    table = questions.run(store, questions.find("positions/disagreements"))
    assert isinstance(table, questions.Table), "the question is a SELECT"
    names = ("premise", "otherPremise", "mode", "otherMode")
    places = [table.columns.index(name) for name in names]
    for row in table.rows:
        one, other, mode, other_mode = (row[place] for place in places)
        if one is None or other is None or mode != other_mode or not {text(one), text(other)} <= known:
            continue
        mine, theirs = (_values(store, text(premise), str(ANBAO.condition)) for premise in (one, other))
        if not mine or not theirs or mine == theirs:
            yield text(one), text(other)


def _contradictions(store: ox.Store, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of premises by which an author contradicts himself, as the editors read him."""
    for premise in sorted(known):
        yield from (
            (premise, other) for other in _values(store, premise, str(ANBAO.contradicts)) if other in known
        )


def _citations(
    store: ox.Store, premises: dict[str, Premise], sources: dict[str, list[str]], relations: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield each citation of some kinds, with a premise of the citing and one of the cited work.

    A citation names the premises that it is about, of both works; those of the
    same kind belong together.
    """
    for quad in list(store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(RDF + "Statement"))):
        citation = text(quad.subject)
        said = {part: _values(store, citation, RDF + part) for part in ("subject", "predicate", "object")}
        if relations.isdisjoint(said["predicate"]):
            continue
        named = [premise for premise in _values(store, citation, DCTERMS + "source") if premise in premises]
        citing, cited = (
            [premise for premise in named if not set(said[part]).isdisjoint(sources[premise])]
            for part in ("subject", "object")
        )
        pairs = [(one, other) for one in citing for other in cited]
        alike = [pair for pair in pairs if premises[pair[0]].kind == premises[pair[1]].kind]
        yield from ((citation, *pair) for pair in alike or pairs)
