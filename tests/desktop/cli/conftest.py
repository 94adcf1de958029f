"""The command line, run in this process."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from desktop.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; returns (status, stdout, stderr)."""

    def call(*argv: object) -> tuple[int, str, str]:
        try:
            status = main([str(part) for part in argv])
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def run_json(run: Run) -> Callable[..., Any]:
    """Run a command with --json; it must succeed and print exactly one document."""

    def call(*argv: object) -> Any:
        status, out, err = run(*argv, "--json")
        assert status == 0, err
        return json.loads(out)

    return call
