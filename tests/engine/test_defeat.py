"""The defeat labels are those of all possible worlds, on small graphs of priorities."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, permutations, product

import networkx as nx
import pyoxigraph as ox
import pytest

from anbao.engine import rules
from anbao.graph.vocabulary import ANBAO

ENGINE = "https://w3id.org/anbao/engine#"
GOVERNS, DISPLACED, UNCERTAIN = (str(label) for label in (ANBAO.Governs, ANBAO.Displaced, ANBAO.Uncertain))
IN_ONE_STORE = 400

Pairs = frozenset[tuple[int, int]]  # (a, b): a prevails over b
Graph = tuple[Pairs, tuple[bool, ...]]  # the priorities, and whether each node is met, not open


def transitive(pairs: Pairs) -> bool:
    """Return whether a relation is transitive."""
    return all((a, d) in pairs for a, b in pairs for c, d in pairs if b == c)


def acyclic(pairs: Pairs) -> bool:
    """Return whether a relation has no cycle."""
    return nx.is_directed_acyclic_graph(nx.DiGraph(list(pairs)))


@cache
def orders(nodes: int) -> list[Pairs]:
    """Return every transitive acyclic relation on some nodes."""
    upwards = list(combinations(range(nodes), 2))
    found = set()
    for chosen in product((False, True), repeat=len(upwards)):
        pairs = frozenset(pair for pair, taken in zip(upwards, chosen, strict=True) if taken)
        if transitive(pairs):
            for names in permutations(range(nodes)):
                found.add(frozenset((names[a], names[b]) for a, b in pairs))
    return sorted(found, key=sorted)


def drawn(seed: int, count: int, sizes: Sequence[int], *, closed: bool) -> Iterator[Graph]:
    """Yield random acyclic graphs, their priorities transitive if `closed`."""
    source = random.Random(seed)
    for _ in range(count):
        nodes = source.choice(sizes)
        density = source.choice((0.15, 0.3, 0.5))
        names = source.sample(range(nodes), nodes)
        pairs = [(a, b) for a, b in combinations(names, 2) if source.random() < density]
        if closed:
            pairs = list(nx.transitive_closure_dag(nx.DiGraph(pairs)).edges)
        yield frozenset(pairs), tuple(source.random() < 0.6 for _ in range(nodes))


def governing(pairs: Pairs, met: Sequence[bool]) -> set[int]:
    """Return the norms that govern in a world: met, and nothing that governs prevails over them."""
    above = {node: [a for a, b in pairs if b == node] for node in range(len(met))}

    @cache
    def governs(node: int) -> bool:
        return met[node] and not any(governs(upper) for upper in above[node])

    return {node for node in above if governs(node)}


def expected(graph: Graph) -> list[str]:
    """Return the label of each node by trying every world: each open norm met, or not met."""
    pairs, surely_met = graph
    choices = [(True,) if met else (True, False) for met in surely_met]
    worlds = [governing(pairs, met) for met in product(*choices)]
    labels = []
    for node in range(len(surely_met)):
        upper = {a for a, b in pairs if b == node}
        if all(node in world for world in worlds):
            labels.append(GOVERNS)
        elif all(upper & world for world in worlds):
            labels.append(DISPLACED)
        else:
            labels.append(UNCERTAIN)
    return labels


def labelled(graphs: Iterable[Graph]) -> list[list[str | None]]:
    """Return the labels that the rule gives, many graphs in one store at a time."""
    waiting = list(graphs)
    found: list[list[str | None]] = []
    for start in range(0, len(waiting), IN_ONE_STORE):
        found += _labelled(waiting[start : start + IN_ONE_STORE])
    return found


def _node(graph: int, node: int) -> ox.NamedNode:
    return ox.NamedNode(f"urn:graph:{graph}:{node}")


def _labelled(graphs: Sequence[Graph]) -> list[list[str | None]]:
    store = ox.Store()
    over, live = ox.NamedNode(ENGINE + "over"), ox.NamedNode(ENGINE + "live")
    status, label = ox.NamedNode(ANBAO.status), ox.NamedNode(ANBAO.label)
    for index, (pairs, met) in enumerate(graphs):
        decision = ox.NamedNode(f"urn:decision:{index}")
        quads = [ox.Quad(_node(index, a), over, _node(index, b)) for a, b in pairs]
        for node, is_met in enumerate(met):
            value = ox.NamedNode(ANBAO.Met if is_met else ANBAO.Open)
            quads.append(ox.Quad(_node(index, node), live, decision))
            quads.append(ox.Quad(_node(index, node), status, value))
        store.extend(quads)
    run_defeat(store)
    return [
        [_label(store, _node(index, node), label) for node in range(len(met))]
        for index, (_, met) in enumerate(graphs)
    ]


def _label(store: ox.Store, node: ox.NamedNode, label: ox.NamedNode) -> str | None:
    found = {quad.object.value for quad in store.quads_for_pattern(node, label, None)}  # type: ignore[union-attr]
    assert len(found) <= 1, f"{node} has the labels {found}"
    return next(iter(found), None)


def run_defeat(store: ox.Store) -> None:
    """Run the defeat rule as its header says: until the labels grow no more."""
    rule = next(rule for rule in rules.steps() if rules.step_name(rule) == "defeat")
    assert rule.header["grows"] == ["anbao:label"]
    rules.apply(store, rule)


def differences(graphs: Iterable[Graph]) -> list[tuple[Graph, int, str, str | None]]:
    """Return where the rule differs from the worlds: graph, node, expected label, its label."""
    tried = list(graphs)
    return [
        (graph, node, right, given)
        for graph, labels in zip(tried, labelled(tried), strict=True)
        for node, (right, given) in enumerate(zip(expected(graph), labels, strict=True))
        if right != given
    ]


@pytest.mark.parametrize(("nodes", "count"), [(1, 1), (2, 3), (3, 19), (4, 219)])
def test_every_small_transitive_order_is_labelled_as_its_worlds(nodes: int, count: int) -> None:
    """On every strict order of up to four norms, each met or open, rule and worlds agree."""
    relations = orders(nodes)
    assert len(relations) == count
    every = product(relations, product((False, True), repeat=nodes))
    assert differences(every) == []


def test_larger_transitive_orders_are_labelled_as_their_worlds() -> None:
    """On strict orders of five to seven norms, drawn from a seed, rule and worlds agree."""
    assert differences(drawn(5, 1200, (5, 6, 7), closed=True)) == []


def test_other_acyclic_priorities_err_towards_uncertain_only() -> None:
    """Where priorities are not transitive, the rule may miss a label but gives no wrong one."""
    graphs = list(drawn(7, 1200, (3, 4, 5, 6, 7), closed=False))
    nodes = sum(len(met) for _, met in graphs)
    found = differences(graphs)
    assert {given for *_, given in found} <= {UNCERTAIN}, found[:3]
    assert len(found) < nodes / 1000, f"{len(found)} of {nodes} nodes: {found[:3]}"


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_cycle_stays_unlabelled(length: int) -> None:
    """Norms that prevail over one another in a circle, and what lies below, get no label."""
    circle = frozenset((node, (node + 1) % length) for node in range(length))
    tail = circle | {(0, length)}
    every = [(tail, (*met, True)) for met in product((False, True), repeat=length)]
    assert {label for labels in labelled(every) for label in labels} == {None}


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_cycle_that_is_broken_from_above_is_labelled(length: int) -> None:
    """A circle of which one member is displaced from outside is no circle any more."""
    circle = {(node, (node + 1) % length) for node in range(length)}
    labels = labelled([(frozenset({*circle, (length, 0)}), (True,) * (length + 1))])[0]
    alternating = [DISPLACED if node % 2 == 0 else GOVERNS for node in range(length)]
    assert labels == [*alternating, GOVERNS]


def test_displaced_norm_displaces_nothing() -> None:
    """A over B over C reinstates C, unless A is over C too; an open A leaves both uncertain."""
    chain = frozenset({(0, 1), (1, 2)})
    closed = chain | {(0, 2)}
    met, unsure = (True, True, True), (False, True, True)
    assert labelled([(chain, met), (closed, met), (chain, unsure), (closed, unsure)]) == [
        [GOVERNS, DISPLACED, GOVERNS],
        [GOVERNS, DISPLACED, DISPLACED],
        [UNCERTAIN, UNCERTAIN, UNCERTAIN],
        [UNCERTAIN, UNCERTAIN, DISPLACED],
    ]


def test_long_chain_is_labelled_in_turn() -> None:
    """In a chain of sixty the norms govern and are displaced by turns, round after round."""
    chain = frozenset((node, node + 1) for node in range(59))
    assert labelled([(chain, (True,) * 60)])[0] == [GOVERNS, DISPLACED] * 30


@pytest.mark.parametrize("check", [transitive, acyclic])
def test_the_drawn_orders_are_what_they_say(check: Callable[[Pairs], bool]) -> None:
    """The relations that the tests above take for strict orders are ones."""
    graphs = [*drawn(5, 50, (5, 6, 7), closed=True), *((pairs, ()) for pairs in orders(4))]
    assert all(check(pairs) for pairs, _ in graphs)
