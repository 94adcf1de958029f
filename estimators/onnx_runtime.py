"""onnxruntime with its telemetry off: everything here and in the window comes to it through this module."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def onnxruntime(part: str = "") -> Any:
    """The package, or a part of it by name (`"quantization"`), imported on first use.

    That `ORT_DISABLE_TELEMETRY` is set by then is the doing of `estimators/__init__.py`, which Python runs before this
    module. The call is for what the variable does not reach: a program that imported onnxruntime before it imported us,
    and wheels for Windows older than 1.29. Both have sent or kept one event by then; it prevents those of our models.
    """
    package = import_module("onnxruntime")
    package.disable_telemetry_events()
    return import_module(f"onnxruntime.{part}") if part else package
