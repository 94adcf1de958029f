"""``smart-enough serve``: the fake, or the real model, at a local address; a scenario, a project or a model answers there."""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.output import Output, sentence
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.project.journal_writer import JournalWriter
    from desktop.project.project import Project
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.row_classifier import RowClassifier, RowRegressor
    from mock_ai.candidate import ServedCandidate
    from mock_ai.scenario import Scenario
    from mock_ai.stage import OpenShow, StageItem, StageKind


@dataclass(frozen=True)
class Played:
    """What answers, and what its Stage shows."""

    source: Any
    scenario: "Scenario"  # of a model: its classes, for the order of what is shown
    items: "tuple[StageItem, ...]"
    name: str | None = None  # that clients know it by; None: that of the source

    def show(self, reactions: Path | None) -> "OpenShow":
        from mock_ai.kinds.product import CLASSES
        from mock_ai.scenario import Scenario
        from mock_ai.stage import OpenShow
        from mock_ai.stubs.stub_set import NO_STUBS

        kinds: tuple[StageKind, ...] = ("photo", "text")
        if self.items:
            kinds = tuple(dict.fromkeys(item.kind for item in self.items))
        elif self.scenario.stubs != NO_STUBS or self.scenario.product != CLASSES:
            kinds = ("text", "photo")
        return OpenShow(
            self.items,
            self.scenario,
            kinds=kinds,
            record=reactions,
            simulated=bool(getattr(self.source, "simulated", isinstance(self.source, Scenario))),
        )


def played_by(options: argparse.Namespace) -> Played:
    """What the options of ``serve`` say.

    Raises `UserError` if a file cannot be read, or there is nothing to show.
    """
    from mock_ai.scenario import Scenario

    what, model, folder = options.what, options.model, options.items
    if options.candidate and (what is None or what.suffix != ".smart"):
        raise UserError(
            tr("“{name}” is a candidate of a project.", name=options.candidate[:60]),
            tr("No project was named."),
            tr("Write serve FILE.smart --candidate NAME."),
        )
    if what is not None and what.suffix == ".smart":
        played = _of_project(what, options.candidate)
    elif what is not None:
        from mock_ai.scenario_file import load_with_items

        scenario, brought = load_with_items(what)
        folder = folder or brought
        played = Played(scenario, scenario, ())
    elif options.items is not None and len(found := _class_folders(options.items)) > 1:
        scenario = Scenario("stage", tr("The Stage"), found)
        played = Played(scenario, scenario, ())
    else:
        from mock_ai.presets import BUILT_IN

        played = Played(BUILT_IN, BUILT_IN, ())
    if model is not None:
        from estimators.classifier.model_file import read_model_file
        from estimators.table.row_classifier import RowRegressor, served_model
        from mock_ai.kinds.product import KindSetting
        from mock_ai.presets import BUILT_IN

        real = served_model(read_model_file(model), model.name)
        if isinstance(real, RowRegressor):
            product = KindSetting("number")
            scenario = replace(BUILT_IN, id="model", name=tr("The model"), product=product)
        else:
            scenario = Scenario("model", tr("The model"), tuple(map(str, real.classes_)))
        played = Played(real, scenario, played.items)
    if folder is None or played.scenario.product.kind != "classify":
        _check_shows_its_own(options, played)
        return played
    from mock_ai.stage import items_in

    items = items_in(folder, played.scenario.classes)
    if model is not None:
        return Played(played.source, played.scenario, items)
    known = {one.item.id: one.item.truth for one in items if one.item.truth is not None}
    return Played(played.scenario.fake(known=known), played.scenario, items)


def _check_shows_its_own(options: argparse.Namespace, played: Played) -> None:
    if options.items is not None and played.scenario.product.kind != "classify":
        raise UserError(
            tr("This scenario cannot show “{name}”.", name=options.items.name),
            tr("It answers about its own examples, whose good answers it knows."),
            tr("Leave --items out, or name the examples in the scenario file."),
        )


def _class_folders(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in folder.glob("*") if one.is_dir()))


def _of_project(path: Path, candidate: str | None = None) -> Played:
    from desktop.findings.fake.demo_sessions import examples_to_show
    from desktop.findings.fake.scenarios import active_scenario, fake_of
    from desktop.findings.fake.web_stage import exhibits_of
    from desktop.project.project import Project
    from mock_ai.kinds.product import CLASSES

    with Project.open_beside(path) as project:
        scenario = active_scenario(project)[1]
        if candidate:
            return Played(_candidate(project, candidate), scenario, (), candidate)
        if scenario.product == CLASSES and len(project.classes()) < 2:
            raise UserError(
                tr("“{name}” has fewer than two classes.", name=path.name),
                tr("A fake needs to know what it could answer."),
                tr("Add the answers on the Problem page."),
            )
        items = exhibits_of(project, examples_to_show(project))
        if scenario.product != CLASSES:  # it shows its good examples
            items = ()
        return Played(fake_of(project, scenario), scenario, items)


