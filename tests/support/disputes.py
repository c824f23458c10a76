"""Disputes that several tests ask about, as documents."""

from __future__ import annotations

from typing import Any

__all__ = ["KNEW_AND_DID_NOT_REVIEW", "RESORT", "REVIEW"]

REVIEW: dict[str, Any] = {
    "id": "review",
    "dates": {"conduct": "2021"},
    "established": [
        "DefendantRunsOnlineMarketplace",
        "GoodsOrServiceTouchLifeOrHealth",
        "QualificationNotReviewed",
        "InjurerIsMerchant",
        "MerchantGoodsUnsafe",
        "ClaimantActsForLivingNeeds",
        "BodilyHarm",
        "DefendantNegligent",
        "BreachCausedHarm",
        "DamageSuffered",
    ],
}
KNEW_AND_DID_NOT_REVIEW: dict[str, Any] = {
    **REVIEW,
    "id": "knew",
    "established": [*REVIEW["established"], "DefendantKnew", "NoMeasuresTaken"],
}
RESORT: dict[str, Any] = {
    "id": "resort",
    "label": {"zh": "度假村", "en": "A resort"},
    "dates": {"conduct": "2021", "harm": "2021"},
    "established": [
        "DefendantRunsPlaceOpenToPublic",
        "SafetyMeasuresNotTaken",
        "HarmByDefendantAlone",
        "ClaimantOutsideTransaction",
        "BodilyHarm",
        "BreachCausedHarm",
        "DamageSuffered",
    ],
    "open": ["DefendantNegligent"],
}
