"""Whether deals hold where situations are not listed: as where they are listed, proved, and said to be of a few only."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.impasse.test_diagnose import act, dossier, parties
from tests.impasse.test_limits import generated

from detente.graphmodel.conflict import Conflict
from detente.impasse.certificates import certificates
from detente.impasse.diagnose import diagnose
from detente.impasse.journey import Aim, find_path
from detente.impasse.literal import Situations
from detente.impasse.unlisted import commitment_unlisted
from detente.settlement import packages
from detente.settlement.status_quos import status_quos
from detente.stability.symbolic import check_standing

MANY = 40


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_the_definition(seed: int) -> None:
    conflict, goal = generated(seed)
    conflict = without_broken(conflict)
    labels = list(dict.fromkeys(one.label for one in packages(conflict, goal).listed))[:12]
    found, note = commitment_unlisted(conflict, labels, seconds=None)
    there = Situations(conflict)
    assert set(found.holds) == {label for label in labels if not there.leaver(there.state(label))}
    assert {one.package for one in found.unstable} == set(labels) - set(found.holds)
    assert f"{len(found.holds)} would hold, {len(found.unstable)} would not" in note
    for one in found.standings:
        check_standing(one)


def without_broken(conflict: Conflict) -> Conflict:
    broken = status_quos(conflict).broken
    return replace(conflict, rules=tuple(rule for rule in conflict.rules if rule not in broken))


def test_a_market_of_many_acts() -> None:
    """Every pair exchanges: one's act is what the other wants, and costs it something; a reply in kind deters going back."""
    chance = random.Random(1)
    names = [f"x{k}" for k in range(MANY)]
    options = {name: act("ab"[k % 2]) for k, name in enumerate(names)}
    wants = {who: [{"want": name} for k, name in enumerate(names) if "ab"[k % 2] != who] for who in "ab"}
    for who in "ab":
        chance.shuffle(wants[who])
        wants[who] += [{"want": f"not {name}"} for k, name in enumerate(names) if "ab"[k % 2] == who]
    asked = dossier("x0 and x1", parties=parties("a", "b"), options=options, preferences=wants)
    found = diagnose(asked, limit=2)
    assert found.kind is None
    assert found.commitment is not None
    assert found.commitment.holds or found.commitment.unstable
    assert any(note.startswith("whether a deal would hold was asked of") for note in found.notes)
    assert all(one.fine for one in certificates(found)["at_limits"] if " is " in one.what)
    journey = find_path(asked, limit=2)
    assert not journey.complete
    assert journey.aim is (Aim.holds if found.commitment.holds else Aim.unknown)
    assert any("would hold" in note for note in journey.notes)


def test_where_acts_are_held_it_is_also_asked_with_none_held() -> None:
    """Left to the two acts of the goal the deal would hold; an act that nothing binding ties to it lets a gain by leaving."""
    options = {"x": act("a"), "y": act("b"), **{f"o{k}": act("b") for k in range(12)}}
    wants = {"a": [{"want": "y"}, *({"want": f"o{k}"} for k in range(12))], "b": [{"want": "x"}, *({"want": f"o{k}"} for k in range(12))]}
    asked = dossier("x and y", parties=parties("a", "b"), options=options, preferences=wants)
    assert not any("with no act held" in note for note in diagnose(asked).notes)
    found = diagnose(asked, limit=64)
    assert found.kind is not None
    (note,) = [note for note in found.notes if note.startswith("with no act held")]
    assert "0 would hold, 1 would not" in note  # b would take up the acts that it was held from
