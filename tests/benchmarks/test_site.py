"""How long the whole site takes to build, and how large what a visitor loads is.

Written to `build/benchmarks/site.json`. The time is that of a process of its own, on one core where
the system can pin it; the sizes are those of gzip, as a host sends them.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from tests.benchmarks.measure import KIBIBYTE, run, write
from tests.support.site import bundle

from anbao.graph import stores
from anbao.site import building
from anbao.site.catalogue import read_catalogue

BUILD_S = 60
HOME_KIB, RESOURCE_KIB = 30, 10
SCRIPT = (
    "import os, sys, pathlib, anbao\nfrom anbao.site import building\n"
    "if hasattr(os, 'sched_setaffinity'): os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    "building.build(anbao.load(), pathlib.Path(sys.argv[1]), bundle=pathlib.Path(sys.argv[2]))"
)


def packed(path: Path) -> float:
    """Return the size of a file in KiB, gzipped."""
    return len(gzip.compress(path.read_bytes(), mtime=0)) / KIBIBYTE


@pytest.mark.benchmark
def test_site_builds_in_a_minute_and_stays_small(tmp_path: Path) -> None:
    """The whole site is built in a minute; the first page and the pages of resources stay small."""
    folder = tmp_path / "site"
    taken = run([sys.executable, "-c", SCRIPT, str(folder), str(bundle(tmp_path))])
    assert taken.code == 0, taken.output
    pages = read_catalogue(stores.load()).pages.values()
    sizes = {
        f"{tree}{page.local}": packed(folder / tree / page.folder / "index.html")
        for page in pages
        for tree in ("", "en/")
    }
    home = packed(folder / "index.html")
    heaviest = max(sizes, key=lambda name: sizes[name])
    told = {
        "seconds": taken.seconds,
        "megabytes": taken.megabytes,
        "files": sum(path.is_file() for path in folder.rglob("*")),
        "home_kib": home,
        "heaviest_resource": heaviest,
        "heaviest_resource_kib": sizes[heaviest],
        "median_resource_kib": sorted(sizes.values())[len(sizes) // 2],
        "scripts_kib": {name: packed(folder / "assets" / name) for name in building.BUNDLE},
        "data_kib": {path.name: packed(path) for path in sorted((folder / "data").glob("*.js"))},
    }
    print(write("site", told))
    assert home <= HOME_KIB
    assert sizes[heaviest] <= RESOURCE_KIB, heaviest
    assert taken.seconds <= BUILD_S
