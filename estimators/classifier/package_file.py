"""Where an installed package keeps a file, without running the package."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

PackageFile = tuple[str, str, str]
"""A distribution, the module that it installs, and the file inside of it."""


def has_file(file: PackageFile) -> bool:
    """Whether the package and the file are here."""
    return _found(file) is not None


def file_path(file: PackageFile) -> Path:
    """The path of a file inside a package.

    Raises
    ------
    FileNotFoundError
        If the package or the file is not there.
    """
    path = _found(file)
    if path is None:
        raise FileNotFoundError(f"The package {file[0]} is not installed.")
    return path


def _found(file: PackageFile) -> Path | None:
    distribution, module, name = file
    try:
        found = find_spec(module)
        version(distribution)
    except (ImportError, ValueError, PackageNotFoundError):
        return None
    folders = [Path(folder) for folder in (found and found.submodule_search_locations) or ()]
    return next((path for folder in folders if (path := folder / name).is_file()), None)
