"""`anbao contradictions`: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import json

import jsonschema
import pytest
from rdflib import Graph, URIRef
from tests.support.command import Run, flat
from tests.support.terms import undeclared

from anbao.graph.vocabulary import ANBAO

pytestmark = pytest.mark.slow  # HermiT classifies each set of premises that is tried


def test_contradictions_are_printed_with_pinpoints_and_law(run: Run) -> None:
    """Text names the class, both premises with pinpoints, and the axiom between them with its source."""
    code, out, _ = run("contradictions", "--under", "P03", "--under", "P11")
    assert code == 0
    told = flat(out)
    assert "P03 ⚡ P11" in told
    assert "a class without members e-commerce platform operator" in told
    assert "[4.2节]" in told
    assert "e-commerce platform operator falls under network service provider [" in told
    _, out, _ = run("contradictions", "--under", "P20", "--under", "P21")
    assert "No contradictions." in out
    assert "as the editors read them: anbao query positions/self-contradictions" in out


def test_contradictions_as_json_and_turtle(run: Run) -> None:
    """JSON follows its schema; Turtle uses declared terms only and names the same premises."""
    names = ("--under", "P02", "--under", "P03", "--under", "P23")
    _, schema, _ = run("schema", "contradiction")
    _, out, _ = run("contradictions", *names, "--format", "json")
    document = json.loads(out)
    jsonschema.Draft202012Validator(json.loads(schema)).validate(document)
    _, out, _ = run("contradictions", *names, "--format", "turtle")
    graph = Graph().parse(data=out, format="turtle")
    assert undeclared(graph) == set()
    listed = {premise["iri"] for one in document["contradictions"] for premise in one["premises"]}
    assert {str(iri) for iri in graph.objects(None, URIRef(ANBAO.contradictingPremise))} == listed
    assert len(set(graph.subjects(None, URIRef(ANBAO.Contradiction)))) == len(document["contradictions"])


def test_bad_input_is_one_clear_message(run: Run) -> None:
    """An unknown position ends with code 2."""
    for arguments, message in ((["contradictions", "--under", "P77"], "unknown position 'P77'"),):
        code, _, err = run(*arguments)
        assert code == 2, arguments
        assert message in err
        assert "Traceback" not in err
