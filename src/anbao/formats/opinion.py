"""What a decision says in one sentence, as a judge would write it, and what must be said before it.

Who owes what, under which provision, on which facts, against which objections, and what is open. The clauses
are `wording/opinion.yaml`; the page of what-if puts the same ones together (`site/src/whatif/opinion.js`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from anbao.disputes.status import Status
from anbao.engine.results import Answer, Assessment, Decision, Defence
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import ELEMENT_KINDS, SCOPE_KINDS, Law, Norm
from anbao.wording import word

__all__ = [
    "EFFECTS",
    "FAILING",
    "STANDINGS",
    "TOLD_KINDS",
    "Opinion",
    "in_force_spans",
    "opinion",
    "standing_of",
]

# What tells a case from others: who, in what, by what conduct, with what fault.
TOLD_KINDS = tuple(kind for kind in ELEMENT_KINDS if kind in {*SCOPE_KINDS, str(ANBAO.faultElement)})
STANDINGS = ("firm", "provisional", "pending", "pending time")
FAILING = (Status.REFUTED.term, "NotShown")
SETTLED_KINDS = ("Settled", "NoLiability", "OutsideGraph", "NothingInIssue")
EFFECTS = {"ReducesLiability": "reduced", "SuspendsLiability": "suspended"}


@dataclass(frozen=True)
class Opinion:
    """A decision in words of one language.

    `notices` come first: where the court or the position's author relied on a provision that did not apply.
    `sentence` answers the main question; `others` are the answers to the other questions, each with its name.
    """

    notices: tuple[str, ...]
    sentence: str
    others: tuple[tuple[str, str], ...]


def opinion(decision: Decision, law: Law, language: str) -> Opinion:
    """Return a decision in words of `zh` or `en`."""
    writer = _Writer(law, language)
    return Opinion(tuple(writer.notices(decision)), writer.sentence(decision), tuple(writer.others(decision)))


def standing_of(answer: Answer, decision: Decision) -> str:
    """Return how settled an answer is; `pending time` if nothing but the date of its norm keeps it open."""
    assessment = decision.by_norm.get(answer.norm or "")
    if answer.standing != "pending" or assessment is None or assessment.in_time:
        return answer.standing
    established = all(element.state == Status.ESTABLISHED.term for element in assessment.elements)
    return "pending time" if established and not assessment.open_exceptions else "pending"


def in_force_spans(norm: Norm, language: str) -> str:
    """Return when the wordings of a norm's provision were in force, in words."""

    def day(iso: str) -> str:
        parts = iso.split("-")
        if language == "zh":  # no noughts in front
            parts = [str(int(part)) for part in parts]
        return word("opinion.day", language, **dict(zip(("year", "month", "date"), parts, strict=True)))

    spans = (
        word("opinion.in force until", language, begin=day(begin), end=day(end))
        if end
        else word("opinion.in force from", language, begin=day(begin))
        for begin, end in norm.in_force
    )
    return ("；" if language == "zh" else "; ").join(spans)


