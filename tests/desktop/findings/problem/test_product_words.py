"""No stage speaks of classes, labels or misses to a product that tells nothing apart; each says what can be done now."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.findings.data.training_data import why_not_train
from desktop.findings.data.view import view as data_view
from desktop.findings.fake.ready_made import borrow, ready_made_view, whose_answers
from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.fake.view import answers_view
from desktop.findings.launch.bar import bar_sources
from desktop.findings.launch.view import view as launch_view
from desktop.findings.measure.view import view as measure_view
from desktop.findings.problem.product_words import (
    absent_parts,
    drop_words,
    not_tested,
    other_kind,
    without_test,
)
from desktop.findings.report.evidence import evidence_of
from desktop.findings.stage_status import stage_statuses
from desktop.project import commands as edit
from desktop.project.measure_records import NewCase
from desktop.project.product import set_product
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.sample import SAMPLES, Sample, fill_sample
from estimators.measure.case import EvalCase
from mock_ai.kinds.registry import kind_fake_entry
from reports.report import build
from reports.stage_view import StageView

OF_CLASSES = re.compile(
    r"\bclass(es|ifiers?)?\b|\blabell?(ed|s)?\b|recogni[sz]|false alarm|\ba miss\b|\bmisses\b|mixed up|cries wolf",
    re.IGNORECASE,
)
OTHERS = [sample for sample in SAMPLES if sample.kind != "classify"]


@pytest.fixture(params=[True, False], ids=["filled in", "bare"])
def filled(request) -> bool:
    return bool(request.param)


@pytest.fixture(params=OTHERS, ids=[sample.kind for sample in OTHERS])
def project(request, filled: bool, tmp_path: Path) -> Iterator[Project]:
    sample: Sample = request.param
    with Project.create(tmp_path / "p.smart", name=sample.title) as project:
        if filled:
            fill_sample(project, sample.id)
        else:
            edits = set_product(None, sample.kind, sample.goes_in)
            project.do(edit.Several(edits, "make it of that kind"))
        yield project


def _texts(view: StageView) -> list[str]:
    explained = [each for one in view.explanations.values() for each in (one.title, one.text)]
    return [
        view.headline,
        view.lead,
        view.status,
        *explained,
        *(o.words for o in view.offers.values()),
    ]


def test_no_stage_speaks_of_classes(project: Project) -> None:
    kind = other_kind(project)
    assert kind is not None
    product = active_scenario(project)[1].product
    said = [
        *_texts(data_view(project)),
        drop_words(project),
        why_not_train(project),
        *_texts(answers_view(project)),
        product.headline,
        product.summary,
        whose_answers(project, product),
        *(dial.label for dial in kind_fake_entry(kind.name).dials),
        *_texts(measure_view(project)),
        *_texts(launch_view(project)),
        not_tested(project),
        *without_test(project),
        *(source.why for source in bar_sources(project)),
        *(status.words for status in stage_statuses(project)),
        *(text for part in absent_parts(project) for text in (part.headline, part.sentence)),
    ]
    assert [text for text in said if OF_CLASSES.search(text)] == []
    assert all(text and not re.search(r"\{\w+\}", text) for text in said if text)


def test_the_rail_says_that_a_set_was_borrowed(project: Project, filled: bool) -> None:
    words = stage_statuses(project)[Stage.FAKE.number - 1].words
    assert words.endswith(" to show") if filled else words == "Needs something to show"


def test_each_stage_leads_on(project: Project) -> None:
    assert set(measure_view(project).offers) == {"data", "add"}
    assert data_view(project).lead
    assert data_view(project).headline.endswith((".", "?"))


def test_a_report_says_what_is_missing_in_the_words_of_the_kind(
    project: Project, tmp_path: Path
) -> None:
    evidence = evidence_of(project)
    kind = other_kind(project)
    assert kind is not None
    headline, sentence = evidence.says_absent("accuracy", ("usual", "words"))
    assert headline == "No answer has been graded yet."
    assert kind.right in sentence
    assert evidence.says_absent("options", ("usual", "words")) == ("usual", "words")
    for report in ("launch", "model-card"):
        built = build(evidence, report, tmp_path / f"{report}.md")
        printed = built.file.read_text(encoding="utf-8").lower()
        assert "classifier" not in printed
        assert "labelled examples yet" not in printed


def test_what_is_brought_is_kept_and_called_by_its_noun(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(edit.Several(set_product(None, "generate", ("text",)), "kind"))
        absent = {part.section: part for part in absent_parts(project)}
        assert absent["data"].headline == "There are no good answers yet."
        cases = [NewCase(EvalCase(f"{at}", f"Where is order {at}?"), held_out=at > 0) for at in range(3)]  # fmt: skip
        project.do(edit.AddCases(tuple(cases)))
        assert data_view(project).lead.startswith("3 messages. 2 are held out")
        absent = {part.section: part for part in absent_parts(project)}
        assert absent["data"].headline == "3 messages kept, 2 of them held out for the test."


def test_what_tells_things_apart_is_spoken_to_as_before(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        assert other_kind(project) is None
        assert absent_parts(project) == ()
        assert data_view(project).headline == "What should it learn from?"
        project.do(edit.Several(set_product(None, "classify", ("photo",)), "kind"))
        assert other_kind(project) is None
        assert drop_words(project) == "Drop a folder of photos"


def test_the_set_of_a_kind_is_an_edit(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        fill_sample(project, "support")
        assert ready_made_view(project).right == 16
        project.do(borrow(project, "generate-meetings"))
        assert ready_made_view(project).borrowed.title == "Meeting summaries"
        project.file.undo()
        assert ready_made_view(project).borrowed.title == "Support inbox"
