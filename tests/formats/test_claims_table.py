"""Claims as a spreadsheet: out, worked through, and back; all of it or nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DocumentEntry, DossierFile
from detente.errors import TableError
from detente.evidence import Claim, Document, Modality, Polarity, Position, Review, ReviewStatus, Span, Stance
from detente.formats.claims_table import COLUMNS, apply_rows, claims_table
from detente.formats.tables import Cell, Row, read_table, write_table
from detente.testing.dossiers import dossiers

TEXT = "Header.\n\n=The guild stays out."


def talks() -> Dossier:
    file = DossierFile(detente=1, title="t", documents={"d": DocumentEntry(file="d.txt")})
    words = "=The guild stays out."
    quoted = Claim("c1", "it stays out", ("author", "a>b\\c", "guild"), "d", Span(9, 30), words, cue="said")
    position = Position("p1", "guild", Stance.refusal, Polarity.against, "join", claims=("c1",))
    claims = {"c2": Claim("c2", "by hand", review=Review(ReviewStatus.accepted, "Bo", "seen")), "c1": quoted}
    return Dossier(file, {"d": Document("d", TEXT, file="d.txt")}, claims, {"p1": position})


def rows(dossier: Dossier, **changes: str) -> list[Row]:
    """The table as read, with ``c1_review="accepted"`` and the like changed in it."""
    table = claims_table(dossier)
    found = []
    for number, row in enumerate(table.rows, start=2):
        cells = dict(zip(table.columns, row, strict=True))
        cells.update({key.partition("_")[2]: value for key, value in changes.items() if key.startswith(f"{row[0]}_")})
        places = [f"claims!{letter}{number}" for letter in "ABCDEFGHIJKL"]
        found.append(Row(number, {column: Cell(cells[column], place) for column, place in zip(cells, places, strict=True)}))
    return found


def test_a_row_says_what_the_claim_says() -> None:
    table = claims_table(talks())
    assert table.columns == COLUMNS
    assert table.rows[0] == (
        "c1", "d", "P1", "=The guild stays out.", "it stays out", r"author > a\>b\\c > guild", "said", "asserted",
        "guild: refusal against join", "proposed", "machine", "",
    )  # fmt: skip
    assert [row[0] for row in table.rows] == ["c1", "c2"]


@settings(max_examples=12)
@given(dossiers(), st.sampled_from([".csv", ".xlsx"]))
def test_an_untouched_table_changes_nothing(dossier: Dossier, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(claims_table(dossier), Path(folder) / f"t{suffix}")
        applied = apply_rows(dossier, read_table(path, sheet="claims"), by="Ana")
    assert (applied.changed, applied.ignored) == ((), ())
    assert applied.dossier is dossier


def test_decisions_come_back_signed() -> None:
    applied = apply_rows(talks(), rows(talks(), c1_review="Accepted ", c1_note="clear", c1_modality="reported"), by="Ana")
    claim = applied.dossier.claims["c1"]
    assert applied.changed == ("c1",)
    assert claim.review == Review(ReviewStatus.accepted, "Ana", "clear")
    assert claim.modality is Modality.reported
    assert applied.dossier.claims["c2"] == talks().claims["c2"]


def test_who_signed_in_the_table_signs() -> None:
    applied = apply_rows(talks(), rows(talks(), c1_review="rejected", c1_by="Cy"), by="Ana")
    assert applied.dossier.claims["c1"].review == Review(ReviewStatus.rejected, "Cy")


def test_the_chain_of_speakers_comes_back() -> None:
    applied = apply_rows(talks(), rows(talks(), c1_speaker=r"author > a\>b\\c > south"), by="Ana")
    assert applied.dossier.claims["c1"].speaker == ("author", "a>b\\c", "south")
    assert applied.dossier.claims["c1"].review.by == "Ana"


def test_missing_rows_and_columns_change_nothing_and_others_are_named() -> None:
    (first, *_) = rows(talks(), c1_review="accepted")
    cells = {"id": first.cells["id"], "review": first.cells["review"], "colour": Cell("red", "claims!M2")}
    applied = apply_rows(talks(), [replace(first, cells=cells)], by="Ana")
    assert (applied.changed, applied.ignored) == (("c1",), ("colour",))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"c1_review": "acepted"}, "claims!J2: 'acepted' is none of proposed, accepted, rejected; did you mean 'accepted'?"),
        ({"c1_modality": "aleged"}, "claims!H2: 'aleged' is none of asserted, reported, alleged"),
        ({"c1_quote": "The guild"}, "claims!D2: 'The guild' was changed, but the quote is verbatim; put back '=The guild stays out.'"),
        ({"c1_document": "e"}, "claims!B2: 'e' was changed, but the column 'document' is not read; put back 'd'"),
        ({"c1_says": " "}, "claims!E2: the claim 'c1' must say something"),
        ({"c1_speaker": "author > "}, "claims!F2: 'author > ' has a gap"),
        ({"c2_by": "machine"}, "claims!K3: 'machine' cannot sign what a person changed"),
        ({"c1_id": "c9"}, "claims!A2: no claim 'c9'"),
        ({"c2_id": "c1"}, "claims!A3: 'c1' stands twice (first in claims!A2)"),
        ({"c2_id": " "}, "row 3 has no id"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_applied(changes: dict[str, str], message: str) -> None:
    with pytest.raises(TableError) as caught:
        apply_rows(talks(), rows(talks(), c2_note="changed too", **changes), by="Ana")
    assert caught.value.message.startswith(message)


def test_every_bad_cell_is_named_at_once() -> None:
    with pytest.raises(TableError) as caught:
        apply_rows(talks(), rows(talks(), c1_review="x", c2_modality="y"), by="Ana")
    assert [line.split(":")[0] for line in caught.value.message.splitlines()] == ["claims!J2", "claims!H3"]
