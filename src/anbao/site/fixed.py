"""The single pages: home, the applications, the library, the ontology, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anbao.graph.questions import library
from anbao.site import backtest_page, divergence_page, drawing
from anbao.site.first_view import FirstView, draw, read_first_view
from anbao.site.paths import LANGUAGES, PagePath
from anbao.site.reference import FOLDER as REFERENCE
from anbao.site.site import POLICY, Site
from anbao.site.tables import ask, section

__all__ = ["pages"]

WORKER = POLICY.replace("script-src 'self'", "script-src 'self' blob:") + "; worker-src 'self' blob:"
# The visitor may name an endpoint of their own; nothing is asked of any other before.
ENDPOINT = WORKER.replace("blob:;", "'wasm-unsafe-eval' blob:;", 1).replace("connect-src 'none'", "connect-src http: https: blob: data:")
POLICIES = {"whatif": WORKER, "sparql": ENDPOINT}
APPS = ("graph", "whatif", "sparql")
KINDS_OF_TERMS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")


def pages(site: Site) -> Iterator[tuple[PagePath, str]]:
    """Yield each of the pages in each language."""
    view = read_first_view(site.network, site.answers.law)
    for language in LANGUAGES:
        yield _home(site, view, language)
        for name in ("about", "search"):
            yield _page(site, name, language)
        for name in APPS:
            yield _page(site, name, language, app=name, description=site.word(f"site.{name} lead", language))
        yield _page(site, "library", language, topics=_topics())
        yield _page(site, "ontology", language, **_terms(site, language))
        yield _page(site, "statistics", language, **_counts(site, language))
        show = site.showing(PagePath("backtest/index.html", language))
        yield _page(site, "backtest", language, **backtest_page.context(site.backtest, show))
        show = site.showing(PagePath("divergence/index.html", language))
        yield _page(
            site, "divergence", language, **divergence_page.context(site.divergence, site.answers.law, show)
        )
        reference = f"{REFERENCE}/index.html"
        yield _page(site, "data", language, files=site.descriptions.dumps, reference=reference)
        place = PagePath("404.html", language)
        yield place, site.render("404.html.jinja", place, site.word("site.not found", language))


def _home(site: Site, view: FirstView, language: str) -> tuple[PagePath, str]:
    place = PagePath("index.html", language)
    kinds = site.catalogue.kinds
    entries = [
        (
            "graph/index.html",
            site.word("site.enter graph", language),
            site.word("site.enter graph note", language),
        ),
        (
            "whatif/index.html",
            site.word("site.whatif", language),
            site.word("site.enter whatif note", language),
        ),
    ]
    for kind in ("case", "position", "provision"):
        note = site.word(f"site.enter {kind}s note", language)
        entries.append((f"{kind}/index.html", kinds[kind].plural[language], note))
    entries.append(
        (
            "sparql/index.html",
            site.word("site.sparql", language),
            site.word("site.enter sparql note", language),
        )
    )
    figure = draw(view, site.showing(place), site.word("site.first view", language))
    title = site.word("site.subtitle", language)
    return place, site.render(
        "home.html.jinja", place, title, figure=figure, entries=entries, description=title
    )


def _page(site: Site, name: str, language: str, **context: Any) -> tuple[PagePath, str]:
    place = PagePath(f"{name}/index.html", language)
    template = "app.html.jinja" if "app" in context else f"{name}.html.jinja"
    policy = POLICIES.get(name, POLICY)
    return place, site.render(template, place, site.word(f"site.{name}", language), policy, **context)


def _topics() -> dict[str, list[Any]]:
    """Return the questions of the library by topic."""
    found: dict[str, list[Any]] = {}
    for question in library():
        found.setdefault(question.name.partition("/")[0], []).append(question)
    return found


def _terms(site: Site, language: str) -> dict[str, Any]:
    """Return the terms of the ontology, kind by kind."""
    terms = section(site.store, "ontology")
    groups: dict[str, list[str]] = {}
    for iri, rows in terms.rows.items():
        kinds = sorted({term.value for row in rows for term in row["class"]})
        groups.setdefault(kinds[0], []).append(iri)
    place = PagePath("ontology/index.html", language)
    show = site.showing(place)
    return {
        "groups": {
            kind: sorted(iris, key=str.lower)
            for kind, iris in sorted(groups.items(), key=lambda g: -len(g[1]))
        },
        "terms": terms,
        "labels": {iri: show.label(iri) for iri in terms.rows},
    }


def _counts(site: Site, language: str) -> dict[str, Any]:
    """Return the published counts, data set by data set, and our own, each with its drawing."""
    show = site.showing(PagePath("statistics/index.html", language))
    unit = site.word("site.decisions", language)
    published = []
    counts = section(site.store, "statistics")
    for dataset, rows in counts.rows.items():
        title = show.label(dataset)
        values = []
        for row in rows:
            name = show.label((row["value"] or row["observation"])[0].value)
            values.append((name, int(row["count"][0].value)))
        published.append((dataset, title, rows, drawing.bars(values, title, unit)))
    own = [(row["form"].value, int(row["cases"].value)) for row in ask(site.store, "statistics-own")]
    figure = drawing.bars(
        [(show.label(form), count) for form, count in own], site.word("site.own counts", language), unit
    )
    return {"published": published, "section": counts, "own": own, "own_figure": figure}
