"""Disputes as they come in: cases of the graph, JSON, YAML, Turtle or JSON-LD.

A dispute has a claimant, a defendant, a direct injurer and a harm; what the
engine reads of it are its findings (factual circumstances established, refuted
or left open) and its dates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import yaml

from anbao.errors import BadDate, ContradictoryFindings, DataError, SyntaxFault, UnknownTerm
from anbao.graph import FORMATS, RDF_TYPE, content_of, load
from anbao.norms import Label, Law
from anbao.vocabulary import ANBAO

__all__ = [
    "Dispute",
    "Finding",
    "Period",
    "day",
    "from_document",
    "from_store",
    "gather",
    "period",
    "read_file",
    "schema",
]

ANCHORS = {
    "conduct": ANBAO.Conduct,
    "harm": ANBAO.Harm,
    "notice": ANBAO.Notice,
    "knowledge": ANBAO.Knowledge,
    "proceedings": ANBAO.Proceedings,
}
STATUSES = {"established": ANBAO.Established, "refuted": ANBAO.Refuted, "open": ANBAO.LeftOpen}
FIRST_YEAR = 1980
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
DCTERMS_IDENTIFIER = "http://purl.org/dc/terms/identifier"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
MAX_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """That a circumstance is `established`, `refuted` or `open`; all by IRI."""

    iri: str
    circumstance: str
    status: str


@dataclass(frozen=True, slots=True)
class Period:
    """When an event ended, between two days; `None` where nobody says."""

    anchor: str
    earliest: dt.date | None
    latest: dt.date | None


@dataclass(frozen=True, slots=True)
class Holding:
    """What a court gave in a decided case, in words; `form` is the IRI of a form of liability."""

    form: str
    share: str | None
    text: Label


@dataclass(frozen=True, slots=True)
class Dispute:
    """One claimant, one defendant, one direct injurer, one harm."""

    iri: str
    label: Label
    findings: tuple[Finding, ...]
    periods: tuple[Period, ...]
    case: str | None = None
    holdings: tuple[Holding, ...] = ()
    counterfactual: dt.date | None = None

    def on(self, date: dt.date) -> Dispute:
        """Return the dispute as if everything had happened on `date`, marked so."""
        periods = tuple(Period(str(anchor), date, date) for anchor in ANCHORS.values())
        return replace(self, periods=periods, counterfactual=date)

    def quads(self) -> list[ox.Quad]:
        """Return the dispute as RDF, as far as the rules read it."""
        node = ox.NamedNode(self.iri)
        found = [_quad(node, RDF_TYPE.value, ANBAO.Dispute)]
        for finding in self.findings:
            here = ox.NamedNode(finding.iri)
            found += [
                _quad(node, ANBAO.finding, finding.iri),
                _quad(here, ANBAO.circumstance, finding.circumstance),
                _quad(here, ANBAO.findingStatus, finding.status),
            ]
        for index, period in enumerate(self.periods):
            here = ox.NamedNode(f"{self.iri}/period/{index}")
            found += [
                _quad(node, ANBAO.period, here.value),
                _quad(here, ANBAO.anchor, period.anchor),
            ]
            for predicate, date in (
                (ANBAO.endEarliest, period.earliest),
                (ANBAO.endLatest, period.latest),
            ):
                if date:
                    value = ox.Literal(date.isoformat(), datatype=XSD_DATE)
                    found.append(ox.Quad(here, ox.NamedNode(predicate), value))
        if self.counterfactual:
            value = ox.Literal(self.counterfactual.isoformat(), datatype=XSD_DATE)
            found.append(ox.Quad(node, ox.NamedNode(ANBAO.counterfactualDate), value))
        return found


def _quad(subject: ox.NamedNode, predicate: str, value: str) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), ox.NamedNode(value))


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of dispute files."""
    text = (Path(__file__).parent / "schemas" / "dispute.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def read_file(path: Path, law: Law) -> list[Dispute]:
    """Return the disputes of a file: `.json`, `.yaml`, or an RDF syntax.

    Raises:
        DataError: the file is empty, not UTF-8, malformed, or names something unknown;
            the message says in which file and line, and how to mend it.
        ContradictoryFindings: a circumstance is both established and refuted.
    """
    if path.suffix not in {".json", ".yaml", ".yml"}:
        found = from_store(load([path]), law)
        if not found:
            raise DataError(
                "holds no anbao:Dispute.", where=str(path), mend="Describe at least one."
            )
        return found
    text = content_of(path).decode("utf-8")
    return from_document(_parsed(path, text), law, Source(str(path), text))


def _parsed(path: Path, text: str) -> object:
    try:
        return (
            json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=yaml.BaseLoader)
        )  # noqa: S506
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise SyntaxFault(
            f"malformed JSON: {error.msg}.", where=place, mend="Correct it there."
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "not YAML"
        raise SyntaxFault(
            f"malformed YAML: {problem}.", where=place, mend="Correct it there."
        ) from None


@dataclass(frozen=True, slots=True)
class Source:
    """The text that a document was read from, to say on which line something stands."""

    name: str
    text: str = ""

    def at(self, keys: Iterable[str | int]) -> str:
        """Return `file:line` of the value that the keys lead to; JSON is read as YAML for it."""
        if not self.text:
            return self.name
        node = yaml.compose(self.text, Loader=yaml.SafeLoader)
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == key), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
                node = node.value[key]
        return f"{self.name}:{node.start_mark.line + 1}" if node else self.name


