"""IRIs stay: what was released still resolves, and the redirects lead where they should."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support import released

from anbao.export.resources import document_of
from anbao.graph import stores

RULES = Path(__file__).parents[1] / "site" / "w3id"
APACHE = shutil.which("apache2", path="/usr/sbin:/usr/bin")
MODULES = Path("/usr/lib/apache2/modules")
SITE = "https://anbao.example"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
OWL_API = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"


@pytest.mark.parametrize("path", released.lists(), ids=lambda path: path.stem)
def test_released_iris_still_resolve(path: Path) -> None:
    """Every IRI of every release is described, or deprecated with a successor that is."""
    listed = released.read(path)
    assert len(listed) > 4000
    assert released.lost(listed, stores.load()) == []


def test_every_version_but_an_unreleased_one_has_a_list() -> None:
    """There is a list to compare with."""
    assert released.lists()


def test_lost_iri_is_found() -> None:
    """An IRI that is gone, or deprecated without a living successor, is told; a replaced one is not."""
    turtle = """
        PREFIX id: <https://w3id.org/anbao/id/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        id:kept a owl:Thing .
        id:replaced owl:deprecated true ; dcterms:isReplacedBy id:kept .
        id:dropped owl:deprecated true .
        id:misled owl:deprecated true ; dcterms:isReplacedBy id:nowhere ."""
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    names = [f"id/{name}" for name in ("kept", "replaced", "dropped", "misled", "gone")]
    assert released.lost(names, store) == ["id/dropped", "id/gone", "id/misled"]


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start Apache with the redirects below /anbao/ on a free port of the loopback, and yield the port."""
    if APACHE is None:
        pytest.skip("Apache (Debian's apache2-bin) is not installed")
    home = tmp_path_factory.mktemp("apache")
    shutil.copytree(RULES, home / "www" / "anbao")
    for folder in (home, home / "www", home / "www" / "anbao", home.parent):
        folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = ("mpm_event", "authz_core", "rewrite", "env")
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules]
    lines += [
        f"ServerRoot {home}",
        f"Listen 127.0.0.1:{port}",
        "ServerName localhost",
        f"PidFile {home}/pid",
        f"ErrorLog {home}/error.log",
        f"DocumentRoot {home}/www",
        f"<Directory {home}/www>\n  AllowOverride FileInfo\n  Require all granted\n</Directory>",
    ]
    (home / "httpd.conf").write_text("\n".join(lines) + "\n", "utf-8")
    command = [APACHE, "-f", str(home / "httpd.conf"), "-DFOREGROUND"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            wait(server, port)
            yield port
        finally:
            server.terminate()


def wait(server: subprocess.Popen[str], port: int) -> None:
    """Wait until the server answers; fail with what it says if it ends instead."""
    for _ in range(100):
        if server.poll() is not None:
            pytest.fail(f"Apache ended: {server.stderr.read() if server.stderr else ''}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Apache does not answer")


def look_up(port: int, path: str, accept: str) -> tuple[int, str]:
    """Return the status and the address that a look-up is redirected to."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/anbao/" + path, headers={"Accept": accept})
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers.get("Location", "").removeprefix(SITE)


REDIRECTS = [
    ("id/cn-ecl-art-38-2", BROWSER, 303, "/id/cn-ecl-art-38-2/"),
    ("id/cn-ecl-art-38-2", "*/*", 303, "/id/cn-ecl-art-38-2/"),
    ("id/cn-ecl-art-38-2", "text/turtle", 303, "/id/cn-ecl-art-38-2.ttl"),
    ("id/cn-ecl-art-38-2", JENA, 303, "/id/cn-ecl-art-38-2.ttl"),
    ("id/cn-ecl-art-38-2", "application/ld+json, text/turtle;q=0.5", 303, "/id/cn-ecl-art-38-2.jsonld"),
    ("id/cn-ecl-art-38-2", "text/html;q=0.3, application/ld+json", 303, "/id/cn-ecl-art-38-2.jsonld"),
    ("id/cn-ecl-art-38-2", "application/rdf+xml", 303, "/id/cn-ecl-art-38-2.ttl"),
    ("id/cn-ecl-art-38-2.ttl", BROWSER, 302, "/id/cn-ecl-art-38-2.ttl"),
    ("id/case-c19-dispute-1/decision/position-p02", "text/turtle", 303, "/id/case-c19-dispute-1.ttl"),
    ("id/case-c19-dispute-1/decision/position-p02", BROWSER, 303, "/id/case-c19-dispute-1/"),
    ("ontology", BROWSER, 303, "/ontology/"),
    ("ontology", JENA, 303, "/ontology.ttl"),
    ("ontology", OWL_API, 303, "/data/anbao-ontology.owl"),
    ("ontology/norms", "application/ld+json", 303, "/ontology.jsonld"),
    ("ontology.ttl", "*/*", 302, "/ontology.ttl"),
    ("circumstance", "text/turtle", 303, "/circumstance.ttl"),
    ("circumstance", BROWSER, 303, "/circumstance/"),
    ("graph/decided", "text/turtle", 303, "/data/void.ttl"),
    ("profile/7b45dadfadc1e2d6", BROWSER, 303, "/data/"),
    ("dataset", JENA, 303, "/data/void.ttl"),
    ("data/anbao.ttl", BROWSER, 302, "/data/anbao.ttl"),
    ("docs/api/", BROWSER, 302, "/docs/api/"),
    ("context.jsonld", "application/ld+json", 302, "/context.jsonld"),
    ("engine", "text/turtle", 303, "/ontology/"),
    ("", BROWSER, 302, "/"),
]


@pytest.mark.parametrize(("path", "accept", "status", "target"), REDIRECTS)
def test_redirect(apache: int, path: str, accept: str, status: int, target: str) -> None:
    """Each identifier leads to the form that the client asks for."""
    assert look_up(apache, path, accept) == (status, target)


def test_unknown_path_is_not_found(apache: int) -> None:
    """What no rule names leads nowhere."""
    assert look_up(apache, "nonsense", BROWSER)[0] == 404


def test_every_document_is_where_the_redirects_lead(apache: int) -> None:
    """The rules lead to the documents that the export describes resources in: of each kind one is tried."""
    looked_up = [name.split("#")[0] for name in released.read(released.lists()[-1])]
    names = {name.split("-")[0]: name for name in looked_up}
    assert len(names) > 30
    for name in names.values():
        document = document_of(released.HOME + name)
        assert look_up(apache, name, "text/turtle") == (303, f"/{document}.ttl")


def test_only_one_rule_names_the_site() -> None:
    """The address of the site is set in one line."""
    lines = (RULES / ".htaccess").read_text("utf-8").splitlines()
    assert [line for line in lines if "https://" in line and not line.startswith("#")] == [
        f"RewriteRule ^ - [E=SITE:{SITE}]"
    ]
