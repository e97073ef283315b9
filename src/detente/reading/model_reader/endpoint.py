"""Where a language model answers, as the person set it up; there is no default, and the key comes from the environment alone."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from detente.errors import EndpointError

__all__ = ["KEY", "URL", "Endpoint", "Prices", "endpoint_from", "is_loopback"]

URL = "DETENTE_MODEL_URL"
KEY = "DETENTE_MODEL_KEY"
_PRICES = ("DETENTE_MODEL_PRICE_IN", "DETENTE_MODEL_PRICE_OUT")
_CURRENCY = "DETENTE_MODEL_CURRENCY"
_PATH = "/chat/completions"
_LONGEST = 200  # characters of a model's name


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, sent and answered, as the person says; the program knows no price."""

    sent: float
    answered: float
    currency: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One model at one address. The key is in no representation, no message and no file."""

    url: str
    model: str
    key: str = field(default="", repr=False, compare=False)
    prices: Prices | None = None

    @property
    def parts(self) -> SplitResult:
        """The address of the chat completions, taken apart."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """The host, with its port where it has one: all of the address that an account tells."""
        return self.parts.netloc

    def clean(self, text: str) -> str:
        r"""Words of a server as they may be shown: without the key, without what looks like one, short, on one line.

        >>> Endpoint("https://models.example/v1", "m", key="abc123def").clean("no such key:\n abc123def")
        'no such key: [key]'
        """
        if self.key:
            text = text.replace(self.key, "[key]")
        text = _SECRET.sub("[key]", text)
        plain = "".join(c if c.isprintable() else " " for c in text)
        words = " ".join(plain.split())
        return words if len(words) <= 300 else f"{words[:299]}…"


_SECRET = re.compile(r"\b(?:Bearer\s+\S+|(?:sk|pk|key|gsk|hf|xai)[-_][\w*.\-]{6,})", re.IGNORECASE)


def endpoint_from(model: str, *, url: str | None = None, environ: Mapping[str, str] | None = None) -> Endpoint:
    """The endpoint that the person configured: ``url``, or else the variable ``DETENTE_MODEL_URL``.

    ``DETENTE_MODEL_KEY`` holds the key where one is needed; ``DETENTE_MODEL_PRICE_IN`` and ``DETENTE_MODEL_PRICE_OUT`` are prices per
    million tokens, in ``DETENTE_MODEL_CURRENCY``. Raises :class:`~detente.errors.EndpointError` where there is no address, and for one
    that is not ``https`` (``http`` only on this machine itself), or that carries a name, a key, a query or a fragment.

    >>> endpoint_from("small", url="http://localhost:8080/v1", environ={}).url
    'http://localhost:8080/v1/chat/completions'
    """
    known = os.environ if environ is None else environ
    address = url or known.get(URL, "")
    if not address:
        raise EndpointError(
            "no language model is set up; nothing was sent anywhere",
            cure=f"name its address with --endpoint, or in the environment variable {URL}: https://HOST/v1",
        )
    name = model.strip()
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise EndpointError("the model's name is empty, or no name", cure="name it as the endpoint does")
    key = known.get(KEY, "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise EndpointError(f"the key in {KEY} holds characters that no key has", cure="copy it again, as one line")
    return Endpoint(_checked(address), name, key, _prices(known))


def _checked(address: str) -> str:
    if not address.isascii() or not address.isprintable() or " " in address:
        raise EndpointError("the endpoint's address holds characters that no address has", cure="write it as https://HOST/v1")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise EndpointError("the endpoint's address cannot be read", cure="write it as https://HOST/v1") from error
    if not parts.hostname or port == 0:
        raise EndpointError("the endpoint's address names no host", cure="write it as https://HOST/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:  # the address is shown and kept; a key in it would be, too
        raise EndpointError(
            "the endpoint's address carries a name, a query or a fragment, where keys tend to stand",
            cure=f"write it as https://HOST/v1, and put the key into the environment variable {KEY}",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise EndpointError(
            f"{parts.scheme}://{parts.netloc} is not encrypted, and not this machine",
            cure="use https://; http:// is for localhost only",
        )
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path.endswith(_PATH) else path + _PATH}"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("127.0.0.1.example")
    (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prices(known: Mapping[str, str]) -> Prices | None:
    given = [known.get(name, "") for name in _PRICES]
    if not any(given):
        return None
    try:
        sent, answered = (float(value or 0) for value in given)
    except ValueError:
        sent = -1.0
    if not (0 <= sent < 1e6 and 0 <= answered < 1e6):
        raise EndpointError(f"{' or '.join(_PRICES)} is no price", cure="write what a million tokens cost, for example 0.15")
    return Prices(sent, answered, known.get(_CURRENCY, "")[:8])
