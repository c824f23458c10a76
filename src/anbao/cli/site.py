"""`anbao site`: the static site, built and shown."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import anbao
from anbao.cli.streams import out
from anbao.errors import DataError

__all__ = ["site"]


def site(
    folder: Annotated[
        Path | None, Parameter(help="Where the site goes; with --serve it may be left out.")
    ] = None,
    /,
    *,
    serve: Annotated[bool, Parameter(negative="", help="Show it on this machine until Ctrl-C.")] = False,
    port: Annotated[int, Parameter(help="With --serve: the port; 0 for any that is free.")] = 0,
) -> int:
    """Build the static site: a page for everything, the map, what-if and SPARQL in the browser."""
    if folder is None and not serve:
        raise DataError("no folder is named.", where="anbao site", mend="Name one, or preview with --serve.")
    if folder is not None:
        _build(folder)
        if serve:
            _serve(folder, port)
        return 0
    with tempfile.TemporaryDirectory(prefix="anbao-site-") as draft:
        _build(Path(draft) / "site")
        _serve(Path(draft) / "site", port)
    return 0


def _build(folder: Path) -> None:
    from anbao.site import building  # here, so that --help works without the extra

    with _progress() as tell:
        count = building.build(anbao.load(), folder, tell)
    out(f"{folder}: {count} files. Open {folder / 'index.html'}.")


def _serve(folder: Path, port: int) -> None:
    from anbao.site import serving

    server = serving.serve(folder, port)
    out(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C stops it)")
    try:
        server.serve_forever()
    finally:
        server.server_close()


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar, if a person is watching."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda what, done, total: progress.update(
            task, description=what, completed=done, total=total or None
        )
