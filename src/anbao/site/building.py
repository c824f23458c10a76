"""Builds the whole site: into a folder beside the wanted one, which is moved into place at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pyoxigraph as ox

from anbao.errors import DataError, OutputError
from anbao.graph.stores import resources
from anbao.site import data, fixed, lists, reference, resource_pages
from anbao.site.catalogue import BASE, site_folder
from anbao.site.paths import LANGUAGES, TAGS, PagePath
from anbao.site.site import Site, read_site

__all__ = ["BUNDLE", "build"]

BUNDLE = ("anbao.js", "graph.js", "vis.js", "sparql.js", "whatif.js", "engine.js", "oxigraph.js")
"""What `make assets` makes and every site carries."""
Progress = Callable[[str, int, int], None]


def build(store: ox.Store, folder: Path, progress: Progress | None = None, bundle: Path | None = None) -> int:
    """Write the site of a graph into a folder and return how many files it has.

    The folder appears whole or not at all; one that is there is replaced, if
    it is empty or was built by this function.

    Args:
        store: the graph.
        folder: where the site goes.
        progress: told, now and then, what is being done, how many are done, of how many.
        bundle: the folder of the bundled browser modules; by default the one that `make assets` makes.

    Raises:
        DataError: a module of the bundle is missing.
        OutputError: the folder is not empty and no site, or cannot be written.
    """
    _replaceable(folder)
    modules = _whole(bundle or bundle_folder())
    tell = progress or (lambda *_: None)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".anbao-site-") as draft:
            here = Path(draft) / "site"
            count = _write(here, _assets(modules), tell, "assets", 0)
            tell("deciding", 0, 0)
            site = read_site(store)
            count += _write(here, _content(site), tell, "pages", _expected(site))
            if folder.exists():
                folder.rename(Path(draft) / "old")
            here.rename(folder)
    except OSError as error:
        what = f"cannot be written ({error.strerror})."
        raise OutputError(what, where=str(folder), mend="Make room, or choose another folder.") from None
    return count


MARK = "anbao-site.txt"


def _replaceable(folder: Path) -> None:
    if not folder.exists() or (folder / MARK).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise OutputError("is not empty and no site.", where=str(folder), mend="Choose another folder.")


def bundle_folder() -> Path:
    """Return the folder of the bundled browser modules: in the wheel, or where `make assets` puts it."""
    packaged = resources() / "assets"
    return packaged if packaged.is_dir() else resources() / "build" / "assets"


def _whole(folder: Path) -> Path:
    """Return the folder of a bundle, if every module is in it."""
    missing = [name for name in BUNDLE if not (folder / name).is_file()]
    if missing:
        named = ", ".join(missing)
        raise DataError(
            f"the browser modules are not bundled: {named}.", where=str(folder), mend="Run `make assets`."
        )
    return folder


def _assets(bundle: Path) -> Iterator[tuple[str, bytes]]:
    for source in (bundle, site_folder() / "styles"):
        for path in sorted(source.iterdir()):
            if path.is_file():
                yield f"assets/{path.name}", path.read_bytes()


def _content(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is made from the graph."""
    places = []
    for place, text in _pages(site):
        places.append(place)
        yield place.file, text.encode("utf-8")
    for resource in site.catalogue.pages.values():
        for place, text in resource_pages.pointers(site, resource):
            yield place.file, text.encode("utf-8")
    yield from site.descriptions.files()
    for name, text in data.files(site):
        yield f"data/{name}.js", text.encode("utf-8")
    yield from reference.files()
    yield "sitemap.xml", _sitemap(places).encode("utf-8")
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n".encode()
    yield ".nojekyll", b""
    yield MARK, b"Built by `anbao site`; it may be built anew over this folder.\n"


def _pages(site: Site) -> Iterator[tuple[PagePath, str]]:
    yield from fixed.pages(site)
    yield from lists.pages(site)
    for resource in site.catalogue.pages.values():
        yield from resource_pages.pages(site, resource)


def _expected(site: Site) -> int:
    return len(LANGUAGES) * len(site.catalogue.pages)


def _write(folder: Path, files: Iterable[tuple[str, bytes]], tell: Progress, what: str, expected: int) -> int:
    count = 0
    for count, (name, content) in enumerate(files, 1):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        tell(what, count, expected)
    return count


def _sitemap(places: Iterable[PagePath]) -> str:
    """Return the sitemap: each page once, with its form in the other language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for place in places:
        if place.path == "404.html":
            continue
        other = place.other
        tag, address = TAGS[other.language], escape(BASE + other.address)
        link = f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
        lines.append(f"<url><loc>{escape(BASE + place.address)}</loc>{link}</url>")
    return "\n".join([*lines, "</urlset>", ""])
