import random
import time
from datetime import datetime

import pytest

from mock_ai.stubs import templates
from mock_ai.stubs.template_check import TemplateRefusedError
from mock_ai.stubs.template_functions import TemplateValues
from mock_ai.stubs.templates import check_template, render


def blanks(**changes):
    values = {
        "prompt": "Where is my parcel?",
        "file": "parcel.jpg",
        "fields": {"customer": {"name": "Aisha"}, "items": ["cup", "plate"], "total": 12},
        "count": 3,
        "now": datetime(2026, 3, 1, 9, 30),
        "luck": random.Random(7),
    }
    return TemplateValues(**{**values, **changes})


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hello.", "Hello."),
        ("{{ prompt|upper }} {{ file }}", "WHERE IS MY PARCEL? parcel.jpg"),
        (
            "Hi {{ fields.customer.name }}, {{ fields.none.at.all }}case {{ count }}",
            "Hi Aisha, case 3",
        ),
        ("{{ fields.items|join(' and ') }} for {{ fields.total * 2 }}", "cup and plate for 24"),
        (
            "{% for item in fields.items %}{{ loop.index }}. {{ item }} {% endfor %}",
            "1. cup 2. plate ",
        ),
        ("{{ today }} {{ date(1) }} {{ now }}", "2026-03-01 2026-03-02 09:30"),
        ("{% set who = name() %}{{ 'same' if who == who else 'other' }}", "same"),
        ("{{ fields.items }}", '["cup", "plate"]'),
        ("{{ '%s' if count is odd else 'x' }}", "%s"),
    ],
)
def test_blanks_are_filled(source, text):
    check_template(source)
    assert render(source, blanks()) == text


def test_the_same_seed_invents_the_same_people():
    source = "{{ name() }} of {{ company() }} in {{ city() }}, {{ pick('red', 'blue') }}, {{ number(1, 6) }}"
    first = render(source, blanks())
    assert render(source, blanks()) == first
    assert {render(source, blanks(luck=random.Random(seed))) for seed in range(9)} > {first}


def test_what_a_client_wrote_is_never_a_template():
    assert render("You said {{ prompt }}", blanks(prompt="{{ 7 * 7 }}")) == "You said {{ 7 * 7 }}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ prompt.__class__ }}",
        "{{ prompt['__class__'] }}",
        "{{ (''|upper).__class__.__mro__ }}",
        "{{ pick.__globals__ }}",
        "{{ prompt.upper() }}",
        "{{ 'x'.format(1) }}",
        "{{ prompt|attr('__class__') }}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ range(10) }}",
        "{% import 'x' as x %}",
        "{% include '/etc/passwd' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% set ns = namespace(a=1) %}",
        "{% set x %}{{ prompt }}{% endset %}",
        "{% set pick = 1 %}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ prompt ~ prompt }}",
        "{{ [prompt, prompt] }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ 'a'|center(1000000000) }}",
        "{% for a in fields recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in fields %}" * 4 + "{% endfor %}" * 4,
        "{{ promt }}",
        "{{ prompt",
        "{{ prompt is sameas prompt }}",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "x{{ 1 }}" * 5000,
        "{{ number(1, 1e400) }}",
        "{{ '\ud800' }}",
        '{{ "\\ud800" }}',
    ],
)
def test_what_a_template_may_not_hold_is_refused_before_it_runs(source):
    with pytest.raises(TemplateRefusedError):
        check_template(source)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (
            "{% for a in upto(9999999) %}{% for b in upto(9999) %}{% endfor %}{% endfor %}",
            "went round",
        ),
        ("{% for a in upto(9999) %}{{ prompt }}{% endfor %}", "64 KB"),
        ("{% set a = prompt + prompt %}" + "{% set b = a + a %}{% set a = b + b %}" * 9, "64 KB"),
        ("{{ 'a' * 1000000000 }}", "no number"),
        ("{{ '%1000000000d' % 1 }}", "no number"),
        ("{{ 1000000000000 * 1000000000000 }}", "counts beyond"),
        (
            "{{ prompt|replace('', 'a')|replace('r', prompt)|replace('r', prompt)"
            "|replace('r', prompt)|replace('r', prompt)|replace('r', prompt)|replace('r', prompt) }}",
            "64 KB",
        ),
        ("{{ 1 / 0 }}", "failed"),
        ("{{ upto('x') }}", "failed"),
        ("{{ pick }}", "no text"),
        ("{{ prompt|truncate(-1) }}", "failed"),
        ("{{ prompt|truncate(fields.total) }}", "failed"),
        ("{{ fields.half }}", "half a character"),
        ("{{ number(1, fields.huge) }}", "failed"),
        ("{{ fields.items|sort(fields.huge)|max }}{{ fields|sort|first|int(fields) }}", "failed"),
    ],
)
def test_what_runs_away_is_stopped(source, why):
    check_template(source)
    fields = {"total": -1, "half": "\ud800", "huge": float("inf"), "items": [1, "a"]}
    with pytest.raises(TemplateRefusedError, match=why):
        render(source, blanks(prompt="parcel " * 200, fields=fields))


class Interrupted(random.Random):
    """As where the machine does something else in between."""

    def randint(self, a: int, b: int) -> int:
        time.sleep(0.4)
        return super().randint(a, b)


def test_a_template_is_refused_for_its_own_work_only_not_for_a_machine_busy_elsewhere():
    source = "{% for one in upto(5) %}{{ number(1, 9) }}{% endfor %}"
    assert len(render(source, blanks(luck=Interrupted(7)))) == 5


def test_a_template_that_works_longer_than_a_second_is_refused(monkeypatch):
    monkeypatch.setattr(templates, "LONGEST_SECONDS", 0.0)
    with pytest.raises(TemplateRefusedError, match="longer than a second"):
        render("{% for one in upto(9000) %}{{ one }}{% endfor %}", blanks())
