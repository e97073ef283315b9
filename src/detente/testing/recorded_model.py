"""A stand-in for a language model: replays recorded exchanges on this machine, and keeps what it was asked.

>>> with RecordedModel([Exchange({"claims": [], "parties": []})]) as model:
...     model.url.startswith("http://127.0.0.1:")
True
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

__all__ = ["Asked", "Exchange", "RecordedModel", "exchanges_in"]


@dataclass(frozen=True)
class Exchange:
    """One answer to come.

    ``says`` is the model's answer: an object, or text as it is; ``raw`` is a whole body in its place. ``pause`` is waited before the
    answer, ``drip`` between its bytes (seconds); ``repeat`` sends the body so many times over.
    """

    says: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Any = None
    finish: str = "stop"
    pause: float = 0.0
    drip: float = 0.0
    repeat: int = 1

    def body(self) -> bytes:
        """What is sent."""
        if self.raw is not None:
            return (self.raw if isinstance(self.raw, str) else json.dumps(self.raw)).encode("utf-8") * self.repeat
        content = self.says if isinstance(self.says, str) else json.dumps(self.says)
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": self.finish}
        return json.dumps({"object": "chat.completion", "choices": [choice]}).encode("utf-8") * self.repeat


def exchanges_in(path: Path) -> tuple[Exchange, ...]:
    """The exchanges recorded in a JSON file: a list of objects with the fields of :class:`Exchange`."""
    return tuple(Exchange(**one) for one in json.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """What was asked about: the content of the last message."""
        return str(self.body["messages"][-1]["content"])


class RecordedModel:
    """A server on the loopback address for as long as the context lasts; the last exchange answers whatever comes after it."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self.exchanges: Sequence[Exchange] = tuple(exchanges)
        self.asked: list[Asked] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address to configure."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def next(self, asked: Asked) -> Exchange:
        """Keep what was asked; the exchange that answers it."""
        with self._lock:
            self.asked.append(asked)
            return self.exchanges[min(len(self.asked), len(self.exchanges)) - 1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                exchange = model.next(Asked(self.path, headers, json.loads(body)))
                try:
                    self._send(exchange)
                except OSError:
                    return  # whoever asked has gone

            def _send(self, exchange: Exchange) -> None:
                time.sleep(exchange.pause)
                body = exchange.body()
                self.send_response(exchange.status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **exchange.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if not exchange.drip:
                    self.wfile.write(body)
                for byte in body if exchange.drip else b"":
                    self.wfile.write(bytes([byte]))
                    time.sleep(exchange.drip)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the parent's
                return

        return Handler
