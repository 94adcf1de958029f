from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.errors import UserError
from mock_ai.scenario_file import load_scenario, parse_scenario


@pytest.mark.parametrize(
    ("stub", "line", "says"),
    [
        ("answr: x", 3, "has an unknown “answr”"),
        ("answer: {a: b}", 3, "has no words for “answer”"),
        ("answer: '{{ x.__class__ }}'", 3, "has a template for “answer” that cannot be used"),
        ("answer: '{{ promt }}'", 3, "has a template"),
        ("answer: a\n  label: b", 3, "answers answer and label"),
        ("answer: a\n  answers: [b]", 4, "has “answers” beside an answer"),
        ("answers: [{weight: 1}]", 3, "answers nothing"),
        ("answers: [{answer: a, weight: 0}]", 3, "leaves no answer"),
        ("answers: [{answer: a, weight: -1}]", 3, "says weight is -1"),
        ("when: {}", 3, "asks for nothing"),
        ("when: {words: x}", 3, "has an unknown “words”"),
        ("when:\n    text: {regex: '(a'}", 4, "has a regex that cannot be used"),
        ("when:\n    text: {regex: '(?=a)'}", 4, "has a regex that cannot be used"),
        ("when: {image: none.png}", 3, "names the file “none.png”"),
        ("when: {image: /etc/passwd}", 3, "names the file “/etc/passwd”"),
        ("when: {image: ../up.png}", 3, "names the file “../up.png”"),
        ("when: {image: demo.yaml}", 3, "names “demo.yaml”"),
        ("when: {sha256: abc}", 3, "has no SHA-256"),
        ("delay: {recording: []}", 3, "holds no delay"),
        ("do: []", 3, "does nothing"),
        ("kind: song", 3, "says kind is “song”"),
        ("story: a", 3, "has a story without states"),
        ("priority: high", 3, "has no number for “priority”"),
        ("delay: {uniform: [2, 1]}", 3, "has its ends swapped"),
        ("delay: {median: 1}", 3, "says “delay” in no known form"),
        ("delay: {recording: demo.yaml}", 3, "names a recording that has no delay in line 1"),
        ("delay: 1000 s", 3, "says delay is 1000 s"),
        ("faults: [explosion]", 3, "says fault is “explosion”"),
        ("faults: [{fault: timeout, rate: 60%}, {fault: server error, rate: 60%}]", 3, "has faults for more than all"),
        ("failures: [stupidity]", 3, "says failure is “stupidity”"),
        ("picture: .", 3, "names the folder"),
        ("recommend: []", 3, "has an empty list"),
        ("do: {arguments: {a: b}}", 3, "does nothing"),
        ("name: other", 4, "has a second stub “other”"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_stub_is_named_with_its_line(tmp_path, stub, line, says):
    path = tmp_path / "demo.yaml"
    twin = "- {name: other, answer: x}\n" if stub == "name: other" else ""
    path.write_text(f"name: Demo\nstubs:\n{twin}- {stub}\n", "utf-8")
    with pytest.raises(UserError) as refused:
        load_scenario(path)
    assert refused.value.what.startswith(f"Line {line} of demo.yaml {says}")
    for part in (refused.value.what, refused.value.why, refused.value.next_step):
        assert part.endswith(".")
        assert "\n" not in part


def test_a_scenario_that_only_talks_needs_no_classes():
    assert parse_scenario("name: x\nstubs: [{answer: hi}]").classes == ("yes", "no")
    with pytest.raises(UserError, match="has no “classes”"):
        parse_scenario("name: x")


def test_a_yaml_bomb_is_refused():
    lines = ["name: x", "stubs:", "- &a0 {answer: x}"]
    lines += [f"- &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(UserError, match="Line 3"):
        parse_scenario("\n".join(lines))
    with pytest.raises(UserError, match="not allowed"):
        parse_scenario("name: x\nstubs: " + "[" * 5000)


def test_a_scenario_without_a_folder_names_no_files():
    with pytest.raises(UserError, match="names the folder “photos”"):
        parse_scenario("name: x\nstubs: [{picture: photos}]")


def test_a_link_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "waits.txt").write_text("1")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "link").symlink_to(tmp_path / "secret")
    path = tmp_path / "demo" / "demo.yaml"
    path.write_text("name: x\nstubs: [{delay: {recording: link/waits.txt}}]")
    with pytest.raises(UserError, match="folder of the scenario file"):
        load_scenario(path)


WORDS = st.sampled_from(
    [
        "answer",
        "when",
        "text",
        "regex",
        "stubs",
        "faults",
        "failures",
        "delay",
        "do",
        "say",
        "tool",
        "picture",
        "translate",
        "to",
        "label",
        "is",
        "recommend",
        "from",
        "count",
        "then_state",
        "when_state",
        "kind",
        "chat",
        "refusal",
        "timeout",
        "rate",
        "on",
        "1",
        "50%",
        "[",
        "]",
        "{",
        "}",
        "-",
        ":",
        "{{",
        "}}",
        "name()",
        "a*",
        "(",
        ")",
        "'",
        '"',
        "#",
        "&",
        "*",
    ]
)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["", " ", ": ", "\n", "\n  ", "\n- "])), max_size=30)
)
def test_whatever_a_file_says_it_is_read_or_refused(parts):
    text = "name: x\nstubs:\n- " + "".join(word + gap for word, gap in parts)
    with suppress(UserError):  # anything else is a bug
        parse_scenario(text)
