"""A headless Chromium that says what a page asked for and complained about, over the Chrome DevTools protocol."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from websockets.sync.client import ClientConnection, connect

EXECUTABLE: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The program, or None if there is none here."""

PHONE: Final = 390
"""The width of a phone, in pixels."""

DESKTOP: Final = 1280
"""The width of a desktop, in pixels."""

Moment = Literal["load", "networkIdle"]
"""When a page is taken for loaded."""

_SECONDS: Final = 120.0
_OPTIONS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visit:
    """What happened while a page was loaded."""

    requests: tuple[str, ...]
    """The addresses that it asked for."""
    complaints: tuple[str, ...]
    """Errors on its console, exceptions, and answers that are errors."""
    links: tuple[str, ...]
    """Where its links lead."""
    overflow: int
    """How many pixels it is wider than the window of a phone or of a desktop; 0 or less is well."""


class Tab:
    """A tab of the browser."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self._width = 0
        self._requests: list[str] = []
        self._complaints: list[str] = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Page.setLifecycleEventsEnabled", enabled=True)
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)
        self.resize(DESKTOP)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; what the page does in the meantime is noted."""
        self._number += 1
        number = self._number
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        message = self._until(lambda message: message.get("id") == number)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']['message']}")
        result: dict[str, Any] = message["result"]
        return result

    def resize(self, width: int) -> None:
        """Give the window a width, in pixels."""
        if width == self._width:
            return
        self._width = width
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < DESKTOP
        )

    def visit(self, address: str, until: Moment = "load") -> Visit:
        """Load a page, and wait until it is there, or until it has asked for nothing more for half a second."""
        self._requests.clear()
        self._complaints.clear()
        loader = self.send("Page.navigate", url=address)["loaderId"]
        self._until(lambda message: _is_at(message, loader, until))
        return Visit(
            requests=tuple(self._requests),
            complaints=tuple(self._complaints),
            links=tuple(self.evaluate("Array.from(document.links, link => link.href)")),
            overflow=max(self._overflow(width) for width in self._widths()),
        )

    def _widths(self) -> tuple[int, ...]:
        """Return the widths to look at, that of the window first, so that it is resized once for each page."""
        return (DESKTOP, PHONE) if self._width == DESKTOP else (PHONE, DESKTOP)

    def _overflow(self, width: int) -> int:
        self.resize(width)
        return (
            int(self.evaluate("document.documentElement.scrollWidth")) - width
        )  # innerWidth grows with what is too wide

    def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression gives; a promise is waited for."""
        done = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """Return what a JavaScript expression gives as soon as that is something; it is looked at with each frame."""
        look = (
            f"const look = () => {{ const found = {expression}; found ? done(found) : requestAnimationFrame(look); }}"
        )
        return self.evaluate(f"new Promise(done => {{ {look}; look(); }})")

    def _until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self._connection.recv(timeout=_SECONDS))
            self._note(message)
            if is_it(message):
                return message

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self._requests.append(parameters["request"]["url"])
            case "Network.webSocketCreated":
                self._requests.append(parameters["url"])
            case "Network.responseReceived" if parameters["response"]["status"] >= 400:
                self._complaints.append(f"{parameters['response']['status']} {parameters['response']['url']}")
            case "Runtime.exceptionThrown":
                self._complaints.append(json.dumps(parameters["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if parameters["type"] in ("error", "assert"):
                self._complaints.append(json.dumps(parameters["args"]))
            case "Log.entryAdded" if parameters["entry"]["level"] == "error":
                self._complaints.append(parameters["entry"]["text"])


def _is_at(message: dict[str, Any], loader: str, moment: Moment) -> bool:
    parameters = message.get("params", {})
    is_lifecycle = message.get("method") == "Page.lifecycleEvent"
    return is_lifecycle and parameters["name"] == moment and parameters["loaderId"] == loader


@contextlib.contextmanager
def chromium() -> Iterator[Tab]:
    """Start a browser with one tab, and end it at the end of the block."""
    assert EXECUTABLE is not None, "a test without a browser is skipped"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [EXECUTABLE, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            try:
                with connect(_tab_address(process), max_size=None) as connection:
                    yield Tab(connection)
            finally:
                process.kill()


def _tab_address(process: subprocess.Popen[str]) -> str:
    """Read where the browser listens from what it prints, and return the address of its tab."""
    assert process.stderr is not None
    port = next(line for line in process.stderr if "DevTools listening on" in line).split(":")[-1].split("/")[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=_SECONDS) as answer:
        targets = json.load(answer)
    (address, *_) = (target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page")
    return str(address)
