"""The kind of impasse in words: which it is, on whom it turns, on whose word, and alike for all parties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from tests.impasse.test_diagnose import act, dossier, parties, prisoners, refusal_and_condition, sale

from detente.cases.accounts import example_path
from detente.cli.main import detente
from detente.dossier.dossier import Dossier
from detente.impasse.diagnose import Diagnosis, diagnose
from detente.impasse.openings import openings
from detente.impasse.verdict import deal_possible
from detente.report.contexts import ImpasseView
from detente.report.deals import deals_views
from detente.report.evidence import Book
from detente.report.impasse import impasse_view
from detente.report.resting import telling
from detente.report.variants import variant_views
from detente.worlds.policies import policy_table


def view(asked: Dossier, **more: Any) -> ImpasseView:
    found: Diagnosis = diagnose(asked, **more)
    book = Book(asked)
    return impasse_view(book, found, telling(book, found.model))


def lines(view: ImpasseView) -> dict[str, list[str]]:
    return {group.who: [line.text for part in group.parts for line in part] for group in view.groups}


def test_information_names_what_each_party_weighs_and_on_whose_word() -> None:
    told = view(refusal_and_condition())
    assert told.kind == "it depends on preferences that nobody stated"
    assert told.side == "at the limits"
    assert [group.who for group in told.groups] == ["B", "C"]
    said = lines(told)
    assert any(line.startswith("Whether it is better off than now in") and "not said to prefer" in line for line in said["B"])
    weighed = next(group for group in told.groups if group.who == "C").parts[0]
    assert [line.text.split(":")[0] for line in weighed] == [
        "What weighs more in the one deal that might hold and can be reached, nobody stated",
        "for",
        "against",
    ]
    assert [cite.claim for cite in weighed[2].cites] == ["c3"]


def test_commitment_names_who_would_leave_for_what() -> None:
    told = view(sale())
    assert told.kind == "a deal that would not hold"
    (group,) = told.groups
    assert group.who == "SELLER"
    first, *_ = group.parts[0]
    assert first.text == "It would leave the one deal looked into; what decides that: SELLER wants not to deliver."


def test_path_names_what_stands_in_it_by_whose_it_is() -> None:
    options = {"peace": act("a"), "built": {"party": "b", "now": "yes", "one_way": "yes"}}
    wants = {"a": [{"want": "peace"}, {"want": "not built"}], "b": [{"want": "peace"}, {"want": "not built"}]}
    told = view(dossier("peace and not built", parties=parties("a", "b"), options=options, preferences=wants))
    assert told.kind == "a deal that cannot be reached step by step"
    said = lines(told)
    assert list(said) == ["B"]
    assert said["B"] == [
        "A way would open if this gave way: that B cannot go back on this: built.",
        "A deal would need this undone, which cannot be: built.",
    ]


def test_none_and_limits_have_nobody_to_name() -> None:
    assert not view(prisoners()).groups
    blocked = view(refusal_and_condition(), stated=True)
    assert (blocked.kind, blocked.side, blocked.groups) == ("no deal meets everything", "as stated", ())


def test_swapping_the_parties_swaps_what_is_said() -> None:
    def mirrored(one: str, other: str) -> ImpasseView:
        wants = {one: [{"want": "other_act"}, {"want": "not own_act"}], other: [{"want": "own_act"}]}
        options = {"own_act": act(one), "other_act": act(other)}
        return view(dossier("own_act and other_act", parties=parties("a", "b"), options=options, preferences=wants))

    first, second = lines(mirrored("a", "b")), lines(mirrored("b", "a"))
    assert first
    turned = str.maketrans("AB", "BA")
    assert {who.translate(turned): [line.translate(turned) for line in said] for who, said in first.items()} == second


def test_notes_name_acts_in_words() -> None:
    options = {"x": act("a"), "send_envoys": {**act("b"), "text": "send envoys"}}
    told = view(dossier("x", parties=parties("a", "b"), options=options, preferences={"a": [{"want": "x"}]}))
    assert told.notes == ("No statement, rule or goal here speaks of these, so they are left as now: whether B would send envoys.",)


@pytest.mark.parametrize("goal", ["general_ceasefire"])
def test_why_prints_the_kind_and_every_note(goal: str) -> None:
    path = str(example_path("ceasefire-2025"))
    out = " ".join(CliRunner().invoke(detente, ["why", path, "--goal", goal]).output.split())
    from detente.dossier.files import load

    asked = load(path)
    told = view(asked, goal=goal)
    assert f"WHICH KIND OF IMPASSE, at the limits: {told.kind}" in out
    for said in (*told.notes, *(line.text for group in told.groups for part in group.parts for line in part)):
        assert " ".join(said.split()) in out


def test_only_the_side_that_was_asked_has_a_kind() -> None:
    asked = refusal_and_condition()
    for stated in (False, True):
        found = diagnose(asked, stated=stated)
        book = Book(asked)
        views = deals_views(book, found, telling(book, found.model))
        assert [one.impasse is not None for one in views] == [not stated, stated]


def test_the_same_question_on_fewer_statements_says_which_reasons_fall_away() -> None:
    """Two refusals block, one on the author's word and one on the party's own; without the author one is left."""
    options = {"x": act("a"), "y": act("b"), "z": act("c")}
    refusals = {"b": [{"demand": "not y", "because": ["c1"]}], "c": [{"demand": "not z", "because": ["c2"]}]}
    asked = dossier("x and y and z", parties=parties("a", "b", "c"), options=options, preferences=refusals)
    voices = {"c1": ("author",), "c2": ("author", "c"), "c3": ("author",), "c4": ("author",)}
    asked = replace(asked, claims={name: replace(claim, speaker=voices[name], cue="said") for name, claim in asked.claims.items()})
    found = diagnose(asked)
    assert found.at_limits.reasons.blocked  # whoever refuses would be worse off
    rows = policy_table(asked, deal_possible(asked, found.goal_name, stated=False))
    told = {row.name: (row.answer, row.reasons) for row in variant_views(Book(asked), found, openings(found), rows)}
    assert told["as stated: every demand met"] == ("no deal", "2 reasons")
    assert told["at the limits, without the author’s own voice"] == ("no deal", "1 reason; 1 of 2 fall away")
    assert told["at the limits, without what is read from silence"] == ("no deal", "2 reasons; the same")


def test_why_in_full_asks_of_every_party_alike() -> None:
    """Whether it has no good choice, what now is to it, and what is inferred of it: each part has a line for each party."""
    out = CliRunner().invoke(detente, ["why", str(example_path("river-dam")), "--all"], terminal_width=200).output
    for heading, until in (
        ("NO GOOD CHOICE", "IF THERE IS NO DEAL"),
        ("IF THERE IS NO DEAL", "WHAT IS INFERRED"),
        ("WHAT IS INFERRED", "The same rule"),
    ):
        part = out[out.index(heading) : out.index(until)]
        for party in ("Kesh", "Orru", "Talmar"):
            lines = [line.strip(" -") for line in part.splitlines()]
            assert any(line.startswith(party) for line in lines), (heading, party)
