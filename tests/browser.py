"""A real browser for tests: headless Chromium, spoken to over a pair of pipes.

The DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) over
``--remote-debugging-pipe``: no port, no driver, no thread, and Chromium ends with the pipe. Each
page lives in a browser context of its own, so that two pages are two visitors.
"""

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    # A quarter of the processor time of a page goes into processes that a test needs no fence between.
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--disable-features=SpareRendererForSitePerProcess",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    # Loopback is all there is, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.*, EXCLUDE localhost, EXCLUDE *.localhost",
    "--remote-debugging-pipe",
)
_KEYS = {  # name: (code, virtual key, text)
    "Enter": ("Enter", 13, "\r"),
    "Tab": ("Tab", 9, ""),
    "Escape": ("Escape", 27, ""),
    "Backspace": ("Backspace", 8, ""),
    " ": ("Space", 32, " "),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
}
_MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class BrowserError(AssertionError):
    """The browser or its page did not do what the test needs."""


def chromium() -> str | None:
    """Where Chromium is on this machine, if it is."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Browser:
    """One Chromium with a fresh profile in ``home``. ``close`` ends it."""

    def __init__(self, command: str, home: Path) -> None:
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # Chromium reads from 3 and writes to 4; ends that are 3 or 4 themselves would get in the way.
        spare = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out)]
        log = os.open(home / "chromium.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self.pid = os.posix_spawn(
                command,
                [command, *_FLAGS, f"--user-data-dir={home / 'profile'}", "about:blank"],
                {**os.environ, "HOME": str(home)},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, log, 1),
                    (os.POSIX_SPAWN_DUP2, log, 2),
                    (os.POSIX_SPAWN_DUP2, spare[0], 3),
                    (os.POSIX_SPAWN_DUP2, spare[1], 4),
                ],
                setpgroup=0,
            )
        finally:
            for end in (theirs_in, theirs_out, *spare, log):
                os.close(end)
        self._in, self._out = ours_in, ours_out
        self._buffer = b""
        self._number = 0
        self._pages: dict[str, Page] = {}
        self.version = str(self.call("Browser.getVersion")["product"])

    def open(
        self,
        address: str = "about:blank",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        phone: bool = False,
        reduced_motion: bool = False,
    ) -> "Page":
        """A page of a new visitor, with no cookies or storage of any other."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, context, attached["sessionId"])
        self._pages[page.session] = page
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        page.resize(width, height, phone=phone)
        page.prefer(dark=dark, reduced_motion=reduced_motion)
        if address != "about:blank":
            page.go(address)
        return page

    def call(self, method: str, session: str | None = None, /, **params: Any) -> dict[str, Any]:
        """Ask the browser (or, with a session, one page) for something, and return its answer."""
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while (answer := self.read(deadline)).get("id") != number:
            pass
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def read(self, deadline: float) -> dict[str, Any]:
        """The next message; events go to their pages on the way."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise BrowserError("the browser did not answer in time")
            piece = os.read(self._in, 1 << 16)
            if not piece:
                raise BrowserError("the browser is gone")
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message and (page := self._pages.get(message.get("sessionId", ""))):
            page.happened(message["method"], message["params"])
        return message

    def close_page(self, page: "Page") -> None:
        """Let go of a page and of all that its visitor kept."""
        if self._pages.pop(page.session, None) is not None:
            self.call("Target.disposeBrowserContext", browserContextId=page.context)

    def close(self) -> None:
        """End Chromium, with force where it does not end by itself."""
        with contextlib.suppress(BrowserError, OSError):
            self.call("Browser.close")
        for end in (self._in, self._out):
            os.close(end)
        deadline = time.monotonic() + PATIENCE
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.killpg(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return
            time.sleep(0.02)


@dataclass
class Page:
    """One page as a person uses it: looks, clicks, taps, keys.

    ``problems`` are uncaught errors of scripts and violations of the content policy; ``requests`` the addresses that the
    page asked for.
    """

    browser: Browser
    context: str
    session: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask this page for something of the DevTools protocol."""
        return self.browser.call(method, self.session, **params)

    def happened(self, event: str, params: dict[str, Any]) -> None:
        """Keep what a test wants to know of an event."""
        if event == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", details["text"])
            self.problems.append(str(thrown))
        elif event == "Log.entryAdded" and params["entry"]["source"] in ("security", "javascript"):
            self.problems.append(params["entry"]["text"])
        elif event == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    # -- where and how it is shown ------------------------------------------------------------

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        failed = self.call("Page.navigate", url=address).get("errorText")
        if failed:
            raise BrowserError(f"{address}: {failed}")
        self.wait_for("document.readyState === 'complete'")

    def resize(self, width: int, height: int, *, phone: bool = False) -> None:
        """Another window size; a phone has touch and no mouse."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def prefer(self, *, dark: bool = False, reduced_motion: bool = False) -> None:
        """What the person's system asks pages for."""
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce" if reduced_motion else "no-preference",
        }
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )

    # -- looking ------------------------------------------------------------------------------

    def evaluate(self, script: str) -> Any:
        """The value of an expression, a promise's once it is kept."""
        reply = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in reply:
            details = reply["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return reply["result"].get("value")

    def wait_for(self, script: str, seconds: float = PATIENCE) -> Any:
        """Wait until an expression is true, and return its value."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                value = self.evaluate(script)
            except BrowserError:  # the page is between two documents
                value = None
                if time.monotonic() > deadline:
                    raise
            if value:
                return value
            if time.monotonic() > deadline:
                raise BrowserError(f"never true: {script}\n{self.text('body')}")
            time.sleep(0.02)

    def text(self, selector: str) -> str:
        """What is to be read in the first element that matches."""
        return str(self._of(selector, "innerText.trim()"))

    def is_visible(self, selector: str) -> bool:
        """Whether any element that matches is shown."""
        return bool(
            self.evaluate(
                f"[...document.querySelectorAll({json.dumps(selector)})].some(e => e.checkVisibility())"
            )
        )

    def wait_for_text(self, selector: str, words: str) -> str:
        """Wait until an element shows these words, and return all that it shows."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait_for(f"({found}?.innerText ?? '').includes({json.dumps(words)})")
        return self.text(selector)

    def accessible(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader meets, in order."""
        self.call("Accessibility.enable")
        return [
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in self.call("Accessibility.getFullAXTree")["nodes"]
            if not node["ignored"] and "role" in node
        ]

    # -- acting -------------------------------------------------------------------------------

    def click(self, selector: str) -> None:
        """Click into the middle of an element."""
        x, y = self._middle(selector)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, selector: str) -> None:
        """Touch the middle of an element, as on a phone."""
        x, y = self._middle(selector)
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, *keys: str) -> None:
        """Press keys one after the other: ``"a"``, ``"Enter"``, ``"Control+a"``."""
        for combined in keys:
            *held, key = combined.split("+") if len(combined) > 1 else [combined]
            code, virtual, text = _KEYS.get(key, (f"Key{key.upper()}", ord(key[0].upper()), key))
            event = {
                "key": key,
                "code": code,
                "windowsVirtualKeyCode": virtual,
                "modifiers": sum(_MODIFIERS[name] for name in held),
            }
            typed = {"text": text} if text and not {*held} & {"Control", "Alt", "Meta"} else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", **event, **typed)
            self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, selector: str, words: str) -> None:
        """Put words into a field, after what is there."""
        self._of(selector, "focus()")
        self.call("Input.insertText", text=words)

    def choose_file(self, selector: str, *paths: Path) -> None:
        """Choose files in a file field."""
        element = self.call(
            "Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})"
        )
        self.call(
            "DOM.setFileInputFiles",
            files=[str(path) for path in paths],
            objectId=element["result"]["objectId"],
        )

    def _middle(self, selector: str) -> tuple[float, float]:
        self._of(selector, "scrollIntoView({block: 'nearest', behavior: 'instant'})")
        box = self._of(selector, "getBoundingClientRect().toJSON()")
        if not box["width"] or not box["height"]:
            raise BrowserError(f"{selector} is not shown")
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def _of(self, selector: str, what: str) -> Any:
        self.wait_for(f"document.querySelector({json.dumps(selector)}) !== null")
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).{what}")


OpenPage = Callable[..., Page]
