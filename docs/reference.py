"""``python docs/reference.py`` writes the pages of docs/reference: commands, inputs, interfaces, Python, and the decisions by topic.

All of it is made of what the program itself reads: the parser, the docstrings, the schemas, the tables of a project. A test
(tests/test_house.py) says where a page is no longer what the program is.
"""

import inspect
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))
MADE = "\n<!-- Made by docs/reference.py: change what it is made of, not this page. -->\n\n"

# What other programs may import, by module: the names of a package's front door.
PYTHON = {
    "estimators.need_for_ai": ("assess",),
    "estimators.build_vs_buy": ("BuildVsBuy",),
    "estimators.data_sufficiency": ("LearningCurveForecaster",),
    "estimators.acceptance": ("lower_bound", "correct_needed", "examples_needed"),
    "estimators.classifier": ("LocalClassifier", "OnnxClassifier"),
    "estimators.measure": ("corrected_rate", "paired"),
    "estimators.law": ("screen_purpose", "suspected_flags"),
    "mock_ai": ("FakeClassifier", "fake_of_kind"),
}


def pages() -> dict[Path, str]:
    """Every page with its text."""
    from decision_index import decisions
    from man_page import PAGE, man_page

    reference = {
        "commands": commands(),
        "case": case(),
        "scenario": scenario(),
        "http": http(),
        "project-file": project_file(),
        "python": python(),
        "glossary": glossary(),
        "decisions": decisions(MADE),
    }
    made = {DOCS / "reference" / f"{name}.md": text for name, text in reference.items()}
    return made | {PAGE: man_page()}


def commands() -> str:
    """Every command as its parser says it."""
    from desktop.cli.arguments import argument_rows, examples_text
    from desktop.cli.main import COMMANDS, command_parser, what_it_does

    parts = [
        "# Commands\n",
        MADE,
        "Results go to stdout, progress and remarks to stderr. Every command takes `--json` (one JSON document), `--quiet`"
        " (the result alone) and `--help`. Where an argument says so, `-` is what comes through the pipe. Shares may be written"
        " as `0.85` or `85%`.\n\n"
        "Exit status: 0 done, 1 a problem that you can mend (one sentence says how), 2 wrong usage, 3 the bar is missed"
        " (`accept --fail`), 130 interrupted.\n\n",
        "| command | |\n| --- | --- |\n",
        *(f"| [`{name}`](#{name}) | {what_it_does(name)} |\n" for name in COMMANDS),
    ]
    for name in COMMANDS:
        parser = command_parser(name)
        parts.append(f"\n## {name}\n\n{parser.description}\n\n")
        parts.append("| argument | meaning |\n| --- | --- |\n")
        for row in argument_rows(name):
            shown = ", ".join(f"`{flag}`" for flag in row["flags"])
            if not row["flags"][0].startswith("-"):
                shown = f"`{row.get('metavar', row['flags'][0])}`"
            elif "metavar" in row:
                shown += f" `{row['metavar']}`"
            if "choices" in row:
                shown += " " + " · ".join(f"`{one}`" for one in row["choices"])
            parts.append(
                f"| {shown.replace('|', chr(92) + '|')} | {_cell(row.get('help', ''))} |\n"
            )
        lines = [
            line[2:]
            if line.startswith("  smart") or "smart-enough" in line[:12]
            else f"# {line.strip()}"
            for line in examples_text(name).splitlines()[1:]
        ]
        pairs = zip(lines[1::2], lines[::2], strict=True)
        listing = "\n".join(f"{what}\n{line.strip()}" for what, line in pairs)
        parts.append(f"\n```sh\n{listing}\n```\n")
    return "".join(parts)


def case() -> str:
    """Every input of a case: its meaning, its scale, an example."""
    from estimators.case.case_schema import case_schema
    from estimators.case.default_inputs import default_inputs
    from estimators.case.questions import cue_entries, questions

    properties = case_schema()["properties"]
    cues = [entry["name"] for entry in cue_entries()]
    groups = {
        "What the verdict asks": [name for name in questions() if name not in cues],
        "What the value asks": [name for name in default_inputs() if name not in questions()],
        "Cues for and against AI": cues,
    }
    named = {name for names in groups.values() for name in names}
    rest = [n for n, e in properties.items() if n not in named and n != "$schema" and not e.get("deprecated")]  # fmt: skip
    groups["Besides"] = rest
    parts = [
        "# Inputs of a case\n",
        MADE,
        "A case is a JSON object with what you know: `smart-enough assess --template > case.json` writes an empty one, and"
        ' `smart-enough assess case.json` and `options` read it. Every input may be missing, `null` or `"unknown"`. A number'
        " may be one number, a range `[low, high]` that holds the truth 9 times in 10, or"
        ' `{"low": 5, "high": 20, "value": 12, "source": "tickets of May"}`; a share may be written as `0.85` or `"85%"`.'
        " The same as a JSON Schema: `smart-enough schema case`.\n\n"
        '```json\n{\n  "task_kind": "classify",\n  "labelled_examples": 400,\n  "accuracy_gate": "85%",\n'
        '  "volume_per_month": [2000, 4000],\n  "missed_cost": {"low": 5, "high": 40, "source": "complaints of May"},\n'
        '  "human_in_loop": true\n}\n```\n',
    ]
    for title, names in groups.items():
        parts.append(
            f"\n## {title}\n\n| input | meaning | values | example |\n| --- | --- | --- | --- |\n"
        )
        for name in names:
            each = properties[name]
            example = "".join(f"`{json.dumps(one)}`" for one in each.get("examples", [])[:1])
            parts.append(f"| `{name}` | {_cell(each['description'])} | {_values(each)} | {_cell(example)} |\n")  # fmt: skip
    return "".join(parts)


