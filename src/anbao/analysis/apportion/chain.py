"""Who pays what of a loss by a decision: the defendant by its liability, the injurer by what that leaves.

The decision says for what the defendant is liable. As what the direct injurer stands beside it, and for what
it is then liable, is data: `anbao:foundBy` of roles, `anbao:leavesInjurer` of forms of liability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pyoxigraph as ox

from anbao.analysis.apportion.parties import Loss, Party
from anbao.analysis.apportion.reckoning import Apportionment, Note, apportion
from anbao.analysis.apportion.terms import terms_of
from anbao.disputes.disputes import Dispute
from anbao.engine.results import Answer, Answered, Defence
from anbao.errors import NotApportioned
from anbao.graph.namespaces import SKOS
from anbao.graph.stores import RDF_TYPE, text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Position

__all__ = [
    "CLAIMANT",
    "DEFENDANT",
    "INJURER",
    "Apportioned",
    "ByLiability",
    "Given",
    "Role",
    "apportion_answers",
    "apportion_decisions",
    "find_role",
    "parties_of",
    "pay",
]

CLAIMANT, DEFENDANT, INJURER = "claimant", "defendant", "injurer"
INJURER_ROLE = ox.NamedNode(ANBAO.InjurerRole)
NOBODY_PAYS = ("NoLiability",)


@dataclass(frozen=True)
class Given:
    """What no decision says: the loss in fen, and by party the shares, amounts, means and payments.

    `shares` may hold that of the claimant. `condition` tells whether the condition of a recourse is met.
    """

    loss: int
    shares: Mapping[str, Fraction]
    amounts: Mapping[str, int]
    means: Mapping[str, int]
    paid: Mapping[str, int]
    condition: bool | None = None


@dataclass(frozen=True)
class Role:
    """As what the direct injurer stands beside the defendant; `without_means` if it cannot pay."""

    iri: str
    without_means: bool


@dataclass(frozen=True)
class ByLiability:
    """Answers that give one liability, and who pays what by it.

    `found` is None where the loss cannot be apportioned by it; `fault` says why.
    """

    answers: tuple[Answer, ...]
    parties: tuple[Party, ...] = ()
    found: Apportionment | None = None
    fault: Note | None = None

    @property
    def liability(self) -> str | None:
        """The IRI of the liability, or of the term that the statute leaves open; None without any."""
        return self.answers[0].liability

    @property
    def liabilities(self) -> dict[str, str]:
        """The IRIs of the liabilities of the parties, by their names."""
        return {party.name: party.terms.liability for party in self.parties}

    @property
    def reduced_by(self) -> tuple[Defence, ...]:
        """The defences that reduce the liability, or may."""
        return tuple(dict.fromkeys(defence for answer in self.answers for defence in answer.defences))


@dataclass(frozen=True)
class Apportioned:
    """What comes of a loss in a dispute, under the positions that answer alike."""

    dispute: Dispute
    positions: tuple[Position, ...]
    role: Role | None
    by_liability: tuple[ByLiability, ...]


def apportion_decisions(
    decisions: Iterable[Answered], law: Law, store: ox.Store, given: Given
) -> list[Apportioned]:
    """Return what each decision makes of a loss; positions with the same answers are told together."""
    found: dict[tuple[object, ...], Apportioned] = {}
    main = next(iter(law.questions))
    for decision in decisions:
        answers = _main_answers(decision, main)
        key = (
            decision.dispute.iri,
            decision.contradicted,
            *(replace(answer, premise=None) for answer in answers),
        )
        if key in found:
            outcome = found[key]
            found[key] = replace(outcome, positions=(*outcome.positions, decision.position))
        else:
            role = find_role(store, decision.dispute)
            paid = apportion_answers(store, answers, role, given)
            found[key] = Apportioned(decision.dispute, (decision.position,), role, tuple(paid))
    return list(found.values())


def _main_answers(decision: Answered, main: str) -> list[Answer]:
    return [] if decision.contradicted else [one for one in decision.answers if one.question == main]


def find_role(store: ox.Store, dispute: Dispute) -> Role | None:
    """Return as what the direct injurer stands beside the defendant, or None if no finding puts one there.

    Of several roles the narrower one counts: a worker of the defendant is a third party too.
    """
    established = set(dispute.found(holds=True))
    roles = sorted(text(q.subject) for q in store.quads_for_pattern(None, RDF_TYPE, INJURER_ROLE))
    found = [iri for iri in roles if established & set(_values(store, iri, ANBAO.foundBy))]
    wider = {broader for iri in found for broader in _values(store, iri, SKOS + "broader")}
    narrow = [iri for iri in found if iri not in wider]
    return Role(narrow[0], "true" in _values(store, narrow[0], ANBAO.withoutMeans)) if narrow else None


def apportion_answers(
    store: ox.Store, answers: Sequence[Answer], role: Role | None, given: Given
) -> list[ByLiability]:
    """Return who pays what by each liability among the answers, but for those beside a stronger one."""
    by_liability: dict[tuple[object, ...], list[Answer]] = {}
    for answer in answers:
        if not answer.weaker:
            key = (answer.kind, answer.liability, answer.conditions, answer.standing, bool(answer.defences))
            by_liability.setdefault(key, []).append(answer)
    return [_by_liability(store, tuple(several), role, given) for several in by_liability.values()]


def _by_liability(
    store: ox.Store, answers: tuple[Answer, ...], role: Role | None, given: Given
) -> ByLiability:
    first = answers[0]
    if first.kind in NOBODY_PAYS or first.liability is None or not _is_liability(store, first.liability):
        return ByLiability(answers)
    parties, found = pay(parties_of(store, first.liability, role), given)
    return ByLiability(answers, parties, *((None, found) if isinstance(found, Note) else (found,)))


def parties_of(store: ox.Store, liability: str, role: Role | None) -> tuple[Party, ...]:
    """Return who pays where the defendant has a liability: the defendant, and the injurer if there is one.

    Raises:
        DataError: the graph does not say by what the liability is reckoned.
    """
    defendant = Party(DEFENDANT, terms_of(store, liability))
    if role is None or (beside := _beside(store, liability)) is None:
        return (defendant,)
    injurer_liability, outside = beside
    means = 0 if role.without_means else None
    return defendant, Party(INJURER, terms_of(store, injurer_liability), means=means, outside=outside)


def pay(parties: Sequence[Party], given: Given) -> tuple[tuple[Party, ...], Apportionment | Note]:
    """Return parties with what is given of them, and who pays what, or why that cannot be said.

    Raises:
        DataError: what is given cannot be: the shares are more than the whole.
    """
    described = tuple(_with_rest([_described(party, given) for party in parties], given))
    try:
        loss = Loss(given.loss, given.shares.get(CLAIMANT, Fraction()), described)
        return described, apportion(loss)
    except NotApportioned as error:
        return described, Note(error.kind, error.where or "")


def _described(party: Party, given: Given) -> Party:
    """Return a party with what is given of it."""
    return replace(
        party,
        share=given.shares.get(party.name),
        amount=given.amounts.get(party.name),
        means=given.means.get(party.name, party.means),
        paid=given.paid.get(party.name, 0),
        condition=given.condition,
    )


def _with_rest(parties: list[Party], given: Given) -> list[Party]:
    """Return two parties of whom one has a share with the rest of the whole for the other."""
    if len(parties) == 1 or sum(party.share is not None for party in parties) != 1:
        return parties
    whole = 1 - given.shares.get(CLAIMANT, Fraction())
    rest = whole - sum(party.share for party in parties if party.share is not None)
    return [
        replace(party, share=max(rest, Fraction())) if party.share is None else party for party in parties
    ]


def _beside(store: ox.Store, liability: str) -> tuple[str, bool] | None:
    """Return what the injurer is liable for, and whether to the claimant; None if the graph does not say."""
    for form in _values(store, liability, ANBAO.form):
        for predicate, outside in ((ANBAO.leavesInjurer, True), (ANBAO.leavesInjurerInside, False)):
            for left in _values(store, form, predicate):
                return left, outside
    return None


def _is_liability(store: ox.Store, iri: str) -> bool:
    return str(ANBAO.Liability) in _values(store, iri, RDF_TYPE.value)


def _values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    pattern = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return sorted(text(quad.object) for quad in pattern)
