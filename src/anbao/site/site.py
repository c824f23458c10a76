"""The pages of the site, one after the other, as files to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment

from anbao.analysis.backtest.backtest import BackTest, backtest
from anbao.analysis.compare.divergence import Divergence, divergence
from anbao.site.answers import Answers, answer_cases
from anbao.site.catalogue import BASE, Catalogue, read_catalogue, site_folder
from anbao.site.descriptions import Descriptions, read_descriptions
from anbao.site.network import Network, read_network
from anbao.site.paths import TAGS, PagePath
from anbao.site.rendering import environment
from anbao.site.showing import Showing
from anbao.site.tables import Row, Section, sections
from anbao.wording import word

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
    ("backtest/index.html", "backtest"),
    ("divergence/index.html", "divergence"),
    ("data/index.html", "data"),
    ("about/index.html", "about"),
)


@dataclass(frozen=True)
class Site:
    """Everything that the pages are made of."""

    store: ox.Store
    answers: Answers
    catalogue: Catalogue
    network: Network
    sections: Mapping[str, Sequence[Section]]

    @cached_property
    def descriptions(self) -> Descriptions:
        """What machines read beside the pages."""
        return read_descriptions(self.answers.engine, self.store)

    @cached_property
    def backtest(self) -> BackTest:
        """The decided cases replayed under every position."""
        engine = self.answers.engine
        return backtest(engine, engine.law.ordered_positions)

    @cached_property
    def divergence(self) -> Divergence:
        """How far the positions diverge on the disputes of the graph."""
        return divergence(self.answers.decisions)

    @cached_property
    def environment(self) -> Environment:
        """The environment of the templates."""
        return environment()

    @cached_property
    def templates(self) -> frozenset[str]:
        """The names of the templates."""
        return frozenset(self.environment.list_templates())

    @cached_property
    def styles(self) -> frozenset[str]:
        """The names of the style sheets."""
        return frozenset(path.name for path in (site_folder() / "styles").glob("*.css"))

    @cached_property
    def norm_elements(self) -> Mapping[str, list[Row]]:
        """The elements of each norm, as its page shows them."""
        return self.section("norm", "elements").rows

    def word(self, name: str, language: str) -> str:
        """Return the entry `topic.name` of the words."""
        return word(name, language)

    def section(self, kind: str, name: str) -> Section:
        """Return a section of the pages of a kind."""
        return next(section for section in self.sections[kind] if section.name == name)

    def render(self, template: str, place: PagePath, title: str, policy: str = POLICY, **context: Any) -> str:
        """Return a page as HTML."""
        language = place.language
        return self.environment.get_template(template).render(
            place=place,
            base=BASE,
            policy=policy,
            title=title,
            tag=TAGS[language],
            other_tag=TAGS[place.other.language],
            word=lambda name, **values: word(name, language, **values),
            show=self.showing(place),
            menu=[(path, word(f"site.{name}", language)) for path, name in MENU],
            footer=[(path, word(f"site.{name}", language)) for path, name in FOOTER],
            version=version("anbao"),
            styles=self.styles,
            **{"description": "", **context},
        )

    def naming(self, language: str) -> Showing:
        """Return what names things in a language, wherever they stand."""
        return self.showing(PagePath("index.html", language))

    def showing(self, place: PagePath) -> Showing:
        """Return what writes terms for the page at a place."""
        return Showing(self.catalogue, place, self.norm_elements)


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
