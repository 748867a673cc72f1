"""The smallest client that holds a session with the language server and measures it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


class Session:
    """A server process and the messages with it; all calls block."""

    def __init__(self, root: Path) -> None:
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stackproof", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        capabilities = {
            "textDocument": {"diagnostic": {}, "synchronization": {}},
            "general": {"positionEncodings": ["utf-16"]},
        }
        self.request(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities,
             "workspaceFolders": [{"uri": root.as_uri(), "name": "bench"}]},
        )  # fmt: skip
        self.ready_ms = (time.perf_counter() - started) * 1000
        self.notify("initialized", {})

    def memory_mb(self) -> float:
        """Resident memory of the server; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return 0.0
        return next((int(x.split()[1]) / 1024 for x in status.splitlines() if x.startswith("VmRSS")), 0.0)

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result; answers the server's own requests meanwhile."""
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message.get("result")
            if "id" in message and "method" in message:
                items = (
                    message.get("params", {}).get("items", [])
                    if message["method"] == "workspace/configuration"
                    else []
                )
                self._send(
                    {"jsonrpc": "2.0", "id": message["id"], "result": [None] * len(items) if items else None}
                )

    def close(self) -> None:
        """End the session in the orderly way."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self._process.wait(10)

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            if not line and self._process.poll() is not None:
                raise RuntimeError("the server ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
