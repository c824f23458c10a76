"""Finds circumstances by words in Chinese or English: `anbao find`, and the hint for an unknown name.

A word counts by how rare it is, and by where it stands: in a name or label, among the words that people
look for a circumstance by, in a related text, or in the definition. English words match by RapidFuzz, so
that a slip of the pen does no harm. What is written in Chinese, where no spaces are, is cut into the longest
pieces that some text has.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from anbao.graph.namespaces import local_name
from anbao.law.norms import Circumstance, Law

__all__ = ["Match", "find_circumstances", "suggest"]

HAN = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# What a word counts in a name, as a word of everyday speech, in a concept above, in the definition.
NAME, EVERYDAY, ABOVE, DEFINITION = 1.0, 0.9, 0.4, 0.5
ALIKE = 80  # of 100: how alike two English words must be
SHORTEST_MISSPELT = 5  # letters: a shorter word counts as it is written only
FIT = 0.1  # of its weight a word counts more the more of the text it makes up
NAME_ALIKE = 72  # the same for a whole name that is written wrongly
SHORTEST_STEM = 4  # letters that two words share at their beginning: licence and licences
NEAR = 0.55  # of the best score: what else is worth showing
LEAST = 0.2
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A circumstance that was looked for, with a score between 0 and 1."""

    circumstance: Circumstance
    score: float


def find_circumstances(law: Law, words: str, *, factual: bool = False, limit: int = 10) -> list[Match]:
    """Return the circumstances that words lead to, the best first, those that come near it only.

    Args:
        law: where they are looked for.
        words: names, labels or words of everyday speech, in either language.
        factual: whether to leave out legal concepts, which no finding can name.
        limit: how many to return at most.
    """
    index = _Index(law, [one for one in law.circumstances.values() if one.factual or not factual])
    ranked = sorted(index.scores(words).items(), key=lambda found: (-found[1], found[0]))
    best = ranked[0][1] if ranked else 0.0
    near = [(iri, score) for iri, score in ranked if score >= max(best * NEAR, LEAST)]
    return [Match(law.circumstances[iri], score) for iri, score in near[:limit]]


def suggest(law: Law, term: str) -> str:
    """Return a hint for a name that no fact has: the facts that come nearest, and how to search."""
    found = find_circumstances(law, term, factual=True, limit=SUGGESTED)
    names = ", ".join(f"{local_name(one.circumstance.iri)} ({one.circumstance.label.zh})" for one in found)
    return (f"Did you mean {names}? " if names else "") + "`anbao find WORDS` searches the circumstances."


class _Index:
    """The texts of circumstances, by which they are found."""

    def __init__(self, law: Law, circumstances: list[Circumstance]) -> None:
        self.texts = {one.iri: list(_texts(law, one)) for one in circumstances}
        self.names = {
            (one.iri, number): _plain(name)
            for one in circumstances
            for number, name in enumerate((local_name(one.iri), *one.label.both, *one.aliases))
        }
        self.written = "\n".join(text for texts in self.texts.values() for text, _ in texts)
        self.tokens: dict[str, dict[str, float]] = defaultdict(dict)
        for iri, texts in self.texts.items():
            for text, weight in texts:
                tokens = _latin(text)
                for token in tokens:
                    fitting = weight * _fit(1, len(tokens))
                    self.tokens[token][iri] = max(fitting, self.tokens[token].get(iri, 0.0))

    def scores(self, words: str) -> Mapping[str, float]:
        """Return the score of each circumstance that has something of the words."""
        terms = [self._english(token) for token in _latin(words)] + list(self._chinese(words))
        weights = [math.log1p(len(self.texts) / (len(matched) or 0.5)) for matched in terms]
        found: dict[str, float] = defaultdict(float)
        for matched, weight in zip(terms, weights, strict=True):
            for iri, strength in matched.items():
                found[iri] += strength * weight / sum(weights)
        for iri, likeness in self._named(words):
            found[iri] = max(found[iri], likeness)
        return found

    def _english(self, token: str) -> dict[str, float]:
        """Return how well each circumstance matches an English word."""
        near = {token: 1.0} if token in self.tokens else {}
        if len(token) >= SHORTEST_STEM:
            near |= {known: 0.95 for known in self.tokens if known.startswith(token) and known != token}
        if len(token) >= SHORTEST_MISSPELT:
            others = [one for one in self.tokens if one not in near]
            alike = process.extract(token, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            near |= {one: score / 100 for one, score, _ in alike}
        found: dict[str, float] = {}
        for known, likeness in near.items():
            for iri, weight in self.tokens[known].items():
                found[iri] = max(found.get(iri, 0.0), likeness * weight)
        return found

    def _chinese(self, words: str) -> Iterator[dict[str, float]]:
        """Yield how well each circumstance matches each piece of the Chinese words."""
        for run in HAN.findall(words):
            yield from map(self._containing, self._pieces(run))

    def _pieces(self, run: str) -> Iterator[str]:
        """Yield the longest pieces of Chinese text, from left to right, that some circumstance has."""
        start = 0
        while start < len(run):
            ends = range(len(run), start + min(2, len(run)) - 1, -1)
            end = next((end for end in ends if run[start:end] in self.written), None)
            if end is not None:
                yield run[start:end]
            start = end or start + 1

    def _containing(self, part: str) -> dict[str, float]:
        found = {}
        for iri, texts in self.texts.items():
            weights = [weight * _fit(len(part), len(text)) for text, weight in texts if part in text]
            if weights:
                found[iri] = max(weights)
        return found

    def _named(self, words: str) -> Iterable[tuple[str, float]]:
        """Return the circumstances with a name like the words as a whole, as one that is written wrongly."""
        alike = process.extract(
            _plain(words), self.names, scorer=fuzz.ratio, score_cutoff=NAME_ALIKE, limit=None
        )
        return [(key[0], score / 100) for _, score, key in alike]


def _texts(law: Law, one: Circumstance) -> Iterator[tuple[str, float]]:
    """Yield the texts of a circumstance, each with its weight."""
    for name in (local_name(one.iri), *one.label.both, *one.aliases):
        yield name, NAME
    for word in one.words:
        yield word, EVERYDAY
    for text in one.definition.both:
        yield text, DEFINITION
    for axiom in law.axioms_of(one.iri):
        if axiom.kind == "within":
            yield from ((text, ABOVE) for text in law.named(axiom.right[0]).both)


def _fit(part: int, whole: int) -> float:
    """Return by how much a word counts in a text of which it makes up a part."""
    return 1 - FIT + FIT * part / whole


def _latin(text: str) -> list[str]:
    """Return the English words and numbers of a text; a name such as `BodilyHarm` is two."""
    return [token.lower() for token in LATIN.findall(text)]


def _plain(text: str) -> str:
    """Return a text without what a typist may vary: case, width of characters, spaces, punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
