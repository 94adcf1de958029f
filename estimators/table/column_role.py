"""What each column is for: the one to predict, what to learn from, what says which rows belong together or when they were, and
what to leave out; guessed, with the reason for each guess, and changed by whoever knows better.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from estimators.base.errors import UserError
from estimators.base.language import NumberStyle
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.column_names import GROUP_NAMES, shown_columns
from estimators.table.cell_values import COMMA, POINT, number_style
from estimators.table.column import AMOUNTS, ONE_EACH, ColumnRole, ColumnType, Direction
from estimators.table.column_type import ColumnProfile, TypeGuess, TypeReason, guess_type, profile
from estimators.table.table import Table

_ANSWER_NAMES = frozenset(
    (
        "label", "class", "target", "outcome", "result", "y", "churn", "churned", "cancelled", "canceled", "left", "survived",
        "default", "defaulted", "fraud", "is_fraud", "converted", "returned", "bought", "purchased", "response", "approved",
        "won", "lost", "attrition", "exited", "diagnosis", "species", "quality", "sales", "demand", "gekündigt", "ziel",
    )
)  # fmt: skip
_WHEN_NAMES = re.compile(
    r"(?:^|_)(?:date|day|datum|tag|time|timestamp|zeit|month|monat|week|woche|period|created|created_at|created_on|ordered|order_date"
    r"|recorded|observed|visited|visit|event|reported|snapshot|as_of|transaction_date|booked|fecha|[^_]*datum)(?:_at|_on|_date)?$",
    re.I,
)
_FEWEST_DATED = 0.9
"""A day that fewer rows have is a fact of some rows, not when they were."""
_PEOPLE = frozenset(
    (
        "customer", "kunde", "client", "patient", "subject", "user", "member", "mitglied", "household", "haushalt", "account", "konto",
        "person", "employee", "mitarbeiter", "student", "guest", "gast", "email", "mail", "participant", "policyholder",
    )
)  # fmt: skip
"""Whose rows belong together, whatever the codes look like."""
_BIRTH = re.compile(r"birth|born|geburt|dob", re.I)


class RoleReason(StrEnum):
    """Why a column has its role."""

    ASKED = "asked"
    NAMED_ANSWER = "named_answer"
    LAST = "last"
    NOTHING_AGAINST = "nothing_against"
    NO_VALUE = "no_value"
    ONE_VALUE = "one_value"
    OWN_CODE = "own_code"
    SHARED_CODE = "shared_code"
    REPEATED_CODE = "repeated_code"
    MOMENT = "moment"
    FREE_TEXT = "free_text"
    PHOTOS = "photos"
    SOUNDS = "sounds"
    FILE_NAMES = "file_names"
    LEAK = "leak"


_OF_TYPE = {
    ColumnType.ID: (ColumnRole.LEAVE_OUT, RoleReason.OWN_CODE),
    ColumnType.FILE: (ColumnRole.LEAVE_OUT, RoleReason.FILE_NAMES),
    ColumnType.TEXT: (ColumnRole.USE, RoleReason.FREE_TEXT),
    ColumnType.PHOTO: (ColumnRole.USE, RoleReason.PHOTOS),
    ColumnType.SOUND: (ColumnRole.USE, RoleReason.SOUNDS),
}


def role_sentence(reason: RoleReason, shown: str, distinct: int, filled: int) -> str:
    """Why a column has its role; `shown` is its commonest value, `distinct` of its `filled` cells are different."""
    templates = {
        RoleReason.ASKED: tr("You said so."),
        RoleReason.NAMED_ANSWER: tr("Its name is one that answers often have."),
        RoleReason.LAST: tr("It has few values, or stands at the end, as answers do."),
        RoleReason.NOTHING_AGAINST: tr("Nothing speaks against it."),
        RoleReason.NO_VALUE: tr("There is nothing in it to learn from."),
        RoleReason.ONE_VALUE: tr("It says “{shown}” in every row, which tells nothing apart."),
        RoleReason.OWN_CODE: tr("A code of its own in every row says nothing of the next row."),
        RoleReason.SHARED_CODE: tr("A code says nothing of rows that have another."),
        RoleReason.REPEATED_CODE: tr("{filled} rows share {n} codes: rows of one code belong together."),
        RoleReason.MOMENT: tr("It says when a row was, so the test can be later than what is learned from."),
        RoleReason.FREE_TEXT: tr("A network for texts reads its sentences."),
        RoleReason.PHOTOS: tr("A network for photos looks at the files that it names."),
        RoleReason.SOUNDS: tr("A network for sounds listens to the files that it names."),
        RoleReason.FILE_NAMES: tr("Of files, only photos and sounds are learned from in a table."),
        RoleReason.LEAK: tr("It knows the answer."),
    }  # fmt: skip
    parts = {"shown": shown, "n": digits(distinct), "filled": digits(filled)}
    return templates[reason].format_map(parts)


@dataclass(frozen=True)
class ColumnPlan:
    """A column with its type and role, guessed or said; `direction` is never guessed."""

    profile: ColumnProfile
    guess: TypeGuess
    role: ColumnRole
    reason: RoleReason
    direction: Direction = Direction.ANY

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def type(self) -> ColumnType:
        return self.guess.type

    @property
    def is_amount(self) -> bool:
        return self.type in AMOUNTS

    @property
    def role_sentence(self) -> str:
        """Why it has its role, for a person."""
        shown = self.profile.commonest[0][0] if self.profile.commonest else ""
        return role_sentence(self.reason, shown, self.profile.distinct, self.profile.filled)

    @property
    def why(self) -> str:
        """Why it has its type and its role."""
        return f"{self.guess.sentence} {self.role_sentence}"

    def printed(self) -> dict[str, str]:
        """As commands print it."""
        said = {"direction": str(self.direction)} if self.direction else {}
        return {
            "name": self.name,
            "type": str(self.type),
            "role": str(self.role),
            "why": self.why,
            **said,
        }


@dataclass(frozen=True)
class ColumnPlans:
    """What all columns of a table are taken for."""

    plans: tuple[ColumnPlan, ...]

    def of(self, name: str) -> ColumnPlan:
        """The plan of a column; raises `KeyError` if there is none."""
        for plan in self.plans:
            if plan.name == name:
                return plan
        raise KeyError(name)

    def having(self, role: ColumnRole) -> tuple[ColumnPlan, ...]:
        """The columns with a role, in their order."""
        return tuple(plan for plan in self.plans if plan.role == role)

    @property
    def answer(self) -> ColumnPlan | None:
        """The column to predict; None where nothing can be."""
        return next(iter(self.having(ColumnRole.PREDICT)), None)

    def with_role(
        self, name: str, role: ColumnRole, reason: RoleReason = RoleReason.ASKED
    ) -> "ColumnPlans":
        """The same with another role for a column; another that had it is used or left out, where one column alone can have it."""
        self.of(name)
        changed = []
        for plan in self.plans:
            if plan.name == name:
                changed.append(replace(plan, role=role, reason=reason))
            elif role == plan.role and role in ONE_EACH:
                changed.append(_as_any_other(plan))
            else:
                changed.append(plan)
        return ColumnPlans(tuple(changed))

    def with_type(self, name: str, type_: ColumnType) -> "ColumnPlans":
        """The same with another type for a column, and the role that goes with it."""
        plan = self.of(name)
        guess = replace(plan.guess, type=type_, reason=TypeReason.BY_HAND)
        role, reason = plan.role, plan.reason
        if role != ColumnRole.PREDICT and reason != RoleReason.ASKED:
            role, reason = _role(plan.profile, guess)
        changed = replace(plan, guess=guess, role=role, reason=reason)
        return ColumnPlans(tuple(changed if one is plan else one for one in self.plans))


def plan_columns(
    table: Table,
    *,
    label: str = "",
    leave_out: Collection[str] = (),
    group: str = "",
    when: str = "",
    roles: Mapping[str, ColumnRole] | None = None,
    types: Mapping[str, ColumnType] | None = None,
    directions: Mapping[str, Direction] | None = None,
) -> ColumnPlans:
    """Guess the type and role of every column; what is said goes before what is guessed.

    - `label`: the column to predict; guessed where empty.
    - `leave_out`, `group`, `when`: columns not to learn from, that say what belongs together, and when a row was.
    - `roles`: the same, and what to use in any case, by column. `types`: of columns that somebody knows better.
    - `directions`: of columns of amounts or days, how the answer may move where they say more.

    Raises `UserError` if a column that was named is not there, or one with a direction holds words.
    """
    directions = directions or {}
    for name in (label, group, when, *leave_out, *(roles or {}), *(types or {}), *directions):
        if name and name not in table.names:
            raise UserError(
                tr("“{file}” has no column “{name}”.", file=table.name, name=name),
                " ".join((*table.remarks, shown_columns(table.names))),
                tr("Write it as it stands in the table."),
            )
    profiles = [profile(column) for column in table.columns]
    style = _style(profiles)
    plans = []
    for found in profiles:
        guess = guess_type(found, style)
        plans.append(ColumnPlan(found, guess, *_role(found, guess)))
    known = _one_of_each(ColumnPlans(tuple(plans)))
    for name, type_ in (types or {}).items():
        known = known.with_type(name, type_)
    said = {**(roles or {}), **dict.fromkeys(leave_out, ColumnRole.LEAVE_OUT)}
    said |= {group: ColumnRole.TOGETHER, when: ColumnRole.WHEN, label: ColumnRole.PREDICT}
    for name, role in said.items():
        if name:
            known = known.with_role(name, role)
    if directions:
        known = ColumnPlans(tuple(_directed(plan, directions) for plan in known.plans))
    return known if known.answer else _with_guessed_answer(known)


def _one_of_each(known: ColumnPlans) -> ColumnPlans:
    """The same with one column that holds rows together, the one of fewest codes, and one that says when, the first."""
    together, when = known.having(ColumnRole.TOGETHER), known.having(ColumnRole.WHEN)
    first = min(together, key=lambda plan: plan.profile.distinct, default=None)
    kept = {plan.name for plan in (first, *when[:1]) if plan}
    return ColumnPlans(
        tuple(
            _as_any_other(plan) if plan.role in ONE_EACH and plan.name not in kept else plan
            for plan in known.plans
        )
    )


def _directed(plan: ColumnPlan, directions: Mapping[str, Direction]) -> ColumnPlan:
    direction = directions.get(plan.name, Direction.ANY)
    if direction and not (plan.is_amount or plan.type == ColumnType.DATE):
        raise UserError(
            tr("“{name}” can’t be kept to one direction.", name=plan.name),
            tr("It is read as {type}, and only numbers and days have more and less.", type=plan.type.words),
            tr("Choose a column of numbers or days."),
        )  # fmt: skip
    return replace(plan, direction=direction)


def _style(profiles: Iterable[ColumnProfile]) -> NumberStyle | None:
    """How most columns that tell write their numbers."""
    styles = [number_style(found.sample[:500]) for found in profiles]
    points, commas = styles.count(POINT), styles.count(COMMA)
    return None if points == commas else COMMA if commas > points else POINT


def _role(found: ColumnProfile, guess: TypeGuess) -> tuple[ColumnRole, RoleReason]:
    kind = guess.type
    if not found.filled:
        return ColumnRole.LEAVE_OUT, RoleReason.NO_VALUE
    if found.distinct == 1 and found.filled == found.rows:
        return ColumnRole.LEAVE_OUT, RoleReason.ONE_VALUE
    shared = found.distinct <= 0.9 * found.filled
    if shared and _holds_together(found, kind):
        return ColumnRole.TOGETHER, RoleReason.REPEATED_CODE
    if kind in _OF_TYPE:
        role, reason = _OF_TYPE[kind]
        return role, RoleReason.SHARED_CODE if shared and kind == ColumnType.ID else reason
    moment = _WHEN_NAMES.search(found.words) and not _BIRTH.search(found.words)
    if kind == ColumnType.DATE and moment and found.filled >= _FEWEST_DATED * found.rows:
        return ColumnRole.WHEN, RoleReason.MOMENT
    return ColumnRole.USE, RoleReason.NOTHING_AGAINST


def _as_any_other(plan: ColumnPlan) -> ColumnPlan:
    """A column whose special role went to another: used, or left out where it is no fact of a row."""
    role, reason = _role(plan.profile, plan.guess)
    if role == ColumnRole.TOGETHER:
        role, reason = ColumnRole.LEAVE_OUT, RoleReason.SHARED_CODE
    elif role == ColumnRole.WHEN:
        role, reason = ColumnRole.USE, RoleReason.NOTHING_AGAINST
    return replace(plan, role=role, reason=reason)


def _holds_together(found: ColumnProfile, kind: ColumnType) -> bool:
    parts = set(re.split(r"[\W_]+", found.words.casefold()))
    if kind == ColumnType.CATEGORY:
        return found.distinct >= max(20, 0.05 * found.filled) and bool(parts & _PEOPLE)
    return kind == ColumnType.ID and bool(
        parts & {*_PEOPLE, *GROUP_NAMES, "store", "device", "machine", "id"}
    )


def _with_guessed_answer(known: ColumnPlans) -> ColumnPlans:
    """The column that looks most like an answer: by its name, by having few values, by standing last or first."""
    fitting = [
        plan
        for plan in known.having(ColumnRole.USE)
        if plan.is_amount or plan.type in (ColumnType.YES_NO, ColumnType.CATEGORY)
    ]
    if not fitting:
        return known
    ends = (known.plans[-1].name, known.plans[0].name)

    def looks(plan: ColumnPlan) -> float:
        few = {ColumnType.YES_NO: 1.5, ColumnType.CATEGORY: 1.0}.get(plan.type, 0.0)
        return 2.0 * _is_answer_name(plan) + few + (plan.name in ends)

    best = max(reversed(fitting), key=looks)
    reason = RoleReason.NAMED_ANSWER if _is_answer_name(best) else RoleReason.LAST
    return known.with_role(best.name, ColumnRole.PREDICT, reason)


def _is_answer_name(plan: ColumnPlan) -> bool:
    return plan.profile.words.casefold() in _ANSWER_NAMES
