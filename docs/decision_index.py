"""The page of all decisions, by topic and by date; a part of `reference.py`."""

import datetime
import json
import re
import subprocess
from pathlib import Path

DOCS = Path(__file__).resolve().parent
_DAYS = DOCS / "reference" / "decision_days.json"

# Decisions by topic: first and last number of each range.
TOPICS = {
    "The house, the lock and the set-up": "1-6 227-231 235 237-240 244-246 248-250 252-253 256 258 264 266-267 269 278 302 305 350 358",
    "Does it need AI, and what is each way worth?": "20-22 145-148 168 222 247 283-292 295-299 306-307",
    "The classifier": "10-15 80-98 110-126 190 217 260 273 280-282 303 233",
    "Data and labels": "100-102 156 221 224-225",
    "How much data?": "30-33 130-138 146 158-159 191 232 274 357",
    "Tables of facts": "332-337 354-356",
    "The fake and its server": "40-44 160-167 169-176 178-181 254 300 304 314 316 323-324 329-330 345 360",
    "Demo sessions, the Stage and kinds of product": "183-186 293-294 301 315 317 320-322 325-327 338",
    "Measuring candidates": "105-108 308-313 339-344 346-347 349",
    "The launch": "23 187-189 192-194 223 236 276 298",
    "The report": "50-53 197-199 328 331 351-353",
    "The window and its pages": "60-62 140-142 150-155 242-243 255 257 262 268 270 277 296 361",
    "The project file, safety and privacy": "70-71 203-204 212-220 226 348",
    "Tests": "177 210-211 234 241 251 272",
    "Documentation and delivery": "405-414",
}


def decisions(made: str) -> str:
    """Every decision, by topic and then by number, with the day on which it came."""
    days = _days()
    titles = {
        int(path.name[:4]): (path.name, _title(path))
        for path in sorted((DOCS / "decisions").glob("[0-9]*.md"))
    }
    left = dict(titles)
    parts = [
        "# Decisions\n",
        made,
        "Every choice with a rejected alternative: context, options, what was measured, decision. Packages had ranges of"
        " numbers of their own, so gaps mean nothing. A later decision that replaces an older one says so in both.\n",
    ]
    for topic, ranges in TOPICS.items():
        numbers = sorted(n for n in left if any(_within(n, one) for one in ranges.split()))
        if not numbers:
            continue
        parts.append(f"\n## {topic}\n\n")
        for number in numbers:
            name, title = left.pop(number)
            parts.append(f"- [{number:04}](../decisions/{name}) {title}{_day_of(days, name)}\n")
    if left:
        parts.append("\n## Others\n\n")
        for number, (name, title) in left.items():
            parts.append(f"- [{number:04}](../decisions/{name}) {title}{_day_of(days, name)}\n")
    parts.append("\n## By date, the latest first\n\n")
    by_day: dict[str, list[int]] = {}
    for number, (name, _) in titles.items():
        by_day.setdefault(days.get(name, "not dated"), []).append(number)
    for day in sorted(by_day, reverse=True):
        parts.append(f"\n{day}\n\n")  # one to a line, so that two new ones do not meet in one
        parts += [f"- [{n:04}](../decisions/{titles[n][0]}) {titles[n][1]}\n" for n in by_day[day]]
    return "".join(parts)


def _day_of(days: dict[str, str], name: str) -> str:
    return f", {days[name]}" if name in days else ""


def _within(number: int, ends: str) -> bool:
    low, _, high = ends.partition("-")
    return int(low) <= number <= int(high or low)


def _title(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return re.sub(r"^#\s*(\d+[.:]?\s*)?", "", first).strip()


def _days() -> dict[str, str]:
    """On which day each came, as kept."""
    kept: dict[str, str] = json.loads(_DAYS.read_text(encoding="utf-8")) if _DAYS.exists() else {}
    return kept


def keep_days() -> None:
    """Ask Git for the days of those that have none yet; what is not in it came today."""
    kept = _days()
    day = ""
    asked = ["git", "log", "--diff-filter=A", "--no-renames", "--format=%as", "--name-only", "--", "decisions"]  # fmt: skip
    for line in subprocess.run(asked, cwd=DOCS, capture_output=True, text=True, check=True).stdout.splitlines():  # fmt: skip
        if re.fullmatch(r"\d{4}-\d\d-\d\d", line):
            day = line
        elif re.search(r"/\d{4}-[^/]*\.md$", line):
            kept.setdefault(Path(line).name, day)
    there = {path.name for path in (DOCS / "decisions").glob("[0-9]*.md")}
    kept = {name: kept.get(name, datetime.date.today().isoformat()) for name in sorted(there)}
    _DAYS.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