def from_document(document: object, law: Law, source: Source | None = None) -> list[Dispute]:
    """Return the disputes of a JSON document that follows the published schema.

    Raises:
        DataError: the document breaks the schema, or names something unknown.
        ContradictoryFindings: a circumstance is both established and refuted.
    """
    origin = source or Source("dispute")
    _validate(document, origin)
    if isinstance(document, Mapping) and "disputes" in document:
        listed, above = document["disputes"], ("disputes",)
    elif isinstance(document, list):
        listed, above = document, ()
    else:
        return [_dispute(document, law, origin, ())]
    return [_dispute(entry, law, origin, (*above, index)) for index, entry in enumerate(listed)]


def _validate(document: object, origin: Source) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    if error := jsonschema.exceptions.best_match(validator.iter_errors(document)):
        raise DataError(
            f"does not follow the schema: {error.message}.",
            where=origin.at(error.absolute_path),
            mend="Run `anbao schema dispute` to see what a dispute holds.",
        )


def _dispute(entry: Any, law: Law, origin: Source, keys: tuple[str | int, ...]) -> Dispute:
    name = str(entry.get("id") or "-".join([Path(origin.name).stem, *map(str, keys[-1:])]))
    iri = (
        name
        if re.match(r"[a-z][a-z0-9+.-]*:", name)
        else "urn:dispute:" + re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    )
    label = entry.get("label", name)
    labels = (
        Label(label["zh"], label["en"])
        if isinstance(label, dict)
        else Label(str(label), str(label))
    )
    findings: dict[str, Finding] = {}
    for status, meaning in STATUSES.items():
        for index, term in enumerate(entry.get(status, ())):
            place = origin.at((*keys, status, index))
            circumstance = factual(law, term, place)
            earlier = findings.get(circumstance)
            if earlier and earlier.status != str(meaning):
                raise ContradictoryFindings(
                    f"{term!r} is given two statuses.", where=place, mend="Keep one of them."
                )
            local = circumstance.rsplit("#", 1)[-1]
            findings[circumstance] = Finding(f"{iri}/finding/{local}", circumstance, str(meaning))
    periods = tuple(
        Period(str(ANCHORS[event]), *period(str(text), origin.at((*keys, "dates", event))))
        for event, text in entry.get("dates", {}).items()
    )
    return Dispute(iri, labels, tuple(findings.values()), periods)


