"""Work in a process beside this one: what it returns, raises, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from anbao.errors import DataError
from anbao.export.forked import forked

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is forked")


def test_result_comes_back() -> None:
    """What the work returns is given to who waits for it, however large."""
    with forked(lambda: [os.getpid()] * 100_000) as result:
        found = result()
    assert len(found) == 100_000
    assert (found[0] != os.getpid()) == sys.platform.startswith("linux")


def fail(error: Exception) -> None:
    """Raise an error."""
    raise error


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), DataError("is wrong.", where="here", mend="Mend it.")]
)
def test_error_comes_back(error: Exception) -> None:
    """What the work raises is raised here, whole."""
    with pytest.raises(type(error)) as raised, forked(lambda: fail(error)) as result:
        result()
    assert str(raised.value) == str(error)


@on_linux
def test_process_that_is_killed_is_told() -> None:
    """A process that was ended by somebody, as where memory is short, is an error and no waiting."""
    with (
        pytest.raises(OSError, match="ended"),
        forked(lambda: os.kill(os.getpid(), signal.SIGKILL)) as result,
    ):
        result()


@on_linux
def test_work_is_ended_with_what_it_was_beside() -> None:
    """If this process fails first, the other does not go on."""
    start = time.monotonic()
    with pytest.raises(DataError), forked(lambda: time.sleep(60)):
        raise DataError("is wrong.")
    assert time.monotonic() - start < 30
