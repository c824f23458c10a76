"""Names for documents: an IRI with its labels."""

from __future__ import annotations

from collections.abc import Iterable

from anbao.law.norms import Law

__all__ = ["Named"]


class Named:
    """Names things in documents, as decisions do: `{"iri": …, "zh": …, "en": …}`."""

    def __init__(self, law: Law) -> None:
        """Take the law for its labels."""
        self.law = law

    def __call__(self, iri: str | None) -> dict[str, str] | None:
        """Return an IRI with its labels, or None for None."""
        if iri is None:
            return None
        label = self.law.named(iri)
        return {"iri": iri, "zh": label.zh, "en": label.en}

    def every(self, iris: Iterable[str]) -> list[dict[str, str] | None]:
        """Return IRIs with their labels."""
        return [self(iri) for iri in iris]
