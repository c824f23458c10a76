from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from anbao.site import serving


def test_preview_stays_on_this_machine(built: Path) -> None:
    """The preview listens on the loopback address only, and has a page for what is missing."""
    server = serving.serve(built)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        assert server.server_address[0] == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        for path, status, kind in (
            ("/", 200, "text/html"),
            ("/en/nothing/here", 404, "text/html"),
            ("/data/search.js", 200, "text/javascript"),
            ("/id/case-c19.ttl", 200, "text/turtle"),
            ("/id/case-c19.jsonld", 200, "application/ld+json"),
        ):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8")
            assert (answer.status, str(answer.getheader("Content-Type")).partition(";")[0]) == (status, kind)
            assert status == 200 or "There is no such page" in body
        connection.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
