"""Who pays what: the sources' own figures, every liability of the graph, and what must always hold."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anbao.analysis.apportion.parties import Loss, Party, fen, from_document, read_file, share, yuan
from anbao.analysis.apportion.reckoning import Apportionment, apportion
from anbao.analysis.apportion.terms import Terms, find_terms
from anbao.engine.engine import Engine
from anbao.errors import DataError, UnknownTerm
from anbao.graph.vocabulary import ANBAO

JOINT = Terms("joint", "WholeLoss", "WholeLoss", 0, "", "RecoversBeyondShare", "", "cc-178")
OWN = Terms("own", "WholeLoss", "WholeLoss", 0, "", "RecoversNothing", "", None)
FIRST = Terms("first", "WholeLoss", "WholeLoss", 0, "", "RecoversAll", "", None)
SUPPLEMENTARY = Terms("supplementary", "WholeLoss", "OwnShare", 1, "", "RecoversAll", "", None)
SEVERAL = Terms("several", "OwnShare", "OwnShare", 0, "", "RecoversNothing", "", "cc-1172")


def worked(engine: Engine, **document: Any) -> Apportionment:
    """Return the apportionment of a document."""
    return apportion(from_document(document, engine.store, engine.law))


def pays(found: Apportionment) -> dict[str, str]:
    """Return what each party pays, in yuan."""
    return {payment.party: yuan(payment.pays) for payment in found.payments}


def bears(found: Apportionment) -> dict[str, str]:
    """Return what each party bears in the end, in yuan."""
    return {party: yuan(amount) for party, amount in found.burdens.items()}


def test_freight_matching_case(engine: Engine) -> None:
    """C01: half of what the driver owes, 164,566.84 yuan, and only for what the driver leaves unpaid."""
    driver = {"name": "driver", "liability": "own"}
    platform = {"name": "platform", "liability": "supplementary-share", "share": "50%"}
    nothing = worked(engine, loss="329133.68", parties=[driver | {"means": 0}, platform])
    assert pays(nothing) == {"driver": "0.00", "platform": "164,566.84"}
    assert yuan(nothing.uncovered) == "164,566.84"
    some = worked(engine, loss="329133.68", parties=[driver | {"means": "300000"}, platform])
    assert pays(some) == {"driver": "300,000.00", "platform": "29,133.68"}
    everything = worked(engine, loss="329133.68", parties=[platform, driver])
    assert pays(everything) == {"platform": "0.00", "driver": "329,133.68"}


def test_joint_debtors_recover_what_exceeds_their_share(engine: Engine) -> None:
    """Civil Code 178(2): shares by responsibility, equal where they cannot be told."""
    parties = [{"name": "platform", "liability": "joint"}, {"name": "merchant", "liability": "joint"}]
    equal = worked(engine, loss="100000", parties=parties)
    assert pays(equal) == {"platform": "100,000.00", "merchant": "0.00"}
    assert bears(equal) == {"platform": "50,000.00", "merchant": "50,000.00"}
    assert [note.about.rsplit("/", 1)[-1] for note in equal.notes] == ["cn-cc-art-178-2"] * 2
    parties = [parties[0] | {"share": "1/4"}, parties[1] | {"share": "75%", "means": "20000"}]
    stated = worked(engine, loss="100000", parties=parties)
    [claim] = stated.recourse
    assert (yuan(claim.claim), yuan(claim.collectible)) == ("75,000.00", "20,000.00")
    assert bears(stated) == {"platform": "80,000.00", "merchant": "20,000.00"}


def test_expanded_loss_is_shared_only_as_far_as_it_is_joint(engine: Engine) -> None:
    """Civil Code 1195(2): joint for what the loss grew by; half each where shares are unknown."""
    found = worked(
        engine,
        loss="100000",
        parties=[
            {"name": "platform", "liability": "joint-expanded", "amount": "30000"},
            {"name": "merchant", "liability": "own"},
        ],
    )
    assert pays(found) == {"platform": "30,000.00", "merchant": "70,000.00"}
    assert bears(found) == {"platform": "15,000.00", "merchant": "85,000.00"}


def test_several_debtors_pay_their_shares(engine: Engine) -> None:
    """Nobody answers for another's share; the claimant's own part is not recovered."""
    parties = [
        {"name": "platform", "liability": "several", "share": "30%"},
        {"name": "merchant", "liability": "several", "share": "50%", "means": "0"},
    ]
    found = worked(engine, **{"claimant share": "20%"}, loss="100000.01", parties=parties)
    assert (found.recoverable, found.uncovered) == (8_000_001, 5_000_001)
    assert pays(found) == {"platform": "30,000.00", "merchant": "0.00"}
    assert found.recourse == ()
    unknown = [{"name": name, "liability": "several"} for name in ("a", "b", "c")]
    assert pays(worked(engine, loss="0.10", parties=unknown)) == {"a": "0.04", "b": "0.03", "c": "0.03"}


def test_first_payer_recovers_everything(engine: Engine) -> None:
    """Who pays for the seller bears nothing in the end, if the seller can pay (CPL 44)."""
    for liability in ("unreal-joint", "conditional-unreal-joint", "first-payer"):
        found = worked(
            engine,
            loss="500",
            parties=[{"name": "platform", "liability": liability}, {"name": "seller", "liability": "own"}],
        )
        assert pays(found) == {"platform": "500.00", "seller": "0.00"}
        assert bears(found) == {"platform": "0.00", "seller": "500.00"}


def test_supplementary_recourse_follows_the_liability(engine: Engine) -> None:
    """With recourse it is reckoned; where the text is silent, as ECL 38(2) is, that is said."""
    driver = {"name": "driver", "liability": "own", "means": "0"}
    for liability, claims, noted in (
        ("supplementary-fault-recourse", 1, False),
        ("supplementary-fault", 0, True),
    ):
        platform = {"name": "platform", "liability": liability, "share": "40%"}
        found = worked(engine, loss="1000", parties=[driver, platform])
        assert pays(found)["platform"] == "400.00"
        assert len(found.recourse) == claims
        assert ("recourse not stated" in {note.kind for note in found.notes}) == noted


def test_employer_recovers_only_if_the_condition_is_met(engine: Engine) -> None:
    """Civil Code 1191(1): recourse against the worker for intent or gross negligence only."""
    worker = {"name": "worker", "liability": "own"}
    for met, borne in (("true", "0.00"), ("false", "1,000.00")):
        platform = {"name": "platform", "liability": "vicarious", "recourse condition met": met}
        assert bears(worked(engine, loss="1000", parties=[platform, worker]))["platform"] == borne
    unknown = worked(engine, loss="1000", parties=[{"name": "platform", "liability": "vicarious"}, worker])
    assert "recourse on a condition" in {note.kind for note in unknown.notes}


def test_every_liability_of_the_graph_is_reckoned_or_refused(engine: Engine) -> None:
    """Each either comes to an amount or is said not to be reckoned by the loss; none falls through."""
    iris = {quad.subject.value for quad in _liabilities(engine)}
    refused = set()
    for iri in sorted(iris):
        party = {"name": "platform", "liability": iri, "share": "40%", "amount": "300"}
        other = {"name": "other", "liability": "own", "share": "60%"}
        reckoned = find_terms(engine.store, engine.law, iri)
        if "OutsideLoss" in (reckoned.scope, reckoned.cap):
            with pytest.raises(DataError, match="not reckoned by the loss"):
                worked(engine, loss="1000", parties=[party, other])
            refused.add(iri.rsplit("/", 1)[-1].split("-")[1])
            continue
        found = worked(engine, loss="1000", parties=[party, other])
        assert sum(found.burdens.values()) + found.uncovered == found.recoverable
    assert refused == {"administrative", "non", "punitive"}
    assert len(iris) > 30


def _liabilities(engine: Engine) -> list[Any]:
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    return list(engine.store.quads_for_pattern(None, rdf_type, ox.NamedNode(ANBAO.Liability)))


amounts = st.integers(0, 10**9)
terms = st.sampled_from([JOINT, OWN, FIRST, SUPPLEMENTARY, SEVERAL])


@st.composite
def losses(draw: st.DrawFn) -> Loss:
    """Draw a loss with parties whose shares, where they count, make up the whole."""
    loss = draw(amounts)
    kinds = draw(st.lists(terms, min_size=1, max_size=5))
    weights = [draw(st.integers(1, 9)) for _ in kinds]
    bearing = [
        weight
        for kind, weight in zip(kinds, weights, strict=True)
        if kind.recovers in ("RecoversNothing", "RecoversBeyondShare")
    ]
    claimant = Fraction(draw(st.integers(0, 9)), 10) if bearing else Fraction(0)
    means = [draw(st.none() | amounts) for _ in kinds]
    parties = []
    for index, (kind, weight) in enumerate(zip(kinds, weights, strict=True)):
        part = (
            Fraction(weight, 10)
            if kind is SUPPLEMENTARY
            else (1 - claimant) * Fraction(weight, sum(bearing) or 1)
        )
        parties.append(Party(str(index), kind, min(part, Fraction(1)), None, means[index]))
    return Loss(loss, claimant, tuple(parties))


@settings(max_examples=400, deadline=None)
@given(losses())
def test_nothing_is_lost_and_nothing_is_paid_twice(loss: Loss) -> None:
    """What is borne and what is uncovered make up the recoverable loss; payments never exceed it."""
    found = apportion(loss)
    total = sum(payment.paid + payment.pays for payment in found.payments)
    assert total <= found.recoverable <= loss.amount
    assert total + found.uncovered == found.recoverable
    assert sum(found.burdens.values()) == total
    assert all(burden >= 0 for burden in found.burdens.values())


@settings(max_examples=400, deadline=None)
@given(losses())
def test_caps_and_means_are_kept(loss: Loss) -> None:
    """Nobody pays the claimant above its ceiling, nor pays out more than its means in all."""
    found = apportion(loss)
    means = {party.name: party.means for party in loss.parties}
    for payment in found.payments:
        assert payment.pays <= payment.ceiling
        assert payment.pays + payment.unpaid <= payment.ceiling
        given_out = payment.pays + sum(
            claim.collectible for claim in found.recourse if claim.debtor == payment.party
        )
        assert means[payment.party] is None or given_out <= (means[payment.party] or 0)


@settings(max_examples=400, deadline=None)
@given(losses())
def test_order_is_kept(loss: Loss) -> None:
    """Who waits its turn pays only what those before it leave, and only when they cannot pay more."""
    found = apportion(loss)
    for later in (payment for payment in found.payments if payment.turn and payment.pays):
        for earlier in (payment for payment in found.payments if payment.turn < later.turn):
            at_its_ceiling = earlier.paid + earlier.pays == earlier.ceiling
            assert at_its_ceiling or earlier.unpaid > 0


@settings(max_examples=400, deadline=None)
@given(losses())
def test_nobody_recovers_more_than_it_paid_for_others(loss: Loss) -> None:
    """A claim goes from one who paid too much to one who paid too little; what is owed bounds it."""
    found = apportion(loss)
    paid = {payment.party: payment.paid + payment.pays for payment in found.payments}
    for name, amount in paid.items():
        claims = [claim for claim in found.recourse if claim.creditor == name]
        assert sum(claim.claim for claim in claims) <= amount
        assert all(0 <= claim.collectible <= claim.claim for claim in claims)
        kind = next(party.terms for party in loss.parties if party.name == name)
        if kind in (OWN, SEVERAL):
            assert claims == []


@settings(max_examples=200, deadline=None)
@given(losses(), st.permutations(range(5)))
def test_solvent_debtors_bear_the_same_whoever_is_asked_first(loss: Loss, order: list[int]) -> None:
    """If all can pay, the order of demand does not change who bears what in the end."""
    solvent = [Party(p.name, p.terms, p.share) for p in loss.parties if p.terms in (JOINT, FIRST)]
    total = sum((p.share or 0 for p in solvent if p.terms is JOINT), loss.claimant_share)
    if total != 1:
        return
    listed = [solvent[index] for index in order if index < len(solvent)]
    one = apportion(Loss(loss.amount, loss.claimant_share, tuple(solvent))).burdens
    other = apportion(Loss(loss.amount, loss.claimant_share, tuple(listed))).burdens
    assert all(abs(one[name] - other[name]) <= 1 for name in one)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"loss": "-1", "parties": [{"name": "a", "liability": "own"}]}, "'-1' is negative"),
        ({"loss": "1.234", "parties": [{"name": "a", "liability": "own"}]}, "no amount of money"),
        ({"loss": "ten", "parties": [{"name": "a", "liability": "own"}]}, "no amount of money"),
        ({"loss": "1", "parties": []}, "does not follow the schema"),
        ({"loss": "1", "parties": [{"name": "a"}]}, "'liability' is a required property"),
        ({"loss": "1", "parties": [{"name": "a", "liability": "several", "share": "150%"}]}, "no part of"),
        ({"loss": "1", "parties": [{"name": "a", "liability": "several", "share": "some"}]}, "no share"),
        ({"loss": "1", "parties": [{"name": "a", "liability": "own", "paid": "2"}]}, "more was paid"),
        ({"loss": "1", "parties": [{"name": "a", "liability": "own"}] * 2}, "two parties are called 'a'"),
        (
            {"loss": "1", "parties": [{"name": "a", "liability": "supplementary-fault"}]},
            "needs a share that is not given",
        ),
        (
            {"loss": "1", "parties": [{"name": "a", "liability": "joint-expanded"}]},
            "needs an amount that is not given",
        ),
        (
            {
                "loss": "1",
                "parties": [{"name": name, "liability": "several", "share": "30%"} for name in "ab"],
            },
            "the shares come to 60.00%",
        ),
        ({"loss": "1", "parties": [{"name": n, "liability": "own"} for n in "ab"]}, "each bears the whole"),
    ],
)
def test_bad_input_says_what_is_wrong(engine: Engine, document: dict[str, Any], said: str) -> None:
    """Each fault has one message that says what and where, and how to mend it."""
    with pytest.raises(DataError, match=said) as raised:
        worked(engine, **document)
    assert raised.value.mend


def test_unknown_liability_has_the_nearest(engine: Engine) -> None:
    """A misspelt liability is answered with what comes nearest."""
    with pytest.raises(UnknownTerm, match="joint"):
        find_terms(engine.store, engine.law, "jont")


def test_file_and_line_are_named(engine: Engine, tmp_path: Path) -> None:
    """A fault in a file is found by its line."""
    path = tmp_path / "loss.yaml"
    path.write_text("loss: 100\nparties:\n  - name: platform\n    liability: jont\n", encoding="utf-8")
    with pytest.raises(UnknownTerm) as raised:
        read_file(path, engine.store, engine.law)
    assert str(raised.value).startswith(f"{path}:4: unknown liability 'jont'")


def test_amounts_and_shares_are_exact() -> None:
    """Yuan are read to the fen and shares as fractions, however they are written."""
    assert [fen(text, "") for text in ("1,234.5", "0.01", 7)] == [123_450, 1, 700]
    assert {share(text, "") for text in ("30%", "0.3", "3/10", 0.3)} == {Fraction(3, 10)}
