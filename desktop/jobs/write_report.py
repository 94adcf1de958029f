"""Writing a report, off the GUI thread."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop.findings.report.preflight import INVENTED
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from estimators.base.sentence import tr
from reports.provenance import Provenance
from reports.trace import TraceGroup, count_by_source, count_made_up

DERIVED = "derived"


@dataclass(frozen=True)
class WriteReport:
    """Which report of which project to write where; ``pages`` None: its usual sections, and the rest with ``appendix``."""

    project: Path
    out: Path
    kind: str = "launch"
    pages: tuple[str, ...] | None = None
    appendix: bool = False


@dataclass(frozen=True)
class WrittenReport:
    file: Path
    pages: int
    sha256: str
    warnings: tuple[str, ...]
    sections: dict[str, int]
    numbers: dict[
        str, int
    ]  # how many numbers come from where; DERIVED: are worked out from those; INVENTED: came with a sample
    # The first page of each evidence address.
    addresses: dict[str, int] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)  # of what each section says
    traced: tuple[TraceGroup, ...] = ()  # every number with what it rests on
    sources: str = ""  # where those behind the value of the options come from, as Decide says it


def write_report(request: WriteReport, progress: Progress, _cancelled: Cancelled) -> WrittenReport:
    """The job: gather the evidence and build the PDF (or the Markdown model card)."""
    from desktop.findings.report.evidence import evidence_of
    from reports.report import build
    from reports.trace import trace

    progress(0, 2, tr("Gathering the evidence"))
    with Project.open_beside(request.project) as project:
        evidence = evidence_of(project)
    progress(1, 2, tr("Writing the pages"))
    built = build(
        evidence, request.kind, request.out, pages=request.pages, appendix=request.appendix
    )
    numbers = {str(source): count for source, count in count_by_source(evidence).items()}
    if invented := count_made_up(evidence):  # guessed by nobody who reads it
        numbers[str(Provenance.GUESS)] -= invented
        numbers[INVENTED] = invented
    traced = trace(evidence)
    if derived := sum(number.derived for group in traced for number in group.numbers):
        numbers[DERIVED] = derived
    return WrittenReport(
        built.file,
        built.pages,
        built.sha256,
        tuple(built.warnings),
        dict(built.sections),
        numbers,
        dict(built.addresses),
        dict(built.fingerprints),
        traced,
        evidence.options.sources if evidence.options is not None else "",
    )
