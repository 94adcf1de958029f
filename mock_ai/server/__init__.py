"""The local server: the fake, or the real model, at the address the prototype will use later.

The public names load on first use; this file imports nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_ai.server.app import create_app as create_app
    from mock_ai.server.openapi import openapi_document as openapi_document
    from mock_ai.server.runner import ReadyLine as ReadyLine
    from mock_ai.server.runner import ServerThread as ServerThread
    from mock_ai.server.runner import run_server as run_server
    from mock_ai.server.runner import start_in_background as start_in_background
    from mock_ai.server.service import ServerLimits as ServerLimits
    from mock_ai.server.service import Service as Service

_HOME = {
    "create_app": "mock_ai.server.app",
    "openapi_document": "mock_ai.server.openapi",
    "ReadyLine": "mock_ai.server.runner",
    "ServerThread": "mock_ai.server.runner",
    "run_server": "mock_ai.server.runner",
    "start_in_background": "mock_ai.server.runner",
    "ServerLimits": "mock_ai.server.service",
    "Service": "mock_ai.server.service",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mock_ai.server' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
