"""Which options cannot be had, and why: the gates of the assessment, so that verdict and money agree on what is possible."""

from collections.abc import Mapping
from typing import Any

from estimators.base.sentence import tr
from estimators.case.options import FORBIDDEN, chosen_kind, impossible_options
from estimators.law import screen_purpose, suspected_flags

MAY_BE_FORBIDDEN = tr("The law may forbid this use.")
_TEXTS = ("title", "description", "task_type")


def closed_options(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return the options that the answers of a case rule out, with the reason, and what the law says where it rules out all."""
    law = _law_of(values)
    closed = impossible_options(values, forbidden=bool(law))
    return (dict.fromkeys(closed, law) if law else closed), law


def _law_of(values: Mapping[str, Any]) -> str:
    """What the law says where nothing may be chosen; empty: no such thing is known.

    Where nobody was asked what it is for, the words of the case are a reason to ask before any money is compared.
    """
    flags, tier, kind = (
        values.get("purpose_flags"),
        values.get("regulatory_tier"),
        chosen_kind(values),
    )
    asked = flags if isinstance(flags, tuple) else None
    if screen_purpose(asked, tier=tier, task_kind=kind).tier == "prohibited":
        return FORBIDDEN
    if asked is not None or tier is not None:
        return ""
    texts = (values.get(name) for name in _TEXTS)
    suspected = suspected_flags(*(text for text in texts if isinstance(text, str)))
    if not suspected:
        return ""
    found = screen_purpose(suspected, task_kind=kind)
    banned = any(duty.tier == "prohibited" for duty in (*found.duties, *found.questions))
    return MAY_BE_FORBIDDEN if banned else ""
