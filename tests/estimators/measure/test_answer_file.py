"""Files of answers from whatever tool wrote them: read whole, read damaged, and matched with the cases."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from estimators.base.errors import UserError
from estimators.measure.answer_file import answers_to, read_answers
from estimators.measure.answer_row import OwnColumns
from estimators.measure.case import AnswerFile, CandidateAnswers, EvalCase, LeftOut, RowLoss
from estimators.measure.case_file import cases_of_folder, cases_of_lines, read_cases
from tests.estimators.table.workbooks import sheet_xml, write_xlsx

CASES = {name: EvalCase(name, f"question {name}", "yes") for name in "abc"}


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def lost(found: AnswerFile | CandidateAnswers) -> dict[RowLoss, int]:
    return {one.loss: one.n for one in found.left_out}


# Tables and JSON lines -----------------------------------------------------------------------


def test_a_table_tells_of_cases_candidates_grades_and_what_it_took(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "ID,Input,Expected,Model,Answer,Confidence,latency_ms,Cost,human_1,human_2,judge,group\n"
        "a,how?,yes,gpt,no,85%,1200,0.002,pass,fail,1,g1\n"
        "b,why?,yes,gpt,yes,0.5,800,,1,1,0,g1\n",
    )
    found = read_answers(path)
    first, second = found.candidates["gpt"]
    assert (first.certainty, first.seconds, first.cost) == (0.85, 1.2, 0.002)
    assert first.raters == (("human_1", True), ("human_2", False))
    assert (first.grade, first.judge, second.grade) == (None, True, True)
    assert found.cases["a"] == EvalCase("a", "how?", "yes", "g1")
    assert found.left_out == ()


def test_a_workbook_is_read_as_its_sheet_would_be_as_csv(tmp_path: Path) -> None:
    rows = [
        ["Answers of the trial", None, None],
        ["id", "answer", "seconds"],
        [1, "yes", 1.5],
        [2, None],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"notes": sheet_xml([["x"]]), "answers": sheet_xml(rows)})  # fmt: skip
    first, second = read_answers(path).candidates[""]
    assert (first.case, first.answer, first.seconds) == ("1", "yes", 1.5)
    assert (second.case, second.answer, second.seconds) == ("2", None, None)
    asked = sheet_xml([["id", "input", "expected"], [1, "how?", "=1+6"]])
    cases = read_cases(write_xlsx(tmp_path / "c.xlsx", {"cases": asked})).cases
    assert cases == {"1": EvalCase("1", "how?", "7")}
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04" + bytes(600))
    with pytest.raises(UserError, match="can’t be read as a workbook"):
        read_answers(tmp_path / "b.xlsx")


def test_json_lines_hold_objects_numbers_and_lists_as_answers(tmp_path: Path) -> None:
    rows = [{"id": 1, "output": {"total": 3}}, {"id": 2, "output": ["x", "y"]}, {"id": 3, "output": 4.5}]  # fmt: skip
    path = written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    answers = [one.answer for one in read_answers(path).candidates[""]]
    assert answers == ['{"total": 3}', '["x", "y"]', "4.5"]


def test_a_whole_array_of_rows_is_read_as_its_lines_would_be(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", '[{"id": "a", "answer": "yes"}, {"id": "b"}, 7]')
    found = read_answers(path)
    assert [one.case for one in found.candidates[""]] == ["a", "b"]
    assert lost(found) == {RowLoss.UNREADABLE: 1}


def test_rows_that_cannot_be_read_are_counted_with_their_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        'id,answer,cost,human\na,yes,cheap,maybe\n,yes,1,1\nb,"no,1,1\nc,no,1,1\nd,no\n',
    )
    found = read_answers(path)
    assert lost(found) == {
        RowLoss.UNREADABLE: 2,
        RowLoss.NO_ID: 1,
        RowLoss.BAD_NUMBER: 1,
        RowLoss.BAD_GRADE: 1,
    }
    assert LeftOut(RowLoss.UNREADABLE, 2, (4, 6)) in found.left_out
    assert [one.case for one in found.candidates[""]] == ["a", "c"]


def test_json_lines_that_break_off_keep_what_was_whole(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        '{"id":"a","answer":"1"}\nnot json\n{"id":"b","answer":"2"}\n{"id":"c","ans',
    )
    found = read_answers(path)
    assert lost(found) == {RowLoss.UNREADABLE: 1, RowLoss.BROKEN_OFF: 1}
    assert len(found.candidates[""]) == 2


def test_a_file_without_answers_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="lacks an “id” or “answer” column"):
        read_answers(written(tmp_path / "a.csv", "name,score\na,1\n"))
    with pytest.raises(UserError, match="is empty"):
        read_answers(written(tmp_path / "b.csv", ""))
    with pytest.raises(UserError, match="holds no answers"):
        read_answers(written(tmp_path / "c.json", '{"results": {"results": []}}'))
    with pytest.raises(UserError, match="not a file"):
        read_answers(tmp_path)


def test_numbers_beyond_reason_and_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    text = '{"id": "a", "answer": "\\ud800 x", "cost": 1' + "0" * 400 + ', "seconds": 1e308}'
    found = read_answers(written(tmp_path / "a.json", f"[{text}]"))
    (one,) = found.candidates[""]
    assert (one.answer, one.cost, one.seconds) == ("\ufffd x", None, None)
    assert lost(found) == {RowLoss.BAD_NUMBER: 2}
    log = inspect_header() | {"samples": [inspect_sample(1), inspect_sample(2, target="\ud800")]}
    whole = read_answers(written(tmp_path / "log.json", json.dumps(log)))
    assert len(whole.candidates["openai/m"]) + lost(whole).get(RowLoss.UNREADABLE, 0) == 2


# Logs of other tools --------------------------------------------------------------------------


def promptfoo_row(test: int, prompt: int, provider: str, **more: Any) -> dict[str, Any]:
    return {
        "testIdx": test,
        "promptIdx": prompt,
        "provider": {"id": provider, "label": ""},
        "prompt": {"raw": f"Answer: question {test}", "label": "p"},
        "vars": {"question": f"question {test}"},
        "testCase": {"assert": [{"type": "equals", "value": "yes"}]},
        "response": {"output": "yes", "tokenUsage": {"prompt": 20, "completion": 3, "total": 23}},
        "success": True,
        "failureReason": 0,
        "latencyMs": 900,
        "cost": 0.0004,
    } | more


def promptfoo(rows: list[dict[str, Any]], **indent: int) -> str:
    return json.dumps(
        {"evalId": "e", "results": {"version": 3, "prompts": [{"raw": 'say "results": ['}], "results": rows}, "config": {}},
        **indent,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("indent", [{}, {"indent": 2}])
def test_promptfoos_results_are_providers_by_prompt(tmp_path: Path, indent: dict[str, int]) -> None:
    rows = [
        promptfoo_row(0, 0, "openai:gpt"),
        promptfoo_row(0, 1, "openai:gpt", response={"output": {"n": 1}, "cached": True}),
        promptfoo_row(0, 0, "rule", success=False, failureReason=1, error="Expected yes"),
        promptfoo_row(0, 0, "rule", failureReason=2, error="429", response=None, success=False),
    ]
    found = read_answers(written(tmp_path / "r.json", promptfoo(rows, **indent)))
    assert list(found.candidates) == ["openai:gpt, prompt 1", "openai:gpt, prompt 2", "rule"]
    first = found.candidates["openai:gpt, prompt 1"][0]
    assert (first.answer, first.seconds, first.tokens_in, first.judge) == ("yes", 0.9, 20, True)
    assert found.candidates["openai:gpt, prompt 2"][0].seconds is None  # a cache answered
    wrong, failed = found.candidates["rule"]
    assert (wrong.error, wrong.judge, wrong.trial) == ("", False, 0)
    assert (failed.error, failed.judge, failed.trial) == ("429", None, 1)
    assert found.cases["0"] == EvalCase("0", "question 0", "yes")


def test_older_results_of_promptfoo_are_told_apart_by_their_variables(tmp_path: Path) -> None:
    rows = [
        {"provider": "gpt", "prompt": "x", "vars": {"q": name}, "response": {"output": "1"}, "success": True}
        for name in ("one", "two", "one")
    ]  # fmt: skip
    found = read_answers(written(tmp_path / "r.json", json.dumps({"results": rows})))
    assert [(one.case, one.trial) for one in found.candidates["gpt"]] == [("0", 0), ("1", 0), ("0", 1)]  # fmt: skip


def test_half_a_file_of_promptfoo_keeps_its_whole_rows(tmp_path: Path) -> None:
    text = promptfoo([promptfoo_row(at, 0, "gpt") for at in range(10)])
    cut = text[: text.index('"testIdx": 6') + 40]
    found = read_answers(written(tmp_path / "r.json", cut))
    assert len(found.candidates["gpt"]) == 6
    assert lost(found) == {RowLoss.BROKEN_OFF: 1}


def test_a_row_of_another_shape_is_counted(tmp_path: Path) -> None:
    rows = [promptfoo_row(0, 0, "gpt"), {**promptfoo_row(1, 0, "gpt"), "latencyMs": "fast"}]
    found = read_answers(written(tmp_path / "r.json", promptfoo(rows)))
    assert lost(found) == {RowLoss.UNREADABLE: 1}


def inspect_sample(name: int, epoch: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "epoch": epoch,
        "input": [{"role": "system", "content": "s"}, {"role": "user", "content": f"q {name}"}],
        "target": "yes",
        "messages": [{"role": "assistant", "content": "long"}] * 3,
        "output": {
            "model": "m",
            "choices": [{"message": {"content": [{"type": "text", "text": "it is yes"}]}}],
            "usage": {"input_tokens": 5, "output_tokens": 2},
        },
        "scores": {"match": {"value": "C", "answer": "yes", "explanation": ""}},
        "model_usage": {"openai/m": {"input_tokens": 9, "output_tokens": 4}},
        "total_time": 1.5,
    } | more


def inspect_header() -> dict[str, Any]:
    return {"version": 2, "status": "success", "eval": {"task": "t", "model": "openai/m", "dataset": {"samples": 3}}}  # fmt: skip


INSPECT_SAMPLES = [
    inspect_sample(1),
    inspect_sample(1, 2, scores={"match": {"value": "I", "answer": None}}),
    inspect_sample(2, scores={}, error={"message": "timeout", "traceback": ""}, output={}),
]


def check_inspect(found: AnswerFile) -> None:
    right, wrong, failed = found.candidates["openai/m"]
    assert (right.case, right.trial, right.answer, right.judge) == ("1", 0, "yes", True)
    assert (right.tokens_in, right.tokens_out, right.seconds) == (9, 4, 1.5)
    assert (wrong.trial, wrong.answer, wrong.judge) == (1, "it is yes", False)
    assert (failed.error, failed.judge, failed.answer) == ("timeout", None, None)
    assert found.cases["1"] == EvalCase("1", "q 1", "yes")


def test_a_log_of_inspect_has_epochs_as_trials(tmp_path: Path) -> None:
    log = inspect_header() | {"results": {"scores": []}, "samples": INSPECT_SAMPLES}
    for indent in (None, 2):
        check_inspect(read_answers(written(tmp_path / "log.json", json.dumps(log, indent=indent))))


def test_an_eval_archive_of_inspect_is_read_as_its_json(tmp_path: Path) -> None:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", json.dumps(inspect_header()))
        for sample in INSPECT_SAMPLES:
            name = f"samples/{sample['id']}_epoch_{sample['epoch']}.json"
            archive.writestr(name, json.dumps(sample))
    check_inspect(read_answers(path))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(UserError, match="inspect log dump"):
        read_answers(path)


def test_a_record_of_openai_evals_is_put_together_from_its_events(tmp_path: Path) -> None:
    def event(kind: str, sample: str, data: dict[str, Any]) -> dict[str, Any]:
        return {"run_id": "r", "event_id": 0, "sample_id": sample, "type": kind, "data": data}

    lines = [
        {"spec": {"completion_fns": ["gpt-4"], "eval_name": "e"}},
        event("sampling", "a", {"prompt": [{"role": "user", "content": "q"}], "sampled": ["yes!"]}),
        event("match", "a", {"correct": True, "expected": ["yes"], "picked": "yes", "sampled": "yes!"}),
        event("match", "a", {"correct": False, "expected": "yes", "picked": "no", "sampled": "no"}),
        event("sampling", "b", {"prompt": "q2", "sampled": "no"}),
        event("error", "c", {"message": "rate limit"}),
        {"type": "match", "sample_id": 3},
        {"final_report": {"accuracy": 1}},
    ]  # fmt: skip
    found = read_answers(written(tmp_path / "log.jsonl", "\n".join(map(json.dumps, lines))))
    a, b, c = found.candidates["gpt-4"]
    assert (a.answer, a.judge, found.cases["a"]) == ("yes", True, EvalCase("a", "q", "yes"))
    assert (b.answer, b.judge, c.error) == ("no", None, "rate limit")
    assert lost(found) == {RowLoss.UNREADABLE: 1, RowLoss.DOUBLED: 1}


# Matched with the cases -----------------------------------------------------------------------


def answers_of(tmp_path: Path, text: str, candidate: str = "") -> CandidateAnswers:
    return answers_to(CASES, read_answers(written(tmp_path / "m.csv", text)), candidate)


def test_unknown_cases_doubled_ids_and_cases_not_asked_are_counted(tmp_path: Path) -> None:
    found = answers_of(tmp_path, "id,answer\na,yes\nx,yes\na,no\nb,\n")
    assert lost(found) == {
        RowLoss.UNKNOWN_CASE: 1, RowLoss.DOUBLED: 1, RowLoss.NO_ANSWER: 1, RowLoss.NOT_ASKED: 1,
    }  # fmt: skip
    assert found.answers["a"][0].answer == "yes"
    assert found.left_out[0].sentence == "1 answer is to none of these cases; it is left out."


def test_trials_of_a_case_are_no_doubles_and_come_in_order(tmp_path: Path) -> None:
    found = answers_of(tmp_path, "id,answer,trial\na,2nd,1\na,1st,0\nb,x,0\nc,x,0\n")
    assert [one.answer for one in found.answers["a"]] == ["1st", "2nd"]
    assert found.left_out == ()


def test_ids_of_another_tool_are_matched_by_the_input(tmp_path: Path) -> None:
    found = answers_of(tmp_path, "id,input,answer\n0,question a,yes\n1,question b,no\n2,other,x\n")
    assert set(found.answers) == {"a", "b"}
    assert lost(found) == {
        RowLoss.UNKNOWN_CASE: 1,
        RowLoss.NOT_ASKED: 1,
        RowLoss.MATCHED_BY_INPUT: 2,
    }


def test_ids_that_mean_other_inputs_are_not_believed(tmp_path: Path) -> None:
    """A tool that numbers its cases from 0 on meets cases that somebody numbered from 1 on."""
    cases = {str(at): EvalCase(str(at), f"question {at}", "yes") for at in range(1, 5)}
    rows = "".join(f"{at - 1},question  {at},{at}\n" for at in range(1, 5))
    found = answers_to(cases, read_answers(written(tmp_path / "m.csv", f"id,input,answer\n{rows}")))
    assert {name: trials[0].answer for name, trials in found.answers.items()} == {name: name for name in cases}  # fmt: skip
    assert [one.case for trials in found.answers.values() for one in trials] == [*found.answers]
    assert lost(found) == {RowLoss.MATCHED_BY_INPUT: 4}
    other = "id,input,answer\n" + "".join(f"{at},a prompt around it {at},x\n" for at in range(1, 5))
    by_id = answers_to(cases, read_answers(written(tmp_path / "n.csv", other)))
    assert (len(by_id.answers), lost(by_id)) == (4, {})


def test_which_candidate_is_meant_has_to_be_clear(tmp_path: Path) -> None:
    text = "id,candidate,answer\na,x,yes\na,y,no\n"
    assert answers_of(tmp_path, text, "y").answers["a"][0].answer == "no"
    with pytest.raises(UserError, match="They are “x” and “y”"):
        answers_of(tmp_path, text, "z")
    with pytest.raises(UserError, match="None of the answers"):
        answers_of(tmp_path, "id,answer\nq,yes\n")


# Cases ----------------------------------------------------------------------------------------


def test_cases_are_read_once_however_many_candidates_answered_them(tmp_path: Path) -> None:
    text = "id,input,expected,customer\na,q,yes,c1\na,q,yes,c1\na,q,no,c1\nb,r,,c2\n"
    found = read_cases(
        written(tmp_path / "c.csv", text), OwnColumns(group="customer", slice="input")
    )
    assert list(found.cases.values()) == [EvalCase("a", "q", "yes", "c1", "q"), EvalCase("b", "r", None, "c2", "r")]  # fmt: skip
    assert (found.rows, lost_of(found.left_out)) == (4, {RowLoss.CONTRADICTED: 1})
    lines = written(tmp_path / "c.jsonl", '{"id": 1.0, "question": "q", "target": ["a", "b"]}\n')
    assert read_cases(lines).cases == {"1": EvalCase("1", "q", '["a", "b"]')}
    with pytest.raises(UserError, match="holds no cases"):
        read_cases(written(tmp_path / "d.csv", "id,input\n,q\n"))


def lost_of(left_out: tuple[LeftOut, ...]) -> dict[RowLoss, int]:
    return {one.loss: one.n for one in left_out}


def test_pasted_lines_are_cases_with_their_answers_behind_a_tab() -> None:
    found = cases_of_lines(
        "Where is it?\tdelivery\n\nMoney back!\nWhere is it?\tdelivery\nWhere is it?\tother\n"
    )
    assert list(found.cases.values()) == [
        EvalCase("1", "Where is it?", "delivery"),
        EvalCase("2", "Money back!"),
    ]
    assert (found.rows, lost_of(found.left_out)) == (4, {RowLoss.CONTRADICTED: 1})
    with pytest.raises(UserError, match="There is no line"):
        cases_of_lines(" \n")


def test_a_folder_of_files_has_its_folders_as_answers(tmp_path: Path) -> None:
    for name, text in (("cat/1.txt", " meow "), ("dog/2.jpg", "x"), (".hidden/3.txt", "x"), ("4.txt", "?")):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path / name, text)
    (tmp_path / "cat" / "5.txt").write_bytes(b"\xff\xfe\xff")
    found = cases_of_folder(tmp_path)
    assert found.cases == {
        "4.txt": EvalCase("4.txt", "?"),
        "cat/1.txt": EvalCase("cat/1.txt", "meow", "cat"),
        "dog/2.jpg": EvalCase("dog/2.jpg", "dog/2.jpg", "dog"),
    }
    assert lost_of(found.left_out) == {RowLoss.UNREADABLE: 1}
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no files"):
        cases_of_folder(tmp_path / "empty")
