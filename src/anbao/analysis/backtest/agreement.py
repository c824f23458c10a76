"""How far the answer of a position on the findings of a case agrees with what the court held.

The levels are those of the ontology (`anbao:AgreementLevel`):

- `Agrees`: the position certainly gives it. A norm governs and gives that form, and no norm
  stands beside it with another form and their relation open; or the claim was dismissed and the
  answer is that there is no liability. Concurrent claims (elective, cumulative, parallel) are no
  rivals: the court that grants one of them agrees.
- `Compatible`: it is among several things that may come out.
- `Disagrees`: it is not among them.
- `NotComparable`: nothing here can be compared with it.

That no norm is raised on the findings is no answer. A court that dismisses a claim need not have
found anything, and the claimant fails who raises nothing (Interpretation of the Civil Procedure
Law, art. 90(2)): that is compatible. A court that grants one must have found every element, so
that the sources seen leave findings out: that cannot be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anbao.analysis.backtest.forms import Forms
from anbao.engine.results import Answer, Decision

__all__ = ["LEVELS", "Verdict", "compare"]

LEVELS = ("NotComparable", "Disagrees", "Compatible", "Agrees")
GIVING = frozenset(("Settled", "Conditional", "Unsettled"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A level of agreement and the reason for it, by the name of an entry of `wording/verdicts.yaml`.

    `given` are the forms that the position may give, `None` for one that it leaves open.
    """

    level: str
    why: str
    given: tuple[str | None, ...] = ()

    @property
    def committed(self) -> bool:
        """Whether the position gives one form, or no liability, and so could be wrong about it."""
        return self.why.startswith("no liability") or (len(self.given) == 1 and self.given[0] is not None)

    @property
    def rank(self) -> int:
        """The place of the level: the more agreement the higher."""
        return LEVELS.index(self.level)

    def short_of(self, rank: int) -> bool:
        """Return whether a rank is higher than this one, and at least compatible."""
        return rank > max(self.rank, LEVELS.index("Disagrees"))


def compare(form: str, decision: Decision, forms: Forms) -> Verdict:
    """Return how far a decision agrees with a form of liability that a court held."""
    if decision.contradiction:
        return Verdict("NotComparable", "contradiction")
    questions = forms.questions(form)
    if not questions:
        return Verdict("NotComparable", "not modelled")
    answers = [
        answer
        for answer in decision.answers
        if answer.question in questions and answer.kind != "NothingInIssue"  # which is no answer
    ]
    giving = [answer for answer in answers if answer.kind in GIVING]
    kind = forms.answers_as(form)
    if kind == "NoLiability":
        level, why = _dismissed(answers, giving)
    else:
        level, why = _granted(form, decision, giving, forms) if giving else _without(answers)
    named = (forms.of(answer.liability) for answer in giving)
    given = {None if forms.answers_as(form) else form for form in named}
    return Verdict(level, why, tuple(sorted(given, key=lambda iri: iri or "")))


def _dismissed(answers: Sequence[Answer], giving: Sequence[Answer]) -> tuple[str, str]:
    """Return level and reason where the court dismissed the claim."""
    # A norm that is met may give way to another one, but not to none: liability follows either way.
    if any(answer.standing != "pending" for answer in giving):
        return "Disagrees", "liable here"
    if giving:
        return "Compatible", "open norm"
    if any(answer.kind == "NoLiability" for answer in answers):
        return "Agrees", "no liability"
    return ("NotComparable", "outside" if answers else "nothing raised")


def _without(answers: Sequence[Answer]) -> tuple[str, str]:
    """Return level and reason where the court gave liability and the position names none."""
    if any(answer.kind == "OutsideGraph" for answer in answers):
        return "NotComparable", "outside"
    return ("Disagrees", "no liability here") if answers else ("NotComparable", "nothing raised")


def _granted(form: str, decision: Decision, giving: Sequence[Answer], forms: Forms) -> tuple[str, str]:
    """Return level and reason where both the court and the position give liability."""
    if forms.answers_as(form):
        return "Compatible", "form not stated"
    same = [answer for answer in giving if forms.of(answer.liability) == form]
    if same:
        return _same_form(same, decision, giving, forms)
    named = [forms.of(answer.liability) for answer in giving]
    if any(one is None or forms.answers_as(one) for one in named):
        return "Compatible", "open form"
    if any(forms.akin(one, form) for one in named):
        return "Compatible", "kind of"
    outside = any(answer.kind == "OutsideGraph" for answer in decision.answers)
    return ("NotComparable", "outside") if outside else ("Disagrees", "other form")


def _same_form(
    same: Sequence[Answer], decision: Decision, giving: Sequence[Answer], forms: Forms
) -> tuple[str, str]:
    """Return level and reason where some answer has the form that the court held."""
    sure = [answer for answer in same if answer.kind == "Settled" and answer.standing == "firm"]
    if any(not answer.weaker and not _rivals(answer, decision, giving, forms) for answer in sure):
        return "Agrees", "same form"
    return "Compatible", "among several" if sure else "uncertain"


def _rivals(answer: Answer, decision: Decision, giving: Sequence[Answer], forms: Forms) -> list[Answer]:
    """Return the answers of another form whose relation to this one is open."""
    assessment = decision.by_norm.get(answer.norm or "")
    beside = assessment.beside if assessment else ()
    form = forms.of(answer.liability)
    return [other for other in giving if other.norm in beside and forms.of(other.liability) != form]
