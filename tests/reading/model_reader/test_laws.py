"""Whatever a model answers: nothing is raised, nothing but words of the text comes through, and no side is favoured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.evidence import AUTHOR, Account, Document, Modality, Polarity, Stance
from detente.reading.model_reader import Asker, read_with_model
from detente.reading.model_reader.answer import object_in, parsed
from detente.reading.model_reader.assembly import assembled
from detente.reading.model_reader.bodies import Bodies
from detente.reading.model_reader.checking import checked, ground_of
from detente.reading.model_reader.portions import halves, portions
from detente.reading.model_reader.prompt import messages
from detente.testing.recorded_model import Exchange, RecordedModel

HERE = Path(__file__).parent
TEXT = (HERE / "pier.txt").read_text(encoding="utf-8")
DOCUMENT = Document("pier", TEXT)


def account_of(answer: Any) -> Account | None:
    """What the reader makes of an answer, without a server between."""
    found = object_in(json.dumps(answer))
    known = parsed(found) if found is not None else None
    if known is None:
        return None
    (portion,) = portions(DOCUMENT, 10_000)
    bodies, fallen = Bodies(TEXT), Counter(known.fallen)
    for party in known.parties:
        bodies.add(party, fallen)
    claims = [checked(ground_of(DOCUMENT), portion, said, bodies, fallen) for said in known.claims]
    return assembled(DOCUMENT, [claim for claim in claims if claim is not None], bodies, fallen, "made")


words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["author", "Port Vell", "Dockers' Union", "the union", "said", "reopen the pier", "would", "that", "accept", "", " ", "“"]
    ),
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 80)).map(lambda at: TEXT[at[0] : at[0] + at[1]]),
)
odd: st.SearchStrategy[Any] = st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.floats(), words, st.lists(words, max_size=2))
position = st.fixed_dictionaries(
    {
        "party": words,
        "stance": st.sampled_from([*Stance, "other"]),
        "polarity": st.sampled_from([*Polarity, "both"]),
        "act": words,
        "performer": st.one_of(st.none(), words),
        "condition": st.one_of(st.none(), words),
        "words": words,
    }
)
claim = st.fixed_dictionaries(
    {
        "paragraph": st.integers(-2, 9),
        "quote": words,
        "before": words,
        "speakers": st.lists(words, max_size=3),
        "cue": words,
        "modality": st.sampled_from([*Modality, "other"]),
        "positions": st.lists(position, max_size=2),
    }
)
party = st.fixed_dictionaries({"name": words, "aliases": st.lists(words, max_size=2)})
answers = st.fixed_dictionaries(
    {"parties": st.lists(st.one_of(party, odd), max_size=4), "claims": st.lists(st.one_of(claim, odd), max_size=4)}
)


@given(answers)
def test_whatever_is_answered_only_words_of_the_text_come_through(answer: Any) -> None:
    account = account_of(answer)
    assert account is not None
    parties = {party.id for party in account.parties}
    assert AUTHOR not in parties
    for one in account.claims:
        assert one.span is not None
        assert TEXT[slice(*one.span)] == one.quote
        assert any(c.isalnum() for c in one.quote)
        assert one.speaker[0] == AUTHOR
        assert one.review.status.value == "proposed"
    for held in account.positions:
        assert held.party in parties
        assert held.performer is None or held.performer in parties
        assert held.span is not None
        assert any(a.id in held.claims and a.span is not None and a.span.contains(held.span) for a in account.claims)
    folded = TEXT.replace("’", "'").casefold()
    assert all(name.replace("’", "'").casefold() in folded for party in account.parties for name in (party.name, *party.aliases))


@given(st.recursive(odd, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)), max_leaves=8))
def test_no_object_whatever_raises(answer: Any) -> None:
    account_of(answer)
    account_of({"parties": answer, "claims": answer})
    account_of({"parties": [answer], "claims": [answer, {"positions": answer}]})


@given(st.text(max_size=60))
def test_no_answer_text_raises(text: str) -> None:
    found = object_in(text)
    assert found is None or isinstance(found, dict)
    assert object_in("{" * 3000 + text) is None or text.count("}") > 0


@given(st.text(alphabet="ab.! \n", max_size=300), st.integers(1, 60))
def test_portions_hold_every_word_once(text: str, most: int) -> None:
    document = Document("d", text)
    made = portions(document, most)
    spans = [span for portion in made for _, span in portion]
    assert "".join("".join(text[slice(*span)] for span in spans).split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for portion in made:
        parts = [span for half in halves(portion, text) for _, span in half]
        assert not parts or "".join(text[slice(*s)] for s in parts) == "".join(text[slice(*s)] for _, s in portion)


def test_what_is_asked_is_the_same_for_every_text() -> None:
    (portion,) = portions(DOCUMENT, 10_000)
    other = Document("other", "Norland refused.")
    assert messages(DOCUMENT, portion, [["Port Vell"]])[0] == messages(other, portions(other, 100)[0], [])[0]


SWAP = {
    "Port Vell": "Dockers' Union",
    "Dockers' Union": "Port Vell",
    "Dockers’ Union": "Port Vell",
    "the union": "the port",
    "The union": "The port",
}


def swapped(words: str) -> str:
    """Names of the two parties in each other's place."""
    marked = words
    for number, name in enumerate(SWAP):
        marked = marked.replace(name, f"\x01{number}\x02")
    for number, name in enumerate(SWAP.values()):
        marked = marked.replace(f"\x01{number}\x02", name)
    return marked


def test_swapping_the_parties_swaps_the_account(asker_of: Callable[..., Asker], replay: Callable[..., RecordedModel]) -> None:
    (good,) = json.loads((HERE / "exchanges" / "good.json").read_text(encoding="utf-8"))
    other = json.loads(swapped(json.dumps(good["says"], ensure_ascii=False)))
    one = read_with_model(TEXT, asker_of(replay("good")))
    two = read_with_model(swapped(TEXT), asker_of(replay(Exchange(other))))
    turned = {"port_vell": "dockers_union", "dockers_union": "port_vell", AUTHOR: AUTHOR}
    assert [tuple(turned[link] for link in claim.speaker) for claim in one.claims] == [claim.speaker for claim in two.claims]
    assert [(turned[p.party], p.stance, p.polarity, turned[p.performer or AUTHOR]) for p in one.positions] == [
        (p.party, p.stance, p.polarity, p.performer or AUTHOR) for p in two.positions
    ]
    assert [note for note in one.notes if "×" in note] == [note for note in two.notes if "×" in note]
