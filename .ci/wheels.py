#!/usr/bin/env python3
"""Makes the wheels and the source distribution, installs them as other people would, and starts what was installed.

    python .ci/wheels.py FOLDER

`FOLDER/dist` gets the product, its networks and its sources. The core goes into an environment of its own, everything is
installed with pipx, and the core is run with uvx; pipx, uv and the build backend are those of `.ci/wheels.lock`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAKE = """
from mock_ai import FakeClassifier
texts, labels = [f"text {n}" for n in range(200)], ["a", "b"] * 100
print(FakeClassifier(accuracy=0.9, random_state=0).fit(texts, labels).score(texts, labels))
"""


def run(*command: object, **environment: str) -> str:
    """What a command prints; its failure is ours."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True)  # fmt: skip
    return done.stdout.strip()


def megabytes(folder: Path) -> int:
    """What the files of a folder take on the disk."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return round(sum(path.stat().st_blocks * 512 for path in files) / 1e6)


def build(tools: Path, dist: Path) -> tuple[Path, Path]:
    """The three files; returns the wheels of the product and of its networks."""
    hatch = [tools / "bin" / "python", "-m", "hatchling", "build", "--directory", dist]
    run(*hatch, "--target", "wheel")
    run(*hatch, "--target", "sdist")
    subprocess.run([*map(str, hatch), "--target", "wheel"], cwd=ROOT / ".ci/networks", check=True)
    (wheel,) = dist.glob("smart_enough-*.whl")
    (networks,) = dist.glob("smart_enough_networks-*.whl")
    return wheel, networks


def main(folder: Path) -> None:
    """Build, install in three ways, and print what each came to."""
    folder = folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    dist, tools, core = folder / "dist", folder / "tools", folder / "core"
    dist.mkdir(parents=True)
    run(sys.executable, "-m", "venv", tools)
    run(tools / "bin" / "pip", "install", "--quiet", "--require-hashes", "-r", ".ci/wheels.lock")
    wheel, networks = build(tools, dist)
    for file in sorted(dist.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")

    uv = tools / "bin" / "uv"
    for extra in ("", "[train]", "[report]"):
        place = core.with_name(f"core{extra}")
        run(uv, "venv", "--quiet", "--python", sys.executable, place)
        needs = [networks] if extra == "[train]" else []
        install = [uv, "pip", "install", "--quiet", "--python", place / "bin" / "python"]
        run(*install, *needs, f"{wheel}{extra}")
        print(f"smart-enough{extra}: {megabytes(place)} MB")
    print(f"core: a fake is right {run(core / 'bin' / 'python', '-c', FAKE)}")
    refused = subprocess.run([core / "bin" / "smart-enough", "--sample"], capture_output=True, text=True, check=False)  # fmt: skip
    assert "smart-enough[window]" in refused.stderr, refused.stderr
    print(f"core, asked for the window: {refused.stderr.strip()}")

    places = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    pipx = [tools / "bin" / "pipx", "install", "--quiet", "--preinstall", networks]
    run(*pipx, f"{wheel}[window]", **places)
    command = folder / "pipx-bin" / "smart-enough"
    painted = run(command, "--first-paint", QT_QPA_PLATFORM="offscreen")
    print(
        f"pipx: {megabytes(folder / 'pipx')} MB, {run(command, '--version')}, first paint {painted}"
    )
    demo = folder / "demo"
    run(command, "demo", "--out", demo)
    assert sorted(demo.glob("*.pdf")), "the demo wrote no report"
    print(f"pipx, the whole journey: {', '.join(sorted(path.name for path in demo.iterdir()))}")

    asked = [
        "smart-enough",
        "accept",
        "--correct",
        "90",
        "--total",
        "100",
        "--bar",
        "0.8",
        "--json",
    ]
    answer = json.loads(run(tools / "bin" / "uvx", "--quiet", "--python", sys.executable, "--from", wheel, *asked, UV_CACHE_DIR=str(folder / "uv-cache")))  # fmt: skip
    print(f"uvx: {', '.join(sorted(answer)[:4])}, …")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
