"""Words in both languages, for the terminal, the pages and the browser: each stands once, in a file by topic.

What things of the law are called stands in the graph; here is what is said about them. A name is
`topic.name`: `answers.displaced by` is the entry `displaced by` of `answers.yaml`. The browser gets the
topics that it needs from `site/src/generated.js`, which `make generate` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

__all__ = ["Label", "known", "phrase", "topic", "topics", "word"]

FOLDER = Path(__file__).parent
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where it is there, is ten times as fast


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, texts: Mapping[str, str], otherwise: str) -> Label:
        """Return the texts by language as a label; what is missing is as in the other one, or `otherwise`."""
        fallback = next(iter(texts.values()), otherwise)
        return cls(texts.get("zh", fallback), texts.get("en", fallback))

    @property
    def both(self) -> tuple[str, str]:
        """The Chinese text and the English one."""
        return self.zh, self.en

    def __getitem__(self, language: str) -> str:
        """Return the text in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


def topics() -> list[str]:
    """Return the names of the topics, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def topic(name: str) -> dict[str, Label]:
    """Return the entries of a topic by their names."""
    entries = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader)
    return {entry: Label(**texts) for entry, texts in entries.items()}


def known(name: str) -> Label | None:
    """Return the entry `topic.name`, or None if the topic has none of that name."""
    where, _, entry = name.partition(".")
    return topic(where).get(entry)


def phrase(name: str, **values: object) -> Label:
    """Return the entry `topic.name` in both languages, its `{places}` filled in.

    A value that is a `Label` is taken in the language of the text around it.

    Raises:
        KeyError: the topic has no entry of that name.
    """
    found = known(name)
    if found is None:
        raise KeyError(f"src/anbao/wording has no entry {name!r}")
    if not values:
        return found
    zh, en = ({key: _in(value, language) for key, value in values.items()} for language in ("zh", "en"))
    return Label(found.zh.format(**zh), found.en.format(**en))


def _in(value: object, language: str) -> object:
    return value[language] if isinstance(value, Label) else value


def word(name: str, language: str, **values: object) -> str:
    """Return the entry `topic.name` in `zh` or `en`, its `{places}` filled in.

    Raises:
        KeyError: the topic has no entry of that name.
    """
    text = phrase(name)[language]
    return text.format(**values) if values else text
