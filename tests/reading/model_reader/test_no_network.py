"""No socket is opened unless an endpoint was configured and a model named."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.main import detente
from detente.errors import EndpointError
from detente.reading import read
from detente.reading.model_reader import endpoint_from, estimate
from detente.reading.model_reader.limits import Limits

PIER = Path(__file__).parent / "pier.txt"


@pytest.fixture(autouse=True)
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: Any, **_options: Any) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)
    monkeypatch.setattr(socket.socket, "sendto", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def test_the_guard_guards() -> None:
    with pytest.raises(AssertionError, match="a socket was opened"):
        socket.create_connection(("127.0.0.1", 9))


def test_reading_opens_no_socket_even_where_an_endpoint_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MODEL_URL", "https://models.example/v1")
    monkeypatch.setenv("DETENTE_MODEL_KEY", "sk-test-5f2c9d41aa")
    assert read(PIER).claims
    assert CliRunner().invoke(detente, ["read", str(PIER)]).exit_code == 0


def test_an_estimate_opens_no_socket() -> None:
    assert estimate(PIER, Limits()).requests == 1


def test_a_model_without_an_endpoint_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_MODEL_URL", raising=False)
    with pytest.raises(EndpointError, match="nothing was sent anywhere"):
        endpoint_from("small")
    result = CliRunner().invoke(detente, ["read", "--model", "small", "--yes", str(PIER)])
    assert isinstance(result.exception, EndpointError)
