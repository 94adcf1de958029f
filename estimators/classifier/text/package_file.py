"""Where an installed package keeps a file, without running the package."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path


def package_file(distribution: str, module: str, name: str) -> Path | None:
    """The path of a file inside a package; None if the package or the file is not there."""
    try:
        found = find_spec(module)
        version(distribution)
    except (ImportError, ValueError, PackageNotFoundError):
        return None
    folders = [Path(folder) for folder in (found and found.submodule_search_locations) or ()]
    return next((path for folder in folders if (path := folder / name).is_file()), None)
