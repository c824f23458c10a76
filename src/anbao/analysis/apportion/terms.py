"""What a liability means in money, as the graph says it: scope, cap, order and recourse."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pyoxigraph as ox

from anbao.errors import DataError, UnknownTerm
from anbao.graph.namespaces import local_name
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["Terms", "find_terms", "terms_of"]

MAX_GUESSES = 3


@dataclass(frozen=True)
class Terms:
    """The terms by which a liability is computed; values are local names of terms of the ontology.

    `scope` and `cap` are measures (`WholeLoss`, `OwnShare`, `StatedAmount`,
    `StatedAmountAndShare`, `MeasureNotStated`, `OutsideLoss`), `recovers` is an
    extent of recourse (`RecoversNothing`, `RecoversAll`, `RecoversBeyondShare`,
    `RecoversOnCondition`, `RecoveryNotStated`). `turn` is 0 for what may be
    demanded at once, 1 for what may be demanded after that, `None` if the order
    is not stated. `order` is the IRI of the concept of the order, `recourse`
    that of the recourse, `equal_under` the IRI of the provision under which
    shares that cannot be told are equal, if there is one.
    """

    liability: str
    scope: str
    cap: str
    turn: int | None
    order: str
    recovers: str
    recourse: str
    equal_under: str | None


def find_terms(store: ox.Store, law: Law, name: str) -> Terms:
    """Return the terms of a liability named by IRI, the end of its IRI, or its label in either language.

    Raises:
        UnknownTerm: no liability has that name; the message has the nearest three.
        DataError: the liability is not reckoned by the loss, or by nothing that is stated.
    """
    known = _names(store, law)
    if name not in known:
        close = difflib.get_close_matches(name, known, n=MAX_GUESSES, cutoff=0.3)
        hint = f"The nearest are: {', '.join(close)}." if close else f"Known are: {', '.join(sorted(known))}."
        raise UnknownTerm(f"unknown liability {name!r}.", mend=hint)
    return terms_of(store, known[name])


def _names(store: ox.Store, law: Law) -> dict[str, str]:
    """Return the IRIs of liabilities by each of their names."""
    kind = ox.NamedNode(ANBAO.Liability)
    found = {}
    for quad in store.quads_for_pattern(None, RDF_TYPE, kind):
        iri = text(quad.subject)
        end = local_name(iri)
        labels = law.labels[iri]
        for name in (iri, end, end.removeprefix("liability-"), labels.zh, labels.en):
            found[name] = iri
    return found


def terms_of(store: ox.Store, liability: str) -> Terms:
    """Return the terms of a liability, by IRI.

    Raises:
        DataError: the graph does not say by what it is reckoned.
    """
    scope, cap, order, recourse = (
        _required(store, liability, part)
        for part in (ANBAO.liabilityScope, ANBAO.cap, ANBAO.order, ANBAO.recourse)
    )
    turn = _value(store, order, ANBAO.turn)
    return Terms(
        liability,
        local_name(_required(store, scope, ANBAO.measuredBy)),
        local_name(_required(store, cap, ANBAO.measuredBy)),
        None if turn is None else int(turn),
        order,
        local_name(_required(store, recourse, ANBAO.recovers)),
        recourse,
        _value(store, recourse, ANBAO.equalSharesUnder) or _value(store, scope, ANBAO.equalSharesUnder),
    )


def _value(store: ox.Store, subject: str, predicate: str) -> str | None:
    pattern = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return min((text(quad.object) for quad in pattern), default=None)


def _required(store: ox.Store, subject: str, predicate: str) -> str:
    found = _value(store, subject, predicate)
    if found is None:
        raise DataError(
            f"has no {local_name(str(predicate))}.",
            where=subject,
            mend="State it, so that it can be reckoned.",
        )
    return found
