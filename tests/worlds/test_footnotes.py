"""Notes and the statements they stand at."""

from __future__ import annotations

from detente.cases.accounts import example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Document, Review, ReviewStatus, Span
from detente.worlds.audit import audit
from detente.worlds.footnotes import Anchor, anchors

TEXT = """The guild promised to keep the harbour open.[1] It never meant it.[2] The quays are old ("very old"). [3] And the sea is wide.

[1] Guild minutes on the harbours, May.

[2] Rainfall of the year, a table."""


def claim(name: str, words: str, says: str = "") -> Claim:
    start = TEXT.index(words)
    return Claim(name, says or words, document="d", span=Span(start, start + len(words)), quote=words)


def dossier(*claims: Claim) -> Dossier:
    return Dossier(DossierFile(detente=1, title="t"), documents={"d": Document("d", TEXT)}, claims={one.id: one for one in claims})


def test_a_note_that_shares_words_fits() -> None:
    (row,) = anchors(dossier(claim("c1", "The guild promised to keep the harbour open.")))
    assert row == Anchor("c1", 1, "Guild minutes on the harbours, May.", ("guild", "harbours"))
    assert row.fits


def test_a_note_about_something_else_does_not() -> None:
    (row,) = anchors(dossier(claim("c2", "It never meant it", "the guild never meant its promise")))
    assert (row.number, row.shared, row.fits) == (2, (), False)
    assert repr(row) == "Anchor(c2 [2]: no word in common)"


def test_a_mark_without_a_note() -> None:
    (row,) = anchors(dossier(claim("c3", 'The quays are old ("very old"')))
    assert (row.number, row.note, row.fits) == (3, "", False)


def test_only_statements_at_a_mark_that_nobody_rejected() -> None:
    rejected = Claim("c4", "x", document="d", span=Span(0, TEXT.index("[1]")), review=Review(ReviewStatus.rejected))
    assert anchors(dossier(rejected, claim("c5", "The guild promised"), claim("c6", "the sea is wide"), Claim("c7", "no place"))) == ()


def test_the_bundled_column_has_a_note_about_something_else() -> None:
    found = {row.claim: row for row in audit(load(example_path("ceasefire-2025"))).anchors}
    assert not found["o-minsk-defection"].fits  # its note is about elections
    assert found["o-telegram"].fits  # the newspaper that the post came through is named in it
