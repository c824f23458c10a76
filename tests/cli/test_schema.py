"""`anbao schema`: JSON Schemas that are valid."""

from __future__ import annotations

import json

import jsonschema
from tests.support.command import Run

from anbao.schemas import schema


def test_schema_is_valid(run: Run) -> None:
    """Both schemas are JSON Schemas."""
    for name in ("dispute", "decision"):
        _, out, _ = run("schema", name)
        jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert schema("dispute") != schema("decision")
