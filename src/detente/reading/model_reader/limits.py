"""How much may be asked: requests, tokens, time; what an estimate says before, and what a meter counts meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from detente.errors import EndpointError
from detente.reading.model_reader.endpoint import Prices

__all__ = ["Estimate", "Limits", "Meter", "tokens_in"]

_CHARACTERS = 3.5  # of English a token; what a model counts differs, and is counted afterwards where the server tells


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one run over one or many texts; none of them is ever exceeded by an attempt that could be counted beforehand."""

    requests: int = 200
    tokens: int = 1_000_000
    answer_tokens: int = 8_192
    timeout: float = 120.0
    attempts: int = 5
    longest_wait: float = 120.0
    requests_per_minute: float | None = None
    portion: int = 6_000  # characters of text in a request


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading would take, before anything is sent: tokens sent, answered by a rough guess, answered at most."""

    requests: int
    sent: int
    answered: int
    most: int

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.requests + other.requests, self.sent + other.sent, self.answered + other.answered, self.most + other.most)

    def cost(self, prices: Prices) -> tuple[float, float]:
        """About, and at most (repetitions apart)."""
        sent = self.sent * prices.sent / 1e6
        return sent + self.answered * prices.answered / 1e6, sent + self.most * prices.answered / 1e6

    def words(self, prices: Prices | None) -> str:
        """One line for a person.

        >>> Estimate(2, 3000, 1500, 16384).words(Prices(0.5, 2.0, "EUR"))
        'about 2 requests; 3,000 tokens sent, 1,500 answered (at most 16,384); about 0.0045 EUR, at most 0.0343'
        """
        many = "requests" if self.requests != 1 else "request"
        said = f"about {self.requests:,} {many}; {self.sent:,} tokens sent, {self.answered:,} answered (at most {self.most:,})"
        if prices is None:
            return f"{said}; what they cost is not known here"
        about, most = self.cost(prices)
        return f"{said}; about {about:.4f}{f' {prices.currency}' if prices.currency else ''}, at most {most:.4f}"


def tokens_in(text: str) -> int:
    """Roughly how many tokens a text is; letters beyond ASCII count more.

    >>> tokens_in("seven letters"), tokens_in("")
    (4, 0)
    """
    beyond = sum(1 for c in text if c > "\x7f") if not text.isascii() else 0
    return -int(-(len(text) + 2 * beyond) // _CHARACTERS)


class Meter:
    """Counts what is sent and answered, and stops before a limit is passed; the clock may be replaced."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self.limits = limits
        self.requests = 0
        self.tokens = 0
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None

    def before(self, tokens: int) -> None:
        """Wait for the turn, and count a request; raises :class:`~detente.errors.EndpointError` where a limit forbids it."""
        if self.requests >= self.limits.requests:
            raise EndpointError(f"the limit of {self.limits.requests:,} requests is reached", cure="allow more: --max-requests")
        if self.tokens + tokens + self.limits.answer_tokens > self.limits.tokens:
            raise EndpointError(f"the limit of {self.limits.tokens:,} tokens is reached", cure="allow more: --max-tokens")
        pace = self.limits.requests_per_minute
        if pace and self._last is not None:
            self.wait(self._last + 60.0 / pace - self._clock())
        self._last = self._clock()
        self.requests += 1

    def wait(self, seconds: float) -> None:
        """Wait, if there is anything to wait for."""
        if seconds > 0:
            self._sleep(seconds)

    def after(self, tokens: int) -> None:
        """Count what a request took."""
        self.tokens += tokens
