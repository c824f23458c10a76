"""The page of a resource: its sections, its neighbours, how to cite it, what the engine decides of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from markupsafe import Markup

from anbao.engine.results import Decision
from anbao.site import backtest_page, citations, drawing
from anbao.site.catalogue import Resource
from anbao.site.decision_html import DecisionHtml
from anbao.site.network import Edge
from anbao.site.paths import LANGUAGES, TAGS, PagePath
from anbao.site.site import Site

__all__ = ["pages", "pointers"]

MAX_ROWS = 16  # of the drawing of neighbours
PER_RELATION = 4


def pages(site: Site, resource: Resource) -> Iterator[tuple[PagePath, str]]:
    """Yield the page of a resource in each language."""
    template = f"{resource.kind.name}.html.jinja"
    if template not in site.templates:
        template = "resource.html.jinja"
    for language in LANGUAGES:
        place = PagePath(f"{resource.folder}/index.html", language)
        title = resource.label[language]
        yield place, site.render(template, place, title, **_context(site, resource, place))


def _context(site: Site, resource: Resource, place: PagePath) -> dict[str, Any]:
    language = place.language
    shown = [
        (section, section.rows[resource.iri])
        for section in site.sections[resource.kind.name]
        if resource.iri in section.rows
    ]
    return {
        "description": f"{resource.kind.words[language]}: {resource.label[language]}",
        "resource": resource,
        "sections": shown,
        "alias": resource.label[place.other.language],
        "crumbs": _crumbs(site, resource, place),
        "neighbours": _neighbours(site, resource, place),
        "citations": _citations(site, resource, language),
        "document": site.descriptions.document(resource),
        "embedded": site.descriptions.embedded(resource),
        **_decided(site, resource, place),
    }


def pointers(site: Site, resource: Resource) -> Iterator[tuple[PagePath, str]]:
    """Yield, for each part of a resource, the page under its own name that leads to where it stands."""
    for part in resource.parts:
        for language in LANGUAGES:
            place = PagePath(
                f"{resource.folder.rpartition('/')[0]}/{part.rsplit('/', 1)[-1]}/index.html", language
            )
            target = place.to(site.catalogue.target(part) or f"{resource.folder}/index.html")
            label = site.catalogue.label(part, language)
            template = site.environment.get_template("pointer.html.jinja")
            yield place, template.render(tag=TAGS[language], target=target, label=label)


def _crumbs(site: Site, resource: Resource, place: PagePath) -> list[tuple[str, str]]:
    """Return the way to a page: the list of its kind, and what the resource stands under."""
    above = site.catalogue.above(resource.iri)
    kind = (above[0] if above else resource).kind
    found = [(place.to(f"{kind.name}/index.html"), kind.plural[place.language])]
    return found + [(place.to(f"{one.folder}/index.html"), one.label[place.language]) for one in above]


def _neighbours(site: Site, resource: Resource, place: PagePath) -> Markup:
    """Return the drawing of a resource's neighbours, grouped by relation."""
    groups: dict[str, dict[str, Edge]] = {}
    for edge in site.network.around.get(resource.iri, ()):
        other = edge.target if edge.source == resource.iri else edge.source
        groups.setdefault(edge.kind, {}).setdefault(other, edge)
    if not groups:
        return Markup()
    show, language = site.showing(place), place.language
    rows: list[drawing.Row] = []
    for kind, members in groups.items():
        if len(rows) < MAX_ROWS:
            rows.append(drawing.Row(f"{show.label(kind)} ({len(members)})"))
            rows += [_neighbour(site, one, members[one], place) for one in list(members)[:PER_RELATION]]
    title = site.word("site.neighbours", language)
    kind_of = resource.kind
    figure = drawing.neighbours(resource.label[language], kind_of.name, kind_of.shape, rows, title)
    more = Markup('<p><a href="{}?node={}">{}</a></p>').format(
        place.to("graph/index.html"), resource.local, site.word("site.neighbours more", language)
    )
    return Markup('<section class="around"><h2>{}</h2>{}{}</section>').format(title, figure, more)


def _neighbour(site: Site, iri: str, edge: Edge, place: PagePath) -> drawing.Row:
    other = site.catalogue.pages[iri]
    name = " ".join(filter(None, (other.identifier, other.label[place.language])))
    return drawing.Row(
        name, place.to(f"{other.folder}/index.html"), other.kind.name, other.kind.shape, edge.claimed_by
    )


def _citations(site: Site, resource: Resource, language: str) -> list[tuple[str, str]]:
    """Return how to cite a page, or the work that it is about: name of the format, text."""
    if resource.kind.name == "work":
        rows = site.section("work", "about").rows.get(resource.iri, [])
        item = citations.cite_work(resource, rows)
        entry = citations.in_gbt7714(item, language)
    else:
        item = citations.cite_page(resource, language, version("anbao"))
        entry = citations.page_in_gbt7714(resource, language, version("anbao"))
    return [("GB/T 7714", entry), ("BibTeX", citations.in_bibtex(item)), ("CSL-JSON", citations.in_csl(item))]


def _decided(site: Site, resource: Resource, place: PagePath) -> dict[str, Any]:
    """Return what the page of a case or a position tells of the engine's decisions."""
    teller = DecisionHtml(site.answers.law, site.showing(place))
    if resource.kind.name == "case":
        disputes = site.answers.by_case.get(resource.iri, ())
        decided = [
            (decisions[0].dispute.label[place.language], teller.groups(decisions)) for decisions in disputes
        ]
        return {"disputes": decided}
    if resource.kind.name == "position":
        test, show = site.backtest, teller.show
        scores = [
            backtest_page.scored(test, one, show) for one in test.scores if one.position == resource.iri
        ]
        outcomes = _outcomes(site.answers.by_position.get(resource.iri, ()), teller)
        return {"outcomes": outcomes, "scores": scores}
    return {}


def _outcomes(decisions: Iterable[Decision], teller: DecisionHtml) -> list[tuple[list[Markup], list[Markup]]]:
    """Return what a position answers in the cases, and in which; cases that it answers alike are together."""
    show = teller.show
    found: dict[tuple[Markup, ...], dict[Markup, None]] = {}
    for decision in decisions:
        case = decision.dispute.case or decision.dispute.iri
        name = show.link(case, show.catalogue.identifiers.get(case))
        found.setdefault(tuple(teller.answers(decision)), {})[name] = None
    return [(list(answers), list(cases)) for answers, cases in found.items()]
