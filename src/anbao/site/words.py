"""The words that the site adds to the graph's own labels, from `site/words.yaml`."""

from __future__ import annotations

from functools import cache

import yaml

from anbao.errors import DataError
from anbao.graph.stores import content_of
from anbao.site.catalogue import site_folder

__all__ = ["translated", "word"]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(content_of(site_folder() / "words.yaml"))
    return words


def word(name: str, language: str) -> str:
    """Return a word of the interface in `zh` or `en`.

    Raises:
        DataError: the word is missing in that language.
    """
    try:
        return _words()[name][language]
    except KeyError:
        raise DataError(
            f"no word {name!r} in {language!r}.", where="site/words.yaml", mend="Add it."
        ) from None


def translated(name: str, language: str) -> str | None:
    """Return a word of the interface, if there is one of that name."""
    return _words().get(name, {}).get(language)
