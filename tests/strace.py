"""What a program and all its threads and children ask of the system, read from what strace writes down.

It sees what a library in C does behind Python's back, which no guard in Python can.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path

OPENING = frozenset({"creat", "open", "openat", "openat2"})
LINKING = frozenset({"link", "linkat", "symlink", "symlinkat"})
OTHER_CHANGES = frozenset(
    {
        *("mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2"),
        *("rmdir", "truncate", "unlink", "unlinkat", "utimensat", "setxattr", "lsetxattr"),
        *("chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat"),
    }
)
CHANGING = OPENING | LINKING | OTHER_CHANGES
"""The calls that can change what is on the disk, by a path."""
SPEAKING = frozenset({"bind", "connect", "sendto", "sendmsg", "sendmmsg"})

_CALL = re.compile(r"^(\w+)\((.*)$")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)"')
_FAILED = re.compile(r"= -1 (\w+)")
_ADDRESS = re.compile(
    r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"'
)
_FAMILY = re.compile(r"^(\w+)")
_RESOLVERS = re.compile(r'"(/etc/resolv\.conf|/run/systemd/resolve/[^"]*)"')
_WRITING = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE)\b")
_NAMES = 53
_NOT_DONE = frozenset({"EEXIST", "ENOENT", "EINTR", "EAGAIN", "ENOTEMPTY"})


@dataclass(frozen=True)
class Trace:
    """What was asked of the system.

    Attributes
    ----------
    threads : int
        How many were watched.
    spoken_to : tuple of str
        Addresses beyond this machine, sockets of other kinds than internet, Unix and netlink, and whatever looks a name up.
    changed : tuple of Path
        What was written, made, renamed or removed, or was not only for lack of permission.
    """

    threads: int
    spoken_to: tuple[str, ...]
    changed: tuple[Path, ...]


@cache
def why_not() -> str:
    """Why no program can be traced here; empty if it can."""
    if sys.platform != "linux":
        return "strace is for Linux"
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt install strace)"
    tried = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


def traced(command: Sequence[object], folder: Path) -> list[str]:
    """The command that runs this command and writes what it asks for into the folder, a file a thread."""
    folder.mkdir(exist_ok=True)
    # ? as not every strace knows all
    calls = ",".join(["%network", *(f"?{call}" for call in sorted(CHANGING))])
    # With a filter in the kernel, calls that are not asked for cost nothing.
    options = f"-ff --seccomp-bpf -qq -y -e signal=none -e trace={calls} -o {folder / 'thread'}"
    return ["strace", *options.split(), *map(str, command)]


def read_trace(folder: Path, cwd: Path) -> Trace:
    """What was written down there about a program that started in `cwd`."""
    spoken: dict[str, None] = {}
    changed: dict[Path, None] = {}
    threads = sorted(folder.iterdir())
    for path in threads:
        for line in path.read_text("utf-8", "replace").splitlines():
            if found := _CALL.match(line):
                spoken.update(dict.fromkeys(_spoken(*found.groups())))
                changed.update(dict.fromkeys(_changed(*found.groups(), cwd)))
    return Trace(len(threads), tuple(spoken), tuple(changed))


def _spoken(call: str, rest: str) -> Iterator[str]:
    if call == "socket" and _family(rest) not in (
        "AF_UNIX",
        "AF_INET",
        "AF_INET6",
        "AF_NETLINK",  # the kernel itself, about its own network cards
    ):
        yield f"a socket of {_family(rest)}"
    if call in SPEAKING:
        for port, host in _ADDRESS.findall(rest):
            if int(port) == _NAMES or not ip_address(host.partition("%")[0]).is_loopback:
                yield f"{host} port {port}"
    for name in _RESOLVERS.findall(rest):
        yield f"a look-up of names: {name}"


def _family(rest: str) -> str:
    found = _FAMILY.match(rest)
    return found[1] if found else rest


def _changed(call: str, rest: str, cwd: Path) -> Iterator[Path]:
    if call not in CHANGING:
        return
    if call in OPENING and call != "creat" and not _WRITING.search(rest):
        return
    failed = _FAILED.search(rest)
    if failed and failed[1] in _NOT_DONE:
        return
    paths = [cwd / _unquoted(base) / _unquoted(name) for base, name in _PATH.findall(rest)]
    yield from (paths[1:] if call in LINKING else paths)  # the first is what a link leads to


def _unquoted(text: str) -> str:
    """A path as strace quotes it: C's escapes, other bytes in octal."""
    return (
        text.encode("latin-1").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
    )
