"""A headless Chromium without a network, driven over plain WebDriver: no package needed."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""The last one cuts the network: no name resolves."""


KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Left": "\ue012",
    "Up": "\ue013",
    "Right": "\ue014",
    "Down": "\ue015",
}
"""Keys that are no letters, as WebDriver names them."""


def missing() -> str:
    """Return why pages cannot be opened here, empty where they can."""
    if not shutil.which("chromedriver"):
        return "chromedriver is not installed (Debian: chromium-driver)"
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        return "Chromium is not installed (Debian: chromium)"
    return ""


class Browser:
    """One browser window."""

    def __init__(self, address: str, session: str) -> None:
        self._base = f"{address}/session/{session}"

    def open(self, path: Path) -> None:
        self._logs("performance")
        self._logs("browser")
        _call("POST", f"{self._base}/url", {"url": path.as_uri()})

    def resize(self, width: int, height: int) -> None:
        # The page's own size, whatever the window's frame takes.
        _call(
            "POST",
            f"{self._base}/goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {
                    "width": width,
                    "height": height,
                    "deviceScaleFactor": 1,
                    "mobile": False,
                },
            },
        )

    def run(self, script: str, *arguments: Any) -> Any:
        body = {"script": script, "args": list(arguments)}
        return _call("POST", f"{self._base}/execute/sync", body)["value"]

    def click_at(self, x: float, y: float) -> None:
        moves = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pause", "duration": 40},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": moves}
        _call("POST", f"{self._base}/actions", {"actions": [mouse]})

    def press(self, *keys: str) -> None:
        """Press keys one after another: letters, or names of `KEYS`."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        board = {"type": "key", "id": "keyboard", "actions": actions}
        _call("POST", f"{self._base}/actions", {"actions": [board]})

    def show_as(self, media: str) -> None:
        """Show the page as it is printed (``print``) or on a screen again (empty)."""
        body = {"cmd": "Emulation.setEmulatedMedia", "params": {"media": media}}
        _call("POST", f"{self._base}/goog/cdp/execute", body)

    def screenshot(self) -> bytes:
        return base64.b64decode(_call("GET", f"{self._base}/screenshot")["value"])

    def requests(self) -> list[str]:
        """Return every address asked for since the page was opened, ``data:`` apart."""
        urls = []
        for entry in self._logs("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return [u for u in urls if not u.startswith("data:")]

    def complaints(self) -> list[str]:
        """Return what the console says since the last call."""
        return [entry["message"] for entry in self._logs("browser")]

    def _logs(self, kind: str) -> list[dict[str, Any]]:
        logs: list[dict[str, Any]] = _call("POST", f"{self._base}/se/log", {"type": kind})["value"]
        return logs


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser whose profile lives in `folder`."""
    with subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as driver:
        try:
            address = f"http://127.0.0.1:{_port(driver)}"
            binary = shutil.which("chromium") or shutil.which("google-chrome")
            options = {"args": [*ARGUMENTS, f"--user-data-dir={folder}"], "binary": binary}
            wanted = {
                "browserName": "chrome",
                "goog:chromeOptions": options,
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            }
            body = {"capabilities": {"alwaysMatch": wanted}}
            session = _call("POST", f"{address}/session", body)["value"]["sessionId"]
            try:
                yield Browser(address, session)
            finally:
                _call("DELETE", f"{address}/session/{session}")
        finally:
            driver.terminate()


def open_on_all(window: Browser, path: Path) -> None:
    """Open a page on a telephone and on a desk; it asks for itself alone and has no complaint.

    Raises
    ------
    AssertionError
        If it asks for more, complains, sticks out at the side, says little or runs a name.
    """
    for width in (390, 1440):
        window.resize(width, 900)
        window.open(path)
        assert window.requests() == [path.as_uri()]
        assert window.complaints() == []
        assert window.run("return document.documentElement.scrollWidth") <= width
        assert window.run("return document.title") != "evil"
        assert len(window.run("return document.body.innerText")) > 100


def _port(driver: subprocess.Popen[str]) -> int:
    assert driver.stdout is not None
    for line in driver.stdout:
        if "started successfully on port" in line:
            return int(line.rsplit(" ", 1)[1].strip().rstrip("."))
    raise RuntimeError("chromedriver did not start")


def _call(method: str, url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(
        url, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        parsed: dict[str, Any] = json.load(answer)
        return parsed
