"""``smart-enough completion``: a script that completes commands, options and their values in bash, zsh or fish."""

import argparse
from collections.abc import Iterator

from desktop.cli.arguments import argument_rows
from desktop.cli.main import COMMANDS, what_it_does
from desktop.cli.output import Output

_EVERYWHERE = {"--help": "", "--json": "", "--quiet": ""}
_FIRST = ("--help", "--sample", "--version")


def completion(options: argparse.Namespace, output: Output) -> None:
    """Print the script of one shell."""
    lines = [*_SHELLS[options.shell]()]
    output.result({"shell": options.shell, "script": "\n".join(lines)}, lines)


def _flags(command: str) -> dict[str, str]:
    """Each option of a command with what it does."""
    rows = [row for row in argument_rows(command) if row["flags"][0].startswith("-")]
    return _EVERYWHERE | {row["flags"][0]: row.get("help", "") for row in rows}


def _choices() -> Iterator[tuple[str, str, list[str]]]:
    """Command, option (empty: the argument itself) and the values that it may have."""
    for command in COMMANDS:
        for row in argument_rows(command):
            if "choices" in row:
                flag = row["flags"][0] if row["flags"][0].startswith("-") else ""
                yield command, flag, row["choices"]


def _bash() -> Iterator[str]:
    yield from (
        '# eval "$(smart-enough completion bash)"',
        "_smart_enough() {",
        '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
        '  local command="${COMP_WORDS[1]}" words=""',
        "  COMPREPLY=()",
        '  if [ "$COMP_CWORD" -eq 1 ]; then',
        f'    words="{" ".join((*COMMANDS, *_FIRST))}"',
        "  else",
        '    case "$command $before" in',
    )
    for command, flag, values in _choices():
        yield f'      "{command} {flag or command}") words="{" ".join(values)}" ;;'
    yield "    esac"
    yield '    case "$word" in -*) case "$command" in'
    for command in COMMANDS:
        yield f'      {command}) words="{" ".join(_flags(command))}" ;;'
    yield from (
        "    esac ;; esac",
        "  fi",
        '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
        '  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi',
        "}",
        "complete -o filenames -F _smart_enough smart-enough",
    )


def _zsh() -> Iterator[str]:
    """Zsh runs the script of bash; its own emulation brings `complete` and `compgen`."""
    yield '# eval "$(smart-enough completion zsh)"'
    yield "autoload -U +X bashcompinit && bashcompinit"
    yield from list(_bash())[1:]


def _fish() -> Iterator[str]:
    yield "# smart-enough completion fish | source"
    for command in COMMANDS:
        yield f"complete -c smart-enough -n __fish_use_subcommand -a {command} -d {_quoted(what_it_does(command))}"
    values = {(command, flag): each for command, flag, each in _choices()}
    for command in COMMANDS:
        seen = f"complete -c smart-enough -n '__fish_seen_subcommand_from {command}'"
        if own := values.get((command, "")):
            yield f"{seen} -f -a {_quoted(' '.join(own))}"
        for flag, what in _flags(command).items():
            said = f" -d {_quoted(what)}" if what else ""
            given = values.get((command, flag))
            yield f"{seen} -l {flag[2:]}{said}" + (f" -x -a {_quoted(' '.join(given))}" if given else "")  # fmt: skip


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
