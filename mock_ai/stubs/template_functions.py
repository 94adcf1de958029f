"""What the blanks of a template may be filled with: the request, dates, chance, invented people."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mock_ai.stubs.invented_people import InventedPeople
from mock_ai.stubs.template_check import FUNCTIONS

MOST_COUNTED = 10_000


@dataclass(frozen=True)
class TemplateValues:
    """What a template may show. ``fields`` is the JSON of the message, ``fields.a.b`` reaches in."""

    prompt: str = ""
    file: str = ""
    fields: Any = field(default_factory=dict)
    count: int = 1
    turns: int = 1
    state: str = ""
    now: datetime = datetime(2026, 1, 1)
    luck: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 (replayable)


def values_for(blanks: TemplateValues) -> dict[str, Any]:
    """Every name that a template knows, and what it stands for."""
    luck, invented = blanks.luck, InventedPeople(blanks.luck)

    def pick(*choices: Any) -> Any:
        if len(choices) == 1 and isinstance(choices[0], list | tuple):
            choices = tuple(choices[0])
        return luck.choice(choices) if choices else ""

    def number(low: Any = 1, high: Any = 100) -> int:
        return luck.randint(int(low), max(int(low), int(high)))

    def day(offset: Any = 0) -> str:
        shift = max(-36_500, min(36_500, int(offset)))
        return (blanks.now + timedelta(days=shift)).date().isoformat()

    def sentences(count: Any = 3) -> str:
        return invented.sentences(max(1, min(50, int(count))))

    def upto(count: Any) -> range:
        return range(1, min(int(count), MOST_COUNTED) + 1)

    functions: dict[str, Callable[..., Any]] = {
        "pick": pick,
        "number": number,
        "date": day,
        "upto": upto,
        "sentences": sentences,
        "name": invented.name,
        "given_name": invented.given_name,
        "city": invented.city,
        "company": invented.company,
        "email": invented.email,
    }
    assert set(functions) == set(FUNCTIONS)
    return {
        **{name: _Function(function) for name, function in functions.items()},
        "prompt": blanks.prompt,
        "file": blanks.file,
        "fields": blanks.fields,
        "count": blanks.count,
        "turns": blanks.turns,
        "state": blanks.state,
        "today": blanks.now.date(),
        "now": blanks.now.strftime("%H:%M"),
    }


class _Function:
    """What a template may call; anything without this mark it may not."""

    for_templates = True
    alters_data = False

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)
