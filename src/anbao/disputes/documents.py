"""Reads disputes from files: JSON or YAML by the published schema, or RDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import yaml

from anbao.disputes.dates import period
from anbao.disputes.disputes import ANCHORS, Dispute, Finding, Period, factual, find_case, from_store
from anbao.disputes.status import FOUND
from anbao.errors import ContradictoryFindings, DataError, SyntaxFault
from anbao.graph.namespaces import local_name
from anbao.graph.stores import FORMATS, content_of, load
from anbao.law.norms import Law
from anbao.schemas import schema
from anbao.wording import Label

__all__ = ["Source", "from_document", "gather", "gather_all", "read_document", "read_file", "validate"]

STATUSES = {status.word: status for status in FOUND}
WRITTEN = {".json", ".yaml", ".yml"}


def read_file(path: Path, law: Law) -> list[Dispute]:
    """Return the disputes of a file: `.json`, `.yaml`, or an RDF syntax.

    Raises:
        DataError: the file is empty, not UTF-8, malformed, or names something unknown;
            the message says in which file and line, and how to mend it.
        ContradictoryFindings: a circumstance is both established and refuted.
    """
    if path.suffix not in WRITTEN:
        found = from_store(load([path]), law)
        if not found:
            raise DataError("holds no anbao:Dispute.", where=str(path), mend="Describe at least one.")
        return found
    document, origin = read_document(path)
    return from_document(document, law, origin)


def read_document(path: Path) -> tuple[object, Source]:
    """Return what a JSON or YAML file holds, every YAML scalar as a string, and the text it stands in.

    Raises:
        DataError: the file is empty, not UTF-8 or malformed; the message says in which line.
    """
    text = content_of(path).decode("utf-8")
    return _parsed(path, text), Source(str(path), text)


def _parsed(path: Path, text: str) -> object:
    try:
        return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=yaml.BaseLoader)
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise SyntaxFault(f"malformed JSON: {error.msg}.", where=place, mend="Correct it there.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "not YAML"
        raise SyntaxFault(f"malformed YAML: {problem}.", where=place, mend="Correct it there.") from None


@dataclass(frozen=True, slots=True)
class Source:
    """The text that a document was read from, to say on which line something stands."""

    name: str
    text: str = ""

    def at(self, keys: Iterable[str | int]) -> SourceLocation:
        """Return the location of the value that the keys lead to."""
        return SourceLocation(self, tuple(keys))


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """The location of a value in a source; the line is looked up only when it is printed."""

    source: Source
    keys: tuple[str | int, ...]

    def __str__(self) -> str:
        """Return `file:line`; JSON is read as YAML for it."""
        if not self.source.text:
            return self.source.name
        node = yaml.compose(self.source.text, Loader=yaml.SafeLoader)
        for key in self.keys:
            if isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == key), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
                node = node.value[key]
        return f"{self.source.name}:{node.start_mark.line + 1}" if node else self.source.name


def from_document(document: object, law: Law, source: Source | None = None) -> list[Dispute]:
    """Return the disputes of a JSON document that follows the published schema.

    Raises:
        DataError: the document breaks the schema, or names something unknown.
        ContradictoryFindings: a circumstance is both established and refuted.
    """
    origin = source or Source("dispute")
    validate(document, schema("dispute"), origin, "dispute")
    if isinstance(document, Mapping) and "disputes" in document:
        listed: list[Any] = document["disputes"]
        above: tuple[str | int, ...] = ("disputes",)
    elif isinstance(document, list):
        listed, above = document, ()
    else:
        return [_dispute(document, law, origin, ())]
    return [_dispute(entry, law, origin, (*above, index)) for index, entry in enumerate(listed)]


def validate(document: object, schema: Mapping[str, Any], origin: Source, name: str) -> None:
    """Raise a DataError that says where a document breaks a JSON Schema; `anbao schema NAME` prints it."""
    validator = jsonschema.Draft202012Validator(schema)
    if error := jsonschema.exceptions.best_match(validator.iter_errors(document)):
        raise DataError(
            f"does not follow the schema: {error.message}.",
            where=origin.at(error.absolute_path),
            mend=f"Run `anbao schema {name}` to see what it holds.",
        )


def _dispute(entry: Any, law: Law, origin: Source, keys: tuple[str | int, ...]) -> Dispute:
    name = str(entry.get("id") or "-".join([Path(origin.name).stem, *map(str, keys[-1:])]))
    iri = (
        name
        if re.match(r"[a-z][a-z0-9+.-]*:", name)
        else "urn:dispute:" + re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    )
    label = entry.get("label", name)
    labels = Label(label["zh"], label["en"]) if isinstance(label, dict) else Label(str(label), str(label))
    findings: dict[str, Finding] = {}
    for status, meaning in STATUSES.items():
        for index, term in enumerate(entry.get(status, ())):
            place = origin.at((*keys, status, index))
            circumstance = factual(law, term, place)
            earlier = findings.get(circumstance)
            if earlier and earlier.status is not meaning:
                raise ContradictoryFindings(
                    f"{term!r} is given two statuses.", where=place, mend="Keep one of them."
                )
            local = local_name(circumstance)
            findings[circumstance] = Finding(f"{iri}/finding/{local}", circumstance, meaning)
    periods = tuple(
        Period(str(ANCHORS[event]), *period(str(text), origin.at((*keys, "dates", event))))
        for event, text in entry.get("dates", {}).items()
    )
    return Dispute(iri, labels, tuple(findings.values()), periods)


def gather(item: str | Path | Mapping[str, Any] | Dispute, law: Law, store: ox.Store) -> list[Dispute]:
    """Return the disputes that something names: a file, a document, a case of the graph, or itself.

    Raises:
        DataError: there is no such file or case, or it cannot be used.
    """
    if isinstance(item, Dispute):
        return [item]
    if isinstance(item, Mapping):
        return from_document(item, law)
    path = Path(item)
    if isinstance(item, Path) or path.suffix in {*FORMATS, *WRITTEN} or path.exists():
        return read_file(path, law)
    return from_store(store, law, only=find_case(store, item))


def gather_all(
    items: Iterable[str | Path | Mapping[str, Any] | Dispute], law: Law, store: ox.Store
) -> list[Dispute]:
    """Return the disputes that several things name, in their order.

    Raises:
        DataError: as `gather` does.
    """
    return [dispute for item in items for dispute in gather(item, law, store)]
