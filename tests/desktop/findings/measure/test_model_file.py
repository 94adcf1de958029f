"""What the Train page says of a run's model file."""

from desktop.findings.measure.model_file import file_facts
from desktop.project.record_kinds import CERTIFICATE, INSPECTION, SMALL_MODEL
from desktop.project.records import RunSettings
from desktop.project.run_list import listed_runs
from estimators.classifier.data_issue import UNCHECKED
from estimators.classifier.evaluation_result import Loss, Share
from estimators.classifier.training_result import Certificate
from tests.kept_records import keep
from tests.training_results import answered, measured, run_with

RUN = run_with(measured(n_test=180, certificate=Certificate(2.5e-7, 0, 40), model_sha256="a" * 64))


def test_the_certificate_of_an_export_over_more_examples_replaces_that_of_the_training(
    project,
) -> None:
    found = file_facts(project, RUN)
    assert (found.holds, found.figure) == (True, "0 of 40 labels differ")
    assert "exporting it compares all of them" in found.note
    assert "0.0000003 apart" in found.note
    project.append_record(CERTIFICATE, Certificate(1e-6, 1, 180), RUN.model_sha256)
    found = file_facts(project, RUN)
    assert (found.holds, found.figure) == (False, "1 of 180 labels differ")
    assert found.title == "The file does not answer as tested"


def test_a_certificate_of_another_model_says_nothing(project) -> None:
    project.append_record(CERTIFICATE, Certificate(1.0, 9, 180), "b" * 64)
    assert file_facts(project, RUN).holds is True


def test_what_the_8_bit_file_loses_is_said_with_its_n_and_interval(project) -> None:
    loss = Loss(
        n=216, accuracy=Share.of(186, 216), accuracy_before=Share.of(183, 216), gained=5, lost=2, p_value=0.45,
        difference_low=-0.005, difference_high=0.032, flips=7, changed_mind=0, largest_difference=0.2,
        megabytes=4.7, megabytes_before=13.8, milliseconds=8.2, milliseconds_before=12.9,
    )  # fmt: skip
    project.append_record(SMALL_MODEL, loss, RUN.model_sha256)
    rows = file_facts(project, RUN).rows
    assert ("What it loses", "7 of 216 answers differ; 86.1% right instead of 84.7%") in rows
    assert ("", "difference likely −0.5 to +3.2 points") in rows


def test_a_run_whose_data_nobody_checked_hides_its_share(project) -> None:
    result = measured(
        [answered(f"{i}.png", "clean", "clean" if i else "crack") for i in range(10)],
        gate=UNCHECKED,
    )
    project.append_run(RunSettings(), result)
    (line,) = listed_runs(project)
    assert (line.accuracy, line.hidden) == (None, "not checked")
    keep(project, INSPECTION, {"leakage": []})
    (line,) = listed_runs(project)
    assert (line.accuracy, line.hidden) == (0.9, "")