def _values(each: dict[str, Any]) -> str:
    """What an input may be, in a few words."""
    for form in each.get("anyOf", []):
        if "enum" in form:
            return " · ".join(f"`{one}`" for one in form["enum"] if one is not None)
        if form.get("type") == "boolean":
            return "`true` · `false`"
        if "properties" in form:
            return "counts"
        if "$ref" in form and "unknown" not in form["$ref"]:
            kind, _, ends = form["$ref"].rpartition("/")[2].partition(" ")
            low, _, high = ends.partition(" to ")
            top = {"share": "1"}.get(kind, f"{float(high):,.0f}")
            return f"{kind}, {low} or more" if float(high) >= 1e8 else f"{kind}, {low} to {top}"
    if "enum" in each:
        return f"one of {len([one for one in each['enum'] if one])}"
    kinds = each.get("type", [])
    known = {"string": "text", "array": "list", "object": "object", "boolean": "`true` · `false`"}
    return ", ".join(known[one] for one in kinds if one in known)


def scenario() -> str:
    """Every key of a scenario file."""
    from mock_ai.scenario_schema import scenario_schema

    properties = scenario_schema()["properties"]
    parts = [
        "# The scenario file\n",
        MADE,
        "How the fake answers, in YAML: `smart-enough serve FILE.yaml` plays it, the page Fake it loads and saves it."
        " [The fake](../method-fake.md) explains the dials, the stubs and the failures;"
        " [a help desk](../examples/help-desk.yaml) is a whole example. The same as a JSON Schema:"
        " `smart-enough schema scenario`.\n\n"
        "```yaml\nname: Which box is it?\nclasses: [glass, paper, metal]\naccuracy: 80%\n"
        "delay: {usually: 0.4 s, one_in_20_slower_than: 1.2 s}\nfaults: [{fault: rate limit, rate: 5%}]\n```\n",
    ]
    for title, keys in (
        ("Of the whole file", properties),
        ("Of a stub", properties["stubs"]["items"]["properties"]),
    ):
        parts.append(f"\n## {title}\n\n| key | meaning |\n| --- | --- |\n")
        for name, each in keys.items():
            names = each.get("enum") or _named_in(each)
            more = " " + " · ".join(f"`{one}`" for one in names) if names else ""
            parts.append(f"| `{name}` | {_cell(each['description'] + more)} |\n")
    return "".join(parts)


def _named_in(each: dict[str, Any]) -> list[str]:
    """The names of faults or failures, where a key takes those."""
    first = next(iter(each.get("anyOf", [])), {})
    named: list[str] = next(iter(first.get("anyOf", [])), {}).get("enum", [])
    return [name for name in named if name != "malformed json"]  # as “malformed JSON”


def http() -> str:
    """Every address of the server."""
    from mock_ai.server.openapi import openapi_document

    document = openapi_document(["crack", "clean"], "http://127.0.0.1:8765")
    parts = [
        "# The HTTP interface\n",
        MADE,
        "`smart-enough serve` answers at these addresses, on this computer alone unless you say otherwise; the fake and a"
        " trained model answer alike. The clients of OpenAI, Anthropic and Google work unchanged, with the address and the key"
        " that `serve` prints. As OpenAPI 3.1: `smart-enough serve --openapi openapi.json`, or `/openapi.json` of a running"
        " server, and for people `/docs`. [How requests, faults and streams behave](../method-fake.md).\n\n"
        "| method | path | |\n| --- | --- | --- |\n",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "delete"):
                parts.append(f"| {method.upper()} | `{path}` | {_cell(operation['summary'])} |\n")
    statuses = document["paths"]["/v1/predict"]["post"]["responses"]
    parts.append("\n## Statuses of `/v1/predict`\n\n| status | |\n| --- | --- |\n")
    parts += [f"| {code} | {_cell(each['description'])} |\n" for code, each in statuses.items()]
    return "".join(parts)


