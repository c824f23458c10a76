"""The SPARQL rules, HermiT and an exact propositional evaluator agree on generated disputes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import pyoxigraph as ox
import pytest
from tests.oracle.comparison import describe, hermit_faults, rule_faults, short
from tests.oracle.engines import groups, profiles, rule_input, run_hermit, run_rules, under
from tests.oracle.generator import generate
from tests.oracle.propositional import (
    MET,
    NOT_MET,
    NOT_RAISED,
    OPEN,
    Calendar,
    Evaluator,
    Presuppositions,
    Verdict,
    auxiliary_norms,
)

from anbao.disputes.disputes import Dispute, Finding
from anbao.disputes.status import Status
from anbao.engine.engine import Engine
from anbao.law.classification import Closure, Profile
from anbao.law.norms import Axiom, Law
from anbao.wording import Label

SEED, COUNT, MANY = 20190101, 2000, 10_000
FEW, MANY_UNDER_ONE = 80, 400  # disputes under a profile other than the bare statutes'
HERMIT_BATCH = 1000
HERMIT_TIMES = 20  # groups of disputes for which the same norms and axioms count; HermiT starts for each
HERMIT_FEW = 200  # of the disputes of an ordinary run; HermiT takes some 60 ms for each


class Corpus:
    """Generated disputes, with what the evaluator says of them under each profile."""

    def __init__(self, graph: ox.Store, law: Law, count: int, seed: int, share: int = FEW) -> None:
        """Draw the disputes; under any position, so that its extensions are drawn too."""
        self.graph, self.law, self.share = graph, law, share
        self.profiles = list(profiles(law).values())
        self.auxiliary = auxiliary_norms(graph)
        self.calendar = Calendar(graph)
        axioms = {axiom for profile in self.profiles for axiom in profile.axioms}
        self.disputes = generate(law, sorted(axioms), self.auxiliary, count, seed)
        self._verdicts: dict[str, dict[str, Verdict]] = {}

    @cached_property
    def shares(self) -> list[tuple[Profile, list[Dispute]]]:
        """All disputes for the bare statutes' profile, a share of them for each other one."""
        bare, *others = self.profiles
        found = [(bare, self.disputes)]
        for index, profile in enumerate(others):
            start = index * self.share % len(self.disputes)
            found.append((profile, (self.disputes * 2)[start : start + self.share]))
        return found

    def verdicts(self, profile: Profile) -> dict[str, Verdict]:
        """Return what the evaluator says of the profile's share of the disputes."""
        if profile.digest not in self._verdicts:
            evaluator = Evaluator(self.graph, self.law, profile, self.calendar)
            share = next(disputes for known, disputes in self.shares if known == profile)
            self._verdicts[profile.digest] = {d.iri: evaluator.evaluate(d) for d in share}
        return self._verdicts[profile.digest]


@pytest.fixture(scope="module")
def corpus(engine: Engine) -> Corpus:
    """Return the generated disputes of an ordinary run."""
    return Corpus(engine.store, engine.law, COUNT, SEED)


def shrink(dispute: Dispute, faulty: Callable[[Dispute], bool]) -> Dispute:
    """Return the dispute with findings left out as long as it stays faulty."""
    for finding in dispute.findings:
        kept = tuple(other for other in dispute.findings if other != finding)
        smaller = replace(dispute, findings=kept)
        if faulty(smaller):
            dispute = smaller
    return dispute


