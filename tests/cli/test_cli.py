"""The command line: what it prints, its exit codes, and one clear message for each bad input."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from rdflib import Graph
from tests.support.command import Run
from tests.support.disputes import KNEW_AND_DID_NOT_REVIEW
from tests.support.java import hide_java

import anbao
from anbao.disputes import documents
from anbao.engine.engine import Engine
from anbao.schemas import schema

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def flat(text: str) -> str:
    """Return printed text on one line, without the lines of trees and tables."""
    return re.sub(r"[\s│├└─━]+", " ", text)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return the dispute of the README as a file."""
    text = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert text
    path = tmp_path / "dispute.yaml"
    path.write_text(text[1], "utf-8")
    return path


def test_readme_commands_run(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `anbao` command that the README shows ends with code 0."""
    monkeypatch.chdir(example.parent)
    commands = [
        line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()
    ]
    ours = [command.split("#")[0].split()[1:] for command in commands if command.startswith("anbao ")]
    assert len(ours) >= 4
    for arguments in ours:
        assert run(*arguments)[0] == 0


def test_readme_python_runs() -> None:
    """The Python example of the README runs and prints who displaces whom."""
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], capture_output=True, text=True, check=True)
    assert "Settled" in done.stdout
    assert "P02" in done.stdout


def test_readme_decides_a_stream(tmp_path: Path) -> None:
    """The README's example for many disputes answers those of a file line by line."""
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[1]
    lines = [json.dumps({**KNEW_AND_DID_NOT_REVIEW, "id": f"d{n}"}) for n in range(3)]
    (tmp_path / "disputes.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == ["urn:dispute:d0", "urn:dispute:d1", "urn:dispute:d2"]
    assert all("cn-ecl-art-38-1-norm" in line for line in told)


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
    assert re.search(r"E-Commerce Law art\. 38\(2\): .*\(from 2019-01-01\)", out)


def test_classify_shows_inferred_beside_claimed(run: Run) -> None:
    """The table says that FSL 131(1) over ECL 38(2) is inferred and claimed by P02 and P03."""
    code, out, _ = run("classify")
    assert code == 0
    [row] = [
        [cell.strip() for cell in line.split("│")[1:5]]
        for line in out.splitlines()
        if line.startswith("│ Food Safety Law art. 131(1)") and "E-Commerce Law art. 38(2)" in line
    ]
    assert row[2:] == ["yes", "P02, P03"]


def test_schema_is_valid(run: Run) -> None:
    """Both schemas are JSON Schemas."""
    for name in ("dispute", "decision"):
        _, out, _ = run("schema", name)
        jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert schema("dispute") != schema("decision")


BAD = {
    "malformed.json": ('{"established": [', "malformed.json:1:", "malformed JSON"),
    "malformed.yaml": ("established: [\n  a: b: c", "malformed.yaml:2:", "malformed YAML"),
    "malformed.ttl": ("<a> <b> .\n", "malformed.ttl:1", "malformed Turtle"),
    "empty.json": ("", "empty.json", "the file is empty"),
    "blank.yaml": ("\n \n", "blank.yaml", "the file is empty"),
    "unknown.yaml": ("established:\n  - DefendantKnown\n", "unknown.yaml:2", "'DefendantKnew'"),
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


def test_unknown_names_are_met_with_the_nearest(run: Run) -> None:
    """An unknown case, position or query names what there is."""
    code, _, err = run("decide", "C99")
    assert code == 2
    assert "c9" in err or "c09" in err
    code, _, err = run("decide", "C01", "--under", "P99")
    assert code == 2
    assert "unknown position 'P99'" in err
    assert "P02" in err
    code, _, err = run("query", "statutes/wordings")
    assert code == 2
    assert "statutes/wording" in err


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


def test_usage_errors_end_with_code_2(run: Run) -> None:
    """A misspelt option is unusable input."""
    code, _, err = run("decide", "C01", "--udner", "P02")
    assert code == 2
    assert "--udner" in err


def test_query_formats(run: Run) -> None:
    """A library query prints as table, CSV, TSV and JSON; parameters are set by name."""
    setting = ("--set", "provision=cn-ecl-art-38")
    _, table, _ = run("query", "statutes/article", *setting)
    assert "cn-ecl-art-38-2" in table
    _, csv, _ = run("query", "statutes/article", *setting, "--format", "csv")
    assert csv.splitlines()[0].startswith("provision,")
    _, as_json, _ = run("query", "statutes/article", *setting, "--format", "json")
    assert json.loads(as_json)["results"]["bindings"]
    _, tsv, _ = run("query", "statutes/wording", "--format", "tsv", "--no-header")
    assert tsv.startswith("CC\t")
    assert all(line.count("\t") == 3 for line in tsv.splitlines())


def test_query_asks_added_files_too(run: Run, tmp_path: Path) -> None:
    """Decisions printed as Turtle can be asked with --with; without it the graph has none."""
    path = tmp_path / "decisions.ttl"
    path.write_text(run("decide", "C19", "--under", "P03", "--format", "turtle")[1], "utf-8")
    asked = ("query", "decisions/who-prevails", "--format", "csv", "--no-header")
    assert "cn-fsl-art-131-1-licence" in run(*asked, "--with", str(path))[1]
    assert run(*asked)[1].strip() == ""
    code, _, err = run(*asked, "--with", str(tmp_path / "nothing.ttl"))
    assert code == 2
    assert "nothing.ttl: cannot be read" in err


def test_query_file_of_ones_own(run: Run, tmp_path: Path) -> None:
    """A file of one's own runs; a malformed one names file and line."""
    path = tmp_path / "mine.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "utf-8")
    _, out, _ = run("query", str(path), "--format", "csv")
    assert int(out.splitlines()[1]) > 1000
    path.write_text("SELECT ?s\nWHERE { ?s ?p }", "utf-8")
    code, _, err = run("query", str(path))
    assert code == 2
    assert f"{path}:2" in err


def test_query_without_name_lists_the_library(run: Run) -> None:
    """`anbao query` alone lists every question in either language."""
    _, english, _ = run("query")
    _, chinese, _ = run("query", "--lang", "zh")
    for name in ("statutes/wording", "norms/elements", "positions/premises"):
        assert name in english
        assert name in chinese
    assert re.search(r"[一-鿿]", chinese)


def test_check_tells_violations_by_exit_code(run: Run, tmp_path: Path) -> None:
    """`anbao check` ends with 0 on the graph, and with 1 and a message on a bad file."""
    path = tmp_path / "bad.ttl"
    path.write_text(
        "PREFIX anbao: <https://w3id.org/anbao/ontology#>\n"
        "PREFIX id: <https://w3id.org/anbao/id/>\n"
        "id:case-x a anbao:Case .\n",
        "utf-8",
    )
    code, out, _ = run("check", str(path))
    assert code == 1
    assert "case-x" in out
    assert "bad.ttl" in out