def project_file() -> str:
    """The tables of a project."""
    from desktop.project.schema import APPLICATION_ID, EDITED_TABLES, MIGRATIONS

    connection = sqlite3.connect(":memory:")
    for migration in MIGRATIONS:
        if callable(migration):
            migration(connection)
        else:
            connection.executescript(migration)
    rows = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')"
    )
    parts = [
        "# The `.smart` file, for other tools\n",
        MADE,
        "A project is one SQLite file. Its `application_id` is"
        f" `0x{APPLICATION_ID:08X}`, its `user_version` {len(MIGRATIONS)}: the number of the last migration it has seen. Read it"
        " with any SQLite client, on a copy or with `mode=ro`; write through the program alone, which keeps the undo log and"
        " the checks. Texts that begin with `{` are JSON whose first member, `schema`, numbers the layout; values that nobody"
        " gave are missing, never zero. Nothing in a project can carry code.\n\n"
        '```sh\nsqlite3 "file:project.smart?mode=ro" "SELECT name FROM class"\n```\n\n'
        "Undo covers these tables: " + ", ".join(f"`{name}`" for name in EDITED_TABLES) + ".\n\n"
        "For most uses a command is safer than the tables: `assess FILE.smart --json`, `measure FILE.smart --json`,"
        " `grade FILE.smart --export F.csv`, `journal FILE.smart --out F.jsonl`, and the evidence of a report, whose schema"
        " `smart-enough schema evidence` prints.\n",
    ]
    for kind, name in sorted(rows.fetchall(), key=lambda row: row[1]):
        if name.startswith("sqlite_"):
            continue
        columns = connection.execute(f"SELECT name, type FROM pragma_table_info('{name}')")
        said = ", ".join(f"`{column}` {type_.lower()}".strip() for column, type_ in columns)
        parts.append(f"\n- **`{name}`**{' (a view)' if kind == 'view' else ''}: {said}\n")
    connection.close()
    return "".join(parts)


def python() -> str:
    """What other programs may import, from the docstrings."""
    parts = [
        "# Python\n",
        MADE,
        "What stands here keeps its names; anything else may change. The classifiers, fakes and the forecaster follow"
        " scikit-learn's conventions: keyword-only parameters, `fit` returns the object, fitted attributes end in `_`.\n",
    ]
    for module, names in PYTHON.items():
        for name in names:
            thing = getattr(import_module(module), name)
            parts.append(f"\n## {module}.{name}\n\n{_signature(name, thing)}{_docstring(thing)}")
            if inspect.isclass(thing):
                for method, function in _methods(thing):
                    said = _docstring(function)
                    parts.append(f"\n### {name}.{method}\n\n{_signature(method, function)}{said}")
    return "".join(parts)


def _methods(thing: type) -> Iterator[tuple[str, Any]]:
    """The methods of the class itself that are documented."""
    for name, function in vars(thing).items():
        if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
            yield name, function


def _signature(name: str, thing: Any) -> str:
    """The call, with defaults and without addresses in memory."""
    parameters = [
        f"{'*' if one.kind is one.VAR_POSITIONAL else '**' if one.kind is one.VAR_KEYWORD else ''}{one.name}"
        + ("" if one.default is one.empty else f"={one.default!r}")
        for one in inspect.signature(thing).parameters.values()
        if one.name != "self"
    ]
    kinds = [one.kind for one in inspect.signature(thing).parameters.values() if one.name != "self"]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        parameters.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    return f"```python\n{name}({', '.join(parameters)})\n```\n\n"


def _docstring(thing: Any) -> str:
    """A numpydoc docstring as Markdown: its sections as lists."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    text: list[str] = []
    listed = False
    for at, line in enumerate(lines):
        if re.fullmatch(r"-{3,}", line) and at:
            continue
        if at + 1 < len(lines) and re.fullmatch(r"-{3,}", lines[at + 1]):
            listed = line.strip() != "Notes"
            text += ["", f"**{line.strip()}**", ""]
        elif listed and line and not line.startswith(" "):
            text.append(f"- `{line.strip()}`")
        elif listed and line.startswith(" "):
            text.append(f"  {line.strip()}")
        else:
            text.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(text)).strip().replace("``", "`") + "\n"


def glossary() -> str:
    """The words of the field, as Help → Glossary shows them."""
    terms = json.loads((ROOT / "desktop" / "window" / "glossary.json").read_text(encoding="utf-8"))
    parts = ["# Glossary\n", MADE, "The same words are in the window under Help → Glossary.\n"]
    terms.sort(key=lambda one: one["term"].lower())
    return "".join([*parts, *(f"\n## {one['term']}\n\n{one['means']}\n" for one in terms)])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def main() -> int:
    """Write what has changed; with ``--check`` only say what would be, and fail if that is anything."""
    checking = sys.argv[1:] == ["--check"]
    if not checking:
        from decision_index import keep_days

        keep_days()
    changed = {
        path: text
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in changed.items():
        if not checking:
            path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 1 if checking and changed else 0


if __name__ == "__main__":
    sys.exit(main())