def assert_rules_agree(corpus: Corpus) -> None:
    """Fail with the smallest form of the first dispute on which rules and evaluator differ."""
    for profile, disputes in corpus.shares:
        prepared = rule_input(corpus.graph, corpus.law, profile)
        derived, verdicts = run_rules(prepared, disputes), corpus.verdicts(profile)
        wrong = [d for d in disputes if rule_faults(verdicts[d.iri], derived[d.iri])]
        if wrong:
            evaluator = Evaluator(corpus.graph, corpus.law, profile, corpus.calendar)

            def faults(dispute: Dispute) -> list[str]:
                return rule_faults(
                    evaluator.evaluate(dispute),  # noqa: B023  called before the loop goes on
                    run_rules(prepared, [dispute])[dispute.iri],  # noqa: B023
                )

            smallest = shrink(wrong[0], lambda dispute: bool(faults(dispute)))
            named = "; ".join(faults(smallest))
            pytest.fail(f"{len(wrong)} under {profile.iri}: {describe(smallest)}: {named}")


def assert_hermit_agrees(corpus: Corpus, profile: Profile, disputes: Sequence[Dispute]) -> None:
    """Fail with the first dispute on which HermiT and the evaluator differ, of the times that most share."""
    verdicts = corpus.verdicts(profile)
    for timely, alike in groups(corpus.auxiliary, corpus.calendar, disputes, profile)[:HERMIT_TIMES]:
        for start in range(0, len(alike), HERMIT_BATCH):
            batch = alike[start : start + HERMIT_BATCH]
            found = run_hermit(corpus.law, timely, batch)
            for dispute in batch:
                faults = hermit_faults(corpus.law, verdicts[dispute.iri], found[dispute.iri])
                assert not faults, f"under {profile.iri}: {describe(dispute)}: {'; '.join(faults)}"


def test_generated_disputes_raise_norms(corpus: Corpus) -> None:
    """The disputes are worth the trouble: every status and most norms come up, some contradict."""
    verdicts = corpus.verdicts(corpus.profiles[0]).values()
    counted = Counter(found for verdict in verdicts for found in verdict.status.values())
    assert counted[MET] > COUNT / 4
    assert counted[OPEN] > COUNT / 4
    assert counted[NOT_MET] > COUNT / 4
    assert COUNT / 100 < sum(verdict.contradictory for verdict in verdicts) < COUNT / 4
    ever = {iri for verdict in verdicts for iri, found in verdict.status.items() if found == MET}
    with_elements = {norm.iri for norm in corpus.law.norms.values() if norm.elements}
    assert len(ever) > 0.8 * len(with_elements), short(with_elements - ever)


def test_generation_is_fixed_by_its_seed(corpus: Corpus) -> None:
    """The same seed gives the same disputes, another one gives others."""
    again = Corpus(corpus.graph, corpus.law, 20, SEED).disputes
    assert again == corpus.disputes[:20]
    assert again != Corpus(corpus.graph, corpus.law, 20, SEED + 1).disputes


def test_rules_agree_with_the_evaluator(corpus: Corpus) -> None:
    """Circumstances, antecedents and contradictions agree under the profile of every position."""
    assert_rules_agree(corpus)


def test_hermit_agrees_with_the_evaluator(corpus: Corpus) -> None:
    """HermiT and the evaluator agree under the bare statutes; the slow tests ask of every dispute."""
    profile, disputes = corpus.shares[0]
    assert_hermit_agrees(corpus, profile, disputes[:HERMIT_FEW])


@pytest.mark.slow
def test_hermit_agrees_under_every_position(engine: Engine) -> None:
    """They agree under every profile: on all disputes of the bare statutes', then on those of one time."""
    ordinary = Corpus(engine.store, engine.law, COUNT, SEED, MANY_UNDER_ONE)
    assert_hermit_agrees(ordinary, *ordinary.shares[0])
    for profile, disputes in ordinary.shares[1:]:
        _, alike = groups(ordinary.auxiliary, ordinary.calendar, disputes, profile)[0]
        assert len(alike) >= MANY_UNDER_ONE / 20
        assert_hermit_agrees(ordinary, profile, alike)


@pytest.mark.slow
def test_many_disputes_agree(engine: Engine) -> None:
    """Ten thousand other disputes agree too, under the rules and under HermiT."""
    larger = Corpus(engine.store, engine.law, MANY, SEED + 1)
    assert_rules_agree(larger)
    for profile, disputes in larger.shares:
        assert_hermit_agrees(larger, profile, disputes)


