"""The decisions in a case under every position, with reasons, as HTML for its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from anbao.disputes.status import Status
from anbao.engine.results import Answer, Assessment, Decision, Element, Ground
from anbao.formats.explained import explained
from anbao.formats.opinion import Opinion, opinion
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law
from anbao.site.rendering import Renderer

__all__ = ["DecisionHtml", "Group", "Reason"]


@dataclass(frozen=True)
class Reason:
    """Why a norm stands as it does: its status in words, remarks, and its elements with their grounds."""

    norm: Markup
    status: str
    label: str
    state: str
    remarks: tuple[Markup, ...]
    elements: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True)
class Group:
    """Positions that answer alike, with their answers and the reasons that differ from the bare statutes'.

    `opinion` is what the decision under the first of them says in a sentence; `reasons` has that of each.
    """

    positions: tuple[Markup, ...]
    opinion: Opinion
    answers: tuple[Markup, ...]
    reasons: tuple[tuple[Markup, Opinion, tuple[Reason, ...]], ...]
    bare: bool


@dataclass(frozen=True)
class DecisionHtml:
    """Writes decisions as HTML in the language of a page."""

    law: Law
    show: Renderer

    def term(self, name: str) -> str:
        """Return the label of a term of the ontology."""
        return self.show.label(f"{ANBAO._NS}{name}")

    def groups(self, decisions: Sequence[Decision]) -> list[Group]:
        """Return the positions grouped by their answers, those of the bare statutes first."""
        alike: dict[tuple[Markup, ...], list[Decision]] = {}
        for decision in decisions:
            alike.setdefault(tuple(self.answers(decision)), []).append(decision)
        bare = next(decision for decision in decisions if decision.position.bare)
        return [self._group(answers, members, bare) for answers, members in alike.items()]

    def _group(self, answers: tuple[Markup, ...], members: Sequence[Decision], bare: Decision) -> Group:
        names = tuple(self.position(decision) for decision in members)
        reasons = []
        for decision in members:
            differing = self.reasons(decision, None if decision.position.bare else bare)
            if differing:
                reasons.append((self.position(decision), self._opinion(decision), tuple(differing)))
        return Group(names, self._opinion(members[0]), answers, tuple(reasons), bare in members)

    def _opinion(self, decision: Decision) -> Opinion:
        return opinion(decision, self.law, self.show.language)

    @property
    def comma(self) -> Markup:
        """The comma between the members of a list."""
        return Markup("、") if self.show.language == "zh" else Markup(", ")

    def _pair(self, name: str, value: Markup | str) -> Markup:
        """Return a name with what stands behind its colon."""
        return Markup("{}：{}" if self.show.language == "zh" else "{}: {}").format(name, value)

    def _word(self, name: str, **values: Markup | str) -> Markup:
        """Return an entry of the answers' words, its places filled in with HTML."""
        return Markup(self.show.word(f"answers.{name}")).format(**values)

    def position(self, decision: Decision) -> Markup:
        """Return a position by its identifier, the bare statutes by their name."""
        position = decision.position
        text = self.show.label(position.iri) if position.bare else position.identifier
        return self.show.link(position.iri, text)

    def answers(self, decision: Decision) -> list[Markup]:
        """Return the answers of a decision in words."""
        if decision.contradiction:
            return [self._pair(self.show.word("answers.contradiction"), decision.contradiction)]
        main = self.law.main_question
        found = [self.answer(answer) for answer in decision.answers if answer.question == main]
        others = [self.answer(answer) for answer in decision.answers if answer.question != main]
        if decision.answers and all(answer.kind == "NothingInIssue" for answer in decision.answers):
            return [*found, *self.nearest(decision)]
        if any(answer.kind != "NothingInIssue" for answer in decision.answers if answer.question == main):
            return [*found, *(self.nearest(decision) if decision.nearest else ())]
        return [*found, *others] or [Markup("<i>{}</i>").format(self.show.word("answers.nothing raised"))]

    def nearest(self, decision: Decision) -> list[Markup]:
        """Return the norm that came nearest where no liability follows, with what it lacks."""
        return [
            self._pair(
                self.show.word("answers.nearest"),
                Markup("{}（{}）" if self.show.language == "zh" else "{} ({})").format(
                    self._norm(near.norm),
                    self.comma.join(self.show.link(circumstance) for circumstance in near.lacks),
                ),
            )
            for near in decision.nearest[:1]
        ]

    def answer(self, answer: Answer) -> Markup:
        """Return one answer: the liability, how settled it is, on which provision it rests."""
        if answer.kind in ("NoLiability", "OutsideGraph", "NothingInIssue"):
            head = Markup("<b>{}</b>").format(self.term(answer.kind))
            return head + self._resting(answer.provision)
        pieces = [Markup("<b>{}</b>").format(self.show.link(answer.liability or ""))]
        if answer.kind != "Settled":
            pieces.append(Markup('<span class="tag">{}</span>').format(self.term(answer.kind)))
        if answer.conditions:
            named = self.comma.join(self.show.link(condition) for condition in answer.conditions)
            pieces.append(self._word("if", conditions=named))
        if answer.norm:
            pieces.append(Markup("· {}").format(self._norm(answer.norm)))
        pieces += [
            self._defence(defence.norm, defence.effect, defence.established) for defence in answer.defences
        ]
        if answer.standing != "firm":
            pieces.append(
                Markup('<span class="tag {}">{}</span>').format(
                    answer.standing, self.show.word(f"answers.{answer.standing}")
                )
            )
        if answer.weaker:
            pieces.append(Markup("<small>({})</small>").format(self.show.word("answers.weaker")))
        return Markup(" ").join(pieces)

    def _resting(self, provision: str | None) -> Markup:
        return Markup(" · {}").format(self.show.link(provision)) if provision else Markup()

    def _norm(self, iri: str) -> Markup:
        """Return a norm by its provision, with its own name as the title of the link."""
        return self.show.link(iri, self.show.label(self.law.norms[iri].provision))

    def _defence(self, norm: str, effect: str, established: bool) -> Markup:
        name = effect if established else f"perhaps {effect}"
        return Markup("· {}").format(self._word(name, norm=self._norm(norm)))

    def reasons(self, decision: Decision, bare: Decision | None) -> list[Reason]:
        """Return the reasons of a decision: all, or those that differ from the ones of `bare`."""
        told: set[tuple[object, ...]] = set()
        return [self._reason(assessment, told) for assessment in explained(decision, bare)]

    def _reason(self, assessment: Assessment, told: set[tuple[object, ...]]) -> Reason:
        """Return why a norm stands as it does; the elements in `told` are named in one line."""
        status = " · ".join(self.term(name) for name in (assessment.status, assessment.label) if name)
        shown = () if assessment.label == "Displaced" else assessment.elements
        elements = tuple(self._elements(shown, told))
        norm = self._pair(self._norm(assessment.norm), self.show.label(assessment.norm))
        return Reason(
            norm,
            status,
            assessment.label,
            assessment.status,
            tuple(self._remarks(assessment, told)),
            elements,
        )

    def _remarks(self, assessment: Assessment, told: set[tuple[object, ...]]) -> Iterable[Markup]:
        if not assessment.in_time:
            yield escape(self.show.word("answers.not in time"))
        if assessment.closed_for:
            yield self._word("closed for", side=self.term(assessment.closed_for))
        for name, iris in (
            ("answers.excepted", assessment.excepted_by),
            ("answers.exception open", assessment.open_exceptions),
        ):
            for iri in iris:
                yield self._pair(self.show.word(name), self.show.link(iri))
        for ground in assessment.displaced_by:
            if ground.decisive:
                yield self._ground(assessment, ground)
        for other in assessment.beside:
            pair = ("beside", *sorted((assessment.norm, other)))
            if pair not in told:
                told.add(pair)
                yield self._word("beside", norm=self._norm(other))

    def _ground(self, assessment: Assessment, ground: Ground) -> Markup:
        verb = "displaced by" if assessment.label == "Displaced" else "may be displaced by"
        sources = self.comma.join(self.show.link(iri) for iri in ground.authority)
        upper = self._word(verb, norm=self._norm(ground.upper))
        authority = self._pair(self.show.word("answers.authority"), sources)
        return Markup("{} · {} · {}").format(upper, self.term(ground.canon), authority)

    def _elements(
        self, elements: Iterable[Element], told: set[tuple[object, ...]]
    ) -> Iterable[tuple[str, Markup]]:
        """Yield elements with their grounds; those told before in one line at the end."""
        before = []
        for element in elements:
            key = (element.kind, element.circumstance, element.state, element.steps)
            if key in told:
                before.append(self.show.link(element.circumstance))
            else:
                told.add(key)
                yield self._element(element)
        if before:
            yield (
                "",
                Markup("<small>{}</small>").format(
                    self._word("same as above", elements=self.comma.join(before))
                ),
            )

    def _element(self, element: Element) -> tuple[str, Markup]:
        line = Markup('<span class="mark">{}</span> <small>{}</small> {}').format(
            Status.of_term(element.state).mark,
            self.show.label(element.kind),
            self.show.link(element.circumstance),
        )
        if element.state == Status.LEFT_OPEN.term:
            burden = self.term(element.burden.side)
            borne = self._word("not proved burden on", side=burden)
            line += Markup(" <small>{}</small>").format(borne)
        elif len(element.steps) > 1:
            line += Markup(" <small>← {}</small>").format(self._steps(element))
        return element.state, line

    def _steps(self, element: Element) -> Markup:
        first, *later = element.steps
        words = [Markup("{}{}").format("" if first.holds else "✗ ", self.show.label(first.circumstance))]
        for step in later:
            if step.by.startswith("http"):
                words.append(self.show.link(step.by))
            elif step.by == "taxonomy":
                words.append(self.comma.join(self.show.link(source) for source in step.sources))
            else:
                claims = step.sources if step.by == "denial" else ()
                told = self._word(step.by, other=self.show.label(step.circumstance))
                words.append(Markup(" ").join([told, *map(self.show.link, claims)]))
        return Markup(" → ").join(word for word in words if word)
