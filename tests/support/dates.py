"""The table of dates, to which Python and the browser are both held."""

from __future__ import annotations

from pathlib import Path

import yaml

__all__ = ["DATES"]


def _read() -> dict[str, list[str | None] | str]:
    """Return what each text gives: two days, None where nobody says, or the name of its fault."""
    text = (Path(__file__).parents[1] / "disputes" / "dates.yaml").read_text("utf-8")
    rows = yaml.load(text, yaml.BaseLoader)  # every scalar as it is written
    return {
        written: [None if one == "null" else one for one in found] if isinstance(found, list) else found
        for written, found in rows.items()
    }


DATES = _read()
