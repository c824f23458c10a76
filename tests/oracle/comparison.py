"""Says in what the engines and the evaluator differ on a dispute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from tests.oracle.engines import Derived
from tests.oracle.propositional import MET, NOT_MET, NOT_RAISED, OPEN, Verdict

from anbao.disputes.disputes import Dispute
from anbao.law.hermit import Places
from anbao.law.norms import Law

__all__ = ["describe", "hermit_faults", "rule_faults", "short"]


def status(derived: Derived, norm: str) -> str:
    """Return the status that the rules give a norm."""
    if norm in derived.failed:
        return NOT_MET
    if norm in derived.complete:
        return MET
    return OPEN if norm in derived.incomplete else NOT_RAISED


def rule_faults(verdict: Verdict, derived: Derived) -> list[str]:
    """Return in what the rules differ from the evaluator."""
    if verdict.contradictory or derived.contradicts:
        same = verdict.contradictory and derived.contradicts
        return [] if same else [f"contradictory: {verdict.contradictory}"]
    right = {"true": verdict.true, "false": verdict.false, "not shown": verdict.not_shown}
    given = {"true": derived.established, "false": derived.refuted, "not shown": derived.not_shown}
    faults = differing(right, given)
    if silent := verdict.in_issue - derived.in_issue:
        faults.append(f"in issue: missing {short(silent)}")
    for norm, expected in verdict.status.items():
        found = status(derived, norm)
        if found != expected:
            faults.append(f"{short([norm])}: {found}, not {expected}")
    return faults


def differing(right: Mapping[str, AbstractSet[str]], given: Mapping[str, AbstractSet[str]]) -> list[str]:
    """Return which sets differ, and in what."""
    return [
        f"{name}: missing {short(wanted - given[name])}, wrong {short(given[name] - wanted)}"
        for name, wanted in right.items()
        if wanted != given[name]
    ]


def short(iris: Iterable[str]) -> str:
    """Return the ends of IRIs."""
    return "{" + ", ".join(sorted(iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for iri in iris)) + "}"


def describe(dispute: Dispute) -> str:
    """Return a dispute in a line."""
    findings = [f"{short([f.circumstance])} {short([f.status])}" for f in dispute.findings]
    dates = [f"{short([p.anchor])} {p.earliest}/{p.latest}" for p in dispute.periods]
    return f"{dispute.iri}: {', '.join(findings)}; {', '.join(dates)}"


def hermit_faults(law: Law, verdict: Verdict, found: Places | None) -> list[str]:
    """Return in what HermiT differs from the evaluator: circumstances, and antecedents met."""
    if verdict.contradictory or found is None:
        same = verdict.contradictory and found is None
        return [] if same else [f"contradictory: {verdict.contradictory}"]
    met = {norm.iri for norm in law.norms.values() if _complete(law, norm.iri, verdict)}
    right = {"true": verdict.true, "false": verdict.false, "met": met}
    given = {
        "true": found[0] & law.circumstances.keys(),
        "false": found[1] & law.circumstances.keys(),
        "met": found[0] & law.norms.keys(),
    }
    return differing(right, given)


def _complete(law: Law, norm: str, verdict: Verdict) -> bool:
    """Return whether every element is entailed, the norm in force or not: HermiT has no dates."""
    elements = [element for _, element in law.norms[norm].elements]
    return bool(elements) and verdict.true.issuperset(elements)
