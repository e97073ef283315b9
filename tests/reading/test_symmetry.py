"""Swapping two parties' names in a text swaps them in the account, and does nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.evidence import Account
from detente.reading import read

TEXTS = Path(__file__).parent / "texts"
SWAPS = (
    ("dam", {"Arvenia": "Belmark", "Arvenian": "Belmarkan"}, "arvenia", "belmark"),
    ("fish", {"Lorne": "Vesta", "Lornan": "Vestan"}, "lorne", "vesta"),
    ("ceasefire", {"Norvia": "Sudland", "Norvian": "Sudlander"}, "norvia", "sudland"),
    ("ceasefire", {"Westmark": "Ostmark"}, "westmark", "ostmark"),
    ("readout", {"Latvian": "Swedish", "Riga": "Stockholm", "Latvia": "Sweden"}, "latvia", "sweden"),
    ("coalition", {"Greens": "Liberals"}, "greens", "liberals"),
)


def swapped(text: str, names: dict[str, str]) -> str:
    both = {**names, **{other: name for name, other in names.items()}}
    words = sorted(both, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda found: both[found.group()], text)


def gist(account: Account, names: dict[str, str], ids: dict[str, str]) -> list[tuple[object, ...]]:
    def act(words: str | None) -> str:
        return swapped(words or "", names).lower()

    def party(name: str | None) -> str:
        return ids.get(name or "", name or "")

    return sorted(
        (
            party(p.party),
            p.stance.value,
            p.polarity.value,
            act(p.act),
            act(p.condition),
            party(p.performer),
            tuple(map(party, p.reported_by)),
        )
        for p in account.positions
    )


@pytest.mark.parametrize(("name", "names", "one", "other"), SWAPS)
def test_swapped_names_swap_the_positions(name: str, names: dict[str, str], one: str, other: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    before, after = read(text), read(swapped(text, names))
    assert gist(after, names, {one: other, other: one}) == gist(before, {"\x00": "\x00"}, {})


@pytest.mark.parametrize(("name", "names", "one", "other"), SWAPS)
def test_swapped_names_swap_the_speakers(name: str, names: dict[str, str], one: str, other: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    ids = {one: other, other: one}
    before = [(c.speaker, c.modality) for c in read(text).claims]
    after = [(tuple(ids.get(link, swapped(link, names)) for link in c.speaker), c.modality) for c in read(swapped(text, names)).claims]
    assert after == before
