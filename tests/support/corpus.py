"""The conformance corpus: the examples of `tests/norms/*.yaml`, and what each expects.

An answer is written as one line, so that a lawyer can read it:
`Settled joint by cn-ecl-art-38-1-norm`, then `if …` for its conditions,
`provisional` if its norm is met and may be displaced, `pending` if it is
open, `weaker` if a stronger one of
a comparable form stands beside it, `less …` and `suspended by …` for the
defences that reduce and suspend it, `perhaps less …` for one put in issue.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from anbao.disputes.disputes import Dispute
from anbao.disputes.documents import from_document
from anbao.engine.engine import Engine, find_position
from anbao.engine.results import Answer, Decision

FOLDER = Path(__file__).parents[1] / "norms"
ID = "https://w3id.org/anbao/id/"
CIVIL = "question-civil-liability"
EFFECTS = {"ReducesLiability": "less", "SuspendsLiability": "suspended by"}


@dataclass(frozen=True)
class Example:
    """One dispute of the corpus with what is expected under each position."""

    file: str
    name: str
    document: dict[str, Any]
    expect: dict[str, dict[str, Any]]

    @property
    def on(self) -> dt.date | None:
        """The counterfactual date under which the example is decided, if any."""
        return dt.date.fromisoformat(self.document["on"]) if "on" in self.document else None

    def decisions(self, engine: Engine, name: str) -> list[Decision]:
        """Return the decisions under `all` positions, `all but P02`, or one; `P02 ferenda` with proposals."""
        position, _, mode = name.partition(" ")
        chosen = [find_position(engine.law, position)] if position != "all" else []
        if position == "all":
            left_out = mode.split()[1:]
            chosen = [one for one in engine.law.positions.values() if one.identifier not in left_out]
        return list(engine.decide([self.dispute(engine)], chosen, on=self.on, ferenda=mode == "ferenda"))

    def dispute(self, engine: Engine) -> Dispute:
        """Return the dispute, read as a user's would be."""
        fields = ("dates", "established", "refuted", "open")
        chosen = {key: self.document[key] for key in fields if key in self.document}
        return from_document({"id": self.name, **chosen}, engine.law)[0]


def examples(*, pending: bool = False) -> list[Example]:
    """Return every example of the corpus, or those that the rules do not give yet (`*-pending.yaml`)."""
    return [
        Example(path.name, f"{entry['row']}: {entry['name']}", entry, entry["expect"])
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem.endswith("-pending") is pending
        for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    ]


def distinct(engine: Engine) -> list[Dispute]:
    """Return the disputes of the corpus, one of those that are called alike."""
    return list({dispute.iri: dispute for dispute in (one.dispute(engine) for one in examples())}.values())


def _end(iri: str | None) -> str:
    return (iri or "").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def line(answer: Answer) -> str:
    """Return an answer as the corpus writes it."""
    words = [answer.kind]
    if answer.liability:
        words.append(_end(answer.liability).removeprefix("liability-"))
    if answer.provision:
        words.append(_end(answer.provision))
    if answer.norm and answer.kind != "OutsideGraph":
        words += ["by", _end(answer.norm)]
    if answer.conditions:
        words += ["if", *sorted(map(_end, answer.conditions))]
    if answer.standing != "firm":
        words.append(answer.standing)
    if answer.weaker:
        words.append("weaker")
    for defence in answer.defences:
        words += [*([] if defence.established else ["perhaps"]), EFFECTS[defence.effect], _end(defence.norm)]
    return " ".join(words)


def answers(decision: Decision, question: str) -> list[str]:
    """Return the answers of a decision to a question, as the corpus writes them."""
    return sorted(line(answer) for answer in decision.answers if _end(answer.question) == question)


def differences(decision: Decision, expected: dict[str, Any]) -> list[str]:
    """Return in words where a decision departs from what the corpus expects."""
    found = []
    for norm, wanted in expected.get("status", {}).items():
        assessment = decision.by_norm.get(ID + norm)
        got = f"{assessment.status} {assessment.label}".strip() if assessment else "NotRaised"
        if got != wanted and got.split()[0] != wanted:
            found.append(f"{norm}: {wanted} expected, got {got}")
    for question in [key for key in expected if key.startswith("question-")] + ["answers"]:
        if question in expected:
            wanted_lines = sorted(expected[question])
            got_lines = answers(decision, CIVIL if question == "answers" else question)
            if got_lines != wanted_lines:
                found.append(f"{question}: {wanted_lines} expected, got {got_lines}")
    found += _reasons(decision, expected)
    found += _citations(decision, expected)
    if "closed" in expected:
        if decision.closed is None:
            found.append("nothing was left open")
        else:
            found += [f"closed, {text}" for text in differences(decision.closed, expected["closed"])]
    return found


def _reasons(decision: Decision, expected: dict[str, Any]) -> list[str]:
    found = []
    for norm, wanted in expected.get("displaced", {}).items():
        grounds = decision.by_norm[ID + norm].displaced_by
        told = [(_end(g.upper), g.canon, [_end(a) for a in g.authority]) for g in grounds]
        if not any(
            (by, canon) == (wanted["by"], wanted["canon"]) and wanted["authority"] in a
            for by, canon, a in told
        ):
            found.append(f"{norm}: displaced by {wanted} expected, got {told}")
    for norm, wanted in expected.get("beside", {}).items():
        beside = {_end(other) for other in decision.by_norm[ID + norm].beside}
        if not set(wanted) <= beside:
            found.append(f"{norm}: relation open to {wanted} expected, got {sorted(beside)}")
    for norm, wanted in expected.get("missing", {}).items():
        missing = [
            _end(e.circumstance) for e in decision.by_norm[ID + norm].elements if e.state == "LeftOpen"
        ]
        if sorted(missing) != sorted(wanted):
            found.append(f"{norm}: missing {wanted} expected, got {missing}")
    for part in ("without_effect", "production"):
        got = {_end(iri) for iri in getattr(decision, part)}
        if not set(expected.get(part, ())) <= got:
            found.append(f"{part}: {expected[part]} expected, got {sorted(got)}")
    return found


def _citations(decision: Decision, expected: dict[str, Any]) -> list[str]:
    steps = [step for found in decision.assessments for element in found.elements for step in element.steps]
    named = sorted({_end(source) for step in steps for source in step.sources})
    told = {
        statute: [provision for provision in named if provision.startswith(f"{statute}-art-")]
        for statute in expected.get("not_cited", ())
    }
    missing = [name for name in expected.get("cited", ()) if name not in named]
    return [
        *(f"{statute}: not to be cited, cited are {cited}" for statute, cited in told.items() if cited),
        *(f"{name}: to be cited, cited are {named}" for name in missing),
    ]
