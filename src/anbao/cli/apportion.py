"""`anbao apportion`: who pays what of a loss, by a decision or by liabilities that are typed in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

import anbao
from anbao.analysis.apportion.chain import (
    CLAIMANT,
    DEFENDANT,
    INJURER,
    Apportioned,
    ByLiability,
    Given,
    Role,
    apportion_decisions,
)
from anbao.analysis.apportion.parties import Loss, fen, from_document, read_file, share, yuan
from anbao.analysis.apportion.reckoning import Apportionment, Note
from anbao.analysis.apportion.reckoning import apportion as reckon
from anbao.cli.parameters import Date, Ferenda, Labels, Positions
from anbao.cli.printer import Printer
from anbao.cli.streams import busy, console, out
from anbao.disputes.dates import day
from anbao.disputes.documents import WRITTEN, Source, gather, read_document
from anbao.engine.engine import Engine, choose_positions
from anbao.errors import DataError
from anbao.formats.apportionment import to_json

__all__ = ["apportion"]

Value = TypeVar("Value", Fraction, int)
Named = list[str] | None
HINTS = {  # by what is missing, how to give it
    "share missing": "--shares defendant=30%",
    "amount missing": "--amount defendant=30000",
    "shares missing": "--shares defendant=30%,injurer=70%",
}
FEW = 8  # positions that are named before the others are counted


def _named(text: str) -> Parameter:
    return Parameter(negative="", help=text)


def apportion(
    target: Annotated[
        str | None,
        Parameter(
            help="A dispute (a file, or a case such as C19), whose decision says who is liable for what; or "
            "a file of a loss and who is liable (schema apportionment)."
        ),
    ] = None,
    /,
    *,
    loss: Annotated[str | None, Parameter(help="The loss in yuan.")] = None,
    shares: Annotated[
        Named,
        _named("Shares of the loss, defendant=30%,injurer=70%,claimant=0; what is left out is the rest."),
    ] = None,
    amount: Annotated[
        Named, _named("The expanded, preventable or promised amount in yuan, defendant=30000.")
    ] = None,
    means: Annotated[
        Named, _named("What can be had from a party in yuan, injurer=20000; everything, if left out.")
    ] = None,
    paid: Annotated[Named, _named("What the claimant has from a party already, injurer=5000.")] = None,
    recourse_condition: Annotated[
        bool | None, Parameter(help="Whether the condition of a recourse is met, where the law sets one.")
    ] = None,
    under: Positions = None,
    on: Date = None,
    ferenda: Ferenda = False,
    party: Annotated[
        Named,
        _named(
            "Without a dispute: one who is liable, name=LIABILITY[,share=50%][,means=1000][,paid=0]"
            "[,amount=…]; repeatable, in the order of demand."
        ),
    ] = None,
    claimant_share: Annotated[str, Parameter(help="The same as --shares claimant=…")] = "0",
    lang: Labels = "en",
    format: Annotated[Literal["text", "json"], Parameter(help="How to print.")] = "text",
) -> int:
    """Work out who pays what of a loss, in what order and within what cap, and who recovers from whom."""
    engine = anbao.load_engine()
    if target is None or _is_loss(target):
        _check_typed_in(target, loss, party)
        described = _described(engine, target, loss, party or [], claimant_share)
        found = reckon(described)
        if format == "json":
            out(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        else:
            _ApportionmentPrinter(engine.law, console(), lang).typed_in(found, described)
        return 0
    if loss is None or party:
        raise DataError(
            "a dispute says who is liable, not for how much.",
            where=target,
            mend="Give --loss 100000, and no --party.",
        )
    options = {"--shares": shares, "--amount": amount, "--means": means, "--paid": paid}
    given = _given(loss, options, claimant_share, condition=recourse_condition)
    date = day(on, "--on") if on else None
    positions = choose_positions(engine.law, under)
    gathered = gather(target, engine.law, engine.store)
    disputes = [dispute.on(date) for dispute in gathered] if date else gathered
    with busy("deciding …"):
        answered = engine.answer(disputes, positions, ferenda=ferenda)
        outcomes = apportion_decisions(answered, engine.law, engine.store, given)
    if format == "json":
        out(json.dumps(to_json(outcomes, engine.law), ensure_ascii=False, indent=2))
    else:
        _ApportionmentPrinter(engine.law, console(), lang).print(outcomes)
    return 0


def _is_loss(target: str) -> bool:
    """Return whether a file describes a loss and who is liable for it, and not a dispute."""
    path = Path(target)
    if path.suffix not in WRITTEN or not path.exists():
        return False
    document, _ = read_document(path)
    return isinstance(document, Mapping) and ("parties" in document or "loss" in document)


def _check_typed_in(target: str | None, loss: str | None, party: Sequence[str] | None) -> None:
    if target and (loss or party):
        raise DataError(
            "a file of a loss and --loss or --party are given.",
            where=target,
            mend="Give the one or the others.",
        )
    if target is None and loss is None:
        raise DataError(
            "nothing to apportion.", mend="Name a dispute and --loss, or a file, or give --loss and --party."
        )


def _described(
    engine: Engine, target: str | None, loss: str | None, parties: Sequence[str], claimant_share: str
) -> Loss:
    """Return the loss that a file or the options describe."""
    if target:
        return read_file(Path(target), engine.store, engine.law)
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


def _given(loss: str, options: Mapping[str, Named], claimant_share: str, *, condition: bool | None) -> Given:
    """Return what no decision says, as the options give it."""

    def amounts(option: str) -> dict[str, int]:
        parties = (DEFENDANT, INJURER)
        return {name: fen(text, option) for name, text in _by_party(option, options[option], parties).items()}

    shares = _by_party("--shares", options["--shares"], (DEFENDANT, INJURER, CLAIMANT))
    return Given(
        fen(loss, "--loss"),
        {name: share(text, "--shares") for name, text in ({CLAIMANT: claimant_share} | shares).items()},
        amounts("--amount"),
        amounts("--means"),
        amounts("--paid"),
        condition,
    )


def _by_party(option: str, written: Named, parties: Sequence[str]) -> dict[str, str]:
    """Return by party what an option gives: `defendant=30%,injurer=70%`, in one or several."""
    pairs = [part.partition("=") for one in written or () for part in one.split(",")]
    for name, equals, _ in pairs:
        if not equals or name.strip() not in parties:
            raise DataError(
                f"{name.strip()!r} is none of {', '.join(parties)}.",
                where=option,
                mend=f"Write it as {option} {parties[0]}=….",
            )
    return {name.strip(): value.strip() for name, _, value in pairs}


class _ApportionmentPrinter(Printer):
    """Prints who pays what in one language."""

    def print(self, outcomes: Sequence[Apportioned]) -> None:
        """Print outcomes, dispute by dispute, the positions that answer alike together."""
        shown = None
        for outcome in outcomes:
            if outcome.dispute.iri != shown:
                self.head(outcome.dispute)
                shown = outcome.dispute.iri
            self.console.print(Text(self._positions(outcome), style="bold"))
            if not outcome.by_liability:
                self.console.print(self.word("apportion.no answer"))
            for one in outcome.by_liability:
                self._liability(one, outcome.role)

    def _positions(self, outcome: Apportioned) -> str:
        names = [
            self.word("answers.bare statutes") if one.bare else one.identifier for one in outcome.positions
        ]
        if len(names) > FEW:
            return self.word("apportion.many", first=", ".join(names[:FEW]), count=len(names) - FEW)
        return f"{self.word('answers.under')} {', '.join(names)}"

    def typed_in(self, found: Apportionment, described: Loss) -> None:
        """Print the apportionment of liabilities that were typed in."""
        liabilities = {party.name: party.terms.liability for party in described.parties}
        self._payments(found, liabilities, {})

    def _liability(self, one: ByLiability, role: Role | None) -> None:
        first = one.answers[0]
        name = self.label(first.liability) if first.liability else self.term(first.kind)
        grounds = dict.fromkeys(self.norm(answer.norm) for answer in one.answers if answer.norm)
        if first.conditions:
            conditions = self.comma.join(map(self.label, first.conditions))
            name += f" {self.word('answers.if', conditions=conditions)}"
        standing = self.word(f"answers.{first.standing}")
        self.console.print(Text(" · ".join(filter(None, (name, self.semicolon.join(grounds), standing)))))
        names = {DEFENDANT: self.word("apportion.defendant")} | (
            {INJURER: self.label(role.iri)} if role else {}
        )
        if one.found:
            self._payments(one.found, one.liabilities, names)
        elif one.fault:
            hint = f" ({HINTS[one.fault.kind]})" if one.fault.kind in HINTS else ""
            self.console.print(f"· {self._explained(one.fault, names)}{hint}")
        elif first.kind == "Unsettled":
            self.console.print(f"· {self.word('apportion.unsettled')}")
        for defence in one.reduced_by:
            reduced = self.word("apportion.reduced", norm=self.norm(defence.norm))
            self.console.print(f"· {reduced} (--shares claimant=10%)")

    def _payments(
        self, found: Apportionment, liabilities: Mapping[str, str], names: Mapping[str, str]
    ) -> None:
        self.console.print(self._table(found, liabilities, names))
        for claim in found.recourse:
            who = {
                "creditor": names.get(claim.creditor, claim.creditor),
                "debtor": names.get(claim.debtor, claim.debtor),
            }
            sums = {"claim": yuan(claim.claim), "collectible": yuan(claim.collectible)}
            self.console.print(self.word("apportion.recourse", **who, **sums))
        sums = {
            "loss": yuan(found.loss),
            "recoverable": yuan(found.recoverable),
            "uncovered": yuan(found.uncovered),
        }
        self.console.print(self.word("apportion.sum", **sums))
        for note in found.notes:
            self.console.print(f"· {self._explained(note, names)}")

    def _table(self, found: Apportionment, liabilities: Mapping[str, str], names: Mapping[str, str]) -> Table:
        columns = ("party", "liability", "turn", "ceiling", "paid", "pays", "unpaid", "bears")
        table = Table(*(self.word(f"apportion.{name}") for name in columns))
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
            shown = (names.get(payment.party, payment.party), self.label(liabilities[payment.party]))
            table.add_row(*shown, str(payment.turn + 1), *map(yuan, amounts))
        return table

    def _explained(self, note: Note, names: Mapping[str, str]) -> str:
        about = self.label(note.about) if note.about else ""
        return self.word(f"apportion.{note.kind}", party=names.get(note.party, note.party), about=about)
