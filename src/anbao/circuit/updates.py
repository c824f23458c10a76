"""Runs the updates of rule files on triples that hold under conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from anbao.circuit.algebra import Template, Translated, translate
from anbao.circuit.running import UNBOUND, Row, Rows, Run
from anbao.circuit.triples import Terms, Triples
from anbao.errors import AnbaoError, UnknownConstruct
from anbao.graph.query_files import QueryFile

__all__ = ["Rule", "run", "translated"]

MOST_ROUNDS = 60  # of a file that runs until nothing changes; far more than any chain of conclusions
Quad: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Rule:
    """A rule file, translated; `repeats` tells that it runs until nothing changes."""

    name: str
    path: str
    updates: tuple[Translated, ...]
    repeats: bool


@dataclass
class Seen:
    """When each update last ran: how often each relation that it reads had changed by then."""

    at: dict[int, dict[int, int]] = field(default_factory=dict)

    def is_current(self, update: Translated, triples: Triples) -> bool:
        """Return whether nothing that an update reads changed since it ran, and note that it runs now."""
        reads = triples.changes.keys() if update.reads is None else update.reads
        state = {relation: triples.changes.get(relation, 0) for relation in reads}
        before = self.at.get(id(update))
        self.at[id(update)] = state
        return before == state


def translated(file: QueryFile, terms: Terms) -> Rule:
    """Return a rule file, translated.

    Raises:
        UnknownConstruct: the circuit does not know a part of it; the message names file and construct.
    """
    try:
        updates = tuple(translate(file.text, terms))
    except UnknownConstruct as error:
        raise error.at(file.path) from None
    return Rule(file.name, str(file.path), updates, "repeat" in file.header)


def run(rule: Rule, triples: Triples) -> None:
    """Run a rule file: once, or until no function changes any more.

    Raises:
        UnknownConstruct: it compares or computes what the circuit does not know.
    """
    seen = Seen()
    triples.proving = rule.repeats
    try:
        for _ in range(MOST_ROUNDS):
            changes = [
                _apply(update, triples) for update in rule.updates if not seen.is_current(update, triples)
            ]
            if not rule.repeats or not any(changes):
                return
    except UnknownConstruct as error:
        raise error.at(rule.path) from None
    raise AnbaoError(
        "the rules change functions without end.", where=rule.path, mend="Let relations only grow."
    )


def _apply(update: Translated, triples: Triples) -> bool:
    """Run one update; return whether a triple's function changed. What is deleted goes first."""
    start: Row = (UNBOUND,) * update.width
    solving = Run(triples)
    rows = update.pattern.solutions(solving, {start: 1}, start)
    deleted, inserted = (_filled(solving, rows, part) for part in (update.deletes, update.inserts))
    changed = False
    for (graph, subject, relation, value), literal in deleted.items():
        changed |= triples.remove(graph, subject, relation, value, literal)
    for (graph, subject, relation, value), literal in inserted.items():
        changed |= triples.add(graph, subject, relation, value, literal)
    return changed


def _filled(solving: Run, rows: Rows, templates: Iterable[Template]) -> dict[Quad, int]:
    """Return the triples that templates give, with the condition under which some solution gives each."""
    found: dict[Quad, list[int]] = {}
    for template in templates:
        for row, literal in rows.items():
            for quad in _quads(template, row, solving.terms):
                found.setdefault(quad, []).append(literal)
    return {quad: solving.gates.any(literals) for quad, literals in found.items()}


def _quads(template: Template, row: Row, terms: Terms) -> Iterator[Quad]:
    """Yield the triple of a template, if all its variables are bound and its subject is no literal."""
    graph, subject = template.graph.value(row), template.subject.value(row)
    relation, value = template.relation.value(row), template.value.value(row)
    if (
        subject
        and relation
        and value
        and (graph or template.graph.slot < 0)
        and not terms.is_literal(subject)
    ):
        yield graph, subject, relation, value
