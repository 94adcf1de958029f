"""``smart-enough schema``: the JSON Schemas of what people and other tools write and read."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from desktop.cli.output import Output


def schema(options: argparse.Namespace, output: Output) -> None:
    """Print one schema; it is a JSON document with and without ``--json``."""
    document = SCHEMAS[options.of]()
    output.result(document, json.dumps(document, ensure_ascii=False, indent=2).splitlines())


def _case() -> dict[str, Any]:
    from estimators.case.case_schema import case_schema

    return case_schema()


def _scenario() -> dict[str, Any]:
    from mock_ai.scenario_schema import scenario_schema

    return scenario_schema()


def _evidence() -> dict[str, Any]:
    from reports.evidence import evidence_schema

    return evidence_schema()


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "case": _case,
    "scenario": _scenario,
    "evidence": _evidence,
}
