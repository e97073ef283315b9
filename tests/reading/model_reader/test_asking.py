"""Asking: forms that servers refuse, waiting, limits, answers that never come, and a key that nobody sees."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import AccountError, EndpointError
from detente.reading.model_reader import Asker, SavedAnswers, endpoint_from, estimate, read_with_model
from detente.reading.model_reader.limits import Limits, Meter
from detente.testing.recorded_model import Exchange, RecordedModel

Replay = Callable[..., RecordedModel]
AskerOf = Callable[..., Asker]
KEY = "sk-test-5f2c9d41aa"
EMPTY = Exchange({"parties": [], "claims": []})
MESSAGES = [{"role": "user", "content": "{}"}]


def test_the_request_is_a_chat_completion_with_our_schema(replay: Replay, asker_of: AskerOf) -> None:
    model = replay(EMPTY)
    asker_of(model).ask(MESSAGES)
    (asked,) = model.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body["model"] == "recorded"
    assert asked.body["messages"] == MESSAGES
    shape = asked.body["response_format"]
    assert shape["type"] == "json_schema"
    assert shape["json_schema"]["strict"] is True
    schema = shape["json_schema"]["schema"]
    claim = schema["$defs"]["SaidClaim"]
    assert set(claim["required"]) == set(claim["properties"])  # strict schemas know no optional keys
    assert claim["additionalProperties"] is False
    assert "red_line" in schema["$defs"]["Stance"]["enum"]


def test_without_a_key_none_is_sent(replay: Replay, asker_of: AskerOf) -> None:
    model = replay(EMPTY)
    asker_of(model, key="").ask(MESSAGES)
    assert "authorization" not in model.asked[0].headers


def test_a_server_without_schemas_is_asked_more_simply(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay("no-schema", EMPTY)
    asker = asker_of(model)
    account = read_with_model(pier, asker)
    forms = [asked.body.get("response_format", {}).get("type") for asked in model.asked]
    assert forms == ["json_schema", "json_object", None]
    assert [claim.quote for claim in account.claims] == ["it would wait"]
    asker.ask(MESSAGES)
    assert "response_format" not in model.asked[-1].body  # remembered


def test_parameters_that_are_refused_are_left_out(replay: Replay, asker_of: AskerOf) -> None:
    model = replay("other-parameters")
    asker_of(model).ask(MESSAGES)
    sent = [{name for name in asked.body if name in {"max_tokens", "max_completion_tokens", "temperature"}} for asked in model.asked]
    assert sent == [{"max_tokens", "temperature"}, {"max_completion_tokens", "temperature"}, {"max_completion_tokens"}]


def test_prose_is_no_answer(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay("prose")
    account = read_with_model(pier, asker_of(model))
    assert len(model.asked) == 3
    assert account.claims == ()
    assert "paragraphs P0 to P4 not read: the answer was no JSON of the form that was asked for" in account.notes


def test_busy_servers_are_waited_for_as_they_ask(replay: Replay, asker_of: AskerOf, pier: str, waits: list[float]) -> None:
    account = read_with_model(pier, asker_of(replay("busy-then-good")))
    assert waits == [7.0, 2.0]  # what Retry-After says; then 2 to the power of the attempts so far, less one
    assert [claim.quote for claim in account.claims] == ["The union did not reply"]


def test_a_date_to_retry_after_is_understood(replay: Replay, asker_of: AskerOf, waits: list[float]) -> None:
    later = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60), usegmt=True)
    asker_of(replay(Exchange(status=429, raw={}, headers={"Retry-After": later}), EMPTY)).ask(MESSAGES)
    assert waits == [pytest.approx(60, abs=10)]


def test_nobody_is_waited_for_beyond_the_limit(replay: Replay, asker_of: AskerOf, waits: list[float]) -> None:
    model = replay(Exchange(status=429, raw={}, headers={"Retry-After": "86400"}))
    with pytest.raises(EndpointError, match="asks to wait 86,400 seconds"):
        asker_of(model).ask(MESSAGES)
    assert waits == []
    assert len(model.asked) == 1


def test_a_server_that_stays_broken_is_given_up(replay: Replay, asker_of: AskerOf, pier: str, waits: list[float]) -> None:
    model = replay("broken-for-ever")
    with pytest.raises(EndpointError, match=r"no answer in 3 attempts \(500\)") as caught:
        read_with_model(pier, asker_of(model, attempts=3))
    assert len(model.asked) == 3
    assert waits == [1.0, 2.0]
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(caught.value)
    assert KEY not in shown
    assert "[key] and [key]" in str(caught.value)


def test_what_was_read_before_it_broke_is_kept(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay("good", "broken-for-ever")
    account = read_with_model(pier, asker_of(model, portion=400, attempts=1))
    (told,) = (note for note in account.notes if "not read" in note)
    assert told.startswith("paragraph P4 not read: 127.0.0.1:")
    assert told.endswith(" gave no answer in 1 attempt (500): the model fell over while it held [key] and [key]")
    assert len(account.claims) == 4


def test_a_slow_answer_is_cut_off(replay: Replay, asker_of: AskerOf) -> None:
    with pytest.raises(EndpointError, match=r"did not answer within 0\.2 seconds") as caught:
        asker_of(replay(Exchange({}, pause=0.6)), timeout=0.2, attempts=1).ask(MESSAGES)
    assert caught.value.passing


def test_a_dripping_answer_is_cut_off(replay: Replay, asker_of: AskerOf) -> None:
    with pytest.raises(EndpointError, match=r"did not answer within 0\.3 seconds"):  # though a byte comes every 50 ms
        asker_of(replay(Exchange({"parties": [], "claims": []}, drip=0.05)), timeout=0.3, attempts=1).ask(MESSAGES)


def test_an_endless_answer_is_not_read_to_its_end(replay: Replay, asker_of: AskerOf) -> None:
    model = replay(Exchange(raw="x" * 1000, repeat=4_100))
    with pytest.raises(EndpointError, match="more than 4,000,000 bytes"):
        asker_of(model).ask(MESSAGES)
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_to_another_host(status: int, replay: Replay, asker_of: AskerOf) -> None:
    other = replay(EMPTY)
    model = replay(Exchange(raw="", status=status, headers={"Location": f"{other.url}/chat/completions"}))
    with pytest.raises(EndpointError, match="points elsewhere"):
        asker_of(model).ask(MESSAGES)
    assert other.asked == []


def test_a_redirect_to_the_same_host_is_followed(replay: Replay, asker_of: AskerOf) -> None:
    model = replay(Exchange(raw="", status=308, headers={"Location": "/v2/chat/completions"}), EMPTY)
    asker_of(model).ask(MESSAGES)
    assert [asked.path for asked in model.asked] == ["/v1/chat/completions", "/v2/chat/completions"]


def test_redirects_in_a_circle_come_to_an_end(replay: Replay, asker_of: AskerOf) -> None:
    with pytest.raises(EndpointError, match="without end"):
        asker_of(replay(Exchange(raw="", status=307, headers={"Location": "/v1/chat/completions"}))).ask(MESSAGES)


@pytest.mark.parametrize(("status", "cure"), [(401, "DETENTE_MODEL_KEY"), (403, "DETENTE_MODEL_KEY"), (404, "model's name")])
def test_refusals_are_not_repeated_and_say_what_to_do(status: int, cure: str, replay: Replay, asker_of: AskerOf) -> None:
    model = replay(Exchange(raw={"error": {"message": f"no: {KEY}"}}, status=status))
    with pytest.raises(EndpointError, match=rf"refuses \({status}\): no: \[key\]") as caught:
        asker_of(model).ask(MESSAGES)
    assert cure in (caught.value.cure or "")
    assert len(model.asked) == 1


@pytest.mark.parametrize("raw", ["", "<html>welcome</html>", "[]", '{"choices": []}', '{"choices": [3]}'])
def test_another_kind_of_server_is_told_apart(raw: str, replay: Replay, asker_of: AskerOf) -> None:
    with pytest.raises(EndpointError, match="not as a chat endpoint does"):
        asker_of(replay(Exchange(raw=raw))).ask(MESSAGES)


def test_nothing_is_sent_beyond_the_limits(replay: Replay, asker_of: AskerOf) -> None:
    model = replay(EMPTY)
    asker = asker_of(model, requests=2)
    asker.ask(MESSAGES)
    asker.ask(MESSAGES)
    with pytest.raises(EndpointError, match="limit of 2 requests"):
        asker.ask(MESSAGES)
    with pytest.raises(EndpointError, match="limit of 100 tokens"):
        asker_of(model, tokens=100, answer_tokens=100).ask(MESSAGES)  # one token of the question is one too many
    assert len(model.asked) == 2


def test_repetitions_count_as_requests(replay: Replay, asker_of: AskerOf) -> None:
    model = replay("broken-for-ever")
    with pytest.raises(EndpointError, match="limit of 2 requests"):
        asker_of(model, requests=2).ask(MESSAGES)
    assert len(model.asked) == 2


def test_requests_keep_their_distance() -> None:
    now, waited = [0.0], list[float]()
    meter = Meter(Limits(requests_per_minute=20), clock=lambda: now[0], sleep=waited.append)
    meter.before(1)
    now[0] = 1.0
    meter.before(1)
    assert waited == [2.0]  # 20 a minute are one every 3 seconds, of which one has passed


def test_the_servers_own_count_of_tokens_is_believed(replay: Replay, asker_of: AskerOf) -> None:
    body = {"choices": [{"message": {"content": "{}"}}], "usage": {"prompt_tokens": 70, "completion_tokens": 5}}
    asker = asker_of(replay(Exchange(raw=body)))
    asker.ask(MESSAGES)
    assert asker.meter.tokens == 3 * 75  # {} is no answer, so it was asked in each of the three forms


def test_an_estimate_sends_nothing_and_counts_every_portion(pier: str) -> None:
    whole = estimate(pier, Limits())
    parts = estimate(pier, Limits(portion=120))
    assert whole.requests == 1
    assert parts.requests > 3
    assert parts.sent > whole.sent > len(pier) / 4
    assert parts.most == parts.requests * Limits().answer_tokens


def test_restricted_words_are_not_sent(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay(EMPTY)
    with pytest.raises(AccountError, match="restricted, and was not sent"):
        read_with_model(pier, asker_of(model), restricted=["We will not load a single crate"])
    assert model.asked == []


def test_saved_answers_are_not_paid_for_twice(replay: Replay, asker_of: AskerOf, pier: str, tmp_path: Path) -> None:
    model = replay("good")
    asker = asker_of(model)
    first = read_with_model(pier, asker, saved=SavedAnswers(tmp_path / "answers", asker.endpoint))
    again = read_with_model(pier, asker, saved=SavedAnswers(tmp_path / "answers", asker.endpoint))
    assert len(model.asked) == 1
    assert first == again
    (file,) = (tmp_path / "answers").iterdir()
    assert KEY not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("{}", encoding="utf-8")
    read_with_model(pier, asker, saved=SavedAnswers(tmp_path / "answers", asker.endpoint))
    assert len(model.asked) == 2  # a file that holds no answer is asked for anew


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://models.example/v1", "not encrypted"),
        ("http://192.168.0.7/v1", "not encrypted"),
        ("http://localhost.example/v1", "not encrypted"),
        ("ftp://localhost/v1", "not encrypted"),
        ("https://me:secret@models.example/v1", "carries a name"),
        ("https://models.example/v1?key=secret", "a query"),
        ("https://models.example/v1#secret", "a fragment"),
        ("https:///v1", "no host"),
        ("models.example/v1", "no host"),
        ("https://[models/v1", "cannot be read"),
        ("https://models.example:port/v1", "cannot be read"),
        ("https://models.example/v1\r\nX: y", "no address has"),
        ("", "no language model is set up"),
    ],
)
def test_addresses_that_are_refused(url: str, why: str) -> None:
    with pytest.raises(EndpointError, match=why) as caught:
        endpoint_from("m", url=url, environ={})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://models.example/v1", "https://models.example/v1/", "https://models.example/v1/chat/completions"])
def test_addresses_that_are_one(url: str) -> None:
    assert endpoint_from("m", url=url, environ={}).url == "https://models.example/v1/chat/completions"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://[::1]:8080/v1", "http://LOCALHOST/v1"])
def test_this_machine_needs_no_encryption(url: str) -> None:
    assert endpoint_from("m", url=url, environ={}).parts.scheme == "http"


def test_the_key_is_shown_nowhere() -> None:
    endpoint = endpoint_from("m", url="https://models.example/v1", environ={"DETENTE_MODEL_KEY": KEY})
    assert KEY not in repr(endpoint) + str(endpoint) + endpoint.clean(f"a {KEY} b\x1b[31m")
    for wrong in ("two words", "line\nbreak", "clé"):
        with pytest.raises(EndpointError, match="no key has") as caught:
            endpoint_from("m", url="https://models.example/v1", environ={"DETENTE_MODEL_KEY": wrong})
        assert wrong not in str(caught.value)


@pytest.mark.parametrize("price", ["much", "-1", "nan", "inf"])
def test_a_price_is_a_number(price: str) -> None:
    with pytest.raises(EndpointError, match="is no price"):
        endpoint_from("m", url="https://models.example/v1", environ={"DETENTE_MODEL_PRICE_IN": price})


def test_nothing_answers_at_a_closed_port(asker_of: AskerOf) -> None:
    with RecordedModel([EMPTY]) as gone:
        asker = asker_of(gone, attempts=1)
    with pytest.raises(EndpointError, match="nothing answers at 127"):
        asker.ask(MESSAGES)


def test_a_localhost_that_is_elsewhere_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere:
        sent = b""

        def getpeername(self) -> tuple[str, int]:
            return ("192.0.2.1", 80)

        def sendall(self, data: bytes) -> None:
            Elsewhere.sent += data

        def close(self) -> None:
            return

    monkeypatch.setattr(http.client.HTTPConnection, "connect", lambda connection: setattr(connection, "sock", Elsewhere()))
    asker = Asker(endpoint_from("m", url="http://localhost/v1", environ={"DETENTE_MODEL_KEY": KEY}), Meter(Limits()))
    with pytest.raises(EndpointError, match="localhost is not this machine"):
        asker.ask(MESSAGES)
    assert Elsewhere.sent == b""
