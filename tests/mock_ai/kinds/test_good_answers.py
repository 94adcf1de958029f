"""Good answers that are pasted or come in a table, each typed as its kind needs it, and what is wrong told in a sentence."""

import json

import pytest

from estimators.base.errors import UserError
from mock_ai import fake_of_kind
from mock_ai.kinds.good_answers import (
    good_rows,
    pasted_examples,
    read_examples,
    read_good_answers,
)

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
    assert tuple(map(tuple, pasted_examples("generate", text).answered)) == PAIRS


def test_cells_pasted_from_a_spreadsheet_need_no_header():
    sales = pasted_examples("number", "Monday\t1,234\nTuesday\t12.5").answered
    assert sales == (("Monday", 1234), ("Tuesday", 12.5))
    multiline = (
        'Where is it?\tIt comes on Friday.\nHow much is it?\t"Twelve dollars.\nShipping is free."'
    )
    assert tuple(map(tuple, pasted_examples("generate", multiline).answered)) == PAIRS
    assert pasted_examples("rank", "who\ttaken\nAnna\ttea").answered == (("Anna", "tea"),)


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
            "Row 3 has no input.",
        ),
        ("number", "Monday\tmany", "row 1 is not what this kind"),
        ("extract", "input\tgood\npage\tnot json", "row 1 is not what this kind"),
        ("extract", "Receipt 7\nno colon\n\nReceipt 8\ntotal: 3", "row 1 is not what this kind"),
        ("generate", "", "nothing in this to show"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(kind, text, words):
    with pytest.raises(UserError, match=words) as refused:
        pasted_examples(kind, text)
    assert refused.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        "Where is it?\nHow much is it?\nHow much is it?\n",
        "Where is it?\n\nHow much is it?",
        "message\treply\nWhere is it?\t\nHow much is it?",
        "Q: Where is it?\nA:\nQ: How much is it?",
    ],
)
def test_inputs_without_a_good_answer_are_kept_to_be_answered(text):
    assert pasted_examples("generate", text).unanswered == ("Where is it?", "How much is it?")


def test_a_table_with_gaps_is_taken_to_show_and_refused_where_it_has_to_be_whole(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("input,good\nWhere?,Here.\nWhen?,\n", encoding="utf-8")
    brought = read_examples("generate", table)
    assert brought.answered == (("Where?", "Here."),)
    assert brought.unanswered == ("When?",)
    with pytest.raises(UserError, match=r"“When\?” has no good answer"):
        read_good_answers("generate", table)


def test_fields_can_be_written_one_a_line():
    pasted = "Receipt 7\nshop: City Cab: night\ntotal: 12.50\n\n\nReceipt 8\nshop: Bakery"
    page, _ = pasted_examples("extract", pasted).answered
    assert page.good == {"shop": "City Cab: night", "total": 12.5}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.docx", b"PK"),
        ("t.xlsx", b"PK"),
        ("t.jsonl", b"{not json"),
        ("gone.csv", None),
        ("t.csv", b""),
    ],
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
