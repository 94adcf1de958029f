"""A file of prices, in YAML or JSON."""

import json

import pytest

from desktop.cli.main import main
from desktop.findings.case import case_of
from desktop.findings.case_file import answers_in
from desktop.project.prices_file import (
    own_prices,
    read_prices,
    set_price,
    take_over,
    take_price_back,
    take_prices_back,
    write_prices,
)
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.build_vs_buy import BuildVsBuy
from estimators.case.price_book import PRICES

OWN = "lines:\n- {name: speech_minute, range: [0.001, 0.002]}\n- name: label\n  range: 3\n"


@pytest.mark.parametrize("text", [OWN, json.dumps({"lines": [{"name": "label", "range": 3}]})])
def test_lines_are_read_from_yaml_and_json(tmp_path, text) -> None:
    path = tmp_path / "prices.yaml"
    path.write_text(text)
    assert {"label", "speech_minute"} >= {line["name"] for line in read_prices(path)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lines: [", "no YAML"),
        ("3", "no list"),
        ("lines: 3", "no list"),
        ("!!python/object:os.system {}", "no YAML"),
        ("lines: [{name: gold, range: 1}]", "no line “gold”"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_is_no_price_file_is_told_in_a_sentence(tmp_path, text, said) -> None:
    path = tmp_path / "prices.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError) as refused:
        read_prices(path)
    assert said in f"{refused.value.what} {refused.value.why}"


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    with pytest.raises(UserError):
        read_prices(tmp_path / "none.yaml")


def test_commands_take_prices(tmp_path, capsys) -> None:
    case, prices = tmp_path / "case.json", tmp_path / "prices.yaml"
    case.write_text("{}")
    prices.write_text(OWN)
    for command in ("assess", "options"):
        assert main([command, str(case), "--prices", str(prices), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)
    prices.write_text("lines: [{name: gold, range: 1}]")
    assert main(["options", str(case), "--prices", str(prices)]) == 1
    assert "gold" in capsys.readouterr().err


def test_a_project_keeps_its_own_prices_and_its_case_has_them(tmp_path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(set_price(project, "speech_minute", 0.001, 0.002, "our contract"))
        project.do(set_price(project, "label", 3, 4))
        project.do(set_price(project, "label", 5, 6))
        lines = {line["name"]: line for line in case_of(project)[PRICES]}
        assert lines["speech_minute"]["source"] == "our contract"
        assert lines["label"]["range"] == [5, 6]
        assert BuildVsBuy(draws=200).evaluate(case_of(project)).inputs["cost_per_label"].high == 6
        with pytest.raises(UserError, match="negative"):
            set_price(project, "label", -1, 2)
        written = case_of(project)
        project.do(take_price_back(project, "label"))
        project.do(take_price_back(project, "speech_minute"))
        assert PRICES not in case_of(project)
    with Project.create(tmp_path / "q.smart", name="Q") as other:
        other.do(answers_in(written, "case.json").edit)
        assert case_of(other)[PRICES] == written[PRICES]


def test_a_budget_is_kept_in_the_projects_currency_and_told_in_dollars(tmp_path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(answers_in({"currency": "EUR", "budget_usd": 100_000}, "case.json").edit)
        assert project.answer("budget_usd") == pytest.approx(90_000)
        assert case_of(project)["budget_usd"] == pytest.approx(100_000)


def test_a_file_is_taken_over_in_one_edit_and_written_again_as_it_was_read(tmp_path) -> None:
    file, again = tmp_path / "prices.yaml", tmp_path / "again.yaml"
    file.write_text(
        "lines:\n- {name: speech_minute, range: [0.001, 0.002], date: 2026-01-31, "
        "status: published, url: 'https://example.org/p'}\n- name: label\n  range: 3\n"
    )
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(set_price(project, "label", 5, 6))
        project.do(set_price(project, "gpu_hour_rented", 2, 3, "our contract"))
        project.do(take_over(project, read_prices(file)))
        own = {line["name"]: line for line in own_prices(project)}
        assert own.keys() == {"gpu_hour_rented", "speech_minute", "label"}
        assert own["label"]["range"] == [3, 3]
        assert own["speech_minute"]["date"] == "2026-01-31"
        write_prices(again, project)
        project.do(take_prices_back())
        assert PRICES not in case_of(project)
        project.do(take_over(project, read_prices(again)))
        assert {line["name"]: line for line in own_prices(project)} == own
        project.file.undo()
        project.file.undo()
        project.file.undo()
        assert {line["name"] for line in own_prices(project)} == {"label", "gpu_hour_rented"}


def test_a_folder_is_no_file_of_prices(tmp_path) -> None:
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(set_price(project, "label", 5, 6))
        with pytest.raises(UserError):
            write_prices(tmp_path, project)
