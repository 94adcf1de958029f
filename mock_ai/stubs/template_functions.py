"""What the blanks of a template may be filled with: the request, dates, chance, invented people, places and companies.

A small list of our own instead of the ``faker`` package (13 MB on disk, every locale, slow to
import): a demo needs a few dozen names that look different, not a census. Names mix origins on
purpose; companies and addresses do not exist (``example.com`` is reserved, RFC 2606).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from estimators.base.sentence import tr
from mock_ai.stubs.template_check import FUNCTIONS

# fmt: off
GIVEN = (
    "Aisha", "Anna", "Bastian", "Chidi", "Clara", "Daniel", "Elif", "Emeka", "Fatima", "Felix",
    "Grace", "Hana", "Ingrid", "Jamal", "Jun", "Kofi", "Lena", "Mateo", "Mei", "Nadia", "Noah",
    "Olga", "Priya", "Rafael", "Samira", "Tomás", "Uma", "Viktor", "Yara", "Zoë",
)
FAMILY = (
    "Abara", "Almeida", "Becker", "Castillo", "Chen", "Diallo", "Eriksen", "Fischer", "García",
    "Haddad", "Iyer", "Jansen", "Kaya", "Kowalska", "Lindqvist", "Mbeki", "Moreau", "Nakamura",
    "Novák", "O’Brien", "Okafor", "Park", "Petrov", "Rossi", "Sharma", "Silva", "Tanaka",
    "Usman", "Weber", "Yilmaz",
)
CITIES = (
    "Accra", "Antwerp", "Bergen", "Bologna", "Busan", "Cardiff", "Córdoba", "Dresden",
    "Gdańsk", "Ghent", "Izmir", "Kampala", "Kraków", "Leeds", "Lyon", "Malmö", "Medellín",
    "Nagoya", "Porto", "Pune", "Quito", "Tampere", "Toronto", "Turin",
)
_COMPANY_FIRST = (
    "Amber", "Blue Heron", "Cedar", "Copper", "Fjord", "Granite", "Harbour", "Juniper",
    "Lantern", "Meridian", "North Gate", "Orchard", "Pebble", "Quarry", "Saffron", "Tidewater",
    "Walnut", "Willow",
)
# fmt: on
_COMPANY_LAST = ("Foods", "Freight", "Health", "Insurance", "Logistics", "Power", "Tools", "Works")
_SENTENCES = (
    tr("The first step is to look at what is already there."),
    tr("Most of it can be done within a week."),
    tr("Two points deserve a closer look."),
    tr("It depends on how often this comes up."),
    tr("A small trial would show whether it holds."),
    tr("The usual way is cheaper, but takes longer."),
    tr("People notice the difference after a few days."),
    tr("Keep the old way ready until the new one has proved itself."),
    tr("The numbers from last month point the same way."),
    tr("One person should own the decision."),
    tr("It helps to write down what would change your mind."),
    tr("There is little risk in starting with the simplest part."),
)


class InventedPeople:
    """Draws from the lists with the given generator; the same seed draws the same names."""

    def __init__(self, luck: random.Random) -> None:
        self._luck = luck

    def name(self) -> str:
        """A person: “Priya Eriksen”."""
        return f"{self.given_name()} {self._luck.choice(FAMILY)}"

    def given_name(self) -> str:
        return self._luck.choice(GIVEN)

    def city(self) -> str:
        """A city that exists."""
        return self._luck.choice(CITIES)

    def company(self) -> str:
        """A company that does not: “Juniper Freight”."""
        return f"{self._luck.choice(_COMPANY_FIRST)} {self._luck.choice(_COMPANY_LAST)}"

    def email(self) -> str:
        """An address that no mail can reach."""
        return f"{self._luck.choice('abcdefghijklmnopqrstuvwxyz')}{self._luck.randint(10, 99)}@example.com"

    def sentences(self, count: int) -> str:
        """Plain sentences that fit almost anything, none twice in a row."""
        drawn: list[str] = []
        while len(drawn) < count:
            round_of_all = list(_SENTENCES)
            self._luck.shuffle(round_of_all)
            drawn += round_of_all
        return " ".join(drawn[:count])


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
