"""A server on the loopback address, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

__all__ = ["running"]


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server run, give its address without a slash at its end, and end it."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
