"""Asking a model until it answers, within the limits: the forms of answer that servers take, repetitions, and what an answer is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from detente.errors import EndpointError
from detente.reading.model_reader.answer import Answer, object_in, parsed, schema
from detente.reading.model_reader.endpoint import KEY, Endpoint
from detente.reading.model_reader.limits import Meter, tokens_in
from detente.reading.model_reader.transport import Response, post

__all__ = ["Asker", "Kind", "Reply", "answer_of"]

_PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 529}
_FORMS = ("json_schema", "json_object", "text")
_LENGTHS = ("max_tokens", "max_completion_tokens", "")
_SHAPE_WORDS = ("response_format", "json_schema", "json_object", "schema", "structured", "grammar")
_TOO_LONG = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "maximum context",
    "too many tokens",
    "prompt is too long",
)
_CURES = {
    401: f"check the key in the environment variable {KEY}",
    403: f"check the key in the environment variable {KEY}, and what it may do",
    404: "check the endpoint's address and the model's name",
}


class Kind(StrEnum):
    """What came of a request."""

    answered = "answered"
    cut = "the answer was cut off for its length"
    declined = "the model declined to answer"
    unreadable = "the answer was no JSON of the form that was asked for"


@dataclass(frozen=True)
class Reply:
    """One reply: the parts of its answer that fit the schema, and its own words, to be saved."""

    kind: Kind
    answer: Answer | None = None
    text: str = ""


class Asker:
    """Asks one endpoint, and remembers which forms of request it refuses; ``meter`` is shared by all that is asked in one run."""

    def __init__(self, endpoint: Endpoint, meter: Meter) -> None:
        self.endpoint = endpoint
        self.meter = meter
        self._form = 0
        self._length = 0
        self._temperature = True

    def ask(self, messages: Sequence[dict[str, str]]) -> Reply:
        """The model's reply; one that is no JSON is asked for again in the next simpler form.

        Raises :class:`~detente.errors.EndpointError` where there is no reply, and where a limit is reached.
        """
        reply = self._replied(messages)
        while reply.kind is Kind.unreadable and self._form + 1 < len(_FORMS):
            self._form += 1  # some servers take a schema, and then pay no attention to it
            reply = self._replied(messages)
        return reply

    def _replied(self, messages: Sequence[dict[str, str]]) -> Reply:
        while True:
            response = self._patiently(messages)
            if response.status == 200:
                return self._read(response, messages)
            words = _complaint(response)
            if response.status in {400, 413, 422} and any(known in words.lower() for known in _TOO_LONG):
                return Reply(Kind.cut)
            if response.status in {400, 404, 422, 501} and self._simpler(words.lower()):
                continue
            said = self.endpoint.clean(words)
            raise EndpointError(
                f"{self.endpoint.host} refuses ({response.status})" + (f": {said}" if said else ""),
                cure=_CURES.get(response.status, "check the endpoint's address, the model's name and what it takes"),
            )

    def _simpler(self, words: str) -> bool:
        """Whether there is something to leave out of the request that the server complains of; it is left out from now on."""
        if "max_tokens" in words or "max_completion_tokens" in words:
            self._length += 1
            return self._length < len(_LENGTHS)
        if "temperature" in words and self._temperature:
            self._temperature = False
            return True
        if any(known in words for known in _SHAPE_WORDS) and self._form + 1 < len(_FORMS):
            self._form += 1
            return True
        return False

    def _body(self, messages: Sequence[dict[str, str]]) -> bytes:
        asked: dict[str, Any] = {"model": self.endpoint.model, "messages": list(messages)}
        if self._temperature:
            asked["temperature"] = 0
        if self._length < len(_LENGTHS) and _LENGTHS[self._length]:
            asked[_LENGTHS[self._length]] = self.meter.limits.answer_tokens
        form = _FORMS[self._form]
        if form == "json_schema":
            shape = {"name": "marks", "strict": True, "schema": schema()}
            asked["response_format"] = {"type": form, "json_schema": shape}
        elif form == "json_object":
            asked["response_format"] = {"type": form}
        return json.dumps(asked).encode("ascii")

    def _patiently(self, messages: Sequence[dict[str, str]]) -> Response:
        """The first answer that is not merely passing, after as many attempts as the limits allow."""
        limits = self.meter.limits
        weight = sum(tokens_in(message["content"]) for message in messages)
        for attempt in range(1, limits.attempts + 1):
            self.meter.before(weight)
            wait: float | None = None
            try:
                response = post(self.endpoint, self._body(messages), timeout=limits.timeout)
            except EndpointError as error:
                self.meter.after(weight)
                if not error.passing or attempt == limits.attempts:
                    raise
            else:
                self.meter.after(_used(response, weight))
                if response.status not in _PASSING:
                    return response
                if attempt == limits.attempts:
                    raise self._given_up(response, attempt)
                wait = _asked_to_wait(response)
                if wait is not None and wait > limits.longest_wait:
                    raise EndpointError(f"{self.endpoint.host} asks to wait {wait:,.0f} seconds", cure="try again later", passing=True)
            self.meter.wait(float(2 ** (attempt - 1)) if wait is None else wait)
        raise AssertionError("the last attempt returns or raises")

    def _given_up(self, response: Response, attempts: int) -> EndpointError:
        said = self.endpoint.clean(_complaint(response))
        return EndpointError(
            f"{self.endpoint.host} gave no answer in {attempts} attempt{'s' if attempts > 1 else ''} ({response.status})"
            + (f": {said}" if said else ""),
            cure="try again later; --requests-per-minute asks more slowly",
            passing=True,
        )

    def _read(self, response: Response, messages: Sequence[dict[str, str]]) -> Reply:
        choice = _choice(response)
        if choice is None:
            said = self.endpoint.clean(_complaint(response))
            raise EndpointError(
                f"{self.endpoint.host} answers, but not as a chat endpoint does" + (f": {said}" if said else ""),
                cure="check the endpoint's address",
            )
        message = choice.get("message")
        text = _words(message.get("content")) if isinstance(message, dict) else None
        if choice.get("finish_reason") == "length":
            return Reply(Kind.cut)
        if choice.get("finish_reason") == "content_filter" or (isinstance(message, dict) and message.get("refusal")):
            return Reply(Kind.declined)
        return answer_of(text) if isinstance(text, str) else Reply(Kind.unreadable)


def answer_of(text: str) -> Reply:
    """The reply that a model's words are."""
    found = object_in(text)
    answer = parsed(found) if found is not None else None
    return Reply(Kind.unreadable) if answer is None else Reply(Kind.answered, answer, text)


def _object(response: Response) -> dict[str, Any]:
    try:
        found = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _choice(response: Response) -> dict[str, Any] | None:
    choices = _object(response).get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else None


def _words(content: Any) -> str | None:
    """A message's text; some servers give it in parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else None


def _complaint(response: Response) -> str:
    """What the server says is wrong, from whichever place it says it in."""
    error = _object(response).get("error", _object(response).get("detail", ""))
    if isinstance(error, dict):
        error = error.get("message", "")
    return error if isinstance(error, str) else json.dumps(error)


def _used(response: Response, weight: int) -> int:
    """The tokens that an attempt took: what the server says, or else our estimate."""
    usage = _object(response).get("usage")
    told = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
    counts = [count for count in told if isinstance(count, int) and 0 <= count < 10**9]
    if len(counts) == 2:
        return sum(counts)
    return weight + tokens_in(response.body.decode("utf-8", "replace"))


def _asked_to_wait(response: Response) -> float | None:
    """``Retry-After``, in seconds or as a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    try:
        there = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (there.astimezone(dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())
