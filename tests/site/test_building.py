import gzip
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pyoxigraph as ox
import pytest
from tests.support.site import Tags, ordinary, stand_in

from anbao.errors import DataError, OutputError
from anbao.site import building
from anbao.site.catalogue import BASE
from anbao.site.site import Site


def test_every_resource_has_a_page_in_both_languages(built: Path, site: Site) -> None:
    """Each resource of the catalogue has its page under its own name, Chinese and English."""
    assert len(site.catalogue.pages) > 2000
    for resource in site.catalogue.pages.values():
        for tree in ("", "en/"):
            assert (built / tree / resource.folder / "index.html").is_file(), resource.iri


def test_every_link_resolves(built: Path, pages: dict[str, Tags]) -> None:
    """Each relative link leads to a file of the site, and each fragment to an identifier in it."""
    files = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    anchors = {path: {*tags.values("id"), "main"} for path, tags in pages.items()}
    broken = []
    checked = 0
    for path, tags in pages.items():
        for link in {*tags.values("href"), *tags.values("src")}:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = unquote(urlsplit(urljoin(f"http://here/{path}", link)).path)[1:]
            checked += 1
            fragment = unquote(parts.fragment)
            if target not in files or (fragment and fragment not in anchors.get(target, {fragment})):
                broken.append(f"{path}: {link}")
    assert broken[:5] == []
    assert checked > 50_000


def test_no_page_asks_another_origin(pages: dict[str, Tags]) -> None:
    """No script, style, image or other resource of a page comes from another origin."""
    for path, tags in pages.items():
        for tag, attributes in tags.tags:
            loads = attributes.get("src")
            if tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preload"):
                loads = attributes.get("href")
            assert not loads or not urlsplit(loads).scheme, f"{path}: {tag} {loads}"


def test_policy_is_strict_and_kept(pages: dict[str, Tags]) -> None:
    """Every page has a policy without inline scripts or styles, and has none of them itself."""
    for path, tags in ordinary(pages):
        policies = [a["content"] for tag, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1, path
        assert "unsafe-inline" not in str(policies)
        assert "default-src 'none'" in str(policies[0])
        for tag, attributes in tags.tags:
            assert "style" not in attributes, f"{path}: {tag}"
            assert not any(name.startswith("on") for name in attributes), f"{path}: {tag}"
            if tag == "script" and "src" not in attributes:
                assert attributes.get("type") == "application/ld+json", path


def test_identifiers_on_a_page_are_its_own(pages: dict[str, Tags]) -> None:
    """No identifier stands twice on a page."""
    for path, tags in pages.items():
        repeated = [name for name, count in Counter(tags.values("id")).items() if count > 1]
        assert repeated == [], path


def test_each_page_leads_to_its_twin(pages: dict[str, Tags]) -> None:
    """The switch of languages keeps the place, says the language, and leads back."""
    for path, tags in ordinary(pages):
        switch = next(a for tag, a in tags.tags if a.get("id") == "language")
        twin = urlsplit(urljoin(f"http://here/{path}", str(switch["href"]))).path[1:]
        expected = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
        assert twin == expected
        html = next(a for tag, a in tags.tags if tag == "html")
        assert html["lang"] == ("en" if path.startswith("en/") else "zh-Hans")


def test_pages_are_valid_html(built: Path, site: Site) -> None:
    """A strict parser finds no fault in one page of each kind and in the pages there is one of."""
    paths = [*built.glob("*.html"), *built.glob("*/index.html")]
    for kind in site.catalogue.kinds:
        for resource in site.catalogue.by_kind[kind][:2]:
            paths += [built / tree / resource.folder / "index.html" for tree in ("", "en")]
    for path in paths:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        parser.parse(path.read_text(encoding="utf-8"))
        assert [error[1] for error in parser.errors] == [], path
    assert len(paths) > 60


def test_canonical_addresses_and_sitemap_agree(built: Path, pages: dict[str, Tags]) -> None:
    """The sitemap lists the canonical address of every page, and only those."""
    listed = set(re.findall(r"<loc>(.*?)</loc>", (built / "sitemap.xml").read_text("utf-8")))
    canonical = {
        str(a["href"])
        for path, tags in ordinary(pages)
        for tag, a in tags.tags
        if a.get("rel") == "canonical"
    }
    assert listed == canonical - {BASE + "404.html", BASE + "en/404.html"}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds other files is refused, and nothing in it changes."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match="no site"):
        building.build(ox.Store(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    """The message says which browser module is missing and how to make it; nothing is written."""
    bundle = stand_in(tmp_path)
    (bundle / "graph.js").unlink()
    with pytest.raises(DataError, match=r"graph\.js.*make assets"):
        building.build(ox.Store(), tmp_path / "site", bundle=bundle)
    assert not (tmp_path / "site").exists()


def test_a_build_that_fails_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where building fails halfway, the site that was there stays, and no draft is left behind."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / building.MARK).write_text("old", encoding="utf-8")

    def fail(*_: object) -> Site:
        raise DataError("stopped.")

    monkeypatch.setattr(building, "read_site", fail)
    with pytest.raises(DataError, match="stopped"):
        building.build(ox.Store(), folder, bundle=stand_in(tmp_path))
    assert (folder / building.MARK).read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "stand-in"]


@pytest.mark.slow
def test_two_builds_are_the_same(tmp_path: Path, built: Path) -> None:
    """A second build in a process that hashes otherwise gives the same files, byte for byte."""
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    for name in building.BUNDLE:
        shutil.copy(built / "assets" / name, bundle)
    script = (
        "import sys, pathlib, anbao\nfrom anbao.site import building\n"
        "building.build(anbao.load(), pathlib.Path(sys.argv[1]), bundle=pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "again"), str(bundle)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}, timeout=600)
    again = {
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()
    }
    first = {
        path.relative_to(built)
        for path in built.rglob("*")
        if path.is_file() and path.parent.name != "assets"
    }
    assert {path for path in again if path.parts[0] != "assets"} == first
    different = [
        path for path in first if (built / path).read_bytes() != (tmp_path / "again" / path).read_bytes()
    ]
    assert different == []


def test_home_and_pages_are_small(built: Path, site: Site) -> None:
    """The first page stays below 30 KiB gzipped, and every page of a resource below 10."""
    packed = {
        path: len(gzip.compress(path.read_bytes(), mtime=0)) / 1024 for path in built.rglob("index.html")
    }
    assert packed[built / "index.html"] <= 30
    heavy = {
        resource.local: packed[built / tree / resource.folder / "index.html"]
        for resource in site.catalogue.pages.values()
        for tree in ("", "en")
        if packed[built / tree / resource.folder / "index.html"] > 10
    }
    assert heavy == {}
