"""The JSON contract: its schema, and what breaks it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCS = Path(__file__).resolve().parents[1] / "docs"
SCHEMA = json.loads((DOCS / "result.schema.json").read_text("utf-8"))


def strict(text: str) -> Any:
    """JSON as the standard has it: no NaN, no Infinity."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


def faults(document: Any, part: str = "") -> list[str]:
    """Where a document breaks the schema, or a part of it that has a name."""
    found = _validator(part).iter_errors(document)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in found]


@cache
def _validator(part: str) -> Draft202012Validator:
    schema = {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]} if part else SCHEMA
    return Draft202012Validator(schema)