class _Writer:
    """Writes sentences in one language."""

    def __init__(self, law: Law, language: str) -> None:
        self.law, self.language = law, language
        self.label = partial(law.label, language=language)
        chinese = language == "zh"
        self.comma, self.semicolon, self.stop = ("、", "；", "。") if chinese else (", ", "; ", ".")
        self.pause = "，" if chinese else ", "
        self.main = next(iter(law.questions))

    def say(self, name: str, **values: object) -> str:
        return word(f"opinion.{name}", self.language, **values)

    def sentence(self, decision: Decision) -> str:
        """Return the answer to the main question in one sentence."""
        if decision.contradiction:
            clauses = [self.say("contradiction")]
        else:
            chosen = [one for one in decision.answers if one.question == self.main and not one.weaker]
            clauses = [*self._claims(chosen, decision), *self._grounds(chosen, decision)]
        text = self.semicolon.join(clauses)
        return text[:1].upper() + text[1:] + self.stop

    # Who owes what

    def _claims(self, answers: Sequence[Answer], decision: Decision) -> Iterator[str]:
        """Yield who owes what: a clause for the firm answers, the provisional and the pending ones."""
        if not answers:
            yield from self._nothing(decision)
        for standing in STANDINGS:
            alike = (one for one in answers if standing_of(one, decision) == standing)
            if chosen := sorted(alike, key=_content):
                clause = self._standing(chosen, decision)
                yield clause if standing == "firm" else self.say(standing, clause=clause)

    def _nothing(self, decision: Decision) -> Iterator[str]:
        yield self.say("nothing")
        for near in decision.nearest[:1]:
            yield self.say("lacks", norm=self._provision(near.norm), missing=self._quoted(near.lacks))

    def _standing(self, answers: Sequence[Answer], decision: Decision) -> str:
        """Return a clause for each liability among answers of one standing, all its provisions together."""
        yielding = {one.norm for one in answers if self._yields(one, decision)}
        ordered = sorted(answers, key=lambda one: one.norm in yielding)
        groups = [list(group) for _, group in groupby(ordered, key=_content)]
        shared = groups[0][0].defences if len({one.defences for one in answers}) == 1 < len(groups) else ()
        clauses: list[str] = []
        before: str | None = None
        for several in groups:
            first = several[0]
            if first.kind == "NoLiability":
                clauses += [self._none(first), *self._nearest(decision)]
            elif first.kind == "NothingInIssue":
                clauses += self._nothing(decision)
            elif first.kind == "OutsideGraph":
                clauses.append(self.say("outside", provision=self.label(first.provision or "")))
            elif first.liability is None:
                clauses.append(self.label(f"{ANBAO._NS}{first.kind}"))
            else:
                grounds = self._provisions(answer.norm for answer in several if answer.norm)
                own = "" if shared else "".join(self._defences(first.defences, ""))
                another = first.norm in yielding or (first.reading and grounds == before)
                too = "liable else" if another else "liable too"
                clauses.append(self._liability(first, grounds, before, too, own))
                before = grounds
        return self.pause.join(clauses) + "".join(self._defences(shared, "all "))

    def _none(self, answer: Answer) -> str:
        provision = self.law.norms[answer.norm].provision if answer.norm else answer.provision
        return self.say("none under", provision=self.label(provision)) if provision else self.say("none")

    def _nearest(self, decision: Decision) -> Iterator[str]:
        """Yield the norm that came nearest, and the elements on which it fails."""
        for near in decision.nearest[:1]:
            assessed = decision.by_norm.get(near.norm)
            states = {one.circumstance: one.state for one in assessed.elements} if assessed else {}
            failing = [one for one in near.lacks if states.get(one) in FAILING]
            elements = self._quoted(failing or near.lacks)
            yield self.say("nearest", norm=self._provision(near.norm), elements=elements)

    def _yields(self, answer: Answer, decision: Decision) -> bool:
        """Return whether the norm of an answer may give way to another."""
        assessment = decision.by_norm.get(answer.norm or "")
        return assessment is not None and any(ground.decisive for ground in assessment.displaced_by)

    def _liability(self, answer: Answer, grounds: str, before: str | None, too: str, reduced: str) -> str:
        """Return a liability under its grounds; `before` are those of the one told before it."""
        liability = self.label(answer.liability or "")
        if answer.kind == "Unsettled":
            liability = self.say("open form", liability=liability)
        if answer.reading:
            reading = word(f"answers.{answer.reading}", self.language)
            liability = self.say("reading", liability=liability, reading=reading)
        same = grounds == before and answer.conditions
        name = "liable" if before is None else "liable so" if same else too
        clause = self.say(name, grounds=grounds, liability=liability, reduced=reduced)
        if not answer.conditions:
            return clause
        conditions = self.say("and").join(map(self.label, answer.conditions))
        return self.say("conditional", conditions=conditions, clause=clause)

    def _defences(self, defences: Iterable[Defence], which: str) -> Iterator[str]:
        """Yield what defences do to a liability, those of one effect together; `which` is `all ` or empty."""
        ordered = sorted(defences, key=lambda one: (not one.established, one.effect))
        for (established, effect), several in groupby(ordered, key=lambda o: (o.established, o.effect)):
            name = EFFECTS[effect] if established else f"perhaps {EFFECTS[effect]}"
            yield self.say(f"{which}{name}", provisions=self._provisions(one.norm for one in several))

    # On which facts, against which objections, and what is open

    def _grounds(self, answers: Sequence[Answer], decision: Decision) -> Iterator[str]:
        norms = [one.norm for one in answers if one.norm and one.kind != "NoLiability"]
        relied = [decision.by_norm[norm] for norm in dict.fromkeys(norms) if norm in decision.by_norm]
        if facts := self._facts(relied):
            yield self.say("facts", facts=facts)
        yield from self._objections(decision)
        if items := self._open(decision):
            yield self.say("open", items=items)
        doubtful = [one.norm for one in relied if not one.in_time]
        if doubtful:
            yield self.say("time open", provisions=self._provisions(doubtful))

    def _facts(self, assessments: Iterable[Assessment]) -> str:
        """Return the findings behind the elements that tell this case from others, each once."""
        found = (
            element.steps[0].circumstance
            for assessment in assessments
            for element in assessment.elements
            if element.kind in TOLD_KINDS and element.state == Status.ESTABLISHED.term and element.steps
        )
        return self._joined(dict.fromkeys(found))

    def _objections(self, decision: Decision) -> Iterator[str]:
        """Yield what does not apply and why: norms that give way, exceptions, defences that fail."""
        canons = {
            one: sorted({ground.canon for ground in one.displaced_by if ground.decisive})
            for one in decision.assessments
            if self._asks(one.norm)
        }
        ways: dict[tuple[str, ...], list[str]] = {}
        for one, several in canons.items():
            if several:
                name = "yields" if one.label == "Displaced" else "yields perhaps"
                ways.setdefault((name, *several), []).append(one.norm)
        for (name, *several), norms in ways.items():
            shown = self.comma.join(self.label(f"{ANBAO._NS}{canon}") for canon in several)
            yield self.say(name, provisions=self._provisions(norms), canon=shown)
        for one in decision.assessments:
            if one.excepted_by and self._asks(one.norm):
                exceptions = self._joined(one.excepted_by)
                yield self.say("excepted", provision=self._provision(one.norm), exceptions=exceptions)
            if one.status == "NotMet" and self.law.norms[one.norm].effect:
                yield self.say("defence fails", defence=self.label(one.norm))

    def _open(self, decision: Decision) -> str:
        """Return what was put in issue and not proved, with who bears it, on the main question."""
        items = (
            self.say(
                "open item",
                circumstance=self.label(element.circumstance),
                side=self.label(f"{ANBAO._NS}{element.burden.side}"),
            )
            for one in decision.assessments
            if one.status == "Open" and self._asks(one.norm)
            for element in one.elements
            if element.state == Status.LEFT_OPEN.term
        )
        return self.pause.join(dict.fromkeys(items))

    # What comes before, and the other questions

    def notices(self, decision: Decision) -> Iterator[str]:
        """Yield where the court, or the author of the position, relied on a provision that did not apply."""
        untimely = [self.law.norms[norm] for norm in decision.not_in_force]
        cited = {provision for holding in decision.dispute.holdings for provision in holding.cites}
        concerned = {
            norm
            for premise in decision.position.premises
            if premise.mode == str(ANBAO.LexLata)
            for norm in premise.get(ANBAO.ofNorm)
        }
        relied = {
            "court relied": [norm for norm in untimely if norm.provision in cited],
            "position relies": [norm for norm in untimely if norm.iri in concerned],
        }
        for name, norms in relied.items():
            by_provision = {norm.provision: norm for norm in norms}
            for provision, norm in by_provision.items():
                yield (
                    self.say(name, provision=self.label(provision), spans=in_force_spans(norm, self.language))
                    + self.stop
                )

    def others(self, decision: Decision) -> Iterator[tuple[str, str]]:
        """Yield the other questions that are answered, each with its answers in a line."""
        chosen = [one for one in decision.answers if one.question != self.main]
        for question, answers in groupby(chosen, key=lambda one: one.question):
            yield self.label(question), self.line(answers)

    def line(self, answers: Iterable[Answer]) -> str:
        """Return answers in a line: each liability once, with how settled it is, and its provisions."""
        grounds: dict[str, list[str]] = {}
        for answer in answers:
            name = self.label(answer.liability or f"{ANBAO._NS}{answer.kind}")
            marks = [] if answer.kind in SETTLED_KINDS else [self.label(f"{ANBAO._NS}{answer.kind}")]
            marks += [shown] if (shown := word(f"answers.{answer.standing}", self.language)) else []
            named = f"{name} ({self.comma.join(marks)})" if marks else name
            provision = self.law.norms[answer.norm].provision if answer.norm else answer.provision
            grounds.setdefault(named, []).extend([self.label(provision)] if provision else [])
        return self.semicolon.join(
            " · ".join(filter(None, (name, self.comma.join(dict.fromkeys(provisions)))))
            for name, provisions in grounds.items()
        )

    # Names

    def _asks(self, norm: str) -> bool:
        return self.law.norms[norm].question == self.main

    def _provision(self, norm: str) -> str:
        return self.label(self.law.norms[norm].provision)

    def _provisions(self, norms: Iterable[str]) -> str:
        return self.comma.join(dict.fromkeys(map(self._provision, norms)))

    def _quoted(self, iris: Iterable[str]) -> str:
        return self.comma.join(self.say("quoted", text=self.label(iri)) for iri in iris)

    def _joined(self, iris: Iterable[str]) -> str:
        return self.pause.join(map(self.label, iris))


def _content(answer: Answer) -> tuple[str, ...]:
    """Return what an answer says apart from the norm that it rests on, to sort and to group by."""
    defences = (f"{one.norm} {one.effect} {one.established}" for one in answer.defences)
    return answer.reading, answer.kind, answer.liability or "", *answer.conditions, *defences
