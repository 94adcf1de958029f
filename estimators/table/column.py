"""What a column of a table can be and be for, with the words for both."""

from enum import StrEnum

from estimators.base.sentence import tr


class ColumnType(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    CATEGORY = "category"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    TEXT = "text"
    PHOTO = "photo"
    SOUND = "sound"
    FILE = "file"
    ID = "id"

    @property
    def words(self) -> str:
        """What a person calls it."""
        return {
            ColumnType.NUMBER: tr("number"),
            ColumnType.CATEGORY: tr("category"),
            ColumnType.YES_NO: tr("yes or no"),
            ColumnType.DATE: tr("date"),
            ColumnType.MONEY: tr("money"),
            ColumnType.PERCENT: tr("per cent"),
            ColumnType.TEXT: tr("text"),
            ColumnType.PHOTO: tr("photo"),
            ColumnType.SOUND: tr("sound"),
            ColumnType.FILE: tr("file"),
            ColumnType.ID: tr("code"),
        }[self]


class ColumnRole(StrEnum):
    """What a column is for."""

    PREDICT = "predict"
    USE = "use"
    LEAVE_OUT = "leave_out"
    TOGETHER = "together"
    WHEN = "when"

    @property
    def words(self) -> str:
        """What a person calls it."""
        return {
            ColumnRole.PREDICT: tr("predict this"),
            ColumnRole.USE: tr("use"),
            ColumnRole.LEAVE_OUT: tr("leave out"),
            ColumnRole.TOGETHER: tr("belongs together"),
            ColumnRole.WHEN: tr("when"),
        }[self]


class Direction(StrEnum):
    """How the answer moves where a column of amounts or days says more: a monotone column.

    The answer is the number, or how likely the rarer of two classes is.
    """

    ANY = ""
    NEVER_LOWERS = "never_lowers"
    NEVER_RAISES = "never_raises"

    @property
    def sign(self) -> int:
        """1 where more of it never lowers the answer, -1 where it never raises it, else 0."""
        return {Direction.NEVER_LOWERS: 1, Direction.NEVER_RAISES: -1}.get(self, 0)

    def words(self, answer: str = "") -> str:
        """What a person calls it; `answer`: the class whose chance it is, "" of a number."""
        if self == Direction.ANY:
            return tr("The answer may move either way")
        if self == Direction.NEVER_LOWERS:
            return tr("More of it never makes “{answer}” less likely", answer=answer) if answer else tr("More of it never lowers the answer")  # fmt: skip
        return tr("More of it never makes “{answer}” more likely", answer=answer) if answer else tr("More of it never raises the answer")  # fmt: skip


AMOUNTS = frozenset((ColumnType.NUMBER, ColumnType.MONEY, ColumnType.PERCENT))
ENCODED = frozenset((ColumnType.TEXT, ColumnType.PHOTO, ColumnType.SOUND))
"""What a network turns into numbers: each is also the name of the modality."""
FILES = frozenset((ColumnType.PHOTO, ColumnType.SOUND, ColumnType.FILE))
"""Cells that name a file, which lies beside the table or below."""
ONE_EACH = frozenset((ColumnRole.PREDICT, ColumnRole.TOGETHER, ColumnRole.WHEN))
"""Roles that one column of a table has at most."""