def factual(law: Law, term: str, where: str) -> str:
    """Return the IRI of the factual circumstance that `term` names.

    A term is an IRI, a local name, or an exact label in either language.

    Raises:
        UnknownTerm: nothing, or a legal concept, has that name.
    """
    names = _names(law)
    iri = names.get(term.strip())
    if iri is None:
        close = difflib.get_close_matches(term, names, n=MAX_GUESSES, cutoff=0.3)
        hint = "Did you mean " + ", ".join(repr(name) for name in close) + "?" if close else ""
        raise UnknownTerm(
            f"unknown circumstance {term!r}.",
            where=where,
            mend=hint or "See `anbao query circumstances/all`.",
        )
    if not law.circumstances[iri].factual:
        facts = [a.left for a in law.axioms if a.kind == "within" and a.right == (iri,)]
        named = ", ".join(
            fact.rsplit("#", 1)[-1] for fact in facts if law.circumstances[fact].factual
        )
        raise UnknownTerm(
            f"{term!r} is a legal concept; a finding names facts.",
            where=where,
            mend=f"Facts that lead to it: {named or 'none in this graph'}.",
        )
    return iri


def _names(law: Law) -> dict[str, str]:
    names = {}
    for iri, circumstance in law.circumstances.items():
        local = iri.rsplit("#", 1)[-1]
        for name in (circumstance.label.zh, circumstance.label.en, local, f"circ:{local}", iri):
            names[name] = iri
    return names


def day(text: str, where: str = "date") -> dt.date:
    """Return a calendar day written `YYYY-MM-DD`.

    Raises:
        BadDate: it is no such day, or lies before 1980.
    """
    found = DATE.fullmatch(text)
    if not found or not found.group(3):
        raise BadDate(f"{text!r} is no date.", where=where, mend="Write it as YYYY-MM-DD.")
    return _bounds(text, where)[0]


def period(text: str, where: str = "date") -> tuple[dt.date | None, dt.date | None]:
    """Return the earliest and the latest day on which an event ended.

    `text` is a day, a month or a year (`2021-03-05`, `2021-03`, `2021`), an
    interval over which it went on (`2020-12-01/2021-02`), or a bound: `../2021`
    for not after 2021, `2021/..` for not before.

    Raises:
        BadDate: it is none of these, or lies before 1980.
    """
    begin, slash, end = text.partition("/")
    if not slash:
        return _bounds(text, where)
    if begin == "..":
        return None, _bounds(end, where)[1]
    first = _bounds(begin, where)[0]
    if end == "..":
        return first, None
    earliest, latest = _bounds(end, where)
    if latest < first:
        raise BadDate(
            f"the interval {text!r} ends before it begins.", where=where, mend="Swap its ends."
        )
    return max(first, earliest), latest


def _bounds(text: str, where: str) -> tuple[dt.date, dt.date]:
    found = DATE.fullmatch(text.strip())
    if not found:
        raise BadDate(
            f"{text!r} is no date.",
            where=where,
            mend="Write YYYY-MM-DD, YYYY-MM, YYYY or an interval A/B.",
        )
    year, month, of_month = (int(part) if part else None for part in found.groups())
    assert year is not None
    if year < FIRST_YEAR:
        raise BadDate(
            f"{text} lies before {FIRST_YEAR}.",
            where=where,
            mend="This graph begins with that year.",
        )
    try:
        first = dt.date(year, month or 1, of_month or 1)
    except ValueError:
        raise BadDate(f"{text!r} is no date.", where=where, mend="Check month and day.") from None
    if of_month:
        return first, first
    last_month = month or 12
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def gather(
    item: str | Path | Mapping[str, Any] | Dispute, law: Law, store: ox.Store
) -> list[Dispute]:
    """Return the disputes that something names: a file, a document, a case of the graph, or itself.

    Raises:
        DataError: there is no such file or case, or it cannot be used.
    """
    if isinstance(item, Dispute):
        return [item]
    if isinstance(item, Mapping):
        return from_document(item, law)
    path = Path(item)
    if (
        isinstance(item, Path)
        or path.suffix in {*FORMATS, ".json", ".yaml", ".yml"}
        or path.exists()
    ):
        return read_file(path, law)
    return from_store(store, law, only=_case(store, item))


