"""A damaged text is read as it was meant, and told in its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence import Span
from detente.reading import read
from detente.reading.documents.mending import mend


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("The ﬁrst oﬀer and the ﬂow.", "The first offer and the flow."),
        ("It was with\u00addrawn.", "It was withdrawn."),
        ("The unionâ€™s â€œnoâ€\u009d and the cafÃ© stay.", "The union’s “no” and the café stay."),
        ("They reached an agree-\nment in May.", "They reached an agreement in May."),
        ("A long-\nterm pact; long-term it is.", "A long-term pact; long-term it is."),
        ("A non-\naligned state.", "A non-aligned state."),
        ("AT&amp;T said &#8220;no&#8221; to R&D.", "AT&T said “no” to R&D."),
        ("It said &amp;quot;no&amp;quot;.", 'It said "no".'),
        ("North <b>left</b>.<!-- draft --><script>if (a < b) {}</script>", "North left."),
        ("North left.</p>\n<p>South stayed.", "North left.\n\n\n\n\nSouth stayed."),
        ("If a < b and c > d, wait.", "If a < b and c > d, wait."),
        ("Berg wrote:\n\n> We wait.\n> We do not go.\n\nShe left.", "Berg wrote: “We wait.\nWe do not go.”\n\nShe left."),
        ("Berg wrote:\n\n“We wait.”", "Berg wrote: “We wait.”"),
        ("A plain text.\n\nWith two paragraphs.", "A plain text.\n\nWith two paragraphs."),
        ("naïve Ärger, Ünal, año, 5 × 3 € — “fine”", "naïve Ärger, Ünal, año, 5 × 3 € — “fine”"),
    ],
)
def test_damage_and_what_was_meant(damaged: str, meant: str) -> None:
    assert mend(damaged).text == meant


PAGES = """Norland said on Monday that it would not

3
The Merrow Herald

accept the terms of the pact.

Sudland stays.

4
The Merrow Herald

Ostmark left in 1990.

5
The Merrow Herald

Westmark waits."""


def test_a_sentence_that_runs_over_the_page_is_one() -> None:
    mended = mend(PAGES)
    sentences = ["Norland said on Monday that it would not\naccept the terms of the pact.", "Sudland stays.", "Ostmark left in 1990."]
    assert mended.text == "\n\n".join([*sentences, "Westmark waits."])
    assert mended.notes == ("6 page numbers, running heads and page breaks were passed over",)


@pytest.mark.parametrize(
    "kept", ["In the year\n\n1990\n\nthey met.", "Scores:\n\n7\n\n3\n\n12\n\nThat was all.", "She said 12.\n\nHe said 13."]
)
def test_numbers_that_are_no_page_numbers_stay(kept: str) -> None:
    assert mend(kept).text == kept


def test_lines_broken_at_a_width_are_whole_and_lists_are_not_run_together() -> None:
    lines = [
        "Norland said on Monday that it would not accept the terms that",
        "the guild had put forward in March, and that it saw no reason to",
    ]
    text = "\n".join([*lines, "talk.", "- first demand", "- second demand"])
    assert mend(text).text == " ".join([*lines, "talk.\n- first demand\n- second demand"])
    verse = "Roses are red,\nviolets are blue,\nso it goes on."
    assert mend(verse).text == verse


def test_places_are_those_of_the_stored_text() -> None:
    stored = "Norland demands that Sud&shy;land with-\ndraw its <b>guns</b> &amp; ships."
    account = read(stored)
    assert account.document.text == stored
    (position,) = account.positions
    assert (position.party, position.performer, position.act) == ("norland", "sudland", "withdraw its guns & ships")
    (claim,) = account.claims
    assert claim.span is not None
    assert claim.quote == stored[claim.span.start : claim.span.end]
    assert claim.quote.startswith("Norland demands that Sud&shy;land with-\ndraw its <b>guns</b> &amp; ships")


WORDS = "Norland |said |no. |&amp;|&#34;|<b>|</p>|<br/>|ﬁ|\u00ad|â€™|agree-\nment |The Herald\n|é|🙂|- |*|“|”|:"
PIECES = st.sampled_from([*WORDS.split("|"), "\n\n", "\n", "> ", "\f", "12\n", "\n\n13\n\n"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_letter_of_the_mended_text_has_its_place(text: str) -> None:
    mended = mend(text)
    if mended.starts is None or mended.ends is None:
        assert mended.text == text
        return
    assert len(mended.starts) == len(mended.ends) == len(mended.text)
    assert all(0 <= start <= end <= len(text) for start, end in zip(mended.starts, mended.ends, strict=True))
    assert all(a <= b for a, b in zip(mended.starts, mended.starts[1:], strict=False))
    for at, letter in enumerate(mended.text):  # a letter that nothing was done to is the letter that stands there
        start, end = int(mended.starts[at]), int(mended.ends[at])
        if end == start + 1 and letter.isalnum() and text[start].isascii():
            assert text[start] == letter or text[start] in "&<"
    if mended.text:
        whole = mended.back(Span(0, len(mended.text)))
        assert 0 <= whole.start <= whole.end <= len(text)
