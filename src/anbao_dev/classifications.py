"""Writes what HermiT infers of each profile, for the wheel: `python -m anbao_dev.classifications FOLDER`.

An installed wheel decides under the positions of the graph without Java. Each file is named after the
digest of what was classified, so one that is out of date is never read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from anbao.graph import stores
from anbao.law import classification
from anbao.law.norms import Law, read_law


def write(law: Law, folder: Path) -> None:
    """Write a file for each distinct profile of a law, and remove those of other profiles."""
    folder.mkdir(parents=True, exist_ok=True)
    profiles = classification.profiles(law).values()
    for stale in {*folder.iterdir()} - {folder / classification.file_name(profile) for profile in profiles}:
        stale.unlink()
    for profile in profiles:
        closure = classification.classify(law, profile)
        stored = {name: sorted(map(list, getattr(closure, name))) for name in classification.PAIRS}
        text = json.dumps(stored, separators=(",", ":"))
        (folder / classification.file_name(profile)).write_text(text, "utf-8")


if __name__ == "__main__":
    write(read_law(stores.load()), Path(sys.argv[1]))
