"""`anbao apportion`: who pays what of a loss."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table

import anbao
from anbao.analysis.apportion.parties import Loss, from_document, read_file, yuan
from anbao.analysis.apportion.reckoning import Apportionment, Note
from anbao.analysis.apportion.reckoning import apportion as reckon
from anbao.cli.parameters import Labels
from anbao.cli.streams import console, out
from anbao.disputes.documents import Source
from anbao.engine.engine import Engine
from anbao.errors import DataError
from anbao.wording import word

__all__ = ["apportion"]


def apportion(
    file: Annotated[
        Path | None, Parameter(help="A JSON or YAML file of a loss and who is liable (schema apportionment).")
    ] = None,
    /,
    *,
    loss: Annotated[str | None, Parameter(help="The loss in yuan, in place of a file.")] = None,
    party: Annotated[
        list[str] | None,
        Parameter(
            negative="",
            help="One who is liable, name=LIABILITY[,share=50%][,means=1000][,paid=0][,amount=…]; "
            "repeatable, in the order of demand.",
        ),
    ] = None,
    claimant_share: Annotated[str, Parameter(help="The part of the loss that the claimant bears.")] = "0",
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Work out who pays what of a loss, in what order and within what cap, and who recovers from whom."""
    engine = anbao.load_engine()
    described = _described(engine, file, loss, party or [], claimant_share)
    found = reckon(described)
    if format == "json":
        out(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show(engine, found, described, lang)
    return 0


def _described(
    engine: Engine, file: Path | None, loss: str | None, parties: Sequence[str], claimant_share: str
) -> Loss:
    if file:
        if loss or parties:
            raise DataError(
                "a file and --loss or --party are given.", where=str(file), mend="Give the one or the others."
            )
        return read_file(file, engine.store, engine.law)
    if loss is None:
        raise DataError("nothing to apportion.", mend="Name a file, or give --loss and --party.")
    document = {"loss": loss, "claimant share": claimant_share, "parties": list(map(_party, parties))}
    return from_document(document, engine.store, engine.law, Source("--party"))


def _party(written: str) -> dict[str, str]:
    """Return the liability and the options that `name=LIABILITY,key=value` gives."""
    (name, equals, liability), *rest = (part.partition("=") for part in written.split(","))
    if not equals or not all(sign for _, sign, _ in rest):
        raise DataError(
            f"{written!r} does not say who is liable for what.",
            where="--party",
            mend="Write it as name=LIABILITY,share=50%.",
        )
    return {"name": name.strip(), "liability": liability.strip()} | {
        key.strip(): value.strip() for key, _, value in rest
    }


def _show(engine: Engine, found: Apportionment, described: Loss, language: str) -> None:
    screen, law = console(), engine.law
    liabilities = {party.name: party.terms.liability for party in described.parties}
    table = Table(
        *(word(f"apportion.{name}", language) for name in ("party", "liability")),
        *(
            word(f"apportion.{name}", language)
            for name in ("turn", "ceiling", "paid", "pays", "unpaid", "bears")
        ),
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for payment in found.payments:
        amounts = (
            payment.ceiling,
            payment.paid,
            payment.pays,
            payment.unpaid,
            found.burdens[payment.party],
        )
        label = law.label(liabilities[payment.party], language)
        table.add_row(payment.party, label, str(payment.turn + 1), *map(yuan, amounts))
    screen.print(table)
    for claim in found.recourse:
        who = {"creditor": claim.creditor, "debtor": claim.debtor}
        sums = {"claim": yuan(claim.claim), "collectible": yuan(claim.collectible)}
        screen.print(word("apportion.recourse", language, **who, **sums))
    sums = {
        "loss": yuan(found.loss),
        "recoverable": yuan(found.recoverable),
        "uncovered": yuan(found.uncovered),
    }
    screen.print(word("apportion.sum", language, **sums))
    for note in found.notes:
        screen.print(f"· {_explained(note, engine, language)}")


def _explained(note: Note, engine: Engine, language: str) -> str:
    about = engine.law.label(note.about, language) if note.about else ""
    return word(f"apportion.{note.kind}", language, party=note.party, about=about)
