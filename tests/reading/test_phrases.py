"""One phrase at a time: how conditions, refusals, offices and figures are said, and what nobody holds."""

from __future__ import annotations

import pytest
from tests.reading.by_rules import read

Row = tuple[str, str, str, str | None, str, str | None]

HELD: list[tuple[str, list[Row]]] = [
    (
        "Norland tied the reopening of the bridge to the release of its sailors.",
        [("norland", "precondition", "for", None, "release sailors", "bridge")],
    ),
    (
        "Norland makes a signed treaty a condition of reopening the bridge.",
        [("norland", "precondition", "for", None, "signed treaty", "reopen the bridge")],
    ),
    ("There will be no treaty without a fund, Norland's envoy said.", [("norland", "precondition", "for", None, "fund", "treaty")]),
    (
        "Norland said that talks could resume only when Sudland opens the gates.",
        [("norland", "precondition", "for", "sudland", "open gates", "resume talks")],
    ),
    (
        "Norland said the deal would take effect only after sanctions were lifted.",
        [("norland", "precondition", "for", None, "lift sanctions", "deal")],
    ),
    (
        "Norland could live with a toll, its envoy said, but only if Sudland repairs the road.",
        [("norland", "precondition", "for", "sudland", "repair road", "live with a toll")],
    ),
    (
        "A key condition for any treaty, Norland said, would be the removal of the mines.",
        [("norland", "precondition", "for", None, "remove mines", "treaty")],
    ),
    (
        "Norland would halt its raids, a step without which Sudland would sign nothing.",
        [("sudland", "precondition", "for", "norland", "halt raids", "sign")],
    ),
    ("Norland went back on opening the bridge.", [("norland", "refusal", "against", "norland", "open bridge", None)]),
    (
        "Norland demands that Sudland open the gates. Sudland will not hear of it.",
        [("norland", "demand", "for", "sudland", "open gates", None), ("sudland", "refusal", "against", "sudland", "open gates", None)],
    ),
    (
        "Norland offered to share its maps. Sudland turned the offer down.",
        [("norland", "offer", "for", "norland", "share maps", None), ("sudland", "refusal", "against", "norland", "share maps", None)],
    ),
    (
        "Should the gates stay shut, Norland said, it would close the bridge.",
        [("norland", "threat", "for", "norland", "close bridge", "gates stay shut")],
    ),
    ("Norland said a return to the old border was not negotiable.", [("norland", "demand", "for", None, "old border", None)]),
    (
        "Norland asks for two things: a toll, and a seat on the board.",
        [("norland", "demand", "for", None, "toll", None), ("norland", "demand", "for", None, "seat board", None)],
    ),
    ("Macron said France would send observers.", [("france", "offer", "for", "france", "send observers", None)]),
    (
        "OTTAWA, 3 March 2025. The Prime Minister said that Canada would never sell the railway.",
        [("canada", "red_line", "against", "canada", "sell railway", None)],
    ),
    (
        "Ms Roe (Lake Ferries): We will not sell the pier.\n\nChair: Thank you.\n\nMs Roe: We demand a lower toll.",
        [
            ("lake_ferries", "refusal", "against", "lake_ferries", "sell pier", None),
            ("lake_ferries", "demand", "for", None, "lower toll", None),
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), HELD)
def test_what_is_held_and_nothing_else(text: str, rows: list[Row]) -> None:
    found = read(text + "\n").positions
    shown = [(p.party, p.stance.value, p.polarity.value, p.performer, p.act, p.condition) for p in found]
    assert len(shown) == len(rows), shown
    for wanted in rows:
        assert any(
            made[:4] == wanted[:4] and all(word in made[4] for word in wanted[4].split()) and (wanted[5] or "") in (made[5] or "")
            for made in shown
        ), (wanted, shown)


@pytest.mark.parametrize(
    "text",
    [
        "Nor is it true, Norland said, that Sudland wants the mines removed.",
        "Analysts expect Norland to demand a toll.",
        "Norland draws a line that it will not cross.",
        "Norland is expected to insist that Sudland open the gates.",
        "If Norland tied the bridge to the sailors, Sudland would be angry.",
        "In 1990 Norland had demanded the bridge; it no longer does.",
        "Norland should make the treaty a condition of the toll.",
    ],
)
def test_what_nobody_holds(text: str) -> None:
    assert [(p.party, p.stance.value, p.act) for p in read(text + "\n").positions] == []


def test_no_chain_repeats_a_voice_or_ends_in_a_pronoun() -> None:
    text = (
        "Norland's envoy, Ada Holm, said that Norland said it would wait. Somebody who left said that nothing had been signed. "
        "He said so twice."
    )
    for claim in read(text + "\n").claims:
        assert len(set(claim.speaker)) == len(claim.speaker)
        assert not any(link.startswith("unresolved") or link.split()[-1] in {"who", "that", "which"} for link in claim.speaker)


def test_counts_groups_and_papers_are_no_parties() -> None:
    text = (
        "The Lake Ferries company dismissed three crane drivers. The business letter Quayside said that a group of buyers "
        "wanted the pier. The company demands a toll."
    )
    assert [party.id for party in read(text + "\n").parties] == ["lake_ferries"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norland demands that Sudland open the gates by 1 April 2031.", "2031-04-01"),
        ("12 May 2031\n\nNorland demands that Sudland open the gates by Friday.", "2031-05-16"),
        ("12 May 2031\n\nNorland demands that Sudland open the gates within two weeks.", "2031-05-26"),
        ("Norland demands that Sudland open the gates by Friday.", None),
    ],
)
def test_a_deadline_is_a_day_only_where_the_text_gives_one(text: str, day: str | None) -> None:
    (position,) = read(text + "\n").positions
    assert (position.deadline.isoformat() if position.deadline else None) == day
