"""Reviewing as pure steps: the queue, decisions, taking back, merging names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dossier import review as steps
from detente.dossier.dossier import Dossier
from detente.dossier.merging import merge_parties
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, UnknownName
from detente.evidence import Claim, Document, Modality, Polarity, Position, Review, ReviewStatus, Span, Stance

TEXT = "The guild stays out.\n\nNorth offers talks.\n\nSouth says nothing."
FILE = DossierFile.model_validate(
    {
        "detente": 1,
        "title": "Talks",
        "documents": {"d": {"file": "d.txt"}},
        "parties": {
            "north": {"name": "North", "aliases": ["Northport"]},
            "aldo": {"name": "President Aldo", "because": ["c1"], "backs": ["north", "south"]},
            "south": {"name": "South", "backs": ["aldo"]},
        },
        "options": {
            "truce": {"parties": ["aldo", "south"], "now": "no", "offered_by": ["north", "aldo"], "readings": {"aldo": "talk"}},
            "talk": {"party": "aldo", "now": "no", "because": ["c1"]},
        },
        "rules": [{"never": "truce.aldo and not talk"}],
        "preferences": {
            "north": [{"want": "talk", "because": ["c2"]}],
            "aldo": [{"want": "truce.aldo"}, {"limit": "not truce.south"}],
        },
        "meetings": [{"parties": ["north", "south"]}],
    }
)


def talks() -> Dossier:
    def claim(name: str, words: str, *speaker: str) -> Claim:
        start = TEXT.index(words)
        return Claim(name, words.lower(), ("author", *speaker), "d", Span(start, start + len(words)), words)

    claims = [claim("c1", "South says nothing."), claim("c2", "North offers talks.", "aldo"), claim("c3", "The guild stays out.")]
    by_hand = Claim("c0", "by hand", disputed_by=("aldo",))
    position = Position("p1", "aldo", Stance.offer, Polarity.for_, "talk", performer="aldo", claims=("c2",))
    return Dossier(FILE, {"d": Document("d", TEXT, file="d.txt")}, {c.id: c for c in [by_hand, *claims]}, {"p1": position})


def test_the_queue_follows_the_text_and_ends_with_what_has_no_place() -> None:
    assert steps.start(talks(), by="Ana").queue == ("c3", "c2", "c1", "c0")


def test_what_the_reader_doubts_comes_first_and_like_doubts_follow_the_text() -> None:
    doubts = {"c0": 0.9, "c1": 0.6, "c2": 0.05, "c3": 0.2}  # quarters: the last two are alike
    dossier = talks()
    doubted = replace(dossier, claims={name: replace(claim, doubt=doubts[name]) for name, claim in dossier.claims.items()})
    assert steps.start(doubted, by="Ana").queue == ("c0", "c1", "c3", "c2")
    assert steps.start(doubted, by="Ana", order=["c2"]).queue == ("c2", "c0", "c1", "c3")


def test_the_order_passed_in_comes_first() -> None:
    assert steps.start(talks(), by="Ana", order=["c1"]).queue == ("c1", "c3", "c2", "c0")
    assert steps.start(talks(), by="Ana", order=lambda dossier: reversed(list(dossier.claims))).queue == ("c3", "c2", "c1", "c0")
    with pytest.raises(UnknownName, match="no claim 'c9'"):
        steps.start(talks(), by="Ana", order=["c9"])


def test_what_is_decided_is_not_asked_again_unless_wanted() -> None:
    dossier = talks().reviewed("c2", Review(ReviewStatus.rejected, "Bo"))
    assert steps.start(dossier, by="Ana").queue == ("c3", "c1", "c0")
    assert steps.start(dossier, by="Ana", again=True).queue == ("c3", "c2", "c1", "c0")


@pytest.mark.parametrize("name", ["", "  ", "machine"])
def test_only_a_person_signs(name: str) -> None:
    with pytest.raises(DossierError, match="cannot sign a decision"):
        steps.start(talks(), by=name)


def test_a_decision_is_signed_and_moves_on() -> None:
    session = steps.reject(steps.accept(steps.start(talks(), by="Ana")), note="hearsay")
    assert session.dossier.claims["c3"].review == Review(ReviewStatus.accepted, "Ana")
    assert session.dossier.claims["c2"].review == Review(ReviewStatus.rejected, "Ana", "hearsay")
    assert session.current is not None
    assert session.current.id == "c1"
    assert session.checked == (2, 4)


def test_the_end_is_the_end() -> None:
    session = steps.start(talks(), by="Ana")
    for _ in range(9):
        session = steps.skip(session)
    assert session.current is None
    assert steps.accept(session) is session
    assert steps.edit(session, says="x") is session
    assert steps.back(session).current is not None


MOVES: dict[str, Callable[[steps.Reviewing], steps.Reviewing]] = {
    "a": steps.accept,
    "r": steps.reject,
    "s": steps.skip,
    "b": steps.back,
    "u": steps.undo,
    "e": lambda session: steps.edit(session, says="restated"),
    "m": lambda session: steps.merge(session, keep="north", drop="aldo") if "aldo" in session.dossier.file.parties else session,
}


@settings(max_examples=30)
@given(st.lists(st.sampled_from("arsbuem"), max_size=12))
def test_undo_takes_back_exactly_the_last_change(keys: list[str]) -> None:
    session = steps.start(talks(), by="Ana")
    for key in keys:
        session = MOVES[key](session)
    for key in "arem":
        after = MOVES[key](session)
        if after != session:
            assert steps.undo(after) == session
    for _ in keys:
        session = steps.undo(session)
    assert session.dossier == talks()


def test_an_accepted_claim_bars_its_rival() -> None:
    dossier = talks()
    dossier = replace(dossier, claims={**dossier.claims, "c3": replace(dossier.claims["c3"], contradicts=("c2",))})
    session = steps.accept(steps.start(dossier, by="Bo", order=["c2", "c3"]))
    with pytest.raises(DossierError, match="'c3' contradicts 'c2', which Bo accepted"):
        steps.accept(session)
    assert steps.reject(session).dossier.claims["c3"].review.status is ReviewStatus.rejected


def test_an_edit_restates_and_leaves_the_words() -> None:
    session = steps.start(talks(), by="Ana")
    after = steps.edit(session, says=" It stays out ", speaker=["author", " south "], modality="alleged")
    claim = after.dossier.claims["c3"]
    assert (claim.says, claim.speaker, claim.modality) == ("It stays out", ("author", "south"), Modality.alleged)
    assert claim.quote == "The guild stays out."
    assert claim.review == Review(ReviewStatus.proposed, "Ana")
    assert steps.edit(session, says=session.dossier.claims["c3"].says) is session
    with pytest.raises(UnknownName, match="no modality 'aleged'; did you mean 'alleged'"):
        steps.edit(session, modality="aleged")
    with pytest.raises(DossierError, match="must say something"):
        steps.edit(session, says=" ")
    with pytest.raises(DossierError, match="gap in its chain"):
        steps.edit(session, speaker=["author", ""])


def test_what_rests_on_a_claim() -> None:
    dossier = talks()
    assert [element.id for element in steps.resting_on(dossier, "c1")] == ["parties.aldo", "options.talk", "now.talk"]
    assert [position.id for position in steps.positions_resting_on(dossier, "c2")] == ["p1"]


def test_two_names_become_one_party_everywhere() -> None:
    merged = merge_parties(talks(), keep="north", drop="aldo")
    file = merged.file
    assert list(file.parties) == ["north", "south"]
    assert file.parties["north"].aliases == ("Northport", "President Aldo")
    assert file.parties["north"].because == ("c1",)
    assert file.parties["north"].backs == ("south",)
    assert file.parties["south"].backs == ("north",)
    assert file.options["truce"].parties == ("north", "south")
    assert file.options["truce"].offered_by == ("north",)
    assert file.options["truce"].readings == {"north": "talk"}
    assert file.options["talk"].party == "north"
    assert file.rules[0].never == "truce.north and not talk"
    assert merged.claims["c2"].speaker == ("author", "north")
    assert merged.claims["c0"].disputed_by == ("north",)
    assert (merged.positions["p1"].party, merged.positions["p1"].performer) == ("north", "north")


def test_joined_rankings_keep_limits_first_and_claim_no_order() -> None:
    merged = merge_parties(talks(), keep="north", drop="aldo").file.preferences
    assert list(merged) == ["north"]
    assert (
        merged["north"]
        == DossierFile.model_validate(
            {
                "detente": 1,
                "title": "",
                "preferences": {
                    "north": {
                        "statements": [
                            {"limit": "not truce.south"},
                            {"any_order": [{"want": "talk", "because": ["c2"]}, {"want": "truce.north"}]},
                        ],
                        "order_assumed": "the statements of two entries of one party were joined; their order by kind is assumed",
                    }
                },
            }
        ).preferences["north"]
    )


def test_merging_is_symmetric_but_for_the_name_kept() -> None:
    one = merge_parties(talks(), keep="north", drop="aldo").file
    other = merge_parties(talks(), keep="aldo", drop="north").file
    names = {one.parties["north"].name, *one.parties["north"].aliases}
    assert names == {other.parties["aldo"].name, *other.parties["aldo"].aliases}
    assert len(one.options["truce"].parties) == len(other.options["truce"].parties)
    with pytest.raises(UnknownName, match="no party 'nort' in 'Talks'; did you mean 'north'"):
        merge_parties(talks(), keep="nort", drop="aldo")
    with pytest.raises(DossierError, match="cannot be merged with itself"):
        merge_parties(talks(), keep="north", drop="north")
