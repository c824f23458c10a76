"""`anbao decide`: what it prints in every format, and one clear message for each bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from rdflib import Graph
from tests.support.command import Run, flat
from tests.support.java import hide_java

import anbao
from anbao.disputes import documents
from anbao.engine.engine import Engine

BAD = {
    "malformed.json": ('{"established": [', "malformed.json:1:", "malformed JSON"),
    "malformed.yaml": ("established: [\n  a: b: c", "malformed.yaml:2:", "malformed YAML"),
    "malformed.ttl": ("<a> <b> .\n", "malformed.ttl:1", "malformed Turtle"),
    "empty.json": ("", "empty.json", "the file is empty"),
    "blank.yaml": ("\n \n", "blank.yaml", "the file is empty"),
    "unknown.yaml": ("established:\n  - DefendantKnown\n", "unknown.yaml:2", "DefendantKnew (被告知道)"),
    "concept.yaml": (
        "established:\n  - Consumer\n",
        "concept.yaml:2",
        "ClaimantActsForLivingNeeds",
    ),
    "both.yaml": (
        "established: [DefendantKnew]\nrefuted:\n  - DefendantKnew\n",
        "both.yaml:3",
        "two statuses",
    ),
    "date.yaml": (
        "dates:\n  conduct: 2022-02-30\nestablished: [DefendantKnew]\n",
        "date.yaml:2",
        "no date",
    ),
    "word.yaml": (
        "dates:\n  conduct: yesterday\nestablished: [DefendantKnew]\n",
        "word.yaml:2",
        "no date",
    ),
    "old.yaml": (
        "dates:\n  conduct: 1979-12-31\nestablished: [DefendantKnew]\n",
        "old.yaml:2",
        "before 1980",
    ),
    "order.yaml": (
        "dates:\n  conduct: 2022/2020\nestablished: [DefendantKnew]\n",
        "order.yaml:2",
        "ends before",
    ),
    "extra.json": ('{\n "establishd": ["DefendantKnew"]\n}', "extra.json", "schema"),
    "list.yaml": ("- 3\n", "list.yaml:1", "schema"),
    "contradiction.yaml": (
        "dates: {conduct: 2022}\nestablished: [DefendantNegligent, DefendantIntentional]\n",
        "contradiction",
        "disjointness",
    ),
    "nothing.ttl": ("<urn:a> <urn:b> <urn:c> .\n", "nothing.ttl", "no anbao:Dispute"),
    "kind.docx": ("text", "kind.docx", "no case is called"),
}


def test_readme_dispute_is_explained(run: Run, example: Path) -> None:
    """The README's dispute: joint liability under FSL 131(1); the savings clause displaces ECL 38(2)."""
    _, out, _ = run("decide", str(example))
    assert "joint and several liability · Food Safety Law art. 131(1)" in out
    assert "displaced by Food Safety Law art. 131(1)" in out
    assert "authority: E-Commerce Law art. 2(3)" in flat(out)


def test_chinese_output(run: Run, example: Path) -> None:
    """With --lang zh the tree is in Chinese."""
    _, out, _ = run("decide", str(example), "--lang", "zh")
    assert "连带责任 · 食品安全法第131条第1款" in out
    assert "Food Safety Law" not in out


def test_json_follows_its_schema(run: Run) -> None:
    """JSON output follows the schema that `anbao schema decision` prints."""
    code, out, _ = run("decide", "C01", "C06", "C09", "C19", "--under", "all", "--format", "json")
    _, schema, _ = run("schema", "decision")
    document = json.loads(out)
    jsonschema.Draft202012Validator(json.loads(schema)).validate(document)
    assert code == 0
    assert {d["case"]["iri"].rsplit("-", 1)[-1] for d in document["decisions"]} == {
        "c01",
        "c06",
        "c09",
        "c19",
    }


def test_turtle_carries_reasons_and_provenance(run: Run) -> None:
    """Turtle output says in RDF which assessment displaced which, from which findings, and who made it."""
    _, out, _ = run("decide", "C19", "--format", "turtle")
    graph = Graph().parse(data=out, format="turtle")
    asked = graph.query("""
        PREFIX anbao: <https://w3id.org/anbao/ontology#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?norm ?finding WHERE {
          ?decision a anbao:Decision ; anbao:assessment ?assessment ; prov:wasAttributedTo ?agent .
          ?assessment anbao:norm ?norm ; anbao:label anbao:Governs ; anbao:elementState ?element .
          ?element anbao:state anbao:Established ; anbao:metBy ?finding .
        }""")
    norms = {str(row[0]).rsplit("/", 1)[-1] for row in asked}  # type: ignore[index]
    assert "cn-fsl-art-131-1-licence" in norms


