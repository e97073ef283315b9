"""A recorded model, an asker that waits for nothing, and the account that both are tested on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from detente.reading.model_reader import Asker, Limits, Meter, endpoint_from
from detente.testing.recorded_model import Exchange, RecordedModel, exchanges_in

HERE = Path(__file__).parent
KEY = "sk-test-5f2c9d41aa"


@pytest.fixture
def pier() -> str:
    return (HERE / "pier.txt").read_text(encoding="utf-8")


@pytest.fixture
def replay() -> Iterator[Callable[..., RecordedModel]]:
    """Start a server that replays a file of exchanges, or exchanges that are given."""
    with ExitStack() as stack:

        def started(*given: str | Exchange) -> RecordedModel:
            exchanges = [
                one for part in given for one in (exchanges_in(HERE / "exchanges" / f"{part}.json") if isinstance(part, str) else (part,))
            ]
            return stack.enter_context(RecordedModel(exchanges))

        yield started


@pytest.fixture
def waits() -> list[float]:
    """The seconds that an asker would have waited."""
    return []


@pytest.fixture
def asker_of(waits: list[float]) -> Callable[..., Asker]:
    def made(model: RecordedModel, *, key: str = KEY, **limits: Any) -> Asker:
        endpoint = endpoint_from("recorded", url=model.url, environ={"DETENTE_MODEL_KEY": key})
        return Asker(endpoint, Meter(Limits(**{"timeout": 5.0, **limits}), sleep=waits.append))

    return made
