"""From evidence to a file on disk: choose the report, lay it out, draw it, write it in one step."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from estimators.atomic_file import write_bytes_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.attached_files import attachments
from reports.class_names import with_written_names
from reports.document_nodes import fingerprint
from reports.evidence import Evidence
from reports.pdf import fonts
from reports.pdf.attachments import Attachment
from reports.pdf.flow import Layout, ReportSection, Running, draw, lay_out
from reports.pdf.tagged import TaggedCanvas
from reports.pdf.text_renderer import TextRenderer
from reports.sections.parts import Cited
from reports.sentences import joined, text_of
from reports.text_runs import clean

FORMS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pptx": "slides",
}
"""What a file name's ending asks for; any other is a PDF."""
_LONGEST = 200  # characters of a title
KINDS = {"launch": tr("Launch readiness"), "brief": tr("Brief"), "model-card": tr("Model card")}


@dataclass(frozen=True)
class BuiltReport:
    """A written report. ``sections`` gives each section's first page (or slide), ``addresses`` each evidence address's."""

    file: Path
    pages: int
    sha256: str
    warnings: tuple[str, ...] = ()
    sections: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)  # of what each section says


def build(
    evidence: Evidence,
    kind: str,
    out: str | os.PathLike[str],
    *,
    pages: Sequence[str] | None = None,
    appendix: bool = False,
) -> BuiltReport:
    """Write a report of one kind ("launch", "brief" or "model-card"): a tagged PDF, or by its ending Markdown, HTML or slides.

    ``pages`` names the sections to include (see ``section_titles``); None means those of ``usual_sections``, and the rest too
    with ``appendix``. The file appears whole or not at all, and the same evidence gives the same bytes. Raises UserError for
    an unknown kind or section and for a destination that cannot be written.
    """
    titles = section_titles(kind)
    wanted = list(titles if appendix else usual_sections(kind)) if pages is None else list(pages)
    unknown = [name for name in wanted if name not in titles]
    if unknown or not wanted:
        raise UserError(
            tr("There is no section “{unknown}” in this report.", unknown=unknown[0][:40])
            if unknown
            else tr("A report needs at least one section."),
            tr("It has: {titles}.", titles=", ".join(titles)),
            tr("Choose among these."),
        )
    form, printed = _form_of(out), with_written_names(evidence)
    renderer = _renderer(evidence, kind)
    title = _short(f"{KINDS[kind]}: {evidence.project.title}")
    also: tuple[str, ...] = ()
    said: dict[str, str] = {}
    if form == "slides":
        from reports.slides.deck import slides_of
        from reports.slides.pptx_file import pptx_file

        slides = slides_of(printed, kind, renderer, wanted)
        layout = Layout()
        for number, slide in enumerate(slides, start=1):
            layout.first_page.setdefault(slide.section, number)
        author = _short(clean(evidence.project.organisation)) or "Smart Enough"
        data, many = pptx_file(slides, renderer, clean(title), author), len(slides)
        if set(wanted) - set(usual_sections(kind)):
            also = (tr("The appendix is not on the slides: write it as .pdf, .html or .md."),)
    else:
        sections = _sections(printed, kind, renderer, wanted)
        said = {section.name: fingerprint(section) for section in sections}
        if form == "pdf":
            layout = lay_out(sections, renderer)
            data = _drawn(evidence, kind, layout, renderer, wanted)
            if (lacks := renderer.without_font()) is not None:
                raise lacks
        else:
            layout = Layout(first_page={section.name: 1 for section in sections})
            data = _without_pages(sections, title, form, attachments(evidence, wanted))
            if (kind, form) == ("model-card", "markdown"):
                from reports.hub_front_matter import front_matter

                data = front_matter(printed).encode("utf-8", "replace") + data
        many = len(layout.pages)
    return BuiltReport(
        write_whole(out, data),
        many,
        hashlib.sha256(data).hexdigest(),
        (*renderer.warnings(), *also),
        layout.first_page,
        layout.address_page,
        said,
    )


def _form_of(out: str | os.PathLike[str]) -> str:
    """What the ending of a file name asks for. “24.11.2026” has no ending; “.docx” is one that nobody can have."""
    ending = Path(out).suffix.lower()
    form = FORMS.get(ending, "pdf")
    if form == "pdf" and ending != ".pdf" and ending[1:].isalpha():
        raise UserError(
            tr("A report can’t be written as “{ending}”.", ending=ending[:20]),
            tr("It can be .pdf, .pptx, .html or .md."),
            tr("Choose one of these endings."),
        )
    return form