def test_decisions_are_the_same_in_json_yaml_and_turtle(run: Run, example: Path, engine: Engine) -> None:
    """A dispute decides alike whichever syntax it comes in, and whichever name a circumstance goes by."""
    document = yaml.load(example.read_text("utf-8"), Loader=yaml.BaseLoader)
    as_json = example.with_suffix(".json")
    as_json.write_text(json.dumps([document], ensure_ascii=False), "utf-8")
    [dispute] = documents.from_document(document, engine.law)
    as_turtle = example.with_suffix(".nt")
    as_turtle.write_text("".join(f"{quad.triple} .\n" for quad in dispute.quads()), "utf-8")
    answers = []
    for path in (example, as_json, as_turtle):
        _, out, _ = run("decide", str(path), "--format", "json")
        [decision] = json.loads(out)["decisions"]
        answers.append(decision["answers"])
    assert answers[0] == answers[1] == answers[2]


def test_brief_prints_answers_without_reasons(run: Run) -> None:
    """With --brief there is what the court held and a table of answers, and no tree."""
    _, out, _ = run("decide", "C19", "--under", "all", "--brief")
    assert "Held: joint and several" in out
    assert "P03" in out
    assert "✓" not in out
    assert "Why" not in out


def test_replay_is_marked(run: Run) -> None:
    """A case replayed under a declared date says so, and article 38 then applies."""
    _, out, _ = run("decide", "C01", "--on", "2021-06-01")
    assert "replayed under the declared date 2021-06-01" in flat(out)
    assert "corresponding liability (unsettled) · E-Commerce Law art. 38(2)" in flat(out)


def test_case_older_than_the_statute_shows_it(run: Run) -> None:
    """C01 as it happened: article 38(2) is listed as not in force, with the day from which it is."""
    _, out, _ = run("decide", "C01")
    assert re.search(r"E-Commerce Law art\. 38\(2\): .*\(in force from 2019-01-01\)", out)


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_message(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad file ends with code 2, nothing on standard output, and one message with place and cure."""
    content, place, told = BAD[name]
    monkeypatch.chdir(tmp_path)
    if name != "kind.docx":
        (tmp_path / name).write_text(content, "utf-8")
    code, out, err = run("decide", name)
    assert code == 2
    assert out == ""
    assert err.startswith("anbao: ")
    assert err.count("\n") == 1
    assert place in err
    assert told in err
    assert "Traceback" not in err


def test_file_that_is_not_utf8(run: Run, tmp_path: Path) -> None:
    """A file in another encoding is refused with the line where it shows."""
    path = tmp_path / "gbk.yaml"
    path.write_bytes("established:\n  - 被告知道\n".encode("gbk"))
    code, _, err = run("decide", str(path))
    assert code == 2
    assert f"{path}:2: the text is not UTF-8." in err


def test_bad_date_option(run: Run) -> None:
    """--on takes a day and says so."""
    code, _, err = run("decide", "C01", "--on", "2021")
    assert code == 2
    assert "YYYY-MM-DD" in err


def test_no_java_is_one_message(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java and without a cached classification there is one message, and how to mend it."""
    monkeypatch.setenv("ANBAO_CACHE", str(tmp_path))
    hide_java(monkeypatch, tmp_path)
    monkeypatch.setattr(anbao, "_engines", [])
    code, out, err = run("decide", "C19")
    assert code == 2
    assert out == ""
    assert "there is no Java" in err
    assert err.count("\n") == 1


def test_a_sentence_comes_first_and_depth_follows(run: Run) -> None:
    """Depth 1 gives the sentence and the answers, 2 why norms apply or not, 3 each element with its steps."""
    sentence = "The defendant bears several liability to the claimant under Tort Liability Law art. 12"
    told = {depth: run("decide", "C01", "--under", "P02", "--depth", depth)[1] for depth in "123"}
    assert all(sentence in flat(out) for out in told.values())
    assert "Why" not in told["1"]
    assert "displaced by Tort Liability Law art. 12" in told["2"]
    assert "✓" not in told["2"]
    assert "✓ fault element: fault  ← the defendant was negligent" in told["3"]
    assert len(told["1"].splitlines()) < len(told["2"].splitlines()) < len(told["3"].splitlines())


def test_equal_branches_are_told_once(run: Run) -> None:
    """C19 has seven norms on the same facts: each element is derived once, and named again in one line."""
    _, out, _ = run("decide", "C19", "--depth", "3")
    lines = [line for line in out.splitlines() if "←" in line]
    assert len(lines) == len({line.lstrip("│├└─ ") for line in lines})
    assert "as above: ✓" in out
    assert flat(out).count("their relation open") <= 4


def test_questions_are_named_where_the_evidence_closes(run: Run, resort: str) -> None:
    """What comes out if the evidence closed now stands under its question, where it differs."""
    _, out, _ = run("decide", resort)
    closed = out[out.index("If the evidence closed now") :]
    assert "the defendant's civil liability to the claimant" in closed


def test_chinese_marks_stand_in_chinese(run: Run) -> None:
    """No half-width colon, comma or bracket stands between Chinese characters, at any depth."""
    for case in ("C01", "C02", "C09", "C19"):
        _, out, _ = run("decide", case, "--under", "P02", "--lang", "zh", "--depth", "3")
        tree = out[out.index("学说") :]
        assert not re.search(r"[一-鿿][:,(][ ]?[一-鿿]", tree)
