"""The documentation names what there is: public names, terms with their definitions, sources."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

import detente
from detente.dossier import entries, schema
from detente.report.words import PLAIN as SHOWN

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference"
ENTRY = re.compile(r"^(?P<term>[A-Z][^\n]*)\n: (?P<text>[^\n]*(?:\n  [^\n]*)*)", re.MULTILINE)
PLAIN = re.compile(r"\*In plain words:\* ([^.]+)\.")


def glossary() -> dict[str, str]:
    text = (REFERENCE / "glossary.md").read_text(encoding="utf-8")
    return {entry["term"]: " ".join(entry["text"].split()) for entry in ENTRY.finditer(text)}


@pytest.mark.parametrize("name", [name for name in detente.__all__ if not name.startswith("_")])
def test_every_public_name_has_its_row(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", (REFERENCE / "python.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_terms_are_in_order_within_their_section() -> None:
    for section in re.split(r"^## ", (REFERENCE / "glossary.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        terms = [entry["term"].casefold() for entry in ENTRY.finditer(section)]
        assert terms, f"no term under {section.splitlines()[0]!r}"
        assert terms == sorted(terms)


def test_people_are_shown_the_plain_words_of_the_glossary() -> None:
    plain = {term: PLAIN.findall(text) for term, text in glossary().items() if PLAIN.search(text)}
    assert plain == {term: [words] for term, words in SHOWN.items()}


def test_no_plain_word_stands_for_two_terms() -> None:
    counts = Counter(word for text in glossary().values() for word in PLAIN.findall(text))
    assert counts, "no plain words found: has the page changed its form?"
    assert {word for word, count in counts.items() if count > 1} == set()


def test_no_plain_word_is_another_term() -> None:
    entries = glossary()
    terms = {term.casefold() for term in entries}
    assert {word for text in entries.values() for word in PLAIN.findall(text) if word.casefold() in terms} == set()


def file_keys() -> Iterator[tuple[str, str]]:
    """Every key a person may write in a dossier's files, with the class that reads it."""
    for module in (schema, entries):
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind.__module__ == module.__name__:
                yield from ((name, field.alias or key) for key, field in kind.model_fields.items())


def test_every_key_of_a_dossier_is_on_its_page() -> None:
    page = (REFERENCE / "dossier-file.md").read_text(encoding="utf-8")
    keys = set(file_keys())
    assert len(keys) > 100
    assert {(kind, key) for kind, key in keys if not re.search(rf"`{key}\b", page)} == set()


def test_the_dossiers_on_the_pages_are_dossiers() -> None:
    found = 0
    for page in DOCS.rglob("*.md"):
        for block in re.findall(r"^```yaml\n(detente: .*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            entries.WholeFile.model_validate(YAML(typ="safe").load(io.StringIO(block)))
            found += 1
    assert found


def test_every_citation_has_its_source() -> None:
    keys = set(re.findall(r"^@\w+\{(\w+),", (REFERENCE / "bibliography.bib").read_text(encoding="utf-8"), re.MULTILINE))
    assert keys
    cited = {
        key.strip()
        for page in DOCS.rglob("*.md")
        if "_build" not in page.parts
        for group in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", page.read_text(encoding="utf-8"))
        for key in group.split(",")
    }
    assert cited - keys == set()


def test_decisions_are_numbered_without_gaps_and_say_what_they_cost() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8").casefold()
        for part in ("context", "choice", "cost"):
            assert part in text, f"{page.name} says nothing of its {part}"
