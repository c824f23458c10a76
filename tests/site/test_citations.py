import json

from anbao.site import citations
from anbao.site.site import Site


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
