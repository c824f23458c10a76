"""Terms of the graph as HTML, and the Jinja environment that the templates run in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from anbao.graph.questions import PREFIXES, Term
from anbao.site.catalogue import Catalogue, site_folder
from anbao.site.paths import TAGS, PagePath
from anbao.wording import Label, known, word

__all__ = ["Renderer", "environment"]

BOOLEANS = {"true": "common.yes", "false": "common.no"}
HOST = re.compile(r"https?://([^/]+)")
SOFTWARE = "https://w3id.org/anbao/software"
# Vocabularies, and software, that the site names in its own words.
NAMED = {**PREFIXES, "cito": "http://purl.org/spar/cito/"}
OTHERS = ("rdf", "rdfs", "owl", "skos", "eli", "dcterms", "cito")


def environment() -> Environment:
    """Return the environment of `site/templates/`: everything escaped, every name known."""
    return Environment(
        loader=FileSystemLoader(site_folder() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True)
class Renderer:
    """Writes terms as HTML for one page: in its language, with links from its place."""

    catalogue: Catalogue
    place: PagePath

    @property
    def language(self) -> str:
        """The language of the page, `zh` or `en`."""
        return self.place.language

    def word(self, name: str) -> str:
        """Return the entry `topic.name` of the words."""
        return word(name, self.language)

    def text(self, label: Label) -> str:
        """Return a label in the language of the page."""
        return label[self.language]

    def label(self, iri: str) -> str:
        """Return what a resource is called."""
        label = self.catalogue.labels.get(iri)
        if label:
            return label[self.language]
        if iri == SOFTWARE:
            return self.word("common.inferred by the reasoner")
        if (name := _prefixed(iri)) and (entry := known(f"terms.{name}")):
            return entry[self.language]
        return name or self.catalogue.label(iri, self.language)

    def href(self, iri: str) -> str | None:
        """Return the link to a resource of the site, if it has a place there."""
        target = self.catalogue.target(iri)
        return None if target is None else self.place.to(target)

    def link(self, iri: str, text: str | None = None) -> Markup:
        """Return a resource's name, linked to where it stands; a web address as a link to its host."""
        href = self.href(iri)
        if href is not None:
            shown = text or self.label(iri)
            return Markup('<a href="{}">{}</a>').format(href, shown)
        if iri in self.catalogue.labels or iri == SOFTWARE or _prefixed(iri):
            return escape(text or self.label(iri))
        host = HOST.match(iri)
        if host is None:
            return escape(text or iri)
        return Markup('<a href="{}" rel="external noopener">{}</a>').format(iri, text or host[1])

    def cell(self, terms: Iterable[Term], *, plain: bool = False) -> Markup:
        """Return what stands in a cell; texts in the page's language, else in the one there is."""
        found = list(terms)
        tagged = [term for term in found if isinstance(term, ox.Literal) and term.language]
        mine = [term for term in tagged if _speaks(term, self.language)]
        shown = [term for term in found if term not in tagged] + (mine or tagged)
        return Markup("<br>").join(self.term(term, plain=plain) for term in shown)

    def named(self, iri: str) -> Markup:
        """Return a resource's name with its link.

        It is named with what it stands under if its kind asks so, and a part of
        a resource that has an identifier, such as a premise, with that.
        """
        page = self.catalogue.page_of(iri)
        if page is None or self.place.path.startswith(f"{page.folder}/"):
            return self.link(iri)
        if page.iri != iri:
            mark = Markup("<b>{}</b> ").format(page.identifier) if page.identifier else Markup()
            return self.link(iri, mark + self.label(iri))
        above = self.catalogue.above(iri) if page.kind.within else []
        if not above or self.place.path.startswith(f"{above[-1].folder}/"):
            return self.link(iri)
        return self.link(
            iri, Markup("<small>{}</small> {}").format(self.text(above[-1].label), self.label(iri))
        )

    def term(self, term: Term, *, plain: bool = False) -> Markup:
        """Return a term as HTML."""
        if isinstance(term, ox.NamedNode):
            is_term = term.value.startswith(PREFIXES["anbao"])
            return escape(self.label(term.value)) if plain or is_term else self.named(term.value)
        value = term.value if isinstance(term, ox.Literal) else str(term)
        language = term.language if isinstance(term, ox.Literal) else None
        if language and not _speaks(term, self.language):
            tag = TAGS["zh"] if language.startswith("zh") else language
            return Markup('<span lang="{}">{}</span>').format(tag, value)
        if isinstance(term, ox.Literal) and term.datatype.value == PREFIXES["xsd"] + "date":
            return Markup("<time>{}</time>").format(value)
        return escape(self.word(BOOLEANS[value]) if value in BOOLEANS else value)


def _speaks(term: Any, language: str) -> bool:
    return bool((term.language or "").startswith(language))


def _prefixed(iri: str) -> str | None:
    """Return the prefixed name of a term of another vocabulary that the site has words for."""
    for prefix in OTHERS:
        if iri.startswith(NAMED[prefix]):
            return f"{prefix}:{iri.removeprefix(NAMED[prefix])}"
    return None
