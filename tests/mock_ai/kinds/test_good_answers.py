"""Good answers that are pasted or come in a table, each typed as its kind needs it, and what is wrong told in a sentence."""

import json

import pytest

from estimators.base.errors import UserError
from mock_ai import fake_of_kind
from mock_ai.kinds.good_answers import good_rows, pasted_good_answers, read_good_answers

PAIRS = (
    ("Where is it?", "It comes on Friday."),
    ("How much is it?", "Twelve dollars.\nShipping is free."),
)


@pytest.mark.parametrize(
    "text",
    [
        "Where is it?\nIt comes on Friday.\n\nHow much is it?\nTwelve dollars.\nShipping is free.\n",
        "Q: Where is it?\nA: It comes on Friday.\nQ: How much is it?\nA: Twelve dollars.\nShipping is free.",
        "Where is it?\r\nIt comes on Friday.\r\n\r\n\r\nHow much is it?\r\nTwelve dollars.\r\nShipping is free.",
    ],
)
def test_pairs_are_pasted_as_blocks_or_with_q_and_a(text):
    assert tuple(map(tuple, pasted_good_answers("generate", text))) == PAIRS


def test_cells_pasted_from_a_spreadsheet_need_no_header():
    assert pasted_good_answers("number", "Monday\t1,234\nTuesday\t12.5") == (("Monday", 1234), ("Tuesday", 12.5))  # fmt: skip
    multiline = (
        'Where is it?\tIt comes on Friday.\nHow much is it?\t"Twelve dollars.\nShipping is free."'
    )
    assert tuple(map(tuple, pasted_good_answers("generate", multiline))) == PAIRS
    assert pasted_good_answers("rank", "who\ttaken\nAnna\ttea") == (("Anna", "tea"),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "t.csv",
            'question,answer\nWhere is it?,It comes on Friday.\n"How much is it?","Twelve dollars.\nShipping is free."\n',
        ),
        (
            "t.tsv",
            'Input\tGood answer\nWhere is it?\tIt comes on Friday.\nHow much is it?\t"Twelve dollars.\nShipping is free."\n',
        ),
        (
            "t.csv",
            '\ufeffid;expected;input\n1;It comes on Friday.;Where is it?\n2;"Twelve dollars.\nShipping is free.";How much is it?\n',
        ),
        ("t.jsonl", "\n".join(json.dumps({"input": i, "good": g}) for i, g in PAIRS)),
        ("t.json", json.dumps([{"question": i, "answer": g} for i, g in PAIRS])),
    ],
)
def test_a_table_has_a_column_for_the_input_and_one_for_the_good_answer(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert tuple(map(tuple, read_good_answers("generate", tmp_path / name))) == PAIRS


def test_fields_are_columns_or_objects_and_steps_are_lines_or_lists():
    (page,) = good_rows(
        "extract", ("page", "text", "total", "date"), [("p", "Receipt 7", "12.50", "2026-03-14")]
    )
    assert page == ("Receipt 7", {"page": "p", "total": 12.5, "date": "2026-03-14"})
    (same,) = good_rows("extract", ("input", "good"), [("Receipt 7", '{"total": 12.5}')])
    assert same.good == {"total": 12.5}
    for steps in (
        "1. find it\n2. pay it",
        "find it; pay it",
        '["find it", "pay it"]',
        ["find it", "pay it"],
        "find it → pay it",
    ):
        assert good_rows("act", ("task", "steps"), [("Pay", steps)])[0].good == [
            "find it",
            "pay it",
        ]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (
            "generate",
            "question\tanswer\nWhere?\tHere.\nWhen?\t \n\tSoon.",
            "2 rows have no input or no good answer, the first is row 2.",
        ),
        ("number", "Monday\tmany", "row 1 is not what this kind"),
        ("extract", "input\tgood\npage\tnot json", "row 1 is not what this kind"),
        ("generate", "only a line\n\nand another", "no good answer in this"),
        ("generate", "", "no good answer in this"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(kind, text, words):
    with pytest.raises(UserError, match=words) as refused:
        pasted_good_answers(kind, text)
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("name", "content"),
    [("t.docx", b"PK"), ("t.jsonl", b"{not json"), ("gone.csv", None), ("t.csv", b"")],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError):
        read_good_answers("generate", tmp_path / name)


def test_a_very_long_answer_and_another_script_go_all_the_way(tmp_path):
    long = " ".join(f"Wort {n}." for n in range(50_000))
    rows = [("退款？", "您的退款将在三个工作日内到账。谢谢。"), ("long", long)]
    (tmp_path / "t.jsonl").write_text(
        "\n".join(json.dumps({"input": i, "good": g}) for i, g in rows)
    )
    read = read_good_answers("generate", tmp_path / "t.jsonl")
    fake = fake_of_kind("generate", good=0.0).fit(
        [one.input for one in read], [one.good for one in read]
    )
    assert all(
        answer and answer != one.good
        for answer, one in zip(fake.predict(["退款？", "long"]), read, strict=True)
    )