def test_decisions_have_the_statuses_of_the_evaluator(corpus: Corpus, engine: Engine) -> None:
    """Whole decisions give a norm the status of its antecedent, unless an exception applies.

    Nor do they where the liability that the norm presupposes is not there, or is open.
    """
    presupposed = Presuppositions(corpus.graph, corpus.law)
    verdicts = corpus.verdicts(corpus.profiles[0])
    expected = {MET: "Met", NOT_MET: "NotMet", OPEN: "Open", NOT_RAISED: "NotRaised"}
    chosen = [d for d in corpus.disputes if not verdicts[d.iri].contradictory][:200]
    for decision in engine.decide(chosen):
        verdict = verdicts[decision.dispute.iri]
        statuses = {iri: assessment.status for iri, assessment in decision.by_norm.items()}
        for norm, found in verdict.status.items():
            given = decision.status(norm)
            assessed = decision.by_norm.get(norm)
            excepted = assessed and (assessed.excepted_by or assessed.open_exceptions)
            if not excepted:
                right = presupposed.status(norm, expected[found], statuses)
                assert given == right, f"{describe(decision.dispute)}: {norm}"
            else:
                assert found in (MET, OPEN)
                assert given in ("Excepted", "Open")


def test_last_part_of_a_covering_is_established() -> None:
    """Of a whole that is established, the part that is left is, whatever led to the whole.

    In the graph little leads to a whole but its parts, so that drawn disputes hardly show it.
    """
    whole, *parts = (f"urn:c#{name}" for name in ("Whole", "One", "Two", "Three"))
    fact = "urn:c#Fact"
    axioms = (Axiom("covering", whole, tuple(parts)), Axiom("within", fact, (whole,)))
    profile = Profile(axioms, ())
    pairs = tuple((narrower, whole) for narrower in (*parts, fact))
    prepared = under(profile, Closure(pairs, (), ()))
    derived = run_rules(
        prepared,
        [
            dispute_of("urn:left", [fact], parts[:2]),
            dispute_of("urn:two-left", [fact], parts[:1]),
            dispute_of("urn:none-left", [fact], parts),
        ],
    )
    assert derived["urn:left"].established == {fact, whole, parts[2]}
    assert derived["urn:two-left"].established == {fact, whole}
    assert not derived["urn:two-left"].contradicts
    assert derived["urn:none-left"].contradicts


def dispute_of(iri: str, established: Sequence[str], refuted: Sequence[str]) -> Dispute:
    """Return an undated dispute with the given findings."""
    statuses = {Status.ESTABLISHED: established, Status.REFUTED: refuted}
    findings = tuple(
        Finding(f"{iri}/{index}/{fact.rsplit('#', 1)[-1]}", fact, status)
        for index, (status, facts) in enumerate(statuses.items())
        for fact in facts
    )
    return Dispute(iri, Label(iri, iri), findings, ())


def test_nothing_but_sub_and_superclasses_is_in_issue(corpus: Corpus) -> None:
    """What was left open puts in issue what it is within and what is within it, no sibling.

    A condition of an auxiliary norm that is in issue only because something wider is
    left open does not put the norm's concept in issue: the concept is no superclass of
    what was left open. (Food is left open: that a licence is needed is not in issue.)
    """
    profile, disputes = corpus.shares[0]
    verdicts = corpus.verdicts(profile)
    derived = run_rules(rule_input(corpus.graph, corpus.law, profile), disputes)
    wrong = [
        f"{short(derived[d.iri].in_issue - verdicts[d.iri].in_issue)} in {describe(d)}"
        for d in disputes
        if not verdicts[d.iri].contradictory and derived[d.iri].in_issue - verdicts[d.iri].in_issue
    ]
    assert not wrong, f"{len(wrong)}, such as {min(wrong, key=len)}"