def _case(store: ox.Store, name: str) -> str:
    """Return the IRI of the case or dispute that an identifier, the end of an IRI or an IRI names."""
    known: dict[str, str] = {}
    for kind in (ANBAO.Case, ANBAO.Dispute):
        for quad in store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(kind)):
            iri = quad.subject.value
            identifiers = [
                value.value for value in _objects(store, quad.subject, DCTERMS_IDENTIFIER)
            ]
            known |= {alias.lower(): iri for alias in (iri, iri.rsplit("/", 1)[-1], *identifiers)}
    if name.lower() not in known:
        short = [alias for alias in known if "/" not in alias]
        close = difflib.get_close_matches(name.lower(), short, n=MAX_GUESSES, cutoff=0.3)
        hint = f"Nearest: {', '.join(close)}. " if close else ""
        raise UnknownTerm(
            f"no file and no case is called {name!r}.",
            mend=f"{hint}`anbao query cases/all` lists the cases.",
        )
    return known[name.lower()]


def from_store(store: ox.Store, law: Law, only: str | None = None) -> list[Dispute]:
    """Return the disputes described in a store, or those of the case or dispute `only`.

    Raises:
        UnknownTerm: a finding names something that is no factual circumstance.
    """
    wanted = _pick(store, only)
    cases = {
        quad.object.value: quad.subject.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(ANBAO.hasDispute), None)
    }
    found = []
    for iri in wanted:
        node = ox.NamedNode(iri)
        label = _label(store, node, SKOS + "prefLabel")
        findings = tuple(_findings(store, node, law))
        holdings = tuple(_holdings(store, node))
        found.append(
            Dispute(iri, label, findings, tuple(_periods(store, node)), cases.get(iri), holdings)
        )
    return found


def _pick(store: ox.Store, only: str | None) -> list[str]:
    if only:
        inside = [
            q.object.value
            for q in store.quads_for_pattern(
                ox.NamedNode(only), ox.NamedNode(ANBAO.hasDispute), None
            )
        ]
        return sorted(inside) or [only]
    typed = store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(ANBAO.Dispute))
    return sorted({quad.subject.value for quad in typed})


def _label(store: ox.Store, node: Any, predicate: str) -> Label:
    texts = {
        (v.language or "").split("-")[0].lower(): v.value for v in _objects(store, node, predicate)
    }
    fallback = next(iter(texts.values()), node.value.rsplit("/", 1)[-1])
    return Label(texts.get("zh", fallback), texts.get("en", fallback))


def _holdings(store: ox.Store, node: ox.NamedNode) -> Iterable[Holding]:
    for here in sorted(_objects(store, node, ANBAO.holding), key=str):
        shares = [value.value for value in _objects(store, here, ANBAO.share)]
        text = _label(store, here, SKOS + "definition")
        for form in _objects(store, here, ANBAO.heldForm):
            yield Holding(form.value, next(iter(shares), None), text)


def _objects(store: ox.Store, node: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None)]


def _findings(store: ox.Store, node: ox.NamedNode, law: Law) -> Iterable[Finding]:
    for finding in sorted(_objects(store, node, ANBAO.finding), key=str):
        for circumstance in _objects(store, finding, ANBAO.circumstance):
            for status in _objects(store, finding, ANBAO.findingStatus):
                iri = factual(law, circumstance.value, f"{node.value}")
                yield Finding(getattr(finding, "value", str(finding)), iri, status.value)


def _periods(store: ox.Store, node: ox.NamedNode) -> Iterable[Period]:
    for here in sorted(_objects(store, node, ANBAO.period), key=str):
        ends = []
        for predicate in (ANBAO.endEarliest, ANBAO.endLatest):
            texts = [value.value for value in _objects(store, here, predicate)]
            ends.append(day(texts[0], node.value) if texts else None)
        for anchor in _objects(store, here, ANBAO.anchor):
            yield Period(anchor.value, ends[0], ends[1])
