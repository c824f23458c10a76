"""Arguments for other tools: AIF as RDF, AIF as JSON, and the two formats of abstract frameworks.

The Argument Interchange Format knows statements (I-nodes) and applications of
schemes: of inference (RA-nodes), of conflict (CA-nodes), of preference
(PA-nodes). A step from premises to a conclusion is an RA-node, so is the support
of one claim by another; an attack is a CA-node, on a statement if it rebuts and
on the RA-node if it undercuts; a priority is a PA-node. A bare statement is an
I-node alone.

Sources: C. Chesñevar et al., "Towards an Argument Interchange Format", Knowledge
Engineering Review 21 (2006); the AIF specification of the Argumentation Research
Group, Dundee, 2011; the JSON of AIFdb; for apx, ASPARTIX; for `p af`, the rules of
ICCMA 2023.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from anbao.analysis.arguments.arguments import Argument, Arguments
from anbao.graph.namespaces import RDFS
from anbao.graph.questions import PREFIXES
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.wording import Label, phrase

__all__ = ["to_aif", "to_apx", "to_iccma", "to_json"]

AIF = "http://www.arg.dundee.ac.uk/aif#"
CONFLICT = "CA", "ConflictingElement", "ConflictedElement"
PREFERENCE = "PA", "PreferredElement", "DispreferredElement"
OUTGOING = {"Conclusion", CONFLICT[2], PREFERENCE[2]}  # the edges that run from the scheme node


class _Network:
    """The nodes and edges of AIF: each node with type and text, each edge with its role."""

    def __init__(self, found: Arguments) -> None:
        self.found = found
        self.nodes: dict[str, tuple[str, Label]] = {
            iri: ("I", statement.text) for iri, statement in found.statements.items()
        }
        self.edges: list[tuple[str, str, str]] = []  # from a node to a node, and in which role
        for argument in found.arguments.values():
            if argument.premises:
                self._step(argument.iri, argument.scheme, argument.premises, argument.conclusion)
        for support in found.supports:
            one, other = (found.arguments[iri].conclusion for iri in (support.supporter, support.supported))
            self._step(_name("support", one, other), "agreement", [one], other)
        for attack in found.attacks:
            attacker, target = (found.arguments[iri] for iri in (attack.attacker, attack.target))
            aim = target.conclusion if attack.kind in ("rebuts", "disputes") else self._node(target)
            node = _name("conflict", attacker.conclusion, aim, attack.kind)
            self._between(node, attack.kind, attacker.conclusion, aim)
        for preference in found.preferences:
            one, other = (
                self._node(found.arguments[iri]) for iri in (preference.preferred, preference.dispreferred)
            )
            self._between(_name("preference", one, other), "preference", one, other)

    def _node(self, argument: Argument) -> str:
        """Return the RA-node of an argument; for a bare statement, its own node."""
        return argument.iri if argument.premises else argument.conclusion

    def _step(self, node: str, scheme: str, premises: Iterable[str], conclusion: str) -> None:
        self.nodes[node] = "RA", phrase(f"schemes.{scheme}")
        self.edges += [(premise, node, "Premise") for premise in premises]
        self.edges.append((node, conclusion, "Conclusion"))

    def _between(self, node: str, scheme: str, one: str, other: str) -> None:
        """Add a conflict or a preference between two nodes, once."""
        kind, *roles = PREFERENCE if scheme == "preference" else CONFLICT
        if node not in self.nodes:
            self.nodes[node] = kind, phrase(f"schemes.{scheme}")
            self.edges += [(one, node, roles[0]), (node, other, roles[1])]


def _name(kind: str, *content: str) -> str:
    """Return an IRI that is the same for the same content."""
    digest = hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]
    return f"https://w3id.org/anbao/argument/{kind}/{digest}"


def to_aif(found: Arguments) -> str:
    """Return arguments as Turtle in the AIF vocabulary.

    An RA-node carries its grounded label as a comment, and who advances it as
    `dcterms:contributor`.
    """
    triples = sorted(set(_triples(found)), key=str)
    used = {name: PREFIXES[name] for name in ("id", "circ", "anbao", "dcterms", "rdfs")} | {"aif": AIF}
    content = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used)
    assert isinstance(content, bytes)
    return content.decode("utf-8")


def _triples(found: Arguments) -> Iterator[ox.Triple]:
    network = _Network(found)

    def triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)

    for node, (kind, text) in network.nodes.items():
        yield triple(node, RDF_TYPE.value, ox.NamedNode(f"{AIF}{kind}-node"))
        predicate = AIF + "claimText" if kind == "I" else RDFS + "label"
        yield triple(node, predicate, ox.Literal(text.zh, language="zh-Hans"))
        yield triple(node, predicate, ox.Literal(text.en, language="en"))
    for one, other, role in network.edges:
        # In RDF the scheme node is the subject, whichever way the edge runs.
        scheme, element = (one, other) if role in OUTGOING else (other, one)
        yield triple(scheme, AIF + role, ox.NamedNode(element))
    for statement in found.statements.values():
        if statement.pinpoint:
            yield triple(statement.iri, ANBAO.pinpoint, ox.Literal(statement.pinpoint))
    for iri, label in found.labels.items():
        if found.arguments[iri].premises:
            yield triple(iri, RDFS + "comment", ox.Literal(f"grounded: {label}", language="en"))
            for holder in found.holders.get(iri, ()):
                yield triple(iri, PREFIXES["dcterms"] + "contributor", ox.NamedNode(holder))


def to_json(found: Arguments, language: str) -> dict[str, Any]:
    """Return arguments as AIFdb writes them: nodes and edges by number.

    Beside `nodeID`, `text` and `type` a node has its `iri`, and an RA-node the
    grounded `label` of its argument.
    """
    network = _Network(found)
    number = {node: str(place) for place, node in enumerate(network.nodes, start=1)}
    nodes = [
        {"nodeID": number[node], "text": text[language], "type": kind, "iri": node}
        | ({"label": found.labels[node]} if node in found.labels else {})
        for node, (kind, text) in network.nodes.items()
    ]
    edges = [
        {"edgeID": str(place), "fromID": number[one], "toID": number[other], "formEdgeID": None}
        for place, (one, other, _) in enumerate(network.edges, start=1)
    ]
    return {"nodes": nodes, "edges": edges, "locutions": [], "participants": [], "schemefulfillments": []}


def _numbered(found: Arguments) -> dict[str, int]:
    return {iri: place for place, iri in enumerate(sorted(found.arguments), start=1)}


def to_apx(found: Arguments) -> str:
    """Return the abstract framework as ASPARTIX reads it, with the IRIs of arguments in comments."""
    number = _numbered(found)
    lines = [f"% a{place}: {iri}" for iri, place in number.items()]
    lines += [f"arg(a{place})." for place in number.values()]
    pairs = sorted((number[one], number[other]) for one, other in found.defeats)
    return "\n".join([*lines, *(f"att(a{one},a{other})." for one, other in pairs)])


def to_iccma(found: Arguments) -> str:
    """Return the abstract framework as ICCMA 2023 reads it: `p af`, then attacks by number."""
    number = _numbered(found)
    lines = [f"p af {len(number)}", *(f"# {place} {iri}" for iri, place in number.items())]
    pairs = sorted((number[one], number[other]) for one, other in found.defeats)
    return "\n".join([*lines, *(f"{one} {other}" for one, other in pairs)])
