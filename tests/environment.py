"""The environment of a person's own computer, for programs that a test starts."""

import os
from pathlib import Path

# What keeps onnxruntime silent by itself: its own switches, and the names by which it knows a build machine.
SILENCING = frozenset(
    {
        "ORT_DISABLE_TELEMETRY",
        "ORT_RUNNING_UNIT_TESTS",
        "APPVEYOR",
        "BITBUCKET_BUILD_NUMBER",
        "BUILDKITE",
        "CI",
        "CIRCLECI",
        "CODEBUILD_BUILD_ID",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "JENKINS_URL",
        "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
        "TEAMCITY_VERSION",
        "TF_BUILD",
        "TRAVIS",
    }
)


def of_a_person(home: Path, **more: str) -> dict[str, str]:
    """This environment with a home of its own, and without what would keep a library silent that else speaks."""
    home.mkdir(exist_ok=True)
    places = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")
    # Should one of them speak after all, it trusts nobody, and so the test itself sends nothing.
    more.setdefault("SSL_CERT_FILE", os.devnull)
    kept = {k: v for k, v in os.environ.items() if k not in SILENCING and not k.startswith("XDG_")}
    return {**kept, **dict.fromkeys(places, str(home)), **more}


def files_below(folder: Path) -> list[str]:
    """Every file in the folder, by its path from there."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
