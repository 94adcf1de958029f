"""Reading CASE.json."""

import json
from pathlib import Path
from typing import Any

from desktop.errors import UserError
from desktop.project.trouble import explain

LARGEST_CASE = 5_000_000  # bytes


def read_case(path: Path) -> dict[str, Any]:
    """The inputs in a case file: an object, or a golden case's ``inputs``."""
    try:
        if path.stat().st_size > LARGEST_CASE:
            raise UserError(
                f"“{path.name}” is too big for a case.", "", "Give a JSON object with the inputs."
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise explain(error, path) from error
    try:
        case = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = (
            f"line {error.lineno}: {error.msg}"
            if isinstance(error, json.JSONDecodeError)
            else "it is nested too deep"
        )
        raise UserError(
            f"“{path.name}” is not JSON.", f"In {line}.", "Mend it and try again."
        ) from error
    if isinstance(case, dict) and isinstance(case.get("inputs"), dict):
        case = case["inputs"]
    if not isinstance(case, dict):
        raise UserError(
            f"“{path.name}” holds no case.",
            "A case is a JSON object with inputs.",
            "See the documentation of assess.",
        )
    return case
