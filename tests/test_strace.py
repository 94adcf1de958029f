"""What the tests of privacy would see."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.strace import read_trace, traced, why_not

MEANT = """
import os, pathlib, socket, subprocess, sys, threading
os.chdir(sys.argv[1])
def speak():
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect(("192.0.2.1", 4433))  # of UDP, which sends nothing for that
    sender.close()
thread = threading.Thread(target=speak)
thread.start()
thread.join()
subprocess.run([sys.executable, "-c", "open('made by a child', 'w').close()"], check=True)
pathlib.Path("folder").mkdir()
pathlib.Path("folder/link").symlink_to("/etc/passwd")
os.rename("made by a child", "renamed")
open("/etc/passwd").close()
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
"""


def test_addresses_and_changed_files_of_threads_and_children_are_seen(tmp_path: Path) -> None:
    if why_not():
        pytest.skip(why_not())
    there = tmp_path / "there ü"
    there.mkdir()
    program = [sys.executable, "-B", "-c", MEANT, there]
    subprocess.run(traced(program, tmp_path / "trace"), cwd=there, check=True)
    seen = read_trace(tmp_path / "trace", there)
    assert seen.threads >= 3
    assert seen.spoken_to == ("192.0.2.1 port 4433",)
    devices = Path("/dev")  # but for the memory in which this test may work
    changed = {
        path for path in seen.changed if there in path.parents or devices not in path.parents
    }
    names = ("made by a child", "folder", "folder/link", "renamed")
    assert changed == {there / name for name in names}


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        (
            'connect(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
            "127.0.0.53 port 53",
        ),
        (
            'sendto(5<UDPv6:[1]>, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 1',
            "2001:db8::1 port 443",
        ),
        (
            'bind(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(8765), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
            "0.0.0.0 port 8765",
        ),
        ("socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) = 3", "a socket of AF_PACKET"),
        (
            'openat(AT_FDCWD</>, "/etc/resolv.conf", O_RDONLY|O_CLOEXEC) = 3</etc/resolv.conf>',
            "a look-up of names: /etc/resolv.conf",
        ),
        (
            'connect(7<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
            "a look-up of names: /run/systemd/resolve/io.systemd.Resolve",
        ),
        (
            'connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(8765), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
            "",
        ),
        (
            'connect(3<TCPv6:[1]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
            "",
        ),
        (
            'connect(3<UNIX-STREAM:[1]>, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 20) = 0',
            "",
        ),
        ("socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3", ""),
    ],
)
def test_whoever_is_beyond_this_machine_is_named(line: str, spoken: str, tmp_path: Path) -> None:
    (tmp_path / "thread.1").write_text(f"{line}\n")
    assert read_trace(tmp_path, Path("/")).spoken_to == ((spoken,) if spoken else ())


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ('openat(AT_FDCWD</home/ana>, "x", O_WRONLY|O_CREAT, 0666) = 3</home/ana/x>', ["/home/ana/x"]),
        ('openat(3</data>, "a\\"b", O_RDWR) = 4</data/a"b>', ['/data/a"b']),
        ('openat(AT_FDCWD, "x", O_RDWR) = 4', ["/start/x"]),
        ('rename("/a", "/b") = 0', ["/a", "/b"]),
        ('symlink("/etc/passwd", "/b") = 0', ["/b"]),
        ('mkdir("/root/x", 0777) = -1 EACCES (Permission denied)', ["/root/x"]),
        ('mkdir("/home", 0777) = -1 EEXIST (File exists)', []),
        ('openat(AT_FDCWD</>, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3</etc/passwd>', []),
    ],
)  # fmt: skip
def test_whatever_changes_a_file_is_named(line: str, changed: list[str], tmp_path: Path) -> None:
    (tmp_path / "thread.1").write_text(f"{line}\n")
    assert read_trace(tmp_path, Path("/start")).changed == tuple(map(Path, changed))
