"""A page's article, and not what stands around it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import AccountError
from detente.reading import read
from detente.reading.documents.web import page, page_text

PARAGRAPHS = [
    f"The envoy of Norland said on {day} that the {thing} would stay shut until the guild had paid its share of the repairs."
    for day, thing in [("Monday", "harbour"), ("Tuesday", "lock"), ("Wednesday", "bridge"), ("Thursday", "canal"), ("Friday", "road")]
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Harbour talks stall | The Merrow Herald</title>
<meta property="og:site_name" content="The Merrow Herald"><meta name="author" content="Lena Holt">
<meta property="article:published_time" content="2031-05-12T10:00:00Z"><script>var a = "Norland demands cookies";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Harbour talks stall</h1>{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}
<h2>What the guild wants</h2><blockquote><p>We will never cede the lock.</p></blockquote>
<p>Norland demands that the guild pay the toll.</p></article>
<section class="comments" id="comments"><p>A reader: the guild demands that Norland resign at once!</p></section>
<footer><p>Copyright The Merrow Herald. Cookie settings.</p></footer></body></html>"""


def test_the_article_its_headings_and_what_the_page_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    account = read(tmp_path / "page.html")
    document = account.document
    assert (document.title, document.date, document.stated_source, document.note) == (
        "Harbour talks stall",
        dt.date(2031, 5, 12),
        "The Merrow Herald",
        "by Lena Holt",
    )
    blocks = document.text.split("\n\n")
    assert blocks == [
        "# Harbour talks stall",
        *PARAGRAPHS,
        "## What the guild wants",
        "> We will never cede the lock.",
        "Norland demands that the guild pay the toll.",
    ]
    assert ("norland", "pay the toll", "guild") in {(p.party, p.act, p.performer) for p in account.positions}
    assert not any("resign" in claim.quote for claim in account.claims)
    assert any("nothing here confirms it" in note for note in account.notes)


def test_a_small_page_is_read_whole_and_doubted() -> None:
    found = page(b"<html><body><p>Norland demands that Sudland close the mine.</p><p>Sudland refused.</p></body></html>")
    assert found.text == "Norland demands that Sudland close the mine.\n\nSudland refused."
    assert "only 9 words: is this a cookie or login page?" in found.notes


@pytest.mark.parametrize(
    "body",
    [
        "<div>We value your privacy. We use cookies. Accept all cookies or manage consent to continue reading.</div>",
        "<p>To continue reading, subscribe or log in.</p>",
        "",
        "<script>location = 'x'</script>",
    ],
)
def test_a_page_that_hides_its_text_is_refused(body: str) -> None:
    with pytest.raises(AccountError, match=r"only \d+ words: is this a cookie or login page\?"):
        page(f"<html><body>{body}</body></html>".encode())


@pytest.mark.parametrize(("charset", "encoding"), [("windows-1251", "cp1251"), ("iso-8859-2", "iso8859-2"), ("utf-8", "utf-8")])
def test_the_page_names_its_encoding(charset: str, encoding: str) -> None:
    said = "Žižek left Łódź" if encoding != "cp1251" else "Мы не подпишем"
    raw = f'<html><head><meta charset="{charset}"></head><body><p>{said}</p></body></html>'.encode(encoding)
    assert page(raw).text == said


def test_tables_and_breaks_keep_words_apart() -> None:
    assert page_text("<table><tr><td>wages</td><td>7%</td></tr></table><p>one<br>two</p>tail") == "wages | 7%\n\none two\n\ntail"


def test_a_page_of_a_million_brackets_is_no_trouble() -> None:
    assert "North left." in page(b"<div>" * 3000 + b"<p>North left.</p>" + b"</div>" * 3000).text
