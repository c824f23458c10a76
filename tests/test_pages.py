import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anbao import graph
from anbao.errors import DataError
from anbao.library import folder
from anbao.pages import building, citations, data, drawing, lists, resource_pages, serving, tables
from anbao.pages.catalogue import BASE, read_catalogue, site_folder
from anbao.pages.first_view import read_first_view
from anbao.pages.map import Map
from anbao.pages.places import Place
from anbao.pages.site import Site, read_site
from tests.support.site import built_site, shared, stand_in

ID = "https://w3id.org/anbao/id/"
LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
LAYOUT = re.compile(r"\{% macro (\w+)\(")
TRIGGERS = re.compile(r"\son\w+\s*=", re.I)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Tags(HTMLParser):
    """Notes the tags of a page with their attributes, its identifiers, and what inline scripts it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [found for _, attributes in self.tags if (found := attributes.get(attribute)) is not None]


@pytest.fixture(scope="session")
def site() -> Site:
    return read_site(graph.load())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(shared(tmp_path_factory))


@pytest.fixture(scope="session")
def pages(built: Path) -> dict[str, Tags]:
    return {path.relative_to(built).as_posix(): read(path) for path in sorted(built.rglob("*.html"))}


@cache
def read(path: Path) -> Tags:
    return Tags(path.read_text(encoding="utf-8"))


def ordinary(pages: dict[str, Tags]) -> Iterator[tuple[str, Tags]]:
    """Yield the pages that are no mere pointer to another."""
    for path, tags in pages.items():
        if ("html", True) in {(tag, "data-root" in attributes) for tag, attributes in tags.tags}:
            yield path, tags


def test_every_resource_has_a_page_in_both_languages(built: Path, site: Site) -> None:
    """Each resource of the catalogue has its page under its own name, Chinese and English."""
    assert len(site.catalogue.pages) > 2000
    for resource in site.catalogue.pages.values():
        for tree in ("", "en/"):
            assert (built / tree / resource.folder / "index.html").is_file(), resource.iri


def test_every_named_thing_stands_somewhere(site: Site) -> None:
    """Whatever the graph names under id/ has a page or a place on one."""
    named = {
        quad.subject.value
        for quad in site.store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    }
    lost = {iri for iri in named if site.catalogue.target(iri) is None and "/" not in iri.removeprefix(ID)}
    assert lost == set()


def test_every_link_resolves(built: Path, pages: dict[str, Tags]) -> None:
    """Each relative link of each page leads to a file of the site, and each fragment to an identifier there."""
    files = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    anchors = {path: {*tags.values("id"), "main"} for path, tags in pages.items()}
    broken = Counter[str]()
    checked = 0
    for path, tags in pages.items():
        for link in {*tags.values("href"), *tags.values("src")}:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = unquote(urlsplit(urljoin(f"http://here/{path}", link)).path)[1:]
            checked += 1
            if target not in files:
                broken[f"{path}: {link}"] += 1
            elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
                broken[f"{path}: {link}"] += 1
    assert list(broken)[:5] == []
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
    paths = [path for path in built.glob("*.html")] + [path for path in built.glob("*/index.html")]
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


def test_search_finds_what_the_pages_say(site: Site) -> None:
    """The search data holds every page once, with its labels and the wording, so that a scan is exact."""
    entries = dict(data.files(site))["search"]
    found = json.loads(entries.removeprefix('anbaoData("search",').removesuffix(");\n"))
    assert {entry[0] for entry in found} == {
        f"{one.folder}/index.html" for one in site.catalogue.pages.values()
    }
    assert len(found) == len(site.catalogue.pages)
    wording = "依法承担相应的责任"
    holding = {quad.subject for quad in site.store if wording in getattr(quad.object, "value", "")}
    homes = {f"{home.folder}/index.html" for one in holding if (home := site.catalogue.page_of(one.value))}
    assert {entry[0] for entry in found if any(wording in text for text in entry[2:])} >= homes != set()


def test_map_places_every_resource(site: Site) -> None:
    """Each node has a place in whole units, those of the first view the places of the drawing, no two the same."""
    drawn = data._graph(site)
    places = [(node["x"], node["y"]) for node in drawn["nodes"]]
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in places)
    first = {node["id"]: (node["x"], node["y"]) for node in drawn["nodes"] if node["id"] in drawn["first"]}
    assert len(set(first.values())) == len(first) == len(drawn["first"]) > 30
    assert {edge["claimed"] for edge in drawn["edges"]} == {"", "statute", "inferred", "author"}
    assert {edge["from"] for edge in drawn["edges"]} <= {node["id"] for node in drawn["nodes"]}
    assert drawn["options"]["physics"]["enabled"] is False


def test_map_never_uses_the_pages_of_pyvis() -> None:
    """The subclass refuses to write pyvis's own page, which would load scripts from elsewhere."""
    with pytest.raises(NotImplementedError):
        Map().generate_html()


