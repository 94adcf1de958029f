"""A candidate of Measure that answers in the fake's place: its rules, or what was kept of its answers.

Kept answers are found by the content of what is asked; to anything else the address says that none was kept. Sessions and the Stage go
on with the fake (decision 0345).
"""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.findings.candidate_measurement import run_name
from desktop.findings.fake.sample_request import (
    USUAL_ADDRESS,
    SampleAnswer,
    form_field,
    form_field_of,
)
from desktop.project.commands import SetFact
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSource, KeptCandidate
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import SERVES, has_runs, serves_the_real_one
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import cut, listed, quoted
from estimators.base.sentence import tr, tr_plural
from estimators.measure.rule_file import rules_of
from mock_ai.candidate import CandidateSaying, ServedCandidate
from mock_ai.dials import Item, content_digest
from reports.stage_view import StageView

if TYPE_CHECKING:
    from estimators.measure.rule_file import RuleBook

_SOURCES = (CandidateSource.RULE, CandidateSource.FILE, CandidateSource.ADDRESS)
_SHOWN = 64  # characters of a text in a sample


@dataclass(frozen=True)
class CandidateInPlace:
    """What Fake it shows: who answers, rows of (name, value), and how curl asks a case with the answer to it (None: it answers none)."""

    view: StageView
    title: str
    rows: tuple[tuple[str, str], ...]
    case: tuple[str, str] | None

    def sample(self, address: str) -> SampleAnswer:
        """One of its answers, as a prototype gets it."""
        if self.case is None:
            return SampleAnswer(tr("It answers none of the cases."), simulated=False)
        sent, said = self.case
        answer = json.dumps(cut(said, _SHOWN), ensure_ascii=False)
        request = (
            f'curl -H "Authorization: Bearer $TOKEN" \\\n  {sent} \\\n'
            f'  {address or USUAL_ADDRESS}/predict\n→ {{"text": {answer},\n   '
        )
        return SampleAnswer(request, '"simulated": false', simulated=False)


def candidates_to_swap(project: Project) -> tuple[KeptCandidate, ...]:
    """The candidates that could answer in its place, and addresses, which are refused in a sentence."""
    return tuple(one for one in project.measured.candidates() if one.source in _SOURCES)


def kept_in_place(project: Project) -> KeptCandidate | None:
    """The candidate that answers; None where the fake or the trained classifier does."""
    uid = project.answer(SERVES)
    if uid in (None, "fake", "real"):
        return None
    return next((one for one in candidates_to_swap(project) if one.uid == uid), None)


def fake_rests(project: Project) -> bool:
    """Whether something else answers in the fake's place."""
    return serves_the_real_one(project) or kept_in_place(project) is not None


def can_swap(project: Project) -> bool:
    """Whether there is anything that could answer in its place, or does."""
    return has_runs(project) or bool(candidates_to_swap(project))


def put_in_place(candidate: KeptCandidate) -> Command:
    """The edit that lets a candidate answer. Raises `UserError` for one that has an address of its own."""
    if candidate.source is CandidateSource.ADDRESS:
        raise UserError(
            tr(
                "“{name}” answers at its own address: point your prototype at {url}.",
                name=candidate.name,
                url=candidate.settings.url or tr("it"),
            )
        )
    return SetFact(SERVES, candidate.uid, tr("who answers"))


def candidate_named(project: Project, name: str) -> KeptCandidate | Run:
    """The candidate that could answer in its place, by its name. Raises `UserError` where there is none, or it has its own address."""
    there = candidates_to_swap(project)
    found = next((one for one in there if one.name == name), None)
    if found is not None:
        put_in_place(found)
        return found
    runs = {run_name(run): run for run in project.runs()}
    if name in runs:
        return runs[name]
    names = [quoted(one) for one in (*(each.name for each in there), *runs)]
    raise UserError(
        tr("There is no candidate “{name}” that could answer.", name=cut(name, 60)),
        tr("There are {names}.", names=listed(names)) if names else tr("This project has none."),
        tr("Call it as Measure does."),
    )


def served_candidate(project: Project) -> ServedCandidate | None:
    """The candidate that answers, for the server; None where none does. Reads all its answers: not for the GUI thread."""
    kept = kept_in_place(project)
    return None if kept is None else as_served(project, kept)


