"""What is asserted, inferred and decided is kept apart."""

import pyoxigraph as ox
import pytest
from rdflib.namespace import PROV

from anbao.export.content import ASSERTED, DECIDED, SPECIALITIES, Content, keyed, ordered
from anbao.graph.stores import RDF_TYPE
from anbao.graph.vocabulary import ANBAO
from anbao.law import classification

SPECIAL = ox.NamedNode(ANBAO.specialTo)


def test_nothing_asserted_is_added_or_lost(content: Content) -> None:
    """The asserted graphs hold the quads of the store, the default graph under a name."""
    renamed = ox.Dataset(
        ox.Quad(
            q.subject, q.predicate, q.object, ASSERTED if str(q.graph_name) == "DEFAULT" else q.graph_name
        )
        for q in content.engine.store
        if q.predicate != SPECIAL
    )
    renamed.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(content.asserted) == set(renamed)
    assert len(content.asserted) > 30_000


def test_inferences_among_the_data_are_not_asserted(content: Content) -> None:
    """The specialities that the data carries stand in the graph of what was inferred, all of them."""
    carried = {quad.triple for quad in content.engine.store.quads_for_pattern(None, SPECIAL, None)}
    found = [quad for quad in content.inferred if quad.predicate == SPECIAL]
    assert {quad.triple for quad in found} == carried
    assert carried
    assert {quad.graph_name for quad in found} == {SPECIALITIES}
    assert content.carried == found
    assert carried <= set(content.inferred_triples)
    assert not carried & set(content.asserted_triples)


def test_each_kind_of_statement_has_its_graph(content: Content) -> None:
    """Assertions, premises of a position, inferences and decisions never share a graph."""
    names = {quad.graph_name for quad in content.inferred}
    profiles = {c.graph for c in content.classifications}
    asserted = {quad.graph_name for quad in content.asserted}
    assert names == asserted | profiles | {SPECIALITIES, DECIDED}
    assert not asserted & (profiles | {SPECIALITIES, DECIDED})
    assert ox.NamedNode("https://w3id.org/anbao/id/position-p02-premises") in asserted
    kept = [quad for quad in content.inferred if quad.graph_name in asserted]
    assert kept == content.asserted


def test_graph_of_a_profile_holds_what_hermit_inferred(content: Content) -> None:
    """Each graph holds the closure of its profile; the positions share out the profiles."""
    law = content.law
    seen = []
    for classified in content.classifications:
        closure = classification.classify(law, classified.profile)
        inside = [quad for quad in content.inferred if quad.graph_name == classified.graph]
        assert len(inside) == len(closure.within) + len(closure.narrower) + len(closure.same)
        for position in classified.positions:
            assert classification.profile_of(law, position).digest == classified.profile.digest
            seen.append(position.iri)
    assert sorted(seen) == sorted(law.positions)
    assert len({c.graph for c in content.classifications}) == len(content.classifications) > 1


def test_speciality_is_inferred_under_the_bare_statutes(content: Content) -> None:
    """FSL 131(1) is of narrower scope than the review duty of ECL 38(2): inferred, and asserted nowhere."""
    pair = (
        ox.NamedNode("https://w3id.org/anbao/id/cn-fsl-art-131-1-licence"),
        ox.NamedNode(ANBAO.narrowerScopeThan),
        ox.NamedNode("https://w3id.org/anbao/id/cn-ecl-art-38-2-review"),
    )
    found = {quad.graph_name for quad in content.inferred if quad.triple == ox.Triple(*pair)}
    assert content.classifications[0].positions[0].bare
    assert content.classifications[0].graph in found
    assert ASSERTED not in found


def test_every_decision_says_how_it_came_about(content: Content) -> None:
    """Each decision has its dispute, its position, the run that made it and the software."""
    decided = set(content.decided)
    about: dict[object, set[str]] = {}
    for quad in decided:
        about.setdefault(quad.subject, set()).add(quad.predicate.value)
    decisions = [
        q.subject for q in decided if (q.predicate, q.object) == (RDF_TYPE, ox.NamedNode(ANBAO.Decision))
    ]
    wanted = {str(p) for p in (ANBAO.dispute, ANBAO.position, PROV.wasGeneratedBy, PROV.wasAttributedTo)}
    assert len(decisions) >= 32 * len(content.law.positions)
    assert all(wanted <= about[decision] for decision in decisions)


def test_syntaxes_without_graphs_hold_one_hierarchy_only(content: Content) -> None:
    """The triples with inferences are those asserted, decided, and inferred under the bare statutes."""
    expected = {quad.triple for quad in (*content.asserted, *content.decided)}
    expected |= set(content.classifications[0].triples())
    expected |= {quad.triple for quad in content.inferred if quad.predicate == SPECIAL}
    assert set(content.inferred_triples) == expected
    others = {t for c in content.classifications[1:] for t in c.triples()}
    assert others - expected


def test_order_does_not_depend_on_the_input() -> None:
    """Statements are ordered by subject, the type first, each once."""
    turtle = '<urn:b> <urn:p> "2", "1" ; a <urn:C> . <urn:a> <urn:q> <urn:b> .'
    triples = [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    said = [str(triple) for triple in ordered(keyed(triples), keyed(triples))]
    assert said == [str(triple) for triple in ordered(keyed(reversed(triples)))]
    assert [line.split("> ")[1] for line in said] == [
        "<urn:q",
        f"<{RDF_TYPE.value}",
        "<urn:p",
        "<urn:p",
    ]


@pytest.mark.parametrize("name", ["asserted", "inferred"])
def test_no_machine_is_told_of(content: Content, name: str) -> None:
    """No file name of the machine gets into the exported graph."""
    assert not any("file:" in str(quad) for quad in getattr(content, name))
