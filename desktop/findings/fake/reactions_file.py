"""Every reaction as a table for other programs. Each row says whether a fake or a real model was shown."""

import csv
import io

from desktop.project.project import Project

COLUMNS = (
    "session", "at", "person", "shown", "right", "outcome", "correction", "answer", "confidence", "truth",
    "dialled_accuracy", "kind_of_error", "block", "scenario", "evidence", "sha256",
)  # fmt: skip


def reactions_csv(project: Project) -> bytes:
    """One row a reaction, oldest first, in UTF-8 with a mark that spreadsheets read it by."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for session in project.sessions():
        for one in session.reactions:
            rows.writerow(
                map(
                    _cell,
                    (
                        session.number,
                        one.at.isoformat() if one.at else "",
                        one.person,
                        one.name,
                        {True: "yes", False: "no", None: ""}[one.right],
                        one.outcome,
                        one.correction,
                        one.answer,
                        None if one.confidence is None else f"{one.confidence:.4f}",
                        one.truth,
                        f"{one.shown_accuracy:.4f}",
                        one.variant,
                        one.block,
                        session.scenario.name,
                        "simulated" if one.simulated else "real model",
                        one.item,
                    ),
                )
            )
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """As text; what a spreadsheet would run as a formula is kept from it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
