"""The request journal in words: who answered, how long it took, which sessions there were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.project.project import Project
from desktop.project.record_kinds import REPLAY, AskedAnswerer, ReplayResult
from desktop.project.records import Json
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.number import seconds as seconds_words
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from mock_ai.journal import SEARCHED, ExchangeFilter, searchable, vendor_of
from mock_ai.traffic.exchange import Agreement, RightShare
from mock_ai.wire_faults import FAULTS

VENDORS = {"ours": "JSON", "openai": "OpenAI", "anthropic": "Anthropic", "gemini": "Gemini"}
_AFTER_A_SESSION = timedelta(seconds=30)  # for answers that nobody reacted to


@dataclass
class Occurring:
    """What occurs in a list of exchanges, to choose from."""

    by: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    vendors: set[str] = field(default_factory=set)
    endpoints: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)

    def note(self, row: Mapping[str, Json]) -> None:
        """Another exchange has come."""
        for known, value in (
            (self.by, row.get("answered_by")),
            (self.rules, row.get("rule")),
            (self.vendors, vendor_of(row)),
            (self.endpoints, row.get("endpoint")),
            *((self.faults, fault) for fault in (row.get("fault"), *(row.get("failures") or ()))),
        ):
            if value:
                known.add(str(value))


def prepared(rows: Iterable[Mapping[str, Json]], found: Occurring) -> list[dict[str, Json]]:
    """Rows as the window lists them: what occurs is noted, and they can be searched at once."""
    made = []
    for row in rows:
        found.note(row)
        made.append({**row, SEARCHED: searchable(row)})
    return made


@dataclass(frozen=True)
class SessionTime:
    """When a demo session was: its exchanges are those of that time."""

    number: int
    words: str
    since: datetime
    until: datetime


def session_times(project: Project) -> tuple[SessionTime, ...]:
    """The demo sessions, newest first."""
    found = []
    for session in project.sessions():
        since = datetime.fromisoformat(session.started)
        until = max((one.at for one in session.reactions if one.at), default=since)
        words = tr(
            "Session {number}, {started}", number=session.number, started=day(session.started)
        )
        # A session begins with its first reaction; the answer that it is to came before.
        found.append(
            SessionTime(session.number, words, since - _AFTER_A_SESSION, until + _AFTER_A_SESSION)
        )
    return tuple(reversed(found))


def in_session(project: Project, number: int, choice: ExchangeFilter) -> ExchangeFilter | None:
    """The choice within the time of a session; None where there is no such session."""
    found = next((one for one in session_times(project) if one.number == number), None)
    if found is None:
        return None
    return replace(choice, since=found.since, until=found.until)


def clock(row: Mapping[str, Json]) -> str:
    """When it came, by the clock on the wall."""
    return f"{datetime.fromisoformat(str(row['at'])).astimezone():%H:%M:%S}"


def answer_words(row: Mapping[str, Json]) -> str:
    """What it answered, in a few words; empty where no answer came."""
    if row.get("abstain"):
        return tr("I don’t know")
    return " ".join(str(row.get("answer") or "").split())


def took_words(row: Mapping[str, Json]) -> str:
    """How long it took, or what became of it."""
    if row.get("fault") in ("timeout", "reset"):
        return fault_words(row)
    if row.get("status") == 499:
        return tr("hung up")
    return seconds(row.get("took_seconds"))


def fault_words(row: Mapping[str, Json]) -> str:
    """What went wrong on the wire, if anything did."""
    fault = str(row.get("fault") or "")
    return FAULTS[fault].label if fault in FAULTS else fault.replace("_", " ")


def seconds(value: Json) -> str:
    """A time: “0.8 s”, below a tenth “40 ms”."""
    took = float(value or 0)
    return seconds_words(took)


def sure_words(row: Mapping[str, Json]) -> str:
    """How sure it was of a class."""
    sure = row.get("probability")
    return percent(sure) if isinstance(sure, float) and row.get("status", 200) < 400 else ""


def place_words(row: Mapping[str, Json]) -> str:
    """Where it was asked: “OpenAI · /v1/chat/completions”."""
    vendor = VENDORS.get(vendor_of(row), "")
    endpoint = str(row.get("endpoint") or "")
    return f"{vendor} · {endpoint}" if endpoint.startswith("/") and vendor else endpoint


def summary_words(rows: Iterable[Mapping[str, Json]]) -> str:
    """How many there are, and how many of them are simulated."""
    listed = list(rows)
    simulated = sum(bool(row.get("simulated", True)) for row in listed)
    if not listed:
        return tr("No exchange.")
    if simulated == len(listed):
        return tr("{count}, all simulated.", count=count(simulated, "exchange"))
    return tr(
        "{count}, {simulated} of them simulated.",
        count=count(len(listed), "exchange"),
        simulated=digits(simulated),
    )


# --- the last replay ---------------------------------------------------------------------------------------------


def last_replay(project: Project) -> ReplayResult | None:
    """What the last replay found; None before the first one."""
    record = project.record(REPLAY)
    return record.value if record is not None else None


def disagreeing(project: Project) -> frozenset[int]:
    """The exchanges where the last replay found that not all say the same."""
    found = last_replay(project)
    return frozenset(row.id for row in found.rows) if found else frozenset()


def agreement_lines(found: ReplayResult) -> list[str]:
    """Who agrees how often with whom, each a sentence with its n and interval."""
    names = {one.id: _called(one) for one in found.answerers}
    lines = [_agreement_words(one, names) for one in found.agreement]
    lines += [_right_words(one, names[one.who]) for one in found.right]
    lines += _learned_words(found.learned_from)
    left = [f"{digits(one.n)} ({one.why})" for one in found.left_out]
    if left:
        lines.append(tr("Left out: {left}.", left=", ".join(left)))
    return lines


def _agreement_words(one: Agreement, names: Mapping[str, str]) -> str:
    """“The fake and the record agree on 84 of 90 different questions (93%; 9 chances in 10: 87% to 97%).”"""
    first, second = (names[who] for who in one.between)
    if one.share is None or one.low is None or one.high is None:
        return tr(
            "{capital} and {second}: nothing to compare.", capital=capital(first), second=second
        )
    interval = percent_range(one.low, one.high)
    return tr(
        "{capital} and {second} agree on {agreed} of "
        "{count} ({share}; 9 chances in 10: {interval}).",
        capital=capital(first),
        second=second,
        agreed=digits(one.agreed),
        count=count(one.n, "different question"),
        share=percent(one.share),
        interval=interval,
    )


def _right_words(one: RightShare, name: str) -> str:
    share = percent(one.right / one.n)
    return tr(
        "{capital}: right on {right} of {n} whose answer is known "
        "({share}; 9 chances in 10: {percent_range}).",
        capital=capital(name),
        right=digits(one.right),
        n=digits(one.n),
        share=share,
        percent_range=percent_range(one.low, one.high),
    )


def _learned_words(learned: int | None) -> list[str]:
    """What of it the model knew from its training, where that was looked for."""
    if learned is None:
        return [
            tr("The model’s file does not say what it learned from, so it may know some of these.")
        ]
    if not learned:
        return []
    asked = count(learned, "exchange")
    return [
        tr(
            "The model learned from what {asked} asked about; these do not count as right or wrong.",
            asked=asked,
        )
    ]


def _called(one: AskedAnswerer) -> str:
    named = {"recorded": tr("what was recorded"), "fake": tr("the fake “{name}”", name=one.name)}
    return named.get(one.id, one.name)
