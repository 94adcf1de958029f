"""What the commands print about a project, and what its reports and its evidence say."""

import contextlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.cli.main import main
from desktop.findings.case_file import write_case
from desktop.findings.report.evidence import evidence_of
from desktop.project.project import Project
from desktop.project.records import Bar, Run
from estimators.acceptance.metric import Metric
from reports.evidence import dump
from tests.golden.projects import messages

CURVE = "n,accuracy\n20,0.71\n40,0.79\n80,0.84\n160,0.88\n"
Call = tuple[str | Path, ...]


def run(*argv: str | Path) -> list[str]:
    """The command line, what it prints, what it says beside that, and its exit status if that is not 0."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main([str(part) for part in argv])
        except SystemExit as ended:
            status = int(ended.code or 0)
    lines = ["", f"$ smart-enough {' '.join(str(part) for part in argv)}"]
    lines += out.getvalue().splitlines()
    lines += [f"stderr: {line}" for line in err.getvalue().splitlines()]
    return [*lines, f"exit: {status}"] if status else lines


def of_project(path: Path) -> Iterator[tuple[str, list[str]]]:
    """What every command says about a project, by the name of its file."""
    folder = path.parent
    with Project.open_beside(path) as project:
        evidence = dump(evidence_of(project))
        case = folder / "case.json"
        write_case(project, case)
        accepts = list(_accept(project.runs(), project.bars()))
    yield "evidence", evidence.splitlines()
    yield "cli-assess", run("assess", case)
    yield "cli-options", run("options", case)
    yield "cli-journal", run("journal", path)
    yield "cli-pack", run("pack", path, "--out", folder / "packed.smart")
    written: list[str] = []
    for kind in ("launch", "brief", "model-card"):
        out = folder / f"{kind}.md"
        written += run("report", path, "--out", out, "--kind", kind)
        yield f"report-{kind}", out.read_text(encoding="utf-8").splitlines()
    yield "cli-report", written
    if accepts:
        yield "cli-accept", [line for call in accepts for line in run(*call)]
    if path.stem in _DATA:
        yield from _DATA[path.stem](path)


def _accept(runs: tuple[Run, ...], bars: tuple[Bar, ...]) -> Iterator[Call]:
    """The test of a project's newest run, asked of the command: of all answers, and of the class that the bar is on."""
    if not runs or not bars:
        return
    result, bar = runs[0].result, bars[0]
    share = "0.75" if bar.metric == Metric.COST else str(bar.value)
    counts = [(result.correct, result.n_test)]
    counts += [(row.found, row.n) for row in result.per_class if row.name == bar.of]
    for correct, total in counts:
        call = ("accept", "--correct", str(correct), "--total", str(total), "--bar", share)
        yield call
        yield (*call, "--looks", str(len(runs)))


def _of_texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands on the table that the project was trained on."""
    folder = path.parent
    table, model = folder / "messages.csv", folder / "model.onnx"
    table.write_text(messages(), encoding="utf-8")
    yield "cli-inspect", run("inspect", table)
    yield "cli-train", run("train", table, "--out", model, "--backbone", "wordllama")
    yield "cli-evaluate", run("evaluate", model, table)
    yield "cli-predict", run("predict", model, "--text", "money back please", "--text", "zzz")
    curve = folder / "curve.csv"
    curve.write_text(CURVE, encoding="utf-8")
    money = ("--price", "2", "--value", "500", "--budget", "5000", "--labels-per-day", "50")
    asked = ("--target", "0.93", "--start", "2099-03-02")
    yield (
        "cli-forecast",
        [
            *run("forecast", "--curve", curve),
            *run("forecast", "--curve", curve, *asked, *money),
            *run("forecast", "--modality", "text", "--classes", "3", "--target", "0.93"),
        ],
    )


def _of_photos(path: Path) -> Iterator[tuple[str, list[str]]]:
    yield "cli-forecast", run("forecast", path)
    yield "cli-inspect", run("inspect", path)


_DATA: dict[str, Callable[[Path], Iterator[tuple[str, list[str]]]]] = {
    "cost_bar": _of_texts,
    "untrained": _of_photos,
}


def mistaken(folder: Path) -> list[str]:
    """What commands say of what they cannot do."""
    gone, odd = folder / "gone.smart", folder / "odd.csv"
    odd.write_text("text\nhello\n", encoding="utf-8")
    calls: tuple[Call, ...] = (
        ("report", gone, "--out", folder / "r.pdf"),
        ("journal", gone),
        ("pack", gone, "--out", folder / "p.smart"),
        ("assess", folder / "gone.json"),
        ("options", odd),
        ("inspect", odd),
        ("train", folder / "nothing", "--out", folder / "m.onnx"),
        ("evaluate", folder / "gone.onnx", odd),
        ("accept", "--correct", "9", "--total", "8", "--bar", "0.5"),
        ("accept", "--correct", "9", "--bar", "0.5"),
        ("forecast",),
    )
    return [line for call in calls for line in run(*call)]
