"""``smart-enough serve``: the fake, or the real model, at a local address."""

import argparse
import sys
from pathlib import Path
from typing import Any

from desktop.cli.output import Output
from desktop.errors import UserError


def add_serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        type=Path,
        metavar="WHAT",
        help="a scenario file (YAML) or a .smart project",
    )
    parser.add_argument("--port", type=int, help="default: 8765, or any free one")
    parser.add_argument(
        "--model", type=Path, metavar="M.onnx", help="serve a trained model at the same address"
    )
    parser.add_argument("--token", help="the API key that clients send; default: a new one")
    parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1")
    parser.add_argument(
        "--allow-network",
        action="store_true",
        help="let other computers in (off unless you ask for it)",
    )
    parser.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="a web origin that may call it",
    )


def serve(options: argparse.Namespace, output: Output) -> None:
    """Print one JSON line when ready, then serve until interrupted."""
    from mock_ai.server import ReadyLine, run_server

    def ready(line: ReadyLine) -> None:
        sys.stdout.write(line.to_json() + "\n")
        sys.stdout.flush()
        output.say("Serving on this computer. Ctrl C stops.")

    run_server(
        _source(options.what, options.model),
        on_ready=ready,
        host=options.host,
        port=options.port,
        token=options.token,
        name=options.model.name if options.model else None,
        allow_origins=tuple(options.allow_origin),
        allow_network=options.allow_network,
    )


def _source(what: Path | None, model: Path | None) -> Any:
    if model is not None:
        from estimators.classifier import OnnxClassifier

        return OnnxClassifier(model)
    if what is None:
        from mock_ai.presets import BUILT_IN

        return BUILT_IN
    if what.suffix == ".smart":
        from desktop.findings.fake import active_scenario, fake_of
        from desktop.project.project import Project

        with Project.open_beside(what) as project:
            if len(project.classes()) < 2:
                raise UserError(
                    f"“{what.name}” has fewer than two classes.",
                    "A fake needs to know what it could answer.",
                    "Add the answers on the Problem page.",
                )
            return fake_of(project, active_scenario(project)[1])
    from mock_ai.scenario_file import load_scenario

    return load_scenario(what)
