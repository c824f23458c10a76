import json

from anbao.site import data
from anbao.site.site import Site


def test_search_finds_what_the_pages_say(site: Site) -> None:
    """The search data holds every page once, with its labels and the wording, so that a scan is exact."""
    name, entries = next(data.files(site))
    assert name == "search"
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
    """Each node has a place in whole units; no two of the first view share one."""
    drawn = data._graph(site)
    places = [(node["x"], node["y"]) for node in drawn["nodes"]]
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in places)
    first = {node["id"]: (node["x"], node["y"]) for node in drawn["nodes"] if node["id"] in drawn["first"]}
    assert len(set(first.values())) == len(first) == len(drawn["first"]) > 30
    assert {edge["claimed"] for edge in drawn["edges"]} == {"", "statute", "inferred", "author"}
    assert {edge["from"] for edge in drawn["edges"]} <= {node["id"] for node in drawn["nodes"]}
    assert drawn["options"]["physics"]["enabled"] is False