def _without_pages(
    sections: Sequence[ReportSection], title: str, form: str, attached: Sequence[Attachment]
) -> bytes:
    """Markdown or HTML: the same sections, one long page."""
    if form == "markdown":
        from reports.markdown import markdown

        written = markdown(sections, title)
    else:
        from reports.web import web_page

        written = web_page(sections, title, attached)
    return written.encode("utf-8", "replace")


def section_titles(kind: str) -> dict[str, str]:
    """The sections of a kind of report, by name, in order."""
    if kind == "launch":
        from reports.launch import SECTIONS

        return dict(SECTIONS)
    if kind == "brief":
        return {"brief": tr("Brief")}
    if kind == "model-card":
        from reports.model_card import SECTIONS as CARD_SECTIONS

        return dict(CARD_SECTIONS)
    raise UserError(
        tr("There is no report of the kind “{kind}”.", kind=kind[:40]),
        tr("The kinds are: {kinds}.", kinds=", ".join(KINDS)),
        tr("Choose one of these."),
    )


def usual_sections(kind: str) -> tuple[str, ...]:
    """The sections that a kind of report has unless somebody asks for more or fewer: of the launch report its six pages."""
    if kind == "launch":
        from reports.launch import PAGE_NAMES

        return PAGE_NAMES
    return tuple(section_titles(kind))


def _renderer(evidence: Evidence, kind: str) -> TextRenderer:
    """A pen on an empty document that knows its title."""
    project = evidence.project
    canvas = TaggedCanvas(
        title=_short(_running_left(evidence, kind)),
        author=_short(clean(project.organisation)) or "Smart Enough",
        subject=KINDS[kind],
        creator=f"Smart Enough {clean(project.app_version)[:40]}".strip(),
    )
    return TextRenderer(fonts.load(), canvas)


def _running_left(evidence: Evidence, kind: str) -> str:
    project = evidence.project
    return text_of(
        joined(" · ".join(filter(None, (KINDS[kind], project.title, project.organisation))))
    )


def _drawn(
    evidence: Evidence, kind: str, layout: Layout, renderer: TextRenderer, wanted: Sequence[str]
) -> bytes:
    """The bytes of a report that is laid out."""
    project, run = evidence.project, evidence.accuracy.run if evidence.accuracy else ""
    known = (project.date, run, tr("project {id}", id=project.project_id))
    right = text_of(joined(" · ".join(filter(None, known))))
    left = text_of(joined(" · ".join(filter(None, (project.title, project.organisation)))))
    draw(layout, renderer, Running(left, right, _foot(kind, renderer.canvas)))
    return renderer.canvas.finish(attachments(evidence, wanted))


def _sections(
    evidence: Evidence, kind: str, renderer: TextRenderer, wanted: Sequence[str]
) -> tuple[ReportSection, ...]:
    if kind == "launch":
        from reports.launch import launch_sections

        return launch_sections(evidence, renderer, wanted)
    if kind == "brief":
        from reports.launch import brief_page

        return (brief_page(evidence).build(evidence, renderer, Cited()),)
    from reports.model_card import card_sections

    return card_sections(evidence, wanted)


def _foot(kind: str, canvas: TaggedCanvas) -> Callable[[int, Layout], str]:
    """Page one of the launch report says where what it cites stands; other pages say where numbers can be traced."""

    def foot(page: int, layout: Layout) -> str:
        if page == 1 and kind == "launch" and layout.address_page:
            addresses = sorted(
                each for each in layout.address_page.items() if each[0] in canvas.linked
            )
            return " · ".join(tr("{name} page {at}", name=name, at=at) for name, at in addresses)
        return tr("Every number opens in the project: Report, page {page}", page=page)

    return foot


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def write_whole(out: str | os.PathLike[str], data: bytes) -> Path:
    """Write a file so that it is there whole or not at all; an older one stays until then."""
    path = Path(out)
    try:
        write_bytes_atomically(path, data)
    except (OSError, ValueError) as error:
        raise UserError(
            tr("“{name}” can’t be written there.", name=path.name[:200]),
            f"{getattr(error, 'strerror', None) or tr('That is not a file name')}.",
            tr("Choose another folder, or close the file if another program has it open."),
        ) from error
    return path
