"""What to look at before a report is sent, and its decision as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.findings.chosen_candidate import tests_of
from desktop.findings.launch.bar import bar_words
from desktop.findings.launch.conditions import signed_words
from desktop.findings.launch.decision import is_told, when_words
from desktop.findings.report.evidence import evidence_of
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from desktop.project.stages import Stage
from estimators.base.count import count
from estimators.base.phrase import listed, within_a_sentence
from estimators.base.sentence import tr, tr_plural
from reports.evidence import Evidence
from reports.launch_evidence import CheckState
from reports.pages.arguments import argued
from reports.provenance import MADE_UP, Provenance
from reports.sections.parts import Cited
from reports.sentences import text_of

KIND, SECTIONS = "report.kind", "report.chosen_pages"  # keys of facts
KINDS = (
    ("launch", tr("The launch meeting")),
    ("brief", tr("Everyone, on one page")),
    ("model-card", tr("Engineers: the model card")),
)
SOURCE_WORDS = {  # of the list “Where its numbers come from”
    Provenance.MEASURED: tr("measured"),
    Provenance.SIMULATED: tr("simulated, marked on the page"),
    Provenance.GUESS: tr("your guesses"),
    Provenance.DEFAULT: tr("defaults of ours"),
    Provenance.PUBLISHED: tr("published"),
    Provenance.UNKNOWN: tr("unknown"),
}
INVENTED = "invented"
"""Beside the sources: came with a sample, and is a guess of nobody who reads it."""


def counted_sources(numbers: dict[str, int]) -> Iterator[tuple[Provenance, str, int]]:
    """How many numbers come from where, with the words for it."""
    for source, words in SOURCE_WORDS.items():
        if found := numbers.get(str(source)):
            yield source, words, found
        if source is Provenance.GUESS and (made_up := numbers.get(INVENTED)):
            yield source, MADE_UP, made_up


# What a report says is missing: the part of the evidence, the section that would show it, and the page that mends it.
_MISSING = (
    ("decision", "viability", tr("Whether it needs AI was not worked out."), Stage.DECIDE),
    ("options", "viability", tr("What the options are worth was not worked out."), Stage.DECIDE),
    ("fake", "desirability", tr("Nobody was asked what they accept."), Stage.FAKE),
    ("data", "feasibility", tr("There are no examples."), Stage.DATA),
    ("accuracy", "feasibility", tr("Nothing was trained and tested."), Stage.MEASURE),
)
# Where the report speaks of what was edited on a page; the first that is included counts.
_OF_STAGE = {
    Stage.PROBLEM: ("desirability", "basis", "decision", "problem", "model", "brief"),
    Stage.DECIDE: ("viability", "basis", "decision", "options", "brief"),
    Stage.DATA: ("feasibility", "data", "datasheet"),
    Stage.FAKE: ("desirability",),
    Stage.MEASURE: ("feasibility", "accuracy", "progress", "card", "model"),
    Stage.LAUNCH: ("decision", "risk", "test", "score", "limits", "brief"),
}
_EVERYWHERE = ("decision", "provenance", "method", "card")  # they change with any other


def edited_section(stage: Stage | None, before: dict[str, str], after: dict[str, str]) -> str:
    """The section that speaks of the last edit, from the page it was made on and from what reads otherwise now."""
    changed = [name for name, said in after.items() if name in before and before[name] != said]
    of_stage = [name for name in _OF_STAGE.get(stage, ()) if name in after] if stage else []
    if not before:
        return of_stage[0] if of_stage else ""
    for name in (*of_stage, *(name for name in changed if name not in _EVERYWHERE), *changed):
        if name in changed:
            return name
    return ""


@dataclass(frozen=True)
class Remark:
    """One thing to look at: what, why, and the page that mends it."""

    text: str
    note: str = ""
    stage: Stage | None = None


@dataclass(frozen=True)
class ReportNotes:
    """What a person should see beside the preview."""

    remarks: tuple[Remark, ...]
    decision: str  # as plain text, for a mail


def kind_of(project: Project) -> str:
    """Which report is shown: launch, brief or model-card."""
    kind = project.answer(KIND, "launch")
    return kind if kind in dict(KINDS) else "launch"


def sections_of(project: Project, kind: str) -> tuple[str, ...]:
    """The sections of that kind that are included, in order: the usual ones unless somebody chose others."""
    from reports.report import section_titles, usual_sections

    chosen = project.answer(SECTIONS)
    every = tuple(section_titles(kind))
    wanted = chosen.get(kind) if isinstance(chosen, dict) else None
    if not isinstance(wanted, list):
        return usual_sections(kind)
    return tuple(name for name in every if name in wanted) or usual_sections(kind)


def report_notes(project: Project, kind: str, sections: tuple[str, ...]) -> ReportNotes:
    """What to look at, and the decision as text. Gathers the whole evidence: not for the GUI thread."""
    evidence = evidence_of(project)
    return ReportNotes(
        (
            *_open(project, evidence),
            *_missing(project, evidence, kind, sections),
            *_guesses(project),
        ),
        decision_text(evidence),
    )


def _open(project: Project, evidence: Evidence) -> list[Remark]:
    remarks = []
    if not evidence.launch.decision:
        remarks.append(
            Remark(tr("There is no decision yet."), tr("Page one says so."), Stage.LAUNCH)
        )
    elif not is_told(project):
        said = when_words(project) or tr("Nothing says why it stops.")
        remarks.append(Remark(said, tr("Page one says so."), Stage.LAUNCH))
    unsigned = [person.name for person in project.signoffs() if person.state != "signed"]
    if evidence.launch.decision and unsigned:
        said = tr_plural(
            "{names} has not signed yet.",
            "{names} have not signed yet.",
            len(unsigned),
            names=listed(unsigned),
        )
        remarks.append(Remark(said, stage=Stage.LAUNCH))
    if asked := [
        each.text for each in evidence.launch.checks if each.state is CheckState.NEEDS_YOU
    ]:
        said = tr_plural("One question is open.", "{n} questions are open.", len(asked))
        remarks.append(Remark(said, " ".join(asked), Stage.LAUNCH))
    remarks += [
        Remark(f"{person.name} {signed_words(person)}.", tr("Page one says so."), Stage.LAUNCH)
        for person in project.signoffs()
        if person.outdated
    ]
    remarks += _against_the_evidence(evidence)
    run = run_in_use(project)
    if run and run.settings.data and not project.has_data(run.settings.data):
        said = tr("The data changed since run {number}.", number=run.number)
        note = tr("The report prints what that run measured. Train again to bring it up to date.")
        remarks.append(Remark(said, note, Stage.MEASURE))
    return remarks


def _against_the_evidence(evidence: Evidence) -> list[Remark]:
    """A decision that goes another way than checks, lists and law: page one says so, and a person should know."""
    launch = evidence.launch
    if not launch.decision:
        return []
    proposed = launch.readiness.verdict.word
    if proposed.key == launch.decision:
        return []
    decided = within_a_sentence(launch.decided)
    said = tr(
        "The decision is “{decided}”; the evidence supports “{words}”.",
        decided=decided,
        words=within_a_sentence(proposed.words),
    )
    return [Remark(said, tr("Page one says so."), Stage.LAUNCH)]


def _missing(
    project: Project, evidence: Evidence, kind: str, sections: tuple[str, ...]
) -> list[Remark]:
    shown = ("feasibility",) if kind == "model-card" else sections
    there = {"accuracy"} if tests_of(project) else set()
    there |= {"data"} if project.measured.count_cases() else set()
    return [
        Remark(
            evidence.says_absent(part, (sentence, ""))[0],
            tr("The page says what is missing and what it would take."),
            stage,
        )
        for part, section, sentence, stage in _MISSING
        if section in shown and part not in there and getattr(evidence, part) is None
    ]


def _guesses(project: Project) -> list[Remark]:
    remarks = []
    if project.bar is not None and project.bar.provenance.is_assumed:
        said = tr(
            "The bar, {bar_words}, is a choice, not a measurement.",
            bar_words=bar_words(project, project.bar),
        )
        remarks.append(Remark(said, tr("A demo session measures what people accept."), Stage.FAKE))
    today = project.fact("today_accuracy")
    measured = any(test.option == "today" for test in tests_of(project))
    if today is not None and today.source is Provenance.GUESS and not measured:
        said = tr("It still uses your guess for “people today”.")
        note = tr("An afternoon of double checks would measure it.")
        remarks.append(Remark(said, note, Stage.PROBLEM))
    return remarks


def decision_text(evidence: Evidence) -> str:
    """The decision as a few lines of plain text."""
    launch, project = evidence.launch, evidence.project
    lines = [f"{project.name}, {project.date}"]
    decided = f"{launch.decided}." if launch.decision else tr("No launch decision yet.")
    lines += ["", launch.headline or decided]
    if launch.headline and launch.decision:
        lines.append(decided)
    if launch.decision:
        who = tr("Nobody is named who decided.")
        if launch.decided_by:
            who = tr("Decided by {name}.", name=launch.decided_by)
        lines += filter(None, (who, launch.when))
    lines.append(launch.summary)
    reasons = argued(evidence, Cited(), 3)
    for title, said in ((tr("Why"), reasons.why), (tr("The other side"), reasons.against)):
        if said:
            lines += ["", title, *(f"- {text_of(each)}" for each in said)]
    lines += ["", tr("Checks")]
    lines += [
        f"- {check.text}: {', '.join(filter(None, (check.value, check.state.words)))}"
        for check in launch.checks
    ]
    if launch.conditions:
        lines += ["", tr("Conditions")]
        lines += [f"{n}. {each.words}" for n, each in enumerate(launch.conditions, start=1)]
    if launch.sign_offs:
        signed = [p.name for p in launch.sign_offs if p.signed]
        total = count(len(launch.sign_offs), "person")
        lines += [
            "",
            tr("Signed by {listed}, of {total}.", listed=listed(signed), total=total)
            if signed
            else tr("Not signed yet."),
        ]
    return "\n".join(lines) + "\n"
