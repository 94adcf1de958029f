"""Which exchanges are meant: by who answered, the rule, the address, the fault, words, time or number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mock_ai.journal import vendor_of_endpoint

SEARCHED = "_searched"
_FIELDS = ("name", "answer", "rule", "model", "endpoint", "fault", "kind")


@dataclass(frozen=True)
class ExchangeFilter:
    """What a row must be to be meant; what is empty does not matter.

    ``place`` is a vendor or an address, ``fault`` a fault of the wire, a failure of the AI, or
    “any”. ``since`` and ``until`` bound the time, ``numbers`` name rows one by one.
    """

    by: str = ""
    rule: str = ""
    place: str = ""
    fault: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    numbers: frozenset[int] | None = None

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether an exchange (:meth:`mock_ai.journal.Exchange.to_json`) is meant."""
        endpoint = str(row.get("endpoint", ""))
        return (
            (self.numbers is None or row.get("id", row.get("number")) in self.numbers)
            and self.by in ("", row.get("answered_by"))
            and self.rule in ("", row.get("rule", ""))
            and self.place in ("", endpoint, vendor_of(row))
            and self._in_time(row)
            and (not self.fault or self._struck(row))
            and self._says(row)
        )

    def _in_time(self, row: Mapping[str, Any]) -> bool:
        if self.since is None and self.until is None:
            return True
        at = datetime.fromisoformat(str(row["at"]))
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def _says(self, row: Mapping[str, Any]) -> bool:
        words = self.text.casefold().split()
        if not words:
            return True
        said = row.get(SEARCHED) or searchable(row)
        return all(word in said for word in words)

    def _struck(self, row: Mapping[str, Any]) -> bool:
        faults = [str(row.get("fault") or ""), *map(str, row.get("failures") or ())]
        if self.fault == "any":
            return any(faults) or row.get("answered_by") == "fault"
        return self.fault in faults


def searchable(row: Mapping[str, Any]) -> str:
    """All that a search looks at; who searches often keeps it in the row, under ``SEARCHED``."""
    values = [str(row.get(name) or "") for name in _FIELDS]
    return " ".join([*values, *map(str, row.get("failures") or ())]).casefold()


def vendor_of(row: Mapping[str, Any]) -> str:
    """Whose client asked, as the row says or as its address does."""
    return str(row.get("vendor") or vendor_of_endpoint(str(row.get("endpoint", ""))))
