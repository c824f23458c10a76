"""Query and rule files with their headers.

A file is SPARQL under a YAML header, its lines marked `#+` (the convention of
grlc). The header is the documentation: the README, the command line and the
site read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from anbao.errors import SyntaxFault
from anbao.graph.stores import content_of, resources

__all__ = ["QueryFile", "folder", "read_query"]

MARK = "#+"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # that of libyaml is seven times as fast


@dataclass(frozen=True)
class QueryFile:
    """A SPARQL file: its name below `queries/<part>/`, header and text."""

    name: str
    path: Path
    text: str
    header: dict[str, Any] = field(default_factory=dict)

    def summary(self, language: str) -> str:
        """Return what the file asks or does, in `zh` or `en`."""
        return str(self.header.get("summary", {}).get(language, self.name)).strip()


def read_query(path: Path, name: str | None = None) -> QueryFile:
    """Return a SPARQL file with its header.

    Raises:
        DataError: the file cannot be read or is empty.
        SyntaxFault: its header is not YAML.
    """
    text = content_of(path).decode("utf-8")
    marked = [
        line.removeprefix(MARK).removeprefix(" ") for line in text.splitlines() if line.startswith(MARK)
    ]
    try:
        header = yaml.load("\n".join(marked), Loader=LOADER) or {}
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise SyntaxFault("the header is not YAML.", where=f"{path}:{line}", mend="Mend its lines.") from None
    return QueryFile(name or path.stem, path, text, header)


def folder(part: str) -> list[QueryFile]:
    """Return the files of `queries/<part>/`, by name."""
    home = resources() / "queries" / part
    return [
        read_query(path, path.relative_to(home).with_suffix("").as_posix())
        for path in sorted(home.rglob("*.rq"))
    ]
