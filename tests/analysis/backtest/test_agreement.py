"""How a decision compares with what a court held, branch by branch, on decisions made by hand."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from anbao.analysis.backtest.agreement import Verdict, compare
from anbao.analysis.backtest.forms import Forms
from anbao.disputes.disputes import Dispute
from anbao.engine.engine import Engine
from anbao.engine.results import Answer, Assessment, Decision
from anbao.law.classification import profile_of
from anbao.wording import Label

ID = "https://w3id.org/anbao/id/"
CIVIL = ID + "question-civil-liability"
ADMINISTRATIVE = ID + "question-administrative-liability"
REVIEW, FAULT = ID + "cn-ecl-art-38-2-review", ID + "cn-cc-art-1165-1-norm"


@pytest.fixture(scope="module")
def forms(engine: Engine) -> Forms:
    """The forms of the whole graph."""
    return Forms(engine.store, engine.law)


def answer(  # noqa: PLR0913  an answer has that many sides
    liability: str | None,
    kind: str = "Settled",
    standing: str = "firm",
    *,
    norm: str | None = REVIEW,
    question: str = CIVIL,
    weaker: bool = False,
) -> Answer:
    """Return an answer; a liability by the end of its IRI."""
    return Answer(
        question, kind, norm, ID + liability if liability else None, None, (), None, standing, weaker
    )


def decision(
    engine: Engine, *answers: Answer, beside: tuple[str, ...] = (), contradiction: str | None = None
) -> Decision:
    """Return a decision with answers; `beside` are the norms whose relation to the review norm is open."""
    assessment = Assessment(REVIEW, "Met", "Governs", (), (), (), (), beside, True, "")
    dispute = Dispute("urn:dispute:x", Label("甲", "x"), (), ())
    profile = profile_of(engine.law, engine.law.bare)
    return Decision(
        dispute, engine.law.bare, profile, answers, (assessment,), (), (), (), (), contradiction, None
    )


JOINT, SEVERAL, OWN = "liability-joint", "liability-several", "liability-own"
SUPPLEMENTARY, OPEN = "liability-supplementary-fault", "open-corresponding-liability"
NONE = answer(None, "NoLiability", norm=None)
OUTSIDE = answer(None, "OutsideGraph")

# What the court held, what is answered, and how the two compare.
COMPARED = [
    ("the same form", "joint", [answer(JOINT)], "Agrees", "same form"),
    ("beside a concurrent one", "joint", [answer(JOINT), answer(OWN, norm=FAULT)], "Agrees", "same form"),
    ("the same form, if proved", "joint", [answer(JOINT, standing="pending")], "Compatible", "uncertain"),
    ("met, perhaps displaced", "joint", [answer(JOINT, standing="provisional")], "Compatible", "uncertain"),
    ("on a condition", "joint", [answer(JOINT, "Conditional")], "Compatible", "uncertain"),
    ("a stronger one beside it", "joint", [answer(JOINT, weaker=True)], "Compatible", "among several"),
    ("an open term", "joint", [answer(OPEN, "Unsettled")], "Compatible", "open form"),
    ("a form not stated", "joint", [answer("liability-graduated")], "Compatible", "open form"),
    ("a narrower form held", "supplementary-share", [answer(SUPPLEMENTARY)], "Compatible", "kind of"),
    ("a wider form held", "partial-joint", [answer("liability-joint-expanded")], "Compatible", "kind of"),
    ("another form", "joint", [answer(SEVERAL)], "Disagrees", "other form"),
    ("another form, if proved", "joint", [answer(SEVERAL, standing="pending")], "Disagrees", "other form"),
    ("no liability answered", "joint", [NONE], "Disagrees", "no liability here"),
    ("nothing answered", "joint", [], "NotComparable", "nothing raised"),
    ("an answer to another question", "joint", [answer(JOINT, question=ADMINISTRATIVE)], "NotComparable",
     "nothing raised"),
    ("outside this graph", "joint", [OUTSIDE], "NotComparable", "outside"),
    ("another form beside outside", "joint", [answer(SEVERAL), OUTSIDE], "NotComparable", "outside"),
    ("dismissed, no liability", "none", [NONE], "Agrees", "no liability"),
    ("dismissed, liability firm", "none", [answer(JOINT)], "Disagrees", "liable here"),
    ("dismissed, liability met", "none", [answer(JOINT, standing="provisional")], "Disagrees", "liable here"),
    ("dismissed, liability unproved", "none", [answer(JOINT, standing="pending")], "Compatible", "open norm"),
    ("dismissed, one norm firm", "none", [answer(JOINT, standing="pending"), answer(OWN, norm=FAULT)],
     "Disagrees", "liable here"),
    ("dismissed, nothing raised", "none", [], "NotComparable", "nothing raised"),
    ("dismissed, outside", "none", [OUTSIDE], "NotComparable", "outside"),
    ("held liable in a form not stated", "not-stated", [answer(JOINT)], "Compatible", "form not stated"),
    ("the same, but none answered", "not-stated", [NONE], "Disagrees", "no liability here"),
    ("a form that nothing gives", "contractual", [answer(JOINT)], "NotComparable", "not modelled"),
    ("administrative", "administrative", [answer("liability-administrative", question=ADMINISTRATIVE)],
     "Agrees", "same form"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "held", "answers", "level", "why"), COMPARED, ids=[row[0] for row in COMPARED]
)
def test_levels(  # noqa: PLR0913, PLR0917  the columns of the table
    engine: Engine, forms: Forms, name: str, held: str, answers: list[Answer], level: str, why: str
) -> None:
    """Each way in which an answer can stand to what was held has its level and its reason."""
    found = compare(f"{ID}form-{held}", decision(engine, *answers), forms)
    assert (found.level, found.why) == (level, why), name


def test_open_relation_is_no_agreement(engine: Engine, forms: Forms) -> None:
    """The same form beside another one whose relation to it is open is one of several possible answers."""
    both = (answer(JOINT), answer(OWN, norm=FAULT))
    found = compare(ID + "form-joint", decision(engine, *both, beside=(FAULT,)), forms)
    assert (found.level, found.why) == ("Compatible", "among several")
    alike = (answer(JOINT), answer(JOINT, norm=FAULT))
    assert compare(ID + "form-joint", decision(engine, *alike, beside=(FAULT,)), forms).level == "Agrees"


def test_contradiction_cannot_be_compared(engine: Engine, forms: Forms) -> None:
    """Findings that contradict a position give nothing to compare, whatever the answers say."""
    found = compare(ID + "form-joint", decision(engine, answer(JOINT), contradiction="…"), forms)
    assert (found.level, found.why) == ("NotComparable", "contradiction")


def test_given_forms(engine: Engine, forms: Forms) -> None:
    """What may be given is told form by form; an open term and a form not stated are told as open."""
    several = (
        answer(JOINT),
        answer(OPEN, "Unsettled"),
        answer("liability-graduated"),
        answer(JOINT, norm=FAULT),
    )
    assert compare(ID + "form-joint", decision(engine, *several), forms).given == (None, ID + "form-joint")


def test_commitment() -> None:
    """Who gives one form, or no liability, commits himself; who gives several, or an open one, does not."""
    assert Verdict("Disagrees", "other form", ("a",)).committed
    assert Verdict("Agrees", "no liability").committed
    assert not Verdict("Compatible", "uncertain", ("a", "b")).committed
    assert not Verdict("Compatible", "open form", (None,)).committed
    assert not Verdict("Compatible", "nothing raised").committed


def test_nearness() -> None:
    """Nothing below compatible is nearer to the court than a replay that cannot be compared."""
    assert Verdict("NotComparable", "outside").short_of(2)
    assert not Verdict("NotComparable", "outside").short_of(1)
    assert Verdict("Compatible", "open form").short_of(3)
    assert not Verdict("Compatible", "open form").short_of(2)


def test_questions_of_forms(forms: Forms) -> None:
    """A form answers the main question if anything there gives it, else what is so answered, else nothing."""
    assert forms.questions(ID + "form-joint") == {CIVIL}
    assert forms.questions(ID + "form-none") == {CIVIL}
    assert forms.questions(ID + "form-administrative") == {ADMINISTRATIVE}
    assert forms.questions(ID + "form-carrier") == set()
    # Only a position reads proportional joint liability into the open term.
    assert forms.questions(ID + "form-proportional-joint") == {CIVIL}


def test_kinds_of_forms(forms: Forms) -> None:
    """Joint liability for the expanded loss is a kind of partial joint liability, not of joint liability."""
    assert forms.akin(ID + "form-joint-expanded", ID + "form-partial-joint")
    assert forms.akin(ID + "form-partial-joint", ID + "form-joint-expanded")
    assert not forms.akin(ID + "form-joint-expanded", ID + "form-joint")
    assert not forms.akin(None, ID + "form-joint")
    assert forms.widest(ID + "form-joint-expanded") == {ID + "form-joint-expanded", ID + "form-partial-joint"}


def test_forms_of_an_empty_graph(engine: Engine) -> None:
    """A graph without forms compares nothing and does not fail."""
    assert Forms(ox.Store(), engine.law).questions(ID + "form-joint") == set()