def _candidate(
    project: "Project", name: str
) -> "ServedCandidate | OnnxClassifier | RowClassifier | RowRegressor":
    from desktop.findings.fake.served_candidate import as_served, candidate_named
    from desktop.findings.fake.table_rows import shown_files
    from desktop.project.records import Run
    from estimators.table.row_classifier import served_model

    found = candidate_named(project, name)
    if isinstance(found, Run):
        model = project.caches.model(found.model_sha256)
        return served_model(model, files=shown_files(project))
    return as_served(project, found)


NETWORK_WARNING = tr(
    "Whoever is in this network and has the address can see what the Stage shows, and react. "
    "Nothing else is open to them."
)


def serve(options: argparse.Namespace, output: Output) -> None:
    """Print one JSON line when ready, then serve until interrupted; or only write what it would serve."""
    if options.openapi is not None:
        _write_openapi(options, output)
        return
    from mock_ai.journal import Journal
    from mock_ai.server.runner import ReadyLine, run_server

    played = played_by(options)
    writer = _writer(options.journal, output) if options.journal else None

    def ready(line: ReadyLine) -> None:
        if writer is not None:
            for url in (line.stage_url, *line.network_urls):
                writer.hide(url.partition("#token=")[2])
            writer.hide(line.token)
        sys.stdout.write(line.to_json() + "\n")
        sys.stdout.flush()
        output.say(tr("Serving on this computer. Ctrl C stops."))
        output.say(tr("The Stage: {stage_url}", stage_url=line.stage_url))
        if options.operator is not None:
            output.say(tr("Answer here: {operator_url}", operator_url=line.operator_url))
        for url in line.network_urls:
            output.say(tr("The Stage for phones: {url}", url=url))
        if line.network_urls:
            output.say(NETWORK_WARNING)
            if sys.stderr.isatty():
                from desktop.qr_code import as_text

                output.say(as_text(line.network_urls[0]))

    try:
        run_server(
            played.source,
            on_ready=ready,
            host=options.host,
            port=options.port,
            token=options.token,
            name=options.model.name if options.model else played.name,
            journal=Journal(sink=writer.put) if writer is not None else None,
            allow_origins=tuple(options.allow_origin),
            allow_hosts=tuple(options.allow_host),
            allow_network=options.allow_network,
            operator_seconds=options.operator,
            show=played.show(options.reactions),
            network=_network() if options.network else (),
            on_end=writer.stop if writer is not None else lambda: None,
        )
    finally:
        if writer is not None:
            writer.stop()


def _writer(path: Path, output: Output) -> "JournalWriter":
    """What writes the journal; a place that cannot be written is said before anything is served."""
    from desktop.project.journal_writer import JournalWriter, into_lines, into_project
    from desktop.project.project import Project
    from desktop.project.trouble import explaining

    if path.suffix.lower() not in (".smart", ".jsonl"):
        raise UserError(
            tr("The journal cannot be written into “{name}”.", name=path.name),
            tr("It goes into a project (.smart), or a file of JSON lines (.jsonl)."),
            tr("Choose a name that ends in one of the two."),
        )
    if path.suffix.lower() == ".smart":
        with Project.open_beside(path) as project:
            if project.file.read_only:
                raise UserError(
                    tr("“{name}” can’t be changed.", name=path.name),
                    tr("It is write-protected."),
                    tr("Choose another."),
                )
        target = into_project(path)
    else:
        with explaining(path):
            path.open("a", encoding="utf-8").close()
        target = into_lines(path)

    def failed(error: UserError) -> None:
        output.say(sentence(error.what, error.why, error.next_step))

    return JournalWriter(target, lambda: None, failed)


def _write_openapi(options: argparse.Namespace, output: Output) -> None:
    """What an engineer builds against, as a file."""
    from desktop.jobs.journal_out import put_in_place
    from mock_ai.server.openapi import document_text, openapi_document

    played = played_by(options)
    classes = [str(name) for name in getattr(played.source, "classes_", played.scenario.classes)]
    address = f"http://{options.host}:{options.port or 8765}"
    row = getattr(played.source, "row_schema", None)
    text = document_text(openapi_document(classes, address, played.scenario.product.kind, row))
    put_in_place(options.openapi, lambda part: part.write_text(text, encoding="utf-8"))
    output.result(
        {"file": str(options.openapi)}, [tr("Wrote {openapi}.", openapi=str(options.openapi))]
    )


def _network() -> tuple[str, ...]:
    from mock_ai.server.uvicorn_server import network_addresses

    found = network_addresses()
    if not found:
        raise UserError(
            tr("No network was found."),
            tr("Phones can only come in where this computer is in the same network."),
            tr("Join a network, or leave --network out."),
        )
    return found