def as_served(project: Project, kept: KeptCandidate) -> ServedCandidate:
    """What answers for a candidate, by its rules or by what was kept. Raises `UserError` for rules that say none."""
    if kept.source is CandidateSource.RULE:
        answer = _by_rules(rules_of(kept.settings.rules, kept.name))
        silent = tr("No rule of “{name}” holds for this.", name=kept.name)
    else:
        answer = _by_content(_answers_by_content(project, kept.uid))
        silent = tr("No answer of “{name}” is kept for this.", name=kept.name)
    classes = tuple(one.name for one in project.classes())
    return ServedCandidate(kept.name, kind_name(project), classes, answer, silent)


def candidate_in_place(project: Project) -> CandidateInPlace | None:
    """What Fake it shows while a candidate answers; None where none does."""
    kept = kept_in_place(project)
    if kept is None:
        return None
    return project.until_change("candidate in the fake's place", lambda: _shown(project, kept))


def _shown(project: Project, kept: KeptCandidate) -> CandidateInPlace:
    by_rule = kept.source is CandidateSource.RULE
    cases = project.measured.cases()
    if by_rule:
        answer = _rules_or_none(kept)
        said = ((_sent(one.case.input), answer(one.case.input)) for one in cases if one.case.input)
        rows = [(tr("Answers come from"), tr("its rules"))]
        lead = tr(
            "Your prototype asks at the same address and gets what its rules say. Sessions and the Stage go on with the fake."
        )
    else:
        answers = project.measured.answers(kept.uid)
        first = {
            name: next((one.answer for one in trials if one.answer is not None), None)
            for name, trials in answers.items()
        }
        files = {one.path: one for one in project.examples()}
        inputs = {one.case.id: one.case.input for one in cases}
        asked = {name: inputs.get(name, name) for name in first}
        said = (
            (
                form_field(form_field_of(project), files[asked[name]].name)
                if asked[name] in files
                else _sent(asked[name]),
                answer,
            )
            for name, answer in first.items()
            if asked[name]
        )
        n = sum(one is not None for one in first.values())
        kept_words = tr_plural("{n} kept answer", "{n} kept answers", n, n=digits(n))
        rows = [(tr("Answers come from"), kept_words)]
        lead = tr(
            "Your prototype asks at the same address and gets what was kept for the same input, or a sentence that nothing was. "
            "Sessions and the Stage go on with the fake."
        )
    rows.append((tr("To what it does not know"), tr("a sentence, with status 404")))
    shown = next(((sent, answer) for sent, answer in said if answer is not None), None)
    name = cut(kept.name, 40)
    view = StageView(tr("“{name}” answers in the fake’s place.", name=name), lead, name)
    return CandidateInPlace(view, kept.name, tuple(rows), shown)


def _sent(text: str) -> str:
    """How curl sends a text."""
    document = json.dumps({"text": cut(text, _SHOWN)}, ensure_ascii=False)
    return f"-H 'Content-Type: application/json' \\\n  -d {shlex.quote(document)}"


def _rules_or_none(kept: KeptCandidate) -> Callable[[str], str | None]:
    try:
        return rules_of(kept.settings.rules, kept.name).answer
    except UserError:  # of a damaged file: the server says so when it is to answer
        return lambda _: None


def _by_rules(rules: "RuleBook") -> Callable[[Item], CandidateSaying | None]:
    def answer(item: Item) -> CandidateSaying | None:
        said = rules.answer(item) if isinstance(item, str) else None  # they read texts alone
        return None if said is None else CandidateSaying(said)

    return answer


def _by_content(known: dict[bytes, CandidateSaying]) -> Callable[[Item], CandidateSaying | None]:
    def answer(item: Item) -> CandidateSaying | None:
        return known.get(content_digest(item.strip() if isinstance(item, str) else item))

    return answer


def _answers_by_content(project: Project, uid: str) -> dict[bytes, CandidateSaying]:
    """The first answer to each content: of an example by its file, of any other case by its words."""
    files = {one.path: bytes.fromhex(one.sha256) for one in project.examples()}
    inputs = {one.case.id: one.case.input for one in project.measured.cases()}
    known: dict[bytes, CandidateSaying] = {}
    for name, trials in project.measured.answers(uid).items():
        said = next((one for one in trials if one.answer is not None and not one.error), None)
        asked = inputs.get(name, name)
        if said is not None and said.answer is not None and asked:
            digest = files.get(asked) or content_digest(asked.strip())
            known.setdefault(digest, CandidateSaying(said.answer, said.certainty))
    return known
