"""Writes the table of questions into the README: `python -m anbao_dev.readme`."""

from __future__ import annotations

import re
from pathlib import Path

from anbao.graph import questions

README = Path(__file__).parents[2] / "README.md"
PART = re.compile(r"(<!-- queries: .*? -->\n).*?(<!-- /queries -->)", re.DOTALL)


def generate(text: str) -> str:
    """Return the text of the README with the table made anew from the headers of the questions."""
    rows = [
        f"| `{question.name}` | {question.summary('en')} | {question.summary('zh')} |"
        for question in questions.library()
    ]
    table = "\n".join(["", "| question | asks | 问 |", "|---|---|---|", *rows, "", ""])
    return PART.sub(lambda found: found[1] + table + found[2], text)


if __name__ == "__main__":
    README.write_text(generate(README.read_text("utf-8")), "utf-8")
