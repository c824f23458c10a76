"""Forms of liability as a back-test compares them: which question each answers, which is a kind of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import networkx as nx
import pyoxigraph as ox

from anbao.engine.index import short
from anbao.graph.namespaces import SKOS
from anbao.graph.stores import text
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["Forms", "pairs"]


class Forms:
    """The forms of liability of a graph, and the liabilities that have them."""

    def __init__(self, store: ox.Store, law: Law) -> None:
        """Read which liability has which form, which form is a kind of which, and what gives each."""
        self.law = law
        self._of = dict(pairs(store, ANBAO.form))
        self._kinds = {form: short(kind) for form, kind in pairs(store, ANBAO.answersAs)}
        forms = {*self._of.values(), *self._kinds}
        self._wider: nx.DiGraph[str] = nx.DiGraph()
        self._wider.add_nodes_from(forms)
        self._wider.add_edges_from(pairs(store, SKOS + "broader"))
        self._questions: dict[str, set[str]] = defaultdict(set)
        for liability, question in self._given():
            if form := self.of(liability):
                self._questions[form].add(question)

    def of(self, liability: str | None) -> str | None:
        """Return the form of a liability; `None` for an open consequence."""
        return self._of.get(liability or "")

    def answers_as(self, form: str | None) -> str:
        """Return the kind of answer to which a form amounts that names none (`NoLiability`, `Unsettled`)."""
        return self._kinds.get(form or "", "")

    def akin(self, one: str | None, other: str) -> bool:
        """Return whether one form is a kind of the other."""
        if one is None or one not in self._wider or other not in self._wider:
            return False
        return nx.has_path(self._wider, one, other) or nx.has_path(self._wider, other, one)

    def widest(self, form: str) -> set[str]:
        """Return a form with all of which it is a kind."""
        return {form, *(nx.descendants(self._wider, form) if form in self._wider else ())}

    def questions(self, form: str) -> set[str]:
        """Return the questions to which a holding in this form answers.

        That is the main question if some norm or position answers it in this form, or if the form
        names none; else all questions that are so answered; none if this graph does not model it.
        """
        main = self.law.main_question
        asked = self._questions.get(form, set())
        return {main} if main in asked or self.answers_as(form) else asked

    def _given(self) -> Iterator[tuple[str, str]]:
        """Yield each liability that a norm gives, or a position reads into one, with the norm's question."""
        open_to: dict[str, set[str]] = defaultdict(set)
        for norm in self.law.norms.values():
            if norm.consequence:
                open_to[norm.consequence].add(norm.question)
                yield norm.consequence, norm.question
        for position in self.law.positions.values():
            for premise in position.premises:
                norms = [self.law.norms[n] for n in premise.get(ANBAO.ofNorm) if n in self.law.norms]
                asked = {norm.question for norm in norms}.union(
                    *(open_to[consequence] for consequence in premise.get(ANBAO.ofConsequence))
                )
                yield from ((given, question) for given in premise.get(ANBAO.liability) for question in asked)


def pairs(store: ox.Store, predicate: str) -> list[tuple[str, str]]:
    """Return the subjects and objects of a predicate, in any graph."""
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return [(text(quad.subject), text(quad.object)) for quad in found]
