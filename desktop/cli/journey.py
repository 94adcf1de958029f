"""``smart-enough demo``: the whole journey without a window.

Everything is made in a folder of its own and moved into place at the end, so an interrupted demo leaves nothing
half-written.
"""

import argparse
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.cli.output import Output, ProgressBar, interrupted, stop_if_interrupted
from desktop.findings.data.training_data import asked_of
from desktop.jobs.add_data import AddData, FoundData, find_data
from desktop.jobs.learn import CheckData, check_data, keep_inspection, train
from desktop.jobs.measure_curve import MeasureCurve, measure_curve
from desktop.jobs.training_request import OnProject
from desktop.jobs.write_report import WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, REPORT, KeptReport
from desktop.project.records import BarOrigin
from desktop.project.trouble import explain
from desktop.sample import TRAINED, data_folder, fill_sample, sample_named, write_data
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.sentence import tr
from reports.evidence import dump
from reports.provenance import Provenance

FILES = ("project.smart", "model.onnx", "launch-readiness.pdf", "evidence.json")
STARTING_BAR = 0.85


def demo(options: argparse.Namespace, output: Output) -> None:
    """Take one initiative from the problem to the report, and print where the files are."""
    out = options.out.absolute()
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".demo-", dir=out))
    except OSError as error:
        _remove_empty(made)
        raise explain(error, out) from error
    try:
        with ProgressBar() as progress:
            journey = Journey(work, options.data, options.seed, output.say, progress)
            found = journey.run()
        stop_if_interrupted()
        _move_into_place(work, out)
    except OSError as error:
        raise explain(error, out) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        _remove_empty(made)
    files = [out / name for name in FILES]
    right = found.pop("right")
    lines = [
        tr("Verdict: {found}", found=found["headline"]),
        right,
        found["launch"],
        found["launch_words"],
        *(f"  {file}" for file in files),
    ]
    output.result({"files": files, **found}, lines)


def _remove_empty(folders: Sequence[Path]) -> None:
    """Take away the folders that were made and that nothing came into, the innermost first."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _move_into_place(work: Path, out: Path) -> None:
    for made in sorted(work.iterdir()):
        target = out / made.name
        if target.is_dir():
            shutil.rmtree(target)
        made.replace(target)


class Journey:
    """One initiative through the stages, in the folder ``work``."""

    def __init__(
        self,
        work: Path,
        data: Path | None,
        seed: int,
        say: Callable[[str], None],
        progress: ProgressBar,
    ) -> None:
        self.work = work
        self.data = data
        self.seed = seed
        self._say = say
        self._progress = progress

    def run(self) -> dict[str, Any]:
        """All stages; returns the verdict, the accuracy, what the launch rests on and what the examples are called."""
        from desktop.findings.measure.view import right_sentence, view

        path = self.work / "project.smart"
        if self.data is not None and not self.data.exists():
            raise UserError(
                tr("There is no “{name}”.", name=self.data.name),
                tr("It was moved, renamed or mistyped."),
                tr("Check --data."),
            )
        name = self.data.absolute().name if self.data else sample_named(TRAINED).title
        with Project.create(path, name=name) as project:
            self._problem(project)
            self._decide(project)
            self._learn(project)
            verdict = self._decide(project)  # with what was measured meanwhile
            launch = self._launch(project)
            self._report(project)
            accuracy = plain(project.runs()[0].result.accuracy)
            right = right_sentence(view(project).figures["accuracy"])
        return {**verdict, "accuracy": accuracy, **launch, "right": right}

    def _problem(self, project: Project) -> None:
        self._say(tr("Problem: the brief"))
        if self.data is None:
            fill_sample(project, TRAINED)
            write_data(TRAINED, data_folder(project.path))
        else:
            project.do(
                edit.SetFact(
                    "story",
                    tr(
                        "Made by the demo from “{name}”; nobody filled in the brief.",
                        name=self.data.name,
                    ),
                    "story",
                )
            )

    def _learn(self, project: Project) -> None:
        self._say(tr("Data: reading, checking, holding out"))
        found = find_data(
            AddData(project.path, (self.data or data_folder(project.path),)),
            self._progress,
            interrupted,
        )
        things = example_noun(found.modality).many
        project.do(edit.AddExamples(found.examples, things))
        _require_two(found)
        checked = check_data(CheckData(project.path, self.seed), self._progress, interrupted)
        project.do(edit.HoldOut(checked.held_out, things))
        keep_inspection(project, checked, current=True)
        self._say(tr("Measure: learning, testing on what was held out"))
        trained = train(OnProject(project.path, self.seed), self._progress, interrupted)
        try:
            project.append_run(trained.settings, trained.result)
            shutil.move(trained.model, self.work / "model.onnx")
        finally:
            shutil.rmtree(trained.model.parent, ignore_errors=True)
        if not trained.result.n_test:
            raise UserError(
                tr("Too few examples to test on."),
                trained.result.notes[0].sentence,
                tr("Bring at least 15 of each class."),
            )
        self._say(tr("Data: is it enough?"))
        asked = replace(asked_of(project), target=STARTING_BAR)
        request = MeasureCurve(project.path, self.seed, asked)
        curve = measure_curve(request, self._progress, interrupted)
        project.append_record(CURVE, curve.value, curve.fingerprint)

    def _decide(self, project: Project) -> dict[str, str]:
        from desktop.findings.case import case_of
        from estimators.need_for_ai import assess

        self._say(
            tr("Decide: does it need AI?")
            if not project.runs()
            else tr("Decide: again, with measured numbers")
        )
        found = assess(case_of(project))
        return {"verdict": found.verdict, "headline": found.headline}

    def _launch(self, project: Project) -> dict[str, Any]:
        from desktop.findings.launch.readiness import readiness_of, supported
        from desktop.findings.launch.view import view

        self._say(tr("Launch: the acceptance test"))
        project.do(
            edit.SetBar(
                STARTING_BAR,
                BarOrigin.START,
                Provenance.DEFAULT,
                tr("The demo’s own choice; a demo session measures what people accept."),
            )
        )
        ready = readiness_of(project)
        return {
            "launch": view(project).headline,
            "launch_supported": ready.proposal,
            "launch_words": supported(ready),
            "launch_reasons": [ground.text for ground in ready.verdict.reasons],
        }

    def _report(self, project: Project) -> None:
        from desktop.findings.report.evidence import evidence_of

        self._say(tr("Report: writing the pages"))
        (self.work / "evidence.json").write_text(dump(evidence_of(project)), encoding="utf-8")
        written = write_report(
            WriteReport(project.path, self.work / "launch-readiness.pdf"),
            self._progress,
            interrupted,
        )
        kept = KeptReport(written.pages, written.sha256)
        project.append_record(REPORT, kept, project.fingerprint())


def _require_two(found: FoundData) -> None:
    if found.examples and len(found.unreadable) == len(found.examples):
        raise UserError(
            tr("None of the examples can be opened."),
            found.examples[0].trouble,
            tr("Bring files that open in other programs."),
        )
    labels = {example.label for example in found.examples if example.label}
    if len(labels) < 2:
        raise UserError(
            tr("Telling things apart needs at least two."),
            tr("There is only “{known}”.", known=next(iter(labels)))
            if labels
            else tr("No example has a label."),
            tr("Make one folder for each class, or a CSV with a label column."),
        )
