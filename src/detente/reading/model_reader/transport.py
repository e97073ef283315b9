"""One request, one answer, over the standard library: bounded in time and size, following nobody to another host.

No proxy is asked, no cookie kept, nothing retried here. The connection is cut at the deadline whatever the server is doing, so an answer
that drips cannot hold the reader for ever.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urljoin, urlsplit

from detente.errors import EndpointError
from detente.reading.model_reader.endpoint import Endpoint, is_loopback

__all__ = ["LARGEST_ANSWER", "Response", "post"]

LARGEST_ANSWER = 4_000_000  # bytes
_REDIRECTS = 3
_KEEPS_METHOD = {307, 308}  # others would turn the request into one without the text, or send it who knows where
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class _Watch:
    """Cuts a connection at the deadline."""

    sock: socket.socket
    seconds: float
    expired: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.timer = threading.Timer(self.seconds, self._cut)
        self.timer.daemon = True
        self.timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.timer.cancel()

    def _cut(self) -> None:
        self.expired.set()
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):
            return  # it is closed already


def post(endpoint: Endpoint, body: bytes, *, timeout: float, largest: int = LARGEST_ANSWER) -> Response:
    """Send ``body`` (JSON) to the endpoint and read its answer, of at most ``largest`` bytes, in at most ``timeout`` seconds.

    Raises :class:`~detente.errors.EndpointError`, with ``passing`` set, where there is no answer; and without it for an answer that is too
    large, one that points to another host, and a certificate that does not fit.
    """
    address = endpoint.url
    for _ in range(_REDIRECTS + 1):
        response = _one(endpoint, address, body, timeout, largest)
        if not 300 <= response.status < 400:
            return response
        address = _followed(endpoint, address, response)
    raise EndpointError(f"{endpoint.host} sends from one address to the next without end", cure="check the endpoint's address")


def _followed(endpoint: Endpoint, address: str, response: Response) -> str:
    """Where a redirect leads, if that is the same place for the same request."""
    there = urljoin(address, response.headers.get("location", ""))
    try:
        new, old = urlsplit(there), urlsplit(address)
        same = (new.scheme, new.hostname, new.port) == (old.scheme, old.hostname, old.port) and "@" not in new.netloc
    except ValueError:
        same = False
    if not same or response.status not in _KEEPS_METHOD:
        raise EndpointError(
            f"{endpoint.host} points elsewhere ({response.status}), and was not followed: text and key are for {endpoint.host} only",
            cure="if the new address is right, set it as the endpoint",
        )
    return there


def _one(endpoint: Endpoint, address: str, body: bytes, timeout: float, largest: int) -> Response:
    parts = urlsplit(address)
    host = parts.hostname or ""
    connection = (
        http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=timeout)
    )
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "detente"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        sock: socket.socket = connection.sock
        if parts.scheme == "http" and not is_loopback(str(sock.getpeername()[0])):
            raise EndpointError(f"{endpoint.host} is not this machine", cure="use https://; http:// is for localhost only")
        with _Watch(sock, timeout) as watch:
            try:
                connection.request("POST", target, body=body, headers=headers)
                return _read(endpoint, connection.getresponse(), largest, watch)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise _silence(endpoint, error, timeout, late=watch.expired.is_set()) from None
    except ssl.SSLCertVerificationError as error:
        reason = endpoint.clean(error.verify_message)
        raise EndpointError(f"{endpoint.host} shows a certificate that does not fit: {reason}", cure="check the address") from None
    except OSError as error:
        raise _silence(endpoint, error, timeout, late=False) from None
    finally:
        connection.close()


def _read(endpoint: Endpoint, answer: http.client.HTTPResponse, largest: int, watch: _Watch) -> Response:
    """The whole answer; never more than ``largest`` bytes of it are held."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_PIECE):
        size += len(piece)
        if size > largest:
            raise EndpointError(f"{endpoint.host} answers with more than {largest:,} bytes", cure="check that it is a chat endpoint")
        pieces.append(piece)
    if watch.expired.is_set():
        raise TimeoutError
    if answer.length:  # the server promised more
        raise http.client.IncompleteRead(b"", answer.length)
    headers = {name.lower(): value for name, value in answer.getheaders()}
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise EndpointError(f"{endpoint.host} answers in an encoding that was not asked for", cure="check that it is a chat endpoint")
    return Response(answer.status, headers, b"".join(pieces))


def _silence(endpoint: Endpoint, error: Exception, timeout: float, *, late: bool) -> EndpointError:
    """No answer, in words; the error itself may hold what was sent."""
    if late or isinstance(error, TimeoutError):
        return EndpointError(f"{endpoint.host} did not answer within {timeout:g} seconds", cure="give it longer: --timeout", passing=True)
    if isinstance(error, ConnectionRefusedError):
        return EndpointError(f"nothing answers at {endpoint.host}", cure="check that the server runs, and its port", passing=True)
    if isinstance(error, socket.gaierror):
        return EndpointError(f"no host is known as {endpoint.host}", cure="check the address, and the network", passing=True)
    return EndpointError(
        f"the connection to {endpoint.host} broke ({type(error).__name__})", cure="try again; check the address", passing=True
    )
