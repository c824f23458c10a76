"""The pages of the site, one after the other, as files to be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment
from markupsafe import Markup

from anbao.pages import citations, drawing
from anbao.pages.answers import Answers, answer_cases
from anbao.pages.catalogue import BASE, Catalogue, Resource, read_catalogue
from anbao.pages.decided import Teller
from anbao.pages.network import Edge, Network, read_network
from anbao.pages.places import LANGUAGES, TAGS, Place
from anbao.pages.rendering import environment
from anbao.pages.showing import Showing
from anbao.pages.tables import Row, Section, sections
from anbao.pages.words import word
from anbao.results import Decision

__all__ = ["Site", "read_site"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
MENU = (
    ("graph/index.html", "graph"),
    ("browse/index.html", "browse"),
    ("whatif/index.html", "whatif"),
    ("sparql/index.html", "sparql"),
)
FOOTER = (
    ("library/index.html", "library"),
    ("ontology/index.html", "ontology"),
    ("statistics/index.html", "statistics"),
    ("about/index.html", "about"),
)
MAX_NEIGHBOURS = 14
PER_RELATION = 4


@dataclass(frozen=True)
class Site:
    """Everything that the pages are made of."""

    store: ox.Store
    answers: Answers
    catalogue: Catalogue
    network: Network
    sections: Mapping[str, Sequence[Section]]

    @cached_property
    def environment(self) -> Environment:
        """The environment of the templates."""
        return environment()

    @cached_property
    def templates(self) -> frozenset[str]:
        """The names of the templates."""
        return frozenset(self.environment.list_templates())

    @cached_property
    def norm_elements(self) -> Mapping[str, list[Row]]:
        """The elements of each norm, as its page shows them."""
        return self.section("norm", "elements").rows

    def word(self, name: str, language: str) -> str:
        """Return a word of the interface."""
        return word(name, language)

    def section(self, kind: str, name: str) -> Section:
        """Return a section of the pages of a kind."""
        return next(section for section in self.sections[kind] if section.name == name)

    def render(self, template: str, place: Place, title: str, policy: str = POLICY, **context: Any) -> str:
        """Return a page as HTML."""
        language = place.language
        return self.environment.get_template(template).render(
            place=place,
            base=BASE,
            policy=policy,
            title=title,
            tag=TAGS[language],
            other_tag=TAGS[place.other.language],
            word=lambda name: word(name, language),
            show=self.showing(place),
            menu=[(path, word(name, language)) for path, name in MENU],
            footer=[(path, word(name, language)) for path, name in FOOTER],
            version=version("anbao"),
            **{"description": "", **context},
        )

    def naming(self, language: str) -> Showing:
        """Return what names things in a language, wherever they stand."""
        return self.showing(Place("index.html", language))

    def showing(self, place: Place) -> Showing:
        """Return what writes terms for the page at a place."""
        return Showing(self.catalogue, place, self.norm_elements)

    def resource_pages(self, resource: Resource) -> Iterator[tuple[Place, str]]:
        """Yield the page of a resource in each language."""
        for language in LANGUAGES:
            place = Place(f"{resource.folder}/index.html", language)
            yield place, self._resource_page(resource, place)

    def _resource_page(self, resource: Resource, place: Place) -> str:
        language = place.language
        shown = [
            (section, section.rows[resource.iri])
            for section in self.sections[resource.kind.name]
            if resource.iri in section.rows
        ]
        title = resource.label[language]
        return self.render(
            self._template(resource),
            place,
            title,
            description=f"{resource.kind.words[language]}: {title}",
            resource=resource,
            sections=shown,
            alias=resource.label[place.other.language],
            crumbs=self._crumbs(resource, place),
            neighbours=self._neighbours(resource, place),
            citations=self._citations(resource, language),
            embedded=Markup(),
            **self._decided(resource, place),
        )

    def _decided(self, resource: Resource, place: Place) -> dict[str, Any]:
        """Return what the page of a case or a position tells of the engine's decisions."""
        teller = Teller(self.answers.law, self.showing(place))
        if resource.kind.name == "case":
            disputes = self.answers.by_case.get(resource.iri, ())
            told = [(decisions[0].dispute.label[place.language], teller.groups(decisions)) for decisions in disputes]
            return {"disputes": told}
        if resource.kind.name == "position":
            decisions = self.answers.by_position.get(resource.iri, ())
            return {"kinds": self.catalogue.kinds, "outcomes": [self._outcome(one, teller) for one in decisions]}
        return {}

    def _outcome(self, decision: Decision, teller: Teller) -> tuple[Markup, list[Markup], Markup]:
        """Return a case, what a position answers in it, and what its court held."""
        show, dispute = teller.show, decision.dispute
        case = dispute.case or dispute.iri
        held = [show.link(holding.form) for holding in dispute.holdings]
        name = show.link(case, self.catalogue.identifiers.get(case))
        return name, teller.answers(decision), Markup("<br>").join(dict.fromkeys(held))

    def _template(self, resource: Resource) -> str:
        own = f"{resource.kind.name}.html.jinja"
        return own if own in self.templates else "resource.html.jinja"

    def _crumbs(self, resource: Resource, place: Place) -> list[tuple[str, str]]:
        found = [(place.to(f"{resource.kind.name}/index.html"), resource.kind.plural[place.language])]
        return found

    def _neighbours(self, resource: Resource, place: Place) -> Markup:
        """Return the drawing of a resource's neighbours, grouped by relation."""
        show = self.showing(place)
        groups: dict[str, list[tuple[Resource, Edge]]] = {}
        for edge in self.network.around.get(resource.iri, ()):
            other = self.catalogue.pages[edge.target if edge.source == resource.iri else edge.source]
            members = groups.setdefault(edge.kind, [])
            if other not in [known for known, _ in members]:
                members.append((other, edge))
        rows: list[drawing.Row] = []
        for kind, members in groups.items():
            if len(rows) >= MAX_NEIGHBOURS:
                break
            rows.append(drawing.Row(f"{show.label(kind)} ({len(members)})"))
            rows += [self._neighbour(other, edge, place) for other, edge in members[:PER_RELATION]]
        if not rows:
            return Markup()
        title = word("neighbours", place.language)
        figure = drawing.neighbours(resource.label[place.language], resource.kind.name, resource.kind.shape, rows, title)
        return Markup('<section class="around"><h2>{}</h2>{}<p><a href="{}?node={}">{}</a></p></section>').format(
            title, figure, place.to("graph/index.html"), resource.local, word("neighbours-more", place.language)
        )

    def _neighbour(self, other: Resource, edge: Edge, place: Place) -> drawing.Row:
        name = " ".join(filter(None, (other.identifier, other.label[place.language])))
        href = place.to(f"{other.folder}/index.html")
        return drawing.Row(name, href, other.kind.name, other.kind.shape, edge.claimed_by)

    def _citations(self, resource: Resource, language: str) -> list[tuple[str, str]]:
        """Return how to cite a page, or the work that it is about: name of the format, text."""
        if resource.kind.name == "work":
            rows = self.section("work", "about").rows.get(resource.iri, [])
            item = citations.cite_work(resource, rows)
            entry = citations.in_gbt7714(item, language)
        else:
            item = citations.cite_page(resource, language, version("anbao"))
            entry = citations.page_in_gbt7714(resource, language, version("anbao"))
        return [("GB/T 7714", entry), ("BibTeX", citations.in_bibtex(item)), ("CSL-JSON", citations.in_csl(item))]


def read_site(store: ox.Store) -> Site:
    """Return the site of a graph: its cases decided, its resources catalogued, its sections asked for."""
    answers = answer_cases(store)
    full = ox.Store()
    full.bulk_extend(store)
    full.extend(answers.quads())
    catalogue = read_catalogue(full)
    network = read_network(full, catalogue)
    fallback = sections(full, "every")
    chosen = {kind: sections(full, kind) or fallback for kind in catalogue.kinds}
    return Site(full, answers, catalogue, network, chosen)
