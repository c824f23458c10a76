"""Writes a folder whole or not at all."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anbao.errors import DataError, OutputError
from anbao.export.catalogue import NAME, Written, listed
from anbao.export.files import File
from anbao.graph.stores import read

__all__ = ["replace_folder", "write_file"]

GZIP_ENDING = ".gz"


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Give a new folder beside `target` to write into, and move it into its place if all went well.

    Raises:
        OutputError: the target holds something else than an earlier export, or
            cannot be written; it is then as it was.
    """
    target = target.absolute()
    _check(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.mkdir(parents=True)
        yield draft
        _move(draft, target)
    except OSError as error:
        mend = "Make room, or choose another folder." if error.strerror else "Choose another folder."
        reason = error.strerror or str(error)
        raise OutputError(f"cannot be written ({reason}).", where=str(target), mend=mend) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check(target: Path) -> None:
    """Raise unless the target is free, empty or an earlier export."""
    mend = "Choose another folder, or empty this one."
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError("is there already, and no folder.", where=str(target), mend=mend)
    held = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    try:
        known = listed(read(target / NAME)) if NAME in held else set()
    except DataError:
        known = set()
    if foreign := sorted(held - known):
        what = f"holds what no export wrote, such as {foreign[0]}; it is not overwritten."
        raise OutputError(what, where=str(target), mend=mend)


def _move(draft: Path, target: Path) -> None:
    """Put the draft in the place of the target; if that fails, the old one is put back."""
    if not target.exists():
        draft.rename(target)
        return
    old = draft.with_suffix(".old")
    target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_file(folder: Path, file: File, *, pack: bool) -> Written:
    """Write a file into a folder, compressed if asked for and fit, and return what was written."""
    packed = pack and file.packed
    content = gzip.compress(file.content, mtime=0) if packed else file.content
    path = file.path + (GZIP_ENDING if packed else "")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return Written.of(file, path, content)
