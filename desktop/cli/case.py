"""Reading CASE.json."""

from desktop.project.case_file import LARGEST_CASE, read_case

__all__ = ["LARGEST_CASE", "read_case"]
