"""Paths of pages, and relative links between them, so that the site works from `file://`."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

__all__ = ["LANGUAGES", "TAGS", "PagePath"]

LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-Hans", "en": "en"}
TREES = {"zh": "", "en": "en/"}


@dataclass(frozen=True)
class PagePath:
    """The path of a page below the root of its language, such as `id/cn-ecl/index.html`."""

    path: str
    language: str

    @property
    def file(self) -> str:
        """The page's file below the root of the site."""
        return TREES[self.language] + self.path

    @property
    def other(self) -> PagePath:
        """The same page in the other language."""
        return PagePath(self.path, next(one for one in LANGUAGES if one != self.language))

    @property
    def root(self) -> str:
        """The way to the root of the site, empty or ending in a slash."""
        return "../" * self.file.count("/")

    @property
    def tree(self) -> str:
        """The way to the root of the pages in this language."""
        return "../" * self.path.count("/")

    def to(self, path: str) -> str:
        """Return the way to a page of the same language."""
        target, mark, anchor = path.partition("#")
        if target == self.path:
            return mark + anchor if mark else posixpath.basename(target)
        folder = posixpath.dirname(self.path)
        return posixpath.relpath(target, folder or ".") + mark + anchor

    def across(self) -> str:
        """Return the way to the same page in the other language."""
        return posixpath.relpath(self.other.file, posixpath.dirname(self.file) or ".")

    @property
    def address(self) -> str:
        """The page's address below the root of the site, as servers give it: without `index.html`."""
        return self.file.removesuffix("index.html")
