"""The command line: arguments, exit codes, printing.

Exit codes: 0 done, 1 the data has violations, 2 unusable input.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cyclopts import CycloptsError

from anbao.cli.app import UNUSABLE, app

__all__ = ["app", "main"]


@contextmanager
def _reported() -> Iterator[None]:
    """Turn what the package raises into one message on standard error and exit code 2."""
    from anbao.errors import AnbaoError

    try:
        yield
    except AnbaoError as error:
        sys.stderr.write(f"anbao: {error}\n")
        sys.exit(UNUSABLE)
    except CycloptsError as error:
        sys.stderr.write(f"anbao: {error} Run `anbao --help`.\n")
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("anbao: stopped.\n")
        sys.exit(130)


def main() -> None:
    """Run the command line."""
    with _reported():
        sys.exit(app(sys.argv[1:], exit_on_error=False, print_error=False) or 0)
