"""One person's room of pairs, what comes of it, and its way out of the project and back."""

import pytest

from desktop.cli.main import main
from desktop.findings.measure.grading_view import grading_view
from desktop.findings.measure.pair_room import PairRoom
from desktop.findings.measure.pair_words import pair_progress, pairs_left
from desktop.findings.measure.preference_exchange import preferences_csv, read_project_preferences
from desktop.findings.measure.preference_view import preference_view, why_not_compare
from desktop.project.measure_records import Liked
from desktop.project.project import Project
from estimators.base.binomial import sign_test
from estimators.base.errors import UserError
from tests.desktop.graded_project import graded_project

NAMES = ("Prompt v3", "Service A")


@pytest.fixture
def project(tmp_path):
    with graded_project(tmp_path, 40, NAMES) as made:
        yield made


def compare(room: PairRoom, name: str, n: int, *, wins: int, ties: int = 0) -> None:
    """The candidate of that name wins so often of `n`, then it is even, then it loses."""
    uid = next(one.uid for one in room.project.measured.candidates() if one.name == name)
    for at in range(n):
        better = Liked.LEFT if room.task.of[0] == uid else Liked.RIGHT
        tied = Liked.BOTH if at % 2 else Liked.NEITHER
        room.prefer(better if at < wins else tied if at < wins + ties else better.turned)
        room.go_on()


def test_each_choice_is_kept_and_taken_back_and_the_room_goes_on_where_it_was(project):
    room = PairRoom(project, "Ada")
    assert pair_progress(room) == ("Message 1 of 40", "")
    room.prefer(Liked.LEFT)
    assert [kept.said.liked for kept in project.measured.preferences()] == [Liked.LEFT]
    room.go_on()
    second = room.task
    room.prefer(Liked.NEITHER)
    room.prefer(Liked.RIGHT)
    assert [kept.said.liked for kept in project.measured.preferences()] == [Liked.LEFT, Liked.RIGHT]
    room.go_on()
    again = PairRoom(project, "Ada")
    assert (again.done, again.task.case) == (2, room.task.case)
    assert again.own(second).liked is Liked.RIGHT
    assert again.take_back()
    assert again.task == second
    assert len(project.measured.preferences()) == 1
    assert project.file.undo() == {"preference"}
    assert len(project.measured.preferences()) == 2
    assert PairRoom(project, "Bo").done == 0
    assert pairs_left(again).startswith("39 pairs left.")


def test_wins_are_counted_by_the_sign_test_whichever_side_they_stood_on(project):
    compare(PairRoom(project, "Ada"), "Prompt v3", 40, wins=24, ties=6)
    view = preference_view(project)
    (pair,) = view.pairs
    assert (pair.first, pair.wins, pair.losses, pair.ties) == ("Prompt v3", 24, 10, 6)
    assert pair.p_value == sign_test(24, 10)
    assert pair.sentence == "“Prompt v3” is liked better than “Service A”: 24 to 10, 6 tied, of 40 cases."  # fmt: skip
    assert view.ties == (3, 3)
    assert view.sides.startswith("No side is favoured")
    assert grading_view(project).liked.pairs == view.pairs


def test_two_people_at_one_case_are_one_chance(project):
    for name in ("Ada", "Bo", "Cy"):
        compare(PairRoom(project, name), "Service A", 10, wins=8)
    (pair,) = preference_view(project).pairs
    assert pair.n == 10


def test_a_favoured_side_is_said(project):
    room = PairRoom(project, "Ada")
    while room.task is not None:
        room.prefer(Liked.LEFT)
        room.go_on()
    view = preference_view(project)
    assert view.sides == "The left one was chosen 40 of 40 times: one side is favoured. Sides come by lot, so that favours no candidate."  # fmt: skip
    assert not view.pairs[0].is_clear


def test_comparisons_go_out_as_a_table_and_come_back(project, tmp_path, capsys):
    compare(PairRoom(project, "Ada"), "Prompt v3", 12, wins=7, ties=2)
    before = [kept.said for kept in project.measured.preferences()]
    path = project.path
    table, n = preferences_csv(project)
    assert n == 12
    project.close()
    out = tmp_path / "pairs.csv"
    assert main(["grade", str(path), "--pairs", "--export", str(out)]) == 0
    assert out.read_bytes() == table
    with out.open("a", encoding="utf-8") as file:
        file.write("0001,Prompt v3,Nobody,Ada,A\n9999,Prompt v3,Service A,Ada,B\n0002,Prompt v3,Service A,,tie\n0003,Prompt v3,Service A,Ada,better\n")  # fmt: skip
    assert main(["grade", str(path), "--pairs", "--import", str(out)]) == 0
    said = capsys.readouterr()
    assert "12 comparisons are in" in said.out
    assert "1 grade is of a candidate that the project does not have" in said.err
    with Project.open(path) as again:
        assert [kept.said for kept in again.measured.preferences()] == before
        again.file.undo()
    (tmp_path / "none.csv").write_text("id,candidate_a,candidate_b,rater,human\n1,x,y,Ada,A\n")
    assert main(["grade", str(path), "--pairs", "--import", str(tmp_path / "none.csv")]) == 1
    assert "None of the comparisons" in capsys.readouterr().err


def test_a_comparison_of_a_case_that_one_of_the_two_did_not_answer_is_left_out(tmp_path):
    says = {"Prompt v3": ("One.", "Two."), "Service A": ("Three.",)}
    table = tmp_path / "pairs.csv"
    table.write_text(
        "id,candidate_a,candidate_b,rater,human\n"
        "0000,Prompt v3,Service A,Ada,A\n0001,Prompt v3,Service A,Ada,A\n"
    )
    with graded_project(tmp_path, 2, NAMES, says=says) as project:
        found, sentences = read_project_preferences(project, table)
        assert [one.case for one in found] == ["0000"]
        assert any("1 grade is of an answer" in sentence for sentence in sentences)


def test_one_candidate_is_nothing_to_compare(tmp_path):
    with graded_project(tmp_path, 4, ("alone",)) as project:
        assert why_not_compare(project) == "Two candidates have to have answered."
        assert preference_view(project).why_not
        with pytest.raises(UserError, match="No two answers"):
            preferences_csv(project)
