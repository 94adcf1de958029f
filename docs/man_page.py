"""The manual page of `smart-enough`, in the form of man(7), made of its parsers as the reference is."""

from pathlib import Path

from desktop.cli.arguments import argument_rows, examples_text
from desktop.cli.main import COMMANDS, command_parser, what_it_does

PAGE = Path(__file__).parent / "reference" / "smart-enough.1"
_HEAD = """\
.\\" Made by docs/reference.py: change what it is made of, not this page.
.TH SMART-ENOUGH 1 "" "Smart Enough"
.SH NAME
smart-enough \\- does this problem need AI, how much data, is it good enough to launch
.SH SYNOPSIS
.B smart-enough
.RI [ FILE.smart ]
.br
.B smart-enough
.I COMMAND
.RI [ ARGUMENTS ]
.SH DESCRIPTION
Without a command it opens the window, on the project where one is given. Results go to stdout, progress and remarks to stderr.
Every command takes \\fB\\-\\-json\\fR, \\fB\\-\\-quiet\\fR and \\fB\\-\\-help\\fR.
.SH COMMANDS
"""
_END = """\
.SH EXIT STATUS
0 done, 1 a problem that you can mend, 2 wrong usage, 3 the bar is missed (accept \\-\\-fail), 130 interrupted.
"""


def man_page() -> str:
    """The whole page."""
    return _HEAD + "".join(map(_command, COMMANDS)) + _END


def _command(name: str) -> str:
    lines = [f".SS {name}", _plain(command_parser(name).description or what_it_does(name))]
    for row in argument_rows(name):
        shown = ", ".join(rf"\fB{_plain(flag)}\fR" for flag in row["flags"])
        if not row["flags"][0].startswith("-"):
            shown = rf"\fI{_plain(row.get('metavar', row['flags'][0]))}\fR"
        elif "metavar" in row:
            shown += rf" \fI{_plain(row['metavar'])}\fR"
        lines += [".TP", shown, _plain(row.get("help", ""))]
    for line in examples_text(name).splitlines()[1:]:
        lines += (
            [".PP", _plain(line.strip())]
            if line.startswith("      ")
            else [".PP", rf"\fB{_plain(line.strip())}\fR"]
        )
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text in which nothing is a request of man(7)."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return rf"\&{escaped}" if escaped[:1] in (".", "'") else escaped
