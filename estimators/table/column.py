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


AMOUNTS = frozenset((ColumnType.NUMBER, ColumnType.MONEY, ColumnType.PERCENT))
ONE_EACH = frozenset((ColumnRole.PREDICT, ColumnRole.TOGETHER, ColumnRole.WHEN))
"""Roles that one column of a table has at most."""
