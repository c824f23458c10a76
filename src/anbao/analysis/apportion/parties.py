"""Who is liable for a loss, for what and with what means: read from a document or from the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from anbao.analysis.apportion.terms import Terms, find_terms
from anbao.disputes.documents import Source, read_document, validate
from anbao.errors import DataError
from anbao.law.norms import Law
from anbao.schemas import schema

__all__ = ["Loss", "Party", "from_document", "read_file", "schema"]

FEN = 100  # to the yuan
WRITTEN_AMOUNT = re.compile(r"-?\d+(\.\d{1,2})?")


@dataclass(frozen=True)
class Party:
    """A party that is liable.

    Amounts are in fen. `share` is the part of the loss that caps what it owes,
    or that it bears in the end. `amount` is the amount by which its liability is
    reckoned where the law points to one. `means` is what can still be collected
    from it (`None`: all), `paid` what the claimant has from it already.
    `condition` tells whether the condition of its recourse is met, if known.
    `outside` tells whether the claimant may demand of it; else it only answers to who recovers from it.
    """

    name: str
    terms: Terms
    share: Fraction | None = None
    amount: int | None = None
    means: int | None = None
    paid: int = 0
    condition: bool | None = None
    outside: bool = True


@dataclass(frozen=True)
class Loss:
    """A loss in fen, the part of it that the claimant bears, and who is liable, in the order of demand."""

    amount: int
    claimant_share: Fraction
    parties: tuple[Party, ...]


def read_file(path: Path, store: ox.Store, law: Law) -> Loss:
    """Return the loss that a JSON or YAML file describes.

    Raises:
        DataError: the file cannot be read, breaks the schema, or names something unknown.
    """
    document, origin = read_document(path)
    return from_document(document, store, law, origin)


def from_document(document: object, store: ox.Store, law: Law, origin: Source | None = None) -> Loss:
    """Return the loss that a document describes.

    Raises:
        DataError: the document breaks the schema; an amount is negative or finer than a fen; a share
            is no part of a whole; more was paid than lost; two parties have one name.
        UnknownTerm: it names a liability that the graph does not have.
    """
    place = origin or Source("apportionment")
    validate(document, schema("apportionment"), place, "apportionment")
    assert isinstance(document, Mapping)
    loss = fen(document["loss"], place.at(("loss",)))
    claimant = share(document.get("claimant share", "0"), place.at(("claimant share",)))
    parties = [
        _party(entry, store, law, place, ("parties", index))
        for index, entry in enumerate(document["parties"])
    ]
    _check(loss, parties, place)
    return Loss(loss, claimant, tuple(parties))


def _check(loss: int, parties: list[Party], place: Source) -> None:
    names = [party.name for party in parties]
    for index, name in enumerate(names):
        if name in names[:index]:
            where = place.at(("parties", index, "name"))
            raise DataError(f"two parties are called {name!r}.", where=where, mend="Give each its own name.")
    if (paid := sum(party.paid for party in parties)) > loss:
        raise DataError(
            f"more was paid ({yuan(paid)}) than lost ({yuan(loss)}).",
            where=place.at(("parties",)),
            mend="A payment of something else than this loss does not belong here.",
        )


def _party(
    entry: Mapping[str, Any], store: ox.Store, law: Law, place: Source, keys: tuple[str | int, ...]
) -> Party:
    def at(key: str) -> object:
        return place.at((*keys, key))

    try:
        terms = find_terms(store, law, str(entry["liability"]))
    except DataError as error:
        raise type(error)(error.what, where=at("liability"), mend=error.mend) from None
    amount = fen(entry["amount"], at("amount")) if "amount" in entry else None
    means = fen(entry["means"], at("means")) if "means" in entry else None
    paid = fen(entry.get("paid", "0"), at("paid"))
    part = share(entry["share"], at("share")) if "share" in entry else None
    condition = entry.get("recourse condition met")
    met = None if condition is None else str(condition).lower() == "true"
    return Party(str(entry["name"]), terms, part, amount, means, paid, met)


def fen(written: object, where: object) -> int:
    """Return an amount of yuan, written as a decimal number, in fen.

    Raises:
        DataError: it is no amount, negative, or finer than a fen.
    """
    text = str(written).replace(",", "").strip()
    if not WRITTEN_AMOUNT.fullmatch(text):
        raise DataError(
            f"{written!r} is no amount of money.", where=where, mend="Write yuan, such as 1234.56."
        )
    amount = int(Decimal(text) * FEN)
    if amount < 0:
        raise DataError(f"{written!r} is negative.", where=where, mend="Amounts are zero or more.")
    return amount


def share(written: object, where: object) -> Fraction:
    """Return a share, written as `30%`, `3/10` or `0.3`.

    Raises:
        DataError: it is no share, or not between nothing and the whole.
    """
    text = str(written).strip()
    try:
        part = Fraction(Decimal(text[:-1])) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError, InvalidOperation):
        raise DataError(
            f"{written!r} is no share.", where=where, mend="Write it as 30%, 3/10 or 0.3."
        ) from None
    if not 0 <= part <= 1:
        raise DataError(
            f"{written!r} is no part of a whole.", where=where, mend="A share is between 0 and 100%."
        )
    return part


def yuan(amount: int) -> str:
    """Return an amount of fen in yuan, such as `1,234.56`."""
    return f"{amount // FEN:,}.{amount % FEN:02d}"
