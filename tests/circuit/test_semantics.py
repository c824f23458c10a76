"""Updates on triples that hold under conditions give in every world what Oxigraph gives there."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from contextlib import suppress

import pyoxigraph as ox
import pytest

from anbao.circuit.algebra import translate
from anbao.circuit.gates import Gates
from anbao.circuit.kernel import evaluate
from anbao.circuit.nodes import collected
from anbao.circuit.triples import DEFAULT, Terms, Triples
from anbao.circuit.updates import Rule, run
from anbao.errors import UnknownConstruct

HEAD = "PREFIX : <urn:x/>\n"
UNKNOWN = 5  # triples of a world that may be there or not
RELATIONS, NODES, GRAPHS = "pqr", "abcd", ("g", "h")

# What SPARQL says of each of these is easy to get wrong.
TRAPS = {
    "join": "INSERT { ?x :n ?z } WHERE { ?x :p ?y . ?y :q ?z }",
    "a variable twice": "INSERT { ?x :n ?x } WHERE { ?x :p ?x }",
    "an unbound relation": "INSERT { ?x :n ?y } WHERE { ?x ?any ?y . ?y :q ?z }",
    "a relation from VALUES": "INSERT { ?x :n ?y } WHERE { VALUES ?r { :p :q } ?x ?r ?y }",
    "UNDEF": "INSERT { ?x :n ?y } WHERE { ?x :p ?y . VALUES (?x ?y) { (:a UNDEF) (UNDEF :b) (:c :d) } }",
    "union": "INSERT { ?x :n ?y } WHERE { { ?x :p ?y } UNION { ?y :q ?x } }",
    "alternative path": "INSERT { ?x :n ?y } WHERE { ?x :p|:q ?y }",
    "sequence path": "INSERT { ?x :n ?y } WHERE { ?x :p/:q/^:r ?y }",
    "alternative of sequences": "INSERT { ?x :n ?y } WHERE { ?x (:p/:q)|^:r ?y }",
    "optional step": "INSERT { ?x :n ?y } WHERE { ?x :q ?z . ?x :p? ?y }",
    "optional step between two": "INSERT { ?x :n ?y } WHERE { ?x :q ?y . ?x (:p|:r)? ?y }",
    "OPTIONAL": "INSERT { ?x :n ?y . ?x :m ?z } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } }",
    "OPTIONAL with a filter on both": "INSERT { ?x :n ?z }"
    " WHERE { ?x :p ?y OPTIONAL { ?y :q ?z FILTER(?z != ?x) } }",
    "OPTIONAL with a filter, after two ways to a solution": "INSERT { ?x :n ?y . ?x :m ?z }"
    " WHERE { { ?x :p ?y } UNION { ?x :q ?y } OPTIONAL { ?y :r ?z FILTER(?z != ?x) } }",
    "OPTIONAL with a filter, in which there are two ways": "INSERT { ?x :n ?y . ?x :m ?z }"
    " WHERE { ?x :p ?y OPTIONAL { { ?y :q ?z } UNION { ?y :r ?z } FILTER(?z != ?x) } }",
    "OPTIONAL with a filter that asks, two ways before and in it": "INSERT { ?x :n ?y . ?x :m ?z }"
    " WHERE { ?x :p|:q ?y OPTIONAL { ?y :q|:r ?z FILTER NOT EXISTS { ?z :p ?y } }"
    " FILTER(!BOUND(?z) || ?z != :a) }",
    "a nested filter sees its group only": "INSERT { ?x :n ?z }"
    " WHERE { ?x :p ?y . { ?y :q ?z FILTER(?z = ?x) } }",
    "two OPTIONALs": "INSERT { ?x :n ?z } WHERE { ?x :p ?y OPTIONAL { ?x :q ?z } OPTIONAL { ?y :r ?z } }",
    "nested OPTIONAL": "INSERT { ?x :n ?z } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z OPTIONAL { ?z :r ?x } } }",
    "not well designed": "INSERT { ?x :n ?z } WHERE { ?x :p ?y . { :a :q ?w OPTIONAL { ?x :r ?z } } }",
    "EXISTS": "INSERT { ?x :n ?y } WHERE { ?x :p ?y FILTER EXISTS { ?y :q ?z } }",
    "NOT EXISTS in NOT EXISTS": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y FILTER NOT EXISTS { ?y :q ?z FILTER NOT EXISTS { ?z :r ?x } } }",
    "EXISTS in OR": "INSERT { ?x :n ?y } WHERE { ?x :p ?y FILTER(?x = :a || EXISTS { ?y :q ?x }) }",
    "a filter in EXISTS sees outside": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y FILTER EXISTS { ?z :q ?w FILTER(?w = ?x) } }",
    "EXISTS after OPTIONAL": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER NOT EXISTS { ?z :r ?w } }",
    "an error is not false": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER(!(?z = ?x)) }",
    "true or error": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER(?z = ?x || ?x = :a) }",
    "false and error": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER(!(?z = ?x && ?x = :a)) }",
    "BOUND": "INSERT { ?x :n ?y } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER(!BOUND(?z)) }",
    "IN with an error": "INSERT { ?x :n ?y } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } FILTER(?x IN (?z, :a)) }",
    "NOT IN": "INSERT { ?x :n ?y } WHERE { ?x :p ?y FILTER(?x NOT IN (:a, :b)) }",
    "BIND": "INSERT { ?x :n ?u }"
    " WHERE { ?x :p ?y BIND(IRI(CONCAT(STR(?x), \"/\", REPLACE(STR(?y), \"^.*/\", \"\"))) AS ?u) }",
    "BIND with an error": "INSERT { ?x :n ?u } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } BIND(STR(?z) AS ?u) }",
    "BIND of what may be there": "INSERT { ?x :n ?u }"
    " WHERE { ?x :p ?y BIND(IF(EXISTS { ?y :q ?z }, :yes, :no) AS ?u) }",
    "COALESCE": "INSERT { ?x :n ?u } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } BIND(COALESCE(?z, ?x) AS ?u) }",
    "MINUS": "INSERT { ?x :n ?y } WHERE { ?x :p ?y MINUS { ?x :q ?z } }",
    "MINUS that shares nothing": "INSERT { ?x :n ?y } WHERE { ?x :p ?y MINUS { ?v :q ?w } }",
    "MINUS after OPTIONAL": "INSERT { ?x :n ?y } WHERE { ?x :p ?y OPTIONAL { ?y :q ?z } MINUS { ?w :r ?z } }",
    "SELECT in braces": "INSERT { ?x :n ?y } WHERE { { SELECT DISTINCT ?x WHERE { ?x :q ?y } } ?x :p ?y }",
    "a graph that varies": "INSERT { ?x :n ?g } WHERE { GRAPH ?g { ?x :p ?y } ?y :q ?z }",
    "EXISTS in a graph": "INSERT { ?x :n ?y }"
    " WHERE { ?x :p ?y . GRAPH ?g { ?y :p ?z FILTER NOT EXISTS { ?z :q ?y } } }",
    "a graph inside EXISTS": "INSERT { ?x :n ?g }"
    " WHERE { GRAPH ?g { ?x :p ?y } FILTER NOT EXISTS { GRAPH :h { ?x :p ?y } } }",
    "into a graph": "INSERT { GRAPH ?g { ?x :n ?y } } WHERE { GRAPH ?g { ?x :p ?y } ?y :q ?z }",
    "DELETE before INSERT": "DELETE { ?x :p ?y } INSERT { ?y :p ?x } WHERE { ?x :p ?y . ?x :q ?z }",
    "one after the other": "INSERT { ?x :q ?y }"
    " WHERE { ?x :p ?y } ; DELETE { ?x :q ?x } WHERE { ?x :r ?y } ; INSERT { ?y :n ?x } WHERE { ?x :q ?y"
    " }",
    "a literal is no subject": "INSERT { ?u :n ?x } WHERE { ?x :p ?y BIND(STR(?x) AS ?u) }",
    "an empty group": "INSERT { :a :n :b } WHERE { FILTER NOT EXISTS { ?x :p ?y } }",
    "numbers": "INSERT { ?x :n ?y } WHERE { ?x :v ?i . ?y :v ?j FILTER(?i < ?j) }",
}  # fmt: skip
REPEATED = {
    "closure": "INSERT { ?x :p ?z } WHERE { ?x :p ?y . ?y :p ?z }",
    "unit propagation": "INSERT { ?y :q ?y } WHERE { ?x :q ?x . ?x :p ?y FILTER NOT EXISTS { ?y :r ?y } }",
}


class Worlds:
    """A small store of which some triples may be there or not."""

    def __init__(self, seed: int) -> None:
        """Draw the triples."""
        draw = random.Random(seed)
        drawn = [
            ox.Quad(*(_node(draw.choice(kind)) for kind in (NODES, RELATIONS, NODES)), *graph)
            for graph in [(), (), (), (), (_node("g"),), (_node("h"),)]
            for _ in range(3)
        ]
        values = [ox.Quad(_node(name), _node("v"), ox.Literal(draw.randrange(3))) for name in NODES[:3]]
        known = list(dict.fromkeys(drawn))
        draw.shuffle(known)
        self.unknown, self.known = known[:UNKNOWN], [*known[UNKNOWN:], *values]

    def each(self) -> Iterator[tuple[tuple[bool, ...], ox.Store]]:
        """Yield every world with the store of its triples."""
        for world in itertools.product((False, True), repeat=len(self.unknown)):
            store = ox.Store()
            store.extend(self.known)
            store.extend(itertools.compress(self.unknown, world))
            yield world, store

    def symbolic(self) -> Triples:
        """Return all worlds at once."""
        gates = Gates(1 << len(self.unknown))
        triples = Triples(gates, Terms())
        literals = [gates.add_input(bits) for bits in _columns(len(self.unknown))]
        for quad, literal in [*((quad, 1) for quad in self.known), *zip(self.unknown, literals, strict=True)]:
            number = triples.terms.number
            graph = DEFAULT if isinstance(quad.graph_name, ox.DefaultGraph) else number(quad.graph_name)
            triples.add(graph, number(quad.subject), number(quad.predicate), number(quad.object), literal)
        return triples


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x/{name}")


def _columns(count: int) -> list[int]:
    """Return the values of each input in all worlds, as bits."""
    worlds = list(itertools.product((0, 1), repeat=count))
    return [sum(world[place] << bit for bit, world in enumerate(worlds)) for place in range(count)]


def _contents(triples: Triples) -> Mapping[int, set[ox.Quad]]:
    """Return which quads there are in each world, by the number of the world."""
    found = list(triples)
    inputs = (
        next(
            n for n in range(1, len(triples.gates) + 1) if n == len(triples.gates) or triples.gates.is_gate(n)
        )
        - 1
    )
    nodes, literals = collected(triples.gates, inputs, [literal for *_, literal in found])
    rows = 1 << inputs
    values = evaluate(nodes, _columns(inputs), rows)
    contents: dict[int, set[ox.Quad]] = {world: set() for world in range(rows)}
    for (graph, s, p, o, _), literal in zip(found, literals, strict=True):
        terms = [triples.terms[number] for number in (s, p, o)] + ([triples.terms[graph]] if graph else [])
        for world in range(rows):
            if (values[literal >> 1] >> world ^ literal) & 1:
                contents[world].add(ox.Quad(*terms))  # type: ignore[arg-type]
    return contents


def _compare(worlds: Worlds, text: str, *, repeats: bool = False) -> None:
    """Run an update on all worlds at once, and on each by Oxigraph."""
    triples = worlds.symbolic()
    run(Rule("update", "update", tuple(translate(HEAD + text, triples.terms)), repeats), triples)
    contents = _contents(triples)
    for number, (_, store) in enumerate(worlds.each()):
        before = -1
        while before != len(store):
            before = len(store) if repeats else len(store) + 1
            store.update(HEAD + text)
            if not repeats:
                break
        assert contents[number] == set(store), (text, number)


@pytest.mark.parametrize("name", TRAPS)
def test_trap(name: str) -> None:
    """Each construct gives in every world of several stores what it gives on the world alone."""
    for seed in range(6):
        _compare(Worlds(seed), TRAPS[name])


@pytest.mark.parametrize("name", REPEATED)
def test_until_nothing_changes(name: str) -> None:
    """What runs until nothing changes ends with what it ends with in each world."""
    for seed in range(6):
        _compare(Worlds(seed), REPEATED[name], repeats=True)


class Composer:
    """Writes updates at random, of the constructs that the circuit knows."""

    def __init__(self, seed: int) -> None:
        """Take the seed."""
        self.draw = random.Random(seed)

    def term(self) -> str:
        """Return a variable, or at times a node."""
        return self.draw.choice(["?x", "?y", "?z", "?w", ":a"])

    def triple(self) -> str:
        """Return a triple pattern, at times with a path."""
        path = self.draw.choice([":p", ":q", ":r", ":p/:q", "^:p", ":p|:r", "(:p/:q)|:r"])
        return f"{self.term()} {path} {self.term()}"

    def filter(self, depth: int) -> str:
        """Return a filter."""
        kind = self.draw.randrange(5)
        if kind < 2 and depth:
            sign = self.draw.choice(["", "NOT "])
            return f"FILTER {sign}EXISTS {{ {self.group(depth - 1)} }}"
        one, other = self.draw.sample(["?x", "?y", "?z", "?w"], 2)
        if kind == 2:
            return f"FILTER({one} = {other} || NOT EXISTS {{ {self.triple()} }})"
        return f"FILTER({self.draw.choice(['', '!'])}({one} {self.draw.choice(['=', '!='])} {other}))"

    def group(self, depth: int) -> str:
        """Return a group."""
        parts = [self.triple()]
        for _ in range(self.draw.randrange(3)):
            kind = self.draw.randrange(6)
            if kind == 0:
                parts.append(self.triple())
            elif kind == 1:
                parts.append(self.filter(depth))
            elif depth:
                inner, other = self.group(depth - 1), self.group(depth - 1)
                parts.append(
                    {
                        2: f"OPTIONAL {{ {inner} }}",
                        3: f"MINUS {{ {inner} }}",
                        4: f"{{ {inner} }} UNION {{ {other} }}",
                        5: f"{{ {inner} }}",
                    }[kind]
                )
        return " . ".join(parts).replace("} .", "}").replace(") .", ")")


@pytest.mark.parametrize("block", range(8))
def test_composed(block: int) -> None:
    """Updates composed at random give in every world what they give on the world alone."""
    for seed in range(block * 25, block * 25 + 25):
        group = Composer(seed).group(2)
        with suppress(UnknownConstruct):  # engines differ, so the circuit does not say
            _compare(Worlds(seed), f"INSERT {{ ?x :n ?y . ?z :m ?w }} WHERE {{ {group} }}")


REFUSED = {
    "aggregates": "INSERT { ?x :n ?k }"
    " WHERE { { SELECT ?x (COUNT(?y) AS ?k) WHERE { ?x :p ?y } GROUP BY ?x } }",
    "a path of any length": "INSERT { ?x :n ?y } WHERE { ?x :p+ ?y }",
    "MINUS in EXISTS": "INSERT { ?x :n ?y } WHERE { ?x :p ?y FILTER EXISTS { ?y :q ?z MINUS { ?z :r ?x } } }",
    "an unknown function": "INSERT { ?x :n ?u } WHERE { ?x :p ?y BIND(SHA256(STR(?x)) AS ?u) }",
    "a blank node": "INSERT { ?x :n [] } WHERE { ?x :p ?y }",
    "a group that sees too much": "INSERT { ?x :n ?z }"
    " WHERE { ?x :p ?y . { ?y :q ?z FILTER NOT EXISTS { ?z :r ?x } } }",
    "an order of IRIs": "INSERT { ?x :n ?x } WHERE { ?x :v ?i FILTER(?x < :b) }",
    "CLEAR": "CLEAR ALL",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """What the circuit does not know, or engines do differently, is an error that names the construct."""
    triples = Worlds(0).symbolic()
    with pytest.raises(UnknownConstruct, match="the circuit does not know"):
        run(Rule("update", "file", tuple(translate(HEAD + REFUSED[name], triples.terms)), False), triples)


def test_composed_updates_are_mostly_known() -> None:
    """Of the updates composed at random, nearly all are compared and few refused."""
    refused = 0
    for seed in range(200):
        try:
            translate(f"{HEAD}INSERT {{ ?x :n ?y }} WHERE {{ {Composer(seed).group(2)} }}", Terms())
        except UnknownConstruct:
            refused += 1
    assert refused < 20
