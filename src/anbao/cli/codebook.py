"""`anbao codebook`: all circumstances with what a coder must know of each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import anbao
from anbao.analysis.codebook.entries import entries
from anbao.cli.parameters import Labels
from anbao.cli.streams import busy, out
from anbao.errors import DataError, OutputError
from anbao.formats.codebook import to_html, to_markdown, write_xlsx

__all__ = ["codebook"]


def codebook(
    *,
    to: Annotated[
        Path | None, Parameter(help="The file to write; a spreadsheet needs one. By default, print.")
    ] = None,
    lang: Labels = "en",
    format: Annotated[
        Literal["md", "html", "xlsx"] | None,
        Parameter(help="Markdown, a page, or a spreadsheet; by default as the file ends, or md."),
    ] = None,
) -> int:
    """List all circumstances with definition, authority, norms, exclusions, real cases."""
    engine = anbao.load_engine()
    form = format or (to.suffix.removeprefix(".") if to else "md")
    with busy("gathering …"):
        found = entries(engine.store, engine.law)
    if form == "xlsx":
        if to is None:
            raise DataError("a spreadsheet cannot be printed.", mend="Add --to codebook.xlsx.")
        write_xlsx(found, engine.law, lang, to)
        return 0
    writers = {"md": to_markdown, "html": to_html}
    if form not in writers:
        raise DataError(f"no codebook ends in .{form}.", where=to, mend="Name it .md, .html or .xlsx.")
    text = writers[form](found, engine.law, lang)
    if to is None:
        out(text)
    else:
        _write(to, text)
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}.", where=path) from None
