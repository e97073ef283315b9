"""What would have to be assumed as well for a conclusion to follow."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest

from detente.analysis.follows import deal_in, missing_steps, missing_steps_for_conclusion
from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, UnknownName
from detente.impasse.verdict import deal_possible
from detente.worlds.bridging import bridges
from detente.worlds.premises import Premise, candidates, with_premise

FILE: dict[str, Any] = {
    "detente": 1,
    "title": "t",
    "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
    "options": {"n": {"party": "north", "now": "no"}, "s": {"party": "south", "now": "no"}},
    "circumstances": {"rain": {"now": "unknown"}},
    "preferences": {
        "north": [{"condition": "n only if s"}, {"want": "n or rain"}],
        "south": [{"any_order": [{"want": "n"}, {"want": "not s"}]}],
    },
    "goals": {"both": "n and s", "one": "n"},
    "conclusions": {"together": {"formula": "n iff s"}, "stuck": {"no_win": "north"}, "bare": {"text": "all is lost"}},
}


def dossier_of(**changes: Any) -> Dossier:
    return Dossier(DossierFile.model_validate({**FILE, **changes}))


def texts(found: Any) -> set[str]:
    return {"; ".join(map(str, bridge.premises)) for bridge in found.found}


def test_what_follows_needs_no_step() -> None:
    found = missing_steps(dossier_of(), "both", "a deal", stated=True)
    assert (found.follows, found.found, found.complete, found.tried) == (True, (), True, 0)


def test_missing_steps_to_no_deal_by_hand() -> None:
    # The package n and s: the North gains (n or rain holds, it did not). The South gains n and loses not s, unranked: it may accept.
    # No deal follows if the South certainly loses: it ranks 'not s' first, it draws a line at s, it insists that n stay out (as stated
    # only); if the North does, in its own way; or if the South wants either act undone above all else, or the North does.
    found = missing_steps(dossier_of(), "both", "no deal", stated=False)
    assert found.complete
    assert texts(found) == {
        "north: limit not n",
        "north: want not n above all else",
        "north: want not s above all else",
        "south: limit not s",
        "south: want not n above all else",
        "south: want not s above all else",
        "south: preferences.south.1 before what stands beside it",
    }
    assert found.found[0].confirm == ("north",)
    stated = missing_steps(dossier_of(), "both", "no deal", stated=True)
    assert texts(stated) - texts(found) == {f"{party}: demand not {act}" for party in ("north", "south") for act in "ns"}


def test_missing_steps_to_a_deal() -> None:
    # Only the South's certain loss blocks: it says 'not s' before 'n'. Whatever it holds above that and gains by the package opens a deal.
    ranked = dossier_of(preferences={**FILE["preferences"], "south": [{"want": "not s"}, {"want": "n"}]})
    found = missing_steps(ranked, "both", "a deal", stated=False)
    assert texts(found) == {"south: limit s", "south: want n above all else", "south: want s above all else"}
    # A red line nobody can be talked out of by further statements:
    refused = dossier_of(preferences={**FILE["preferences"], "south": [{"limit": "not s"}]})
    none = missing_steps(refused, "both", "a deal", stated=False)
    assert (none.found, none.complete, none.tried) == ((), True, 0)


def test_a_circumstance_can_be_the_step() -> None:
    stormy = dossier_of(preferences={"south": [{"limit": "not s unless rain"}]}, goals={"both": "n and s"})
    found = missing_steps(stormy, "both", "a deal", stated=False)
    assert texts(found) == {"rain: yes"}
    assert found.found[0].confirm == ()  # nobody controls it


def test_a_conclusion_follows_if_no_deal_on_its_contrary_is_possible() -> None:
    found = missing_steps_for_conclusion(dossier_of(), "together")
    # 'n without s' breaks the North's condition; 's without n' leaves the South certainly worse off: it follows as it is
    assert found.follows
    loose = dossier_of(preferences={"north": FILE["preferences"]["north"]})
    steps = texts(missing_steps_for_conclusion(loose, "together"))
    assert {"south: want not s", "south: limit not s"} <= steps  # then it would not act alone
    assert "never: s" in steps  # nobody could
    assert "south: want s" not in steps


def test_no_good_choice_can_be_missing_a_step() -> None:
    # The North loses by the South's acting (it wants not s) and cannot prevent it. What is missing is that the South would gain by it.
    file = dossier_of(preferences={"north": [{"want": "not s"}]}, options=FILE["options"] | {"n": {"party": "north", "now": "no"}})
    found = missing_steps_for_conclusion(file, "stuck", max_size=1)
    assert "south: want s" in texts(found)


def test_names_and_conclusions_that_are_not_there() -> None:
    with pytest.raises(UnknownName, match="did you mean 'both'"):
        missing_steps(dossier_of(), "bth", "a deal", stated=True)
    with pytest.raises(UnknownName, match="conclusion"):
        missing_steps_for_conclusion(dossier_of(), "apart")
    with pytest.raises(DossierError, match="no formula"):
        missing_steps_for_conclusion(dossier_of(), "bare")
    with pytest.raises(ValueError, match="size 3"):
        bridges(dossier_of(), lambda _: False, max_size=3)


# To the letter: every premise written into the file -----------------------------------------------------------------------------------


def written(dossier: Dossier, premise: Premise) -> Dossier:
    """The premise as a person would write it into the dossier; only for kinds that have one place there."""
    data = dossier.file.model_dump(by_alias=True, exclude_defaults=True)
    if premise.kind == "rule":
        data["rules"] = [*data.get("rules", ()), {"never": str(premise.formula)}]
    elif premise.kind == "circumstance":
        data["circumstances"][premise.name]["now"] = "yes"
    elif premise.kind == "limit" or premise.above:
        data["preferences"][premise.party] = [{premise.kind: str(premise.formula)}, *data["preferences"].get(premise.party, ())]
    elif premise.kind in {"demand", "want"}:
        *head, last = data["preferences"].get(premise.party, [{"any_order": []}])
        tier = list(last["any_order"]) if "any_order" in last else [last]
        data["preferences"][premise.party] = [*head, {"any_order": [*tier, {premise.kind: str(premise.formula)}]}]
    else:
        raise LookupError(premise.kind)
    return Dossier(DossierFile.model_validate(data))


@pytest.mark.parametrize("stated", [False, True])
@pytest.mark.parametrize("goal", ["both", "one"])
def test_every_single_premise_written_into_the_file(goal: str, stated: bool) -> None:
    dossier = dossier_of()
    every = [premise for premise in candidates(model(dossier), 1) if premise.kind not in {"order", "condition"}]
    assert {premise.kind for premise in every} == {"rule", "limit", "demand", "want", "circumstance"}
    expected = set()
    for premise in every:
        file = written(dossier, premise)
        if not deal_possible(file, goal, stated=stated)(frozenset()) and not (premise.kind == "rule" and trivial(premise, goal)):
            expected.add(str(premise))
    found = missing_steps(dossier, goal, "no deal", stated=stated, max_size=1)
    assert {text for text in texts(found) if " before " not in text} == expected


def trivial(premise: Premise, goal: str) -> bool:
    """A rule against an act that the goal asks for by name says the conclusion over again."""
    return str(premise.formula) in re.findall(r"\w+", FILE["goals"][goal])


def test_pairs_are_minimal_and_all_of_them() -> None:
    # Either act alone suffices for the goal, so that no single literal rules both out for the South, whose preferences are unknown.
    dossier = dossier_of(preferences={}, circumstances={}, goals={"some": "n or s"}, conclusions={})
    plain = model(dossier)

    def none(found: Any) -> bool:
        return deal_in(found, "some", stated=False) is None

    found = bridges(dossier, none, bound=10**6, most=10**6)
    singles = [premise for premise in candidates(plain, 1) if none(with_premise(plain, premise))]
    assert not singles
    twos = {str(premise) for premise in candidates(plain, 2) if none(with_premise(plain, premise))}
    for one, two in combinations(candidates(plain, 1), 2):
        if none(with_premise(with_premise(plain, one), two)):
            twos.add(f"{one}; {two}")
    assert texts(found) == twos
    assert found.complete
    assert found.searched == 2


def test_a_bound_is_said() -> None:
    found = missing_steps(dossier_of(), "both", "no deal", stated=False, bound=3)
    assert (found.complete, found.searched, found.tried) == (False, 0, 3)


def test_swapping_the_parties_swaps_the_steps() -> None:
    mirror = dossier_of(
        options={"n": {"party": "south", "now": "no"}, "s": {"party": "north", "now": "no"}},
        preferences={"south": FILE["preferences"]["north"], "north": FILE["preferences"]["south"]},
    )
    there = texts(missing_steps(mirror, "both", "no deal", stated=True))
    swap = {"north": "south", "south": "north"}
    assert {re.sub("north|south", lambda name: swap[name[0]], text) for text in there} == texts(
        missing_steps(dossier_of(), "both", "no deal", stated=True)
    )


def test_the_quick_question_is_the_same_question() -> None:
    for name in ("ceasefire-2025", "river-dam", "wage-strike"):
        dossier = load(example_path(name))
        for goal in dossier.file.goals:
            for stated in (False, True):
                assert (deal_in(model(dossier), goal, stated=stated) is not None) is deal_possible(dossier, goal, stated=stated)(
                    dossier.standing
                )


def test_as_data() -> None:
    found = missing_steps(dossier_of(), "both", "no deal", stated=False).to_dict()
    assert found["bridges"][0]["premises"][0]["text"] == "north: limit not n"
    assert found["searched_to_size"] == 1
