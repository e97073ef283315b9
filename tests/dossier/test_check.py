"""What check lists, kind by kind. (Moved words and changed texts: test_spans.py.)"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detente.dossier.check import ProblemKind, check
from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Polarity, Position, Review, ReviewStatus, Stance

MODEL: dict[str, Any] = {
    "detente": 1,
    "title": "t",
    "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
    "options": {
        "truce": {"party": "north", "now": "no", "now_assumed": "nothing was signed", "because": ["c1"]},
        "talk": {"party": "south", "now": "no", "now_assumed": "nobody met"},
    },
    "preferences": {"north": [{"want": "truce", "because": ["c1"]}], "south": [{"want": "talk", "assumed": "asked for"}]},
}
ACCEPTED = Review(ReviewStatus.accepted, "Ana")


def dossier(**changes: Any) -> Dossier:
    return Dossier(DossierFile.model_validate({**MODEL, **changes}), {}, {"c1": Claim("c1", "s", review=ACCEPTED)})


def found(dossier: Dossier) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.kind.value, problem.about) for problem in check(dossier)]


def option(name: str, **changes: Any) -> dict[str, Any]:
    options: dict[str, Any] = MODEL["options"]
    return {**options, name: {**options[name], **changes}}


def test_a_sound_and_settled_dossier_has_nothing_to_list() -> None:
    assert found(dossier()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rules": [{"never": "truce", "assumed": "a"}, {"always": "truce", "assumed": "a"}]}, [("no_state", ())]),
        ({"rules": [{"id": "r", "always": "truce", "assumed": "a"}]}, [("now_infeasible", ("r",))]),
        ({"rules": [{"never": "truce and talk"}]}, [("ungrounded", ("rules.0",))]),
        ({"options": option("talk", now_assumed=None)}, [("ungrounded", ("now.talk",))]),
        ({"preferences": {**MODEL["preferences"], "south": "unknown"}}, [("silent_party", ("south",)), ("idle_option", ("talk",))]),
        ({"options": option("talk", now="unknown")}, [("unknown_now", ("talk",))]),
        ({"questions": [{"ask": "When?", "about": ["c1"]}]}, [("question", ("c1",))]),
        (
            {"outcomes": {"deal": "truce and talk"}, "preferences": {"north": [{"want": "deal", "because": ["c1"]}]}},
            [("silent_party", ("south",))],
        ),
    ],
)
def test_each_kind_is_listed(changes: dict[str, Any], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(dossier(**changes)) == expected


def test_what_rests_only_on_claims_set_aside_is_ungrounded_and_says_on_which() -> None:
    rejected = dossier().reviewed("c1", Review(ReviewStatus.rejected, "Ana"))
    (problem,) = [problem for problem in check(rejected) if problem.kind is ProblemKind.ungrounded]
    assert problem.about == ("preferences.north.0",)
    assert problem.message == "want 'truce' rests only on statements set aside (c1)"


def test_open_reviews_and_unsigned_decisions_are_counted() -> None:
    claims = {"c1": Claim("c1", "s"), "c2": Claim("c2", "s", review=Review(ReviewStatus.rejected, "unsigned"))}
    problems = check(replace(dossier(), claims=claims))
    assert [(problem.kind.value, problem.message) for problem in problems] == [
        ("unreviewed", "1 of 2 statements are not reviewed"),
        ("unsigned", "1 decisions are not signed"),
    ]


def test_a_proposed_position_may_name_a_body_that_is_no_party_yet() -> None:
    position = Position("p1", "nort", Stance.demand, Polarity.for_, "stop")
    (problem,) = check(replace(dossier(), positions={"p1": position}))
    assert problem.kind is ProblemKind.undeclared
    assert problem.message == "position 'p1' names 'nort', which is no party here; did you mean 'north'?"


def test_a_graph_model_without_any_account_needs_no_grounds() -> None:
    model = {**MODEL, "options": {"truce": {"party": "north", "now": "no"}}, "preferences": {"north": [{"want": "truce"}]}}
    assert found(Dossier(DossierFile.model_validate(model))) == []


def test_defects_come_first_and_are_told_apart_from_what_is_open() -> None:
    problems = check(dossier(rules=[{"never": "truce and talk"}], questions=[{"ask": "When?"}]))
    assert [problem.kind.wrong for problem in problems] == [True, False]
    assert problems[0].to_dict()["instead"] == "add 'because: [claim]' or 'assumed: your reason'"


def test_swapping_two_parties_swaps_the_findings() -> None:
    def swapped(value: Any) -> Any:
        if isinstance(value, dict):
            return {swapped(key): swapped(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [swapped(inner) for inner in value]
        return {"north": "south", "south": "north"}.get(value, value)

    changes = {"preferences": {"north": "unknown"}, "options": option("talk", now="unknown")}
    mirrored = Dossier(DossierFile.model_validate(swapped({**MODEL, **changes})), {}, dossier().claims)
    expected = sorted((kind, tuple(swapped(name) for name in about)) for kind, about in found(dossier(**changes)))
    assert sorted(found(mirrored)) == expected
