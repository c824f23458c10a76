"""The application that the commands register with, and the words they share."""

from __future__ import annotations

from typing import Literal

from cyclopts import App

__all__ = ["UNUSABLE", "Language", "app"]

UNUSABLE = 2
Language = Literal["zh", "en"]

app = App(
    name="anbao",
    help="Which provision governs a platform's safety-guarantee duty (安全保障义务), and why.",
    version_flags=["--version"],
    help_format="plaintext",  # Markdown would load a highlighter that nothing here needs
    result_action="return_value",
)
