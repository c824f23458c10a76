"""Which days, findings and elements are tried to explain a replay that falls short, and what follows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from anbao.analysis.backtest.agreement import Verdict, compare
from anbao.analysis.backtest.forms import Forms
from anbao.analysis.backtest.holdings import Held
from anbao.analysis.backtest.variants import Variant, decide_all, on_days, settled, supplemented
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.engine.results import Decision, Silence
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Position

__all__ = ["VariantRuns", "end_of_facts", "near", "possible"]

EARLIEST = dt.date(1980, 1, 1)
MAX_SILENT = 3  # elements that nobody raised and that are tried together
MAX_NORMS = 3  # norms, the nearest first, whose silent elements are tried
DAY = dt.timedelta(days=1)


class VariantRuns:
    """The disputes of holdings as they might have been, decided under all positions in one run."""

    def __init__(
        self,
        engine: Engine,
        forms: Forms,
        pairs: Iterable[tuple[Held, Decision]],
        positions: Sequence[Position],
        *,
        other_days: bool,
    ) -> None:
        """Decide what may explain each pair of a holding and a decision that falls short of it.

        `other_days` is whether other days are tried too.
        """
        self.forms = forms
        self._variants: dict[str, dict[str, Variant]] = defaultdict(dict)
        for held, decision in pairs:
            for variant in _variants(held, decision, forms, engine, other_days=other_days):
                self._variants[held.dispute].setdefault(variant.dispute.iri, variant)
        every = [variant for several in self._variants.values() for variant in several.values()]
        self._decisions = decide_all(engine, every, positions)

    def outcomes(self, held: Held, position: str) -> Iterator[tuple[Variant, Decision, Verdict]]:
        """Yield what becomes of each variant of a dispute under a position, compared with a holding."""
        for iri, variant in self._variants.get(held.dispute, {}).items():
            if decision := self._decisions.get((iri, position)):
                yield variant, decision, compare(held.form, decision, self.forms)


def _variants(
    held: Held, decision: Decision, forms: Forms, engine: Engine, *, other_days: bool
) -> Iterator[Variant]:
    if other_days:
        yield from on_days(decision.dispute, _days(held, decision, forms, engine))
    yield from settled(decision.dispute)
    for silence in near(held, decision, forms, engine):
        if len(silence.silent) <= MAX_SILENT:
            yield supplemented(decision.dispute, silence)


def _days(held: Held, decision: Decision, forms: Forms, engine: Engine) -> Iterator[dt.date]:
    """Yield the days on which norms that may answer begin or end, where that is not settled by the facts."""
    questions = forms.questions(held.form)
    uncertain = [assessment.norm for assessment in decision.assessments if not assessment.in_time]
    for iri in (*decision.not_in_force, *uncertain):
        norm = engine.law.norms[iri]
        for begin, end in norm.in_force if norm.question in questions else ():
            days = [dt.date.fromisoformat(begin)] + ([dt.date.fromisoformat(end) - DAY] if end else [])
            yield from (day for day in days if day >= EARLIEST)


def end_of_facts(dispute: Dispute) -> dt.date | None:
    """Return the last day of which the facts of a dispute may be; `None` where nobody dates them."""
    facts = [period for period in dispute.periods if period.anchor != str(ANBAO.Proceedings)]
    return max((period.latest for period in facts if period.latest), default=None)


def possible(dispute: Dispute, day: dt.date) -> bool:
    """Return whether the facts of a dispute, as far as anybody dates them, may be of a day."""
    facts = [period for period in dispute.periods if period.anchor != str(ANBAO.Proceedings)]
    return all(
        (period.earliest is None or period.earliest <= day)
        and (period.latest is None or day <= period.latest)
        for period in facts
    )


def near(held: Held, decision: Decision, forms: Forms, engine: Engine) -> list[Silence]:
    """Return the norms in force that nobody raised, that nothing refutes and that may give what was held.

    The facts have to lie within the norm's subject, transaction and conduct, so that only further
    elements are missing. Where the position gives no answer at all, the nearest norms stand in.
    """
    found = [silence for silence in decision.not_raised if _may_give(held, silence, forms, engine)]
    within = [s for s in found if not {*s.silent} & {*engine.law.norms[s.norm].scope}]
    if within or any(answer.kind != "NothingInIssue" for answer in decision.answers) or not found:
        return within[:MAX_NORMS]
    fewest = min(len(silence.silent) for silence in found)
    return [silence for silence in found if len(silence.silent) == fewest][:MAX_NORMS]


def _may_give(held: Held, silence: Silence, forms: Forms, engine: Engine) -> bool:
    """Return whether a norm may give what was held; one with an open consequence may give any form."""
    norm = engine.law.norms[silence.norm]
    form = forms.of(norm.consequence)
    fits = form is None or form == held.form or forms.akin(form, held.form)
    asked = norm.question in forms.questions(held.form)
    failing = silence.refuted or silence.not_shown
    return bool(asked and norm.consequence and fits and not failing)
