"""What the answers about the problem say."""

from desktop.findings.problem.brief import (
    brief_sentence,
    measured_facts,
    problem_evidence,
    question_text,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.questions import question
from desktop.project.records import NewExample
from reports.provenance import Provenance


def answer(
    project: Project, key: str, value: object, source: Provenance = Provenance.GUESS, note: str = ""
) -> None:
    project.do(edit.SetFact(key, value, key, source, note))


def add_photo(project: Project) -> None:
    photo = NewExample("a.png", "a.png", "0" * 64, 1, "photo", "Crack")
    project.do(edit.AddExamples((photo,)))


def test_a_measured_volume_is_stated_and_a_guessed_one_is_about(project) -> None:
    answer(project, "volume_per_month", {"low": 2400, "high": 3600})
    assert brief_sentence(project) == "About 36,000 cases a year."
    answer(project, "volume_per_month", {"low": 2400, "high": 3600}, Provenance.MEASURED, "log")
    assert brief_sentence(project) == "36,000 cases a year."


def test_the_brief_never_exceeds_the_headline(project) -> None:
    answer(project, "who", "People who " * 30)
    assert len(brief_sentence(project)) <= 62
    answer(project, "volume_per_month", {"low": 123_456_789, "high": 223_456_789})
    answer(project, "today_accuracy", {"low": 0.9111, "high": 0.9999})
    answer(project, "miss_cost", {"low": 1_234_567, "high": 9_234_567})
    assert len(brief_sentence(project)) <= 62


def test_an_answer_that_cannot_be_right_is_not_in_the_brief(project) -> None:
    answer(project, "volume_per_month", {"low": 1000, "high": 1e17})
    answer(project, "miss_cost", {"low": 20, "high": 140})
    wrong = ("volume_per_month",)
    assert brief_sentence(project, wrong) == "A wrong one costs $20 to $140."


def test_the_nouns_follow_the_examples_the_word_and_the_kind(project) -> None:
    volume, labelled = question("volume_per_month"), question("labelled_examples")
    assert question_text(project, volume) == "Cases a month"
    answer(project, "task_kind", "generate")
    assert question_text(project, volume) == "Messages a month"
    assert question_text(project, labelled) == "Good answers"
    answer(project, "case_word", "letter")
    assert question_text(project, volume) == "Letters a month"
    answer(project, "case_word", "")
    add_photo(project)
    assert question_text(project, volume) == "Photos a month"


def test_what_the_project_counted_is_measured(project) -> None:
    add_photo(project)
    assert [(f.provenance, f.text) for f in measured_facts(project)] == [
        (Provenance.MEASURED, "1 labelled photo"),
    ]


def test_the_evidence_says_unknown_instead_of_leaving_it_out(project) -> None:
    answer(project, "miss_cost", {"low": 5, "high": 9}, Provenance.UNKNOWN)
    answer(project, "today", "A look by eye.")
    answer(project, "today_accuracy", {"low": 0.88, "high": 0.96})
    found = problem_evidence(project)
    row = next(fact for fact in found.facts if fact.label == "A wrong one costs")
    assert (row.value, row.provenance) == ("unknown", Provenance.UNKNOWN)
    assert found.baseline == "A look by eye. Right 88% to 96% of the time."


def test_classes_that_came_with_labelled_examples_are_nobodys_guess(project) -> None:
    project.do(edit.AddClass("crack"))
    assert problem_evidence(project).facts[0].provenance is Provenance.GUESS
    project.do(edit.AddExamples((NewExample("1.jpg", "1.jpg", "0" * 64, 1, "photo", "crack"),)))
    assert problem_evidence(project).facts[0].provenance is Provenance.MEASURED


def test_a_project_that_began_with_its_examples_is_called_by_its_name(project) -> None:
    add_photo(project)
    assert brief_sentence(project) == project.name


def test_a_sentence_of_ones_own_is_the_headline_and_stays_it(project) -> None:
    idea = "Draft a reply to each message, so that a colleague only checks and sends it."
    answer(project, "idea", idea)
    answer(project, "volume_per_month", {"low": 2400, "high": 3600})
    assert brief_sentence(project) == idea
    answer(project, "idea", "Draft a reply " * 100)
    assert len(brief_sentence(project)) <= 140
    answer(project, "idea", "  ")
    assert brief_sentence(project) == "About 36,000 cases a year."
