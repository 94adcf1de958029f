"""The functions that a Gemini request offers, and which of them may be called.

Source: https://ai.google.dev/gemini-api/docs/function-calling
"""

import re
from collections.abc import Mapping
from typing import Any

from mock_ai.conversation import Tool
from mock_ai.server.gemini.schemas import camel, json_schema
from mock_ai.server.json_fields import (
    MOST_TOOLS,
    bounded,
    checked,
    objects,
    optional,
    place,
    required,
    texts,
    wrong,
)

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_MODES = {
    "MODE_UNSPECIFIED": "auto",
    "AUTO": "auto",
    "VALIDATED": "auto",
    "ANY": "required",
    "NONE": "none",
}


def read_tools(asked: Mapping[str, Any]) -> tuple[tuple[Tool, ...], str]:
    """The tools and the choice among them, of a request with its keys in camel case.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    tools: dict[str, Tool] = {}
    for index, offered in enumerate(objects(asked, "tools", most=MOST_TOOLS)):
        at = place("tools", index)
        declarations = objects(camel(offered), "functionDeclarations", at, most=MOST_TOOLS)
        for number, declared in enumerate(declarations):
            tool = _tool(camel(declared), place(at, "functionDeclarations", number))
            if tool.name in tools:
                raise wrong("tools", f"Two functions are called {tool.name}.")
            tools[tool.name] = tool
    config = camel(optional(asked, "toolConfig", dict) or {})
    at = "toolConfig.functionCallingConfig"
    calling = camel(optional(config, "functionCallingConfig", dict, "toolConfig") or {})
    mode = (optional(calling, "mode", str, at) or "AUTO").upper()
    if mode not in _MODES:
        raise wrong(place(at, "mode"), "This must be AUTO, ANY, NONE or VALIDATED.")
    allowed = texts(calling, "allowedFunctionNames", at)
    if not allowed:
        return tuple(tools.values()), _MODES[mode] if tools else "auto"
    if mode not in ("ANY", "VALIDATED"):
        raise wrong(place(at, "allowedFunctionNames"), "These need the mode ANY.")
    for name in allowed:
        if name not in tools:
            raise wrong(place(at, "allowedFunctionNames"), f"No function is called {name[:80]}.")
    return tuple(tools[name] for name in dict.fromkeys(allowed)), _MODES[mode]


def _tool(declared: Mapping[str, Any], at: str) -> Tool:
    name = required(declared, "name", str, at)
    if not _NAME.fullmatch(name):
        raise wrong(
            place(at, "name"), "Begin with a letter or _; use 1 to 128 letters, digits, _ . : -."
        )
    own = optional(declared, "parameters", dict, at)
    plain = declared.get("parametersJsonSchema")
    schema: Mapping[str, Any] = {"type": "object", "properties": {}}
    if own is not None:
        schema = json_schema(bounded(own, place(at, "parameters")), place(at, "parameters"))
    elif plain is not None:
        here = place(at, "parametersJsonSchema")
        schema = bounded(checked(plain, dict, here), here)
    return Tool(name, optional(declared, "description", str, at) or "", schema)
