"""Circumstances are found by names, labels, definitions and everyday words, in both languages."""

from __future__ import annotations

import pytest

from anbao.engine.engine import Engine
from anbao.graph.namespaces import local_name
from anbao.law.norms import Law
from anbao.law.search import find_circumstances, suggest

# What people type, and the circumstance that must come first. A group shares an everyday word evenly.
FIRST = {
    "DefendantNegligent": "DefendantNegligent",
    "DefendantNegligant": "DefendantNegligent",
    "DefendantRunsFoodMarket": "DefendantRunsFoodMarketplace",
    "被告经营网络食品交易第三方平台": "DefendantRunsFoodMarketplace",
    "平台未审查入网食品经营者许可证": "FoodLicenceNotReviewed",
    "网约车": "DefendantIsRideHailingCompany",
    "商场": "DefendantRunsPlaceOpenToPublic",
    "酒店": "DefendantRunsPlaceOpenToPublic",
    "hotels": "DefendantRunsPlaceOpenToPublic",
    "mall": "DefendantRunsPlaceOpenToPublic",
    "受害人死亡": "VictimDied",
    "被告明知": "DefendantKnew",
    "first aid": "RescueOmitted",
    "consumer": "Consumer",
    "unlicensed driver": "QualificationNotReviewed",
}
AMONG = {
    "外卖": {"DefendantRunsFoodMarketplace", "RestaurantOrFoodSeller", "FoodLicenceNotReviewed"},
    "骑手": {
        "InjurerIsDefendantsEmployee",
        "InjurerPerformsDefendantsTasks",
        "VictimProvidesLabourToDefendant",
    },
    "rider": {"InjurerIsDefendantsEmployee", "InjurerPerformsDefendantsTasks"},
    "食物中毒": {"FoodBelowStandard", "HarmPrimaFacieFromFoodOrDrug", "BodilyHarm"},
    "没有提示风险": {"WarningOmitted", "UserRanRiskInformed"},
    "网约车司机强奸乘客": {"RideInDedicatedCarMode"},
}


@pytest.fixture
def law(engine: Engine) -> Law:
    """Return the law of the graph."""
    return engine.law


@pytest.mark.parametrize("words", FIRST)
def test_the_circumstance_meant_comes_first(law: Law, words: str) -> None:
    """A name, even misspelt, a label, a part of one or an everyday word leads to its circumstance."""
    assert local_name(find_circumstances(law, words)[0].circumstance.iri) == FIRST[words]


@pytest.mark.parametrize("words", AMONG)
def test_a_word_for_several_finds_them_all(law: Law, words: str) -> None:
    """A word that several circumstances share finds each of them."""
    found = {local_name(match.circumstance.iri) for match in find_circumstances(law, words)}
    assert AMONG[words] <= found


def test_nothing_is_found_where_nothing_comes_near(law: Law) -> None:
    """Letters that mean nothing, and no letters, find nothing."""
    for words in ("zzzz", "", "。", "鬯"):
        assert find_circumstances(law, words) == []


def test_facts_alone_and_limit(law: Law) -> None:
    """A file can name facts only; a limit holds, and the best stay."""
    assert all(match.circumstance.factual for match in find_circumstances(law, "consumer", factual=True))
    several = find_circumstances(law, "平台", limit=20)
    assert find_circumstances(law, "平台", limit=3) == several[:3]
    scores = [match.score for match in several]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_everyday_word_is_no_name(law: Law) -> None:
    """Words of everyday speech are searched; a file cannot use them for names, being shared by several."""
    words = {word for one in law.circumstances.values() for word in one.words}
    assert len(words) > 500
    assert words.isdisjoint(law.circumstance_names)


def test_the_hint_names_the_nearest_facts_and_the_search(law: Law) -> None:
    """The hint for an unknown name gives names to type, with their labels, and the command that searches."""
    hint = suggest(law, "骑手送餐撞人")
    assert "InjurerIsDefendantsEmployee (直接加害人是被告的工作人员并因执行工作任务致害)" in hint
    assert "`anbao find WORDS`" in hint
    assert suggest(law, "zzzz") == "`anbao find WORDS` searches the circumstances."
