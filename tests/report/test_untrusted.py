"""Texts, names and titles come from anybody: nothing in them becomes markup, on any surface."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from detente.report.contexts import Page
from detente.report.html import anchor, render
from detente.report.markdown import escaped, markdown
from detente.report.terminal import first_screen, plain, show

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; & &amp;",
    "\u202egnp.exe\u2066",
    "[red]not red[/red] [link=https://evil.example]x[/link]",
    "\x1b[31mred\x1b]8;;https://evil.example\x07x",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) | `a` *b* ~c~",
    "- item\n# heading\n1. one",
    "=cmd|' /C calc'!A0",
]
MakePage = Callable[..., Page]


class _Shape(HTMLParser):
    """Tags with the names of their attributes, and the text in between."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_html_has_the_same_elements_whatever_the_names_and_titles(make_page: MakePage, text: str) -> None:
    shape = _Shape(render(make_page(title=text, name=text, says=text)))
    assert shape.tags == _Shape(render(make_page())).tags
    shown = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    assert shown in "".join(shape.text)


@pytest.mark.parametrize("text", [hostile * 3 for hostile in HOSTILE])
def test_an_account_is_text_and_nothing_else(make_page: MakePage, text: str) -> None:
    shape = _Shape(render(make_page(text=text)))
    assert not {tag for tag, _ in shape.tags} & {"script", "img", "iframe", "object", "link", "base", "form"}
    assert not [name for _, names in shape.tags for name in names if name.startswith("on") or name == "style"]
    assert not set("\u202e\u2066\x1b\x07") & set("".join(shape.text))


@given(st.text(min_size=1, max_size=40))
def test_names_of_anchors_are_safe_and_stay_apart(text: str) -> None:
    made = anchor(text)
    assert all(c.isascii() and (c.isalnum() or c in "-_.") for c in made)
    assert made != anchor(text + "x")


@pytest.mark.parametrize("text", HOSTILE)
def test_the_terminal_shows_words_and_obeys_none(make_page: MakePage, text: str) -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, markup=False, highlight=False, emoji=False, force_terminal=False)
    show(console, first_screen(make_page(title=text, name=text, says=text)))
    shown = out.getvalue()
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"]
    if "[red]" in text:
        assert "[red]not red[/red]" in shown


@given(st.text())
def test_plain_text_steers_no_terminal(text: str) -> None:
    assert not [c for c in plain(text) if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_poor_terminal_gets_letters_it_has(make_page: MakePage, encoding: str) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    show(Console(file=out, width=80, markup=False), first_screen(make_page(title="“Łódź” – a quarrel…", name="Ærø")))
    out.flush()
    assert b"quarrel" in raw.getvalue().lower()


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_it_as_it_is(text: str) -> None:
    from markdown_it import MarkdownIt

    shape = _Shape(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escaped(text)))
    assert {tag for tag, _ in shape.tags} <= {"p"}
    assert "".join(shape.text).strip() == plain(text).strip().replace("://", ":\u200b//")


def test_markdown_keeps_its_tables_whatever_the_names(make_page: MakePage) -> None:
    from markdown_it import MarkdownIt

    def tags(page: Page) -> list[str]:
        return [tag for tag, _ in _Shape(MarkdownIt("commonmark").enable("table").render(markdown(page))).tags]

    usual = tags(make_page())
    for text in HOSTILE:
        assert tags(make_page(title=text, name=text, says=text)) == usual


def test_long_words_are_folded_in_the_terminal() -> None:
    out = io.StringIO()
    show(Console(file=out, width=80, markup=False), [Text("x" * 300)])
    assert max(map(len, out.getvalue().splitlines())) <= 80
