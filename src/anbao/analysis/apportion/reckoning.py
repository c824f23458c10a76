"""What each party pays to the claimant, in what order and within what cap, and who recovers from whom.

Exact in integer fen. A part of an amount is rounded down, and what a division
leaves over goes to the largest remainders, so that nothing is lost and no cap
is passed. What the graph does not say is not assumed in silence: each such
point is a note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from anbao.analysis.apportion.parties import Loss, Party
from anbao.errors import DataError, NotApportioned
from anbao.graph.namespaces import local_name

__all__ = ["Apportionment", "Note", "Payment", "Recourse", "apportion"]

Number = TypeVar("Number", int, Fraction)
IN_THE_END = {"RecoversNothing", "RecoversBeyondShare"}


@dataclass(frozen=True)
class Payment:
    """The payment of one party to the claimant, in fen, at its turn.

    `ceiling` is the most that could be demanded of it, `paid` what it had paid
    before, `pays` what it pays now, `unpaid` what it owes and cannot pay.
    """

    party: str
    turn: int
    order: str
    ceiling: int
    paid: int
    pays: int
    unpaid: int


@dataclass(frozen=True)
class Recourse:
    """What one party may recover from another, in fen; `collectible` is what the other has left for it."""

    creditor: str
    debtor: str
    claim: int
    collectible: int


@dataclass(frozen=True)
class Note:
    """A point that the reader must know: its kind, whom it concerns, and what it rests on."""

    kind: str
    party: str
    about: str = ""


@dataclass(frozen=True)
class Apportionment:
    """Who pays what.

    All amounts are in fen. `recoverable` is the loss without the claimant's own
    part; `uncovered` is what of it nobody pays. `burdens` is what each party
    bears in the end. Recoverable is uncovered and all burdens together.
    """

    loss: int
    recoverable: int
    payments: tuple[Payment, ...]
    recourse: tuple[Recourse, ...]
    burdens: Mapping[str, int]
    uncovered: int
    notes: tuple[Note, ...]


def apportion(loss: Loss) -> Apportionment:
    """Return who pays what of a loss.

    The claimant demands in the order in which the parties are listed, first of
    those whose liability waits for nobody (order of enforcement: SPC-TORT1 14,
    24; recourse between joint debtors: Civil Code 178(2)); what the law says of
    each liability is read from the graph.

    Raises:
        DataError: a share or amount is needed and missing, shares do not add up,
            or a liability is not reckoned by the loss.
    """
    notes = _notes(loss.parties)
    loss = _with_equal_shares(loss)
    recoverable = loss.amount - _part(loss.amount, loss.claimant_share)
    quotas = _quotas(loss, recoverable)
    payments = _payments(loss, recoverable, quotas)
    borne = {payment.party: payment.paid + payment.pays for payment in payments}
    recourse = _recourse(loss.parties, borne, quotas)
    burdens = dict(borne)
    for claim in recourse:
        burdens[claim.creditor] -= claim.collectible
        burdens[claim.debtor] += claim.collectible
    return Apportionment(
        loss.amount,
        recoverable,
        tuple(payments),
        tuple(recourse),
        burdens,
        recoverable - sum(borne.values()),
        tuple(notes),
    )


def _part(amount: int, share: Fraction) -> int:
    return amount * share.numerator // share.denominator


def _divide(amount: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Return an amount divided by weights, to the fen: the largest remainders get what is left over."""
    whole = sum(weights.values())
    exact = {name: Fraction(amount) * weight / whole for name, weight in weights.items()}
    found = {name: value.numerator // value.denominator for name, value in exact.items()}
    left = amount - sum(found.values())
    for name in sorted(exact, key=lambda name: found[name] - exact[name])[:left]:
        found[name] += 1
    return found


def _measured(measure: str, party: Party, loss: int, what: str) -> int:
    """Return the amount of a scope or cap, in fen.

    Raises:
        DataError: the share or amount that it needs is missing, or it is not reckoned by the loss.
    """
    if measure == "OwnShare":
        return _part(loss, _needed(party.share, party, "share", what))
    if measure == "StatedAmount":
        return min(loss, _needed(party.amount, party, "amount", what))
    if measure == "StatedAmountAndShare":
        amount = min(loss, _needed(party.amount, party, "amount", what))
        return amount + _part(loss - amount, _needed(party.share, party, "share", what))
    if measure == "OutsideLoss":
        raise NotApportioned(
            f"{party.terms.liability.rsplit('/', 1)[-1]} is not reckoned by the loss.",
            kind="outside the loss",
            where=party.name,
            mend="Leave the party out: such a liability stands beside the compensation of the loss.",
        )
    if measure == "MeasureNotStated" and what == "scope":
        return min(loss, _needed(party.amount, party, "amount", what))
    return loss


def _needed(value: Number | None, party: Party, key: str, what: str) -> Number:
    if value is None:
        liability = local_name(party.terms.liability)
        raise NotApportioned(
            f"the {what} of {liability} needs {'an' if key == 'amount' else 'a'} {key} that is not given.",
            kind=f"{key} missing",
            where=party.name,
            mend=f"Give `{key}`.",
        )
    return value


def _ceiling(party: Party, loss: int, recoverable: int, quotas: Mapping[str, int]) -> int:
    """Return the most that may be demanded of a party; shares that make up the whole are whole together."""
    if not party.outside:
        return 0
    if party.terms.scope == "OwnShare" and party.name in quotas:
        return quotas[party.name]
    scope = _measured(party.terms.scope, party, loss, "scope")
    cap = _measured(party.terms.cap, party, loss, "cap")
    return min(scope, cap, recoverable)


def _payments(loss: Loss, recoverable: int, quotas: Mapping[str, int]) -> list[Payment]:
    remaining = recoverable - sum(party.paid for party in loss.parties)
    if remaining < 0:
        raise DataError(
            "more was paid than the claimant may recover.", where="loss", mend="Check the claimant's share."
        )
    payments = []
    for party in sorted(loss.parties, key=lambda party: party.terms.turn or 0):
        ceiling = _ceiling(party, loss.amount, recoverable, quotas)
        due = min(max(ceiling - party.paid, 0), remaining)
        pays = due if party.means is None else min(due, party.means)
        remaining -= pays
        payments.append(
            Payment(
                party.name, party.terms.turn or 0, party.terms.order, ceiling, party.paid, pays, due - pays
            )
        )
    return payments


def _with_equal_shares(loss: Loss) -> Loss:
    """Return the loss with equal shares for those who owe one, where the law says so and none is given."""
    bearing = [party for party in loss.parties if party.terms.recovers in IN_THE_END]
    if any(party.share is not None for party in bearing):
        return loss
    each = (1 - loss.claimant_share) / max(len(bearing), 1)
    parties = tuple(
        replace(party, share=each)
        if party in bearing and party.terms.scope == "OwnShare" and party.terms.equal_under
        else party
        for party in loss.parties
    )
    return replace(loss, parties=parties)


def _quotas(loss: Loss, recoverable: int) -> dict[str, int]:
    """Return the amount that each party bears in the end: by its share, or equally if the law says so.

    Raises:
        DataError: some shares are given and others not, they do not add up to the whole, or
            several bear the whole in the end and none is given.
    """
    bearing = [party for party in loss.parties if party.terms.recovers in IN_THE_END]
    given = {party.name: party.share for party in bearing if party.share is not None}
    if not bearing[1:]:
        return {party.name: recoverable for party in bearing}
    if given:
        _add_up(bearing, given, loss.claimant_share)
        return _divide(recoverable, given)
    if not any(map(_shares, bearing)):
        names = ", ".join(party.name for party in bearing)
        raise NotApportioned(
            "each bears the whole in the end.",
            kind="shares missing",
            where=names,
            mend="Give each its `share`.",
        )
    return _equal_quotas(bearing, loss.amount, recoverable)


def _add_up(bearing: Sequence[Party], given: Mapping[str, Fraction], claimant: Fraction) -> None:
    if missing := [party.name for party in bearing if party.name not in given]:
        raise DataError("has no share, while others have one.", where=missing[0], mend="Give `share`.")
    if (total := sum(given.values(), claimant)) != 1:
        raise DataError(
            f"the shares come to {float(total):.2%} of the loss, the claimant's included.",
            where=", ".join(given),
            mend="Together they are the whole: mend them, or give `claimant share`.",
        )


def _equal_quotas(bearing: Sequence[Party], loss: int, recoverable: int) -> dict[str, int]:
    """Return equal quotas: of a part only, for those who owe only a part."""
    ceilings = {party.name: _ceiling(party, loss, recoverable, {}) for party in bearing}
    partly = {name: ceiling // len(bearing) for name, ceiling in ceilings.items() if ceiling < recoverable}
    wholly = {name: 1 for name in ceilings if name not in partly}
    if not wholly:
        return partly
    return partly | _divide(recoverable - sum(partly.values()), wholly)


def _shares(party: Party) -> bool:
    """Return whether a party bears a share and not the whole in the end."""
    return party.terms.recovers == "RecoversBeyondShare" or party.terms.scope == "OwnShare"


def _recourse(
    parties: Sequence[Party], borne: Mapping[str, int], quotas: Mapping[str, int]
) -> list[Recourse]:
    """Return who recovers from whom: those who paid for others, from those who paid less than they bear."""
    short = {name: max(quota - borne[name], 0) for name, quota in quotas.items()}
    left = {party.name: _left(party, borne) for party in parties}
    found = []
    for party in parties:
        excess = _excess(party, borne, quotas)
        owing = {name: amount for name, amount in short.items() if amount and name != party.name}
        claim = min(excess, sum(owing.values()))
        if not claim:
            continue
        for debtor, amount in _divide(claim, owing).items():
            means = left[debtor]
            collectible = amount if means is None else min(amount, means)
            short[debtor] -= amount
            left[debtor] = None if means is None else means - collectible
            if amount:
                found.append(Recourse(party.name, debtor, amount, collectible))
    return found


def _left(party: Party, borne: Mapping[str, int]) -> int | None:
    """Return the means of a party after it paid the claimant."""
    return None if party.means is None else party.means - (borne[party.name] - party.paid)


def _excess(party: Party, borne: Mapping[str, int], quotas: Mapping[str, int]) -> int:
    """Return how much more a party paid than it bears, as far as it may recover it."""
    paid, recovers = borne[party.name], party.terms.recovers
    if recovers == "RecoversAll" or (recovers == "RecoversOnCondition" and party.condition):
        return paid
    if recovers == "RecoversBeyondShare":
        return max(paid - quotas[party.name], 0)
    return 0


def _notes(parties: Sequence[Party]) -> list[Note]:
    """Return what the law leaves open for these parties, and what was taken in its place."""
    found = []
    equal = [party for party in parties if party.terms.recovers in IN_THE_END and _shares(party)]
    for party in parties:
        terms = party.terms
        if terms.cap == "MeasureNotStated":
            found.append(Note("cap not stated", party.name))
        if terms.turn is None:
            found.append(Note("order not stated", party.name))
        if terms.turn:
            found.append(Note("waits its turn", party.name, terms.order))
        if terms.recovers == "RecoveryNotStated":
            found.append(Note("recourse not stated", party.name))
        if terms.recovers == "RecoversOnCondition" and party.condition is None:
            found.append(Note("recourse on a condition", party.name, terms.recourse))
        if party in equal and len(equal) > 1 and party.share is None and terms.equal_under:
            found.append(Note("equal shares", party.name, terms.equal_under))
    return found
