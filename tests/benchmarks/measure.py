"""What the benchmarks measure with."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["ROOT", "Run", "fastest", "report", "run", "write"]

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "build" / "benchmarks"
KIBIBYTE = 1024
LAUNCHER = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 2)])
_, status, usage = os.wait4(child, 0)
seconds, code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
print('{"code": %d, "seconds": %f, "peak": %d}' % (code, seconds, usage.ru_maxrss), file=sys.stderr)
"""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Run:
    """A process that ended: exit code, seconds on the clock, peak resident memory in MB."""

    code: int
    seconds: float
    megabytes: float
    output: str


def fastest(work: Callable[[], Answer], times: int) -> float:
    """Return the shortest time in seconds of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a process and return what it took, its children that it waited for included.

    A small process starts it: the peak of a process counts what its parent had
    resident before the program was loaded.
    """
    launched = subprocess.run(
        [sys.executable, "-ISc", LAUNCHER, *command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(launched.stderr.splitlines()[-1])
    unit = 1 if sys.platform == "darwin" else KIBIBYTE
    peak = measured["peak"] * unit / 1e6
    return Run(measured["code"], measured["seconds"], peak, launched.stdout)


def write(name: str, results: Mapping[str, Any]) -> Path:
    """Write results as JSON under `build/benchmarks/`, with the machine and the moment."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    path = RESULTS / f"{name}.json"
    text = json.dumps({"machine": machine, **results}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def report(
    name: str,
    results: Mapping[str, Any],
    targets: Mapping[str, float],
    rows: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Print and write results, each beside its target where there is one; `rows` are written only."""
    print()
    for key, value in results.items():
        target = targets.get(key)
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        verdict = "" if target is None else f"  (target {target}: {'met' if value < target else 'MISSED'})"
        print(f"{key}: {shown}{verdict}")
    print(write(name, {"results": dict(results), "rows": list(rows), "targets": dict(targets)}))
