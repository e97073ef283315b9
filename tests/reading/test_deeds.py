"""A step on a measure is a position of whoever takes it; a story of events is none."""

from __future__ import annotations

import pytest
from tests.reading.by_rules import read

from detente.evidence import Polarity, Stance


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("It was reported that Norland was toughening its sanctions on Sudland's banks.", "toughen its sanctions"),
        ("Norland has lifted the embargo on Sudland's fish.", "lift the embargo"),
        ("Norland is easing its tariffs on timber from Sudland.", "ease its tariffs"),
    ],
)
def test_whoever_takes_the_step_backs_it(text: str, act: str) -> None:
    (position,) = read(text + "\n").positions
    assert (position.party, position.performer, position.stance, position.polarity) == ("norland", "norland", Stance.support, Polarity.for_)
    assert position.act.startswith(act)


@pytest.mark.parametrize(
    "text",
    [
        "Norland may toughen its sanctions on Sudland.",
        "Norland has not lifted the embargo on Sudland's fish.",
        "If Norland lifts the embargo, Sudland's fleet sails.",
        "Norland lifted the lid of the box.",
        "The sanctions on Sudland's banks were toughened.",
    ],
)
def test_what_is_no_step_gives_no_support(text: str) -> None:
    assert not [position for position in read(text + "\n").positions if position.stance is Stance.support]