def test_first_view_puts_the_special_above_the_general(site: Site) -> None:
    """A norm that is inferred or claimed to be special stands above the norms that it is special to."""
    view = read_first_view(site.network, site.answers.law)
    heights = view.heights()
    home = {norm.iri: box.provision.iri for box in view.boxes for norm in box.norms}
    between = [
        edge for edge in view.lines if edge.source in home and home[edge.source] != home.get(edge.target)
    ]
    assert between
    for edge in between:
        assert heights[edge.source] < heights[edge.target], edge


def test_first_view_names_only_what_there_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provision in first-view.yaml that is not in the graph is an error that names it."""
    monkeypatch.setattr("anbao.pages.first_view._chosen", lambda: (ID + "cn-nowhere-art-1",))
    with pytest.raises(DataError, match="cn-nowhere-art-1"):
        read_first_view(site.network, site.answers.law)


def test_hostile_labels_execute_nothing(site: Site) -> None:
    """A label full of markup comes out as text on its page, in lists, drawings and data files."""
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u2028</script>'
    store = ox.Store()
    store.bulk_extend(graph.load())
    node = ox.NamedNode(ID + "case-c19")
    for quad in list(store.quads_for_pattern(node, LABEL, None)):
        store.remove(quad)
    store.extend(ox.Quad(node, LABEL, ox.Literal(hostile, language=tag)) for tag in ("zh-hans", "en"))
    hurt = read_site(store)
    resource = hurt.catalogue.pages[node.value]
    texts = [text for _, text in resource_pages.pages(hurt, resource)]
    texts += [text for place, text in lists.pages(hurt) if place.path == "case/index.html"]
    for text in texts:
        assert "<script>alert" not in text
        assert "<img" not in text
        assert not any(name.startswith("on") for _, attributes in Tags(text).tags for name in attributes)
    for _, script in data.files(hurt):
        assert "<" not in script
        assert "\u2028" not in script


def test_what_an_engine_decides_stands_on_the_page_of_a_case(site: Site) -> None:
    """The page of a case has every position once, and the answer of the bare statutes to it."""
    resource = site.catalogue.pages[ID + "case-c19"]
    text = dict((place.language, text) for place, text in resource_pages.pages(site, resource))["en"]
    decisions = site.answers.by_case[resource.iri][0]
    section = text[text.index('id="decided"') :]
    for decision in decisions:
        assert decision.position.iri.rsplit("/", 1)[-1] + "/index.html" in section
    bare = next(decision for decision in decisions if decision.position.bare)
    for answer in bare.answers:
        assert not answer.liability or site.catalogue.label(answer.liability, "en") in section


def test_every_query_of_the_pages_is_whole(site: Site) -> None:
    """Each has its title and columns in both languages, an order, a layout that exists, and finds something."""
    layouts = set(LAYOUT.findall((site_folder() / "templates" / "parts.html.jinja").read_text("utf-8")))
    for query in folder("pages"):
        assert {"zh", "en"} <= set(query.header["summary"]), query.name
        assert "ORDER BY" in query.text, query.name
        rows = tables.ask(site.store, query.name)
        assert rows, query.name
        assert set(rows[0]) == set(query.header["columns"]), query.name
        assert query.header.get("layout", "table") in layouts, query.name


def test_rows_that_differ_in_language_become_one() -> None:
    """Texts of one row in two languages share a cell; other values make rows of their own."""
    page = ox.NamedNode("urn:page")
    one, two = (ox.Literal(text, language=tag) for text, tag in (("甲", "zh-hans"), ("A", "en")))
    table = tables.Table(
        ("page", "n", "text"), tuple((page, ox.Literal(n), text) for n in (1, 2) for text in (one, two))
    )
    rows = tables._rows(table, ())["urn:page"]
    assert [row["text"] for row in rows] == [(one, two), (one, two)]
    assert tables._rows(table, ("n",))["urn:page"][0]["n"] == (ox.Literal(1), ox.Literal(2))


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [
        ("index.html", "graph/index.html", "graph/index.html"),
        ("id/a/index.html", "id/b/index.html#c", "../b/index.html#c"),
        ("id/a/index.html", "id/a/index.html#c", "#c"),
        ("id/a/index.html", "index.html", "../../index.html"),
    ],
)
def test_ways_between_pages(here: str, there: str, way: str) -> None:
    """The way from a page to another is relative and names its file."""
    assert Place(here, "en").to(there) == way


@given(st.text(max_size=60), st.floats(2, 30))
def test_clipped_text_is_never_wider_than_asked(text: str, em: float) -> None:
    """A clipped text fits, and one that fits is left as it is."""
    clipped = drawing.clipped(text, em)
    assert drawing.width(clipped) <= em
    assert clipped == text or drawing.width(text) > em


def test_a_work_is_cited_by_gbt7714(site: Site) -> None:
    """The article of position P02 is cited as the standard wants a journal article cited."""
    position = next(one for one in site.catalogue.by_kind["position"] if one.identifier == "P02")
    work = next(edge.target for edge in site.network.around[position.iri] if "source" in edge.kind)
    rows = site.section("work", "about").rows[work]
    item = citations.cite_work(site.catalogue.pages[work], rows)
    assert citations.in_gbt7714(item, "zh") == (
        "黄丽丽. 电商平台经营者的安全保障义务标准构建[J/OL]. 电子商务评论, 2024, 13(4): 2273-2279. "
        "DOI:10.12677/ecl.2024.1341393."
    )
    assert "journal = {电子商务评论}" in citations.in_bibtex(item)
    assert json.loads(citations.in_csl(item))[0]["DOI"] == "10.12677/ecl.2024.1341393"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds other files is refused, and nothing in it changes."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DataError, match="no site"):
        building.build(ox.Store(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    """Without the browser modules the message says which is missing and how to make them; nothing is written."""
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


def test_preview_stays_on_this_machine(built: Path) -> None:
    """The preview listens on the loopback address, types Turtle rightly and has a page for what is missing."""
    from http.client import HTTPConnection
    from threading import Thread

    server = serving.serve(built)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        assert server.server_address[0] == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        for path, status, kind in (
            ("/", 200, "text/html"),
            ("/en/nothing/here", 404, "text/html"),
            ("/data/search.js", 200, "text/javascript"),
        ):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8")
            assert (answer.status, str(answer.getheader("Content-Type")).partition(";")[0]) == (status, kind)
            assert status == 200 or "There is no such page" in body
        connection.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.slow
def test_two_builds_are_the_same(tmp_path: Path, built: Path) -> None:
    """A second build in a process that hashes otherwise gives the same files, byte for byte."""
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    for name in building.BUNDLE:
        shutil.copy(built / "assets" / name, bundle)
    script = (
        "import sys, pathlib, anbao\nfrom anbao.pages import building\n"
        "building.build(anbao.load(), pathlib.Path(sys.argv[1]), bundle=pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "again"), str(bundle)]
    subprocess.run(command, check=True, env={**__import__("os").environ, "PYTHONHASHSEED": "7"}, timeout=600)
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


def test_catalogue_of_an_empty_graph_is_empty() -> None:
    """A graph without resources has no pages."""
    assert read_catalogue(ox.Store()).pages == {}


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
