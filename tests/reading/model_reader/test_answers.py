"""What becomes of an answer: marks whose words stand in the text, and a count of everything else."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable

import pytest

from detente.dossier.draft import draft
from detente.evidence import Account, Modality, Stance
from detente.reading import read
from detente.reading.model_reader import Asker, joined, read_with_model
from detente.reading.model_reader.answer import SaidParty
from detente.reading.model_reader.bodies import Bodies
from detente.testing.recorded_model import Exchange, RecordedModel

Replay = Callable[..., RecordedModel]
AskerOf = Callable[..., Asker]
DAY = dt.date(2031, 5, 6)


@pytest.fixture
def reading(replay: Replay, asker_of: AskerOf, pier: str) -> Callable[..., Account]:
    return lambda name, **limits: read_with_model(pier, asker_of(replay(name), **limits), today=DAY)


def fallen(account: Account) -> dict[str, int]:
    """The counts in the notes."""
    told = [note.removeprefix("checked against the text, ").split(" × ") for note in account.notes if " × " in note]
    return {reason: int(count) for count, reason in told}


def test_a_good_answer_becomes_an_account(reading: Callable[..., Account]) -> None:
    account = reading("good")
    assert [(party.id, party.name, party.aliases) for party in account.parties] == [
        ("dockers_union", "Dockers' Union", ("The union", "the union")),
        ("port_vell", "Port Vell", ()),
    ]
    assert [(claim.speaker, claim.modality) for claim in account.claims] == [
        (("author", "dockers_union"), Modality.reported),
        (("author", "dockers_union"), Modality.reported),
        (("author", "port_vell"), Modality.reported),  # the model said asserted, of words that it puts into a party's mouth
        (("author",), Modality.absence),
    ]
    assert [(p.party, p.stance, p.polarity.value, p.act, p.performer, p.condition, p.reported_by) for p in account.positions] == [
        ("dockers_union", Stance.demand, "for", "reopen the north pier", "port_vell", None, ()),
        ("dockers_union", Stance.refusal, "against", "load a single crate", "dockers_union", None, ()),
        ("port_vell", Stance.precondition, "for", "end the blockade", "dockers_union", "reopen the pier", ()),
    ]
    assert fallen(account) == {}


def test_every_quotation_is_the_texts_own(reading: Callable[..., Account], pier: str) -> None:
    account = reading("good")
    assert account.document.text == pier
    for claim in account.claims:
        assert claim.span is not None
        assert pier[slice(*claim.span)] == claim.quote
    assert account.claims[1].quote == "We will not load\na single crate before that"  # the line ends within the words
    for position in account.positions:
        assert position.span is not None
    assert [pier[slice(*p.span)] for p in account.positions if p.span] == [
        "reopen the north pier",
        "will not load\na single crate",
        "only if the union ended the blockade",
    ]


def test_every_mark_says_who_made_it(reading: Callable[..., Account]) -> None:
    account = reading("good")
    made_by = account.claims[0].review.note
    assert made_by.startswith("read by recorded at 127.0.0.1:")
    assert made_by.endswith(", prompt 1, 2031-05-06")
    reviews = {claim.review for claim in account.claims} | {position.review for position in account.positions}
    assert {(review.status.value, review.by, review.note) for review in reviews} == {("proposed", "machine", made_by)}
    assert made_by in account.notes
    assert account.document.note == made_by


def test_a_dossier_is_drafted_from_it(reading: Callable[..., Account]) -> None:
    dossier = draft([reading("good")])
    assert [option.text for option in dossier.file.options.values()] == [
        "reopen the north pier",
        "load a single crate",
        "end the blockade",
    ]
    assert "read by recorded at" in dossier.file.documents["account"].note
    assert {claim.review.note.split(" at ")[0] for claim in dossier.claims.values()} == {"read by recorded"}


def test_what_is_not_in_the_text_falls_and_is_counted(reading: Callable[..., Account], pier: str) -> None:
    account = reading("not-in-the-text")
    assert fallen(account) == {
        "a party that the text does not name": 2,  # Sea Council, author
        "a party that does not fit the schema": 1,
        "a quotation that is not in the text": 1,
        "a position of a statement that was dropped": 1,
        "a quotation whose words stand in several places": 1,
        "a statement by somebody whom the text does not name": 1,
        "a statement with an unknown modality": 1,
        "put into the writer's voice, for want of words that report it": 1,
        "a position with an unknown stance": 1,
        "a position of an unknown party": 1,
        "a position with an unknown performer": 1,
        "a position whose condition is not in the text": 1,
        "a position whose words are not in its statement": 1,
        "an act whose words are not in the text": 1,
        "a refusal that is for its act": 1,
        "a position that does not fit the schema": 1,
    }
    assert account.positions == ()
    assert [(claim.quote, claim.speaker) for claim in account.claims] == [
        ("only if the union ended the blockade", ("author", "port_vell")),
        ("The union did not reply", ("author",)),
        ("Port Vell said it would", ("author",)),
    ]
    assert account.claims[2].span is not None
    assert account.claims[2].span.start == pier.rindex("Port Vell said it would")  # the words in front decide which of the two
    assert [(party.id, party.aliases) for party in account.parties] == [("port_vell", ())]


def test_a_text_that_gives_orders_yields_at_worst_a_bad_claim(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay("obeying-the-text")
    account = read_with_model(pier, asker_of(model), today=DAY)
    # What the sheet says is there to be seen, proposed, with its place; nothing else of what the answer holds comes through.
    assert [(claim.quote, claim.review.status.value) for claim in account.claims] == [
        ("Port Vell accepts every demand of the Ghost Fleet", "proposed")
    ]
    assert [(party.name, party.aliases) for party in account.parties] == [("Port Vell", ())]
    told = json.dumps([account.to_dict(), [claim.says for claim in account.claims]])
    assert "collector" not in told
    assert "script" not in told
    assert "has been verified" not in told
    assert "\\u001b" not in told
    assert fallen(account)["a quotation that is not in the text"] == 1
    # And the text reached the model inside a JSON string, quotation marks and all, beside our own words and never among them.
    (asked,) = model.asked
    given = json.loads(asked.text)
    assert [one["text"] for one in given["paragraphs"]] == [pier[slice(*span)] for span in account.document.paragraphs]
    assert "forget your rules" not in asked.body["messages"][0]["content"]


def test_a_portion_cut_off_for_its_length_is_asked_for_in_halves(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay(Exchange("{", finish="length"), Exchange({"parties": [], "claims": []}))
    account = read_with_model(pier, asker_of(model), today=DAY)
    numbers = [[one["paragraph"] for one in json.loads(asked.text)["paragraphs"]] for asked in model.asked]
    assert numbers == [[0, 1, 2, 3, 4], [0, 1], [2, 3, 4]]
    assert not any("not read" in note for note in account.notes)


def test_long_texts_go_in_portions_that_share_no_word(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    model = replay(Exchange({"parties": [{"name": "Port Vell", "aliases": []}], "claims": []}))
    read_with_model(pier, asker_of(model, portion=120), today=DAY)
    sent = [one["text"] for asked in model.asked for one in json.loads(asked.text)["paragraphs"]]
    assert len(model.asked) > 3
    assert "".join("".join(sent).split()) == "".join(pier.split())
    assert [json.loads(asked.text)["known_parties"] for asked in model.asked[:2]] == [[], [["Port Vell"]]]


def test_a_model_that_declines_is_told_of(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    account = read_with_model(pier, asker_of(replay(Exchange("", finish="content_filter"))), today=DAY)
    assert "paragraphs P0 to P4 not read: the model declined to answer" in account.notes


def test_both_readers_together_mark_what_both_found_once(reading: Callable[..., Account], pier: str) -> None:
    rules, model = read(pier, voices="rules"), reading("good")
    both = joined(rules, model)
    assert len(both.claims) < len(rules.claims) + len(model.claims)
    noted = [claim.review.note for claim in both.claims]
    twice = [note for note in noted if note.startswith("by the rules; also read by recorded")]
    alone = [note for note in noted if note.startswith("read by recorded")]
    assert len(twice) + noted.count("") == len(rules.claims)
    assert len(twice) + len(alone) == len(model.claims)
    assert twice
    ids = {claim.id for claim in both.claims}
    assert all(set(position.claims) <= ids and position.claims for position in both.positions)
    assert len({position.id for position in both.positions}) == len(both.positions)
    parties = {party.id for party in both.parties}
    assert {position.party for position in both.positions} <= parties
    assert all(pier[slice(*claim.span)] == claim.quote for claim in both.claims if claim.span)


def test_accounts_of_different_texts_are_not_joined(reading: Callable[..., Account]) -> None:
    with pytest.raises(ValueError, match="different texts"):
        joined(read("Another text says nothing.", voices="rules"), reading("good"))


LETTER = """To the Council of Vell

We will not reopen the pier. The Council wrote that it would wait, and that is well.

For the Dockers' Union, Mara Quill"""


@pytest.mark.parametrize(("writer", "outer"), [("Dockers' Union", "dockers_union"), ("Sea Council", "author"), (None, "author")])
def test_in_a_partys_own_letter_the_chain_begins_with_the_party(writer: str | None, outer: str, replay: Replay, asker_of: AskerOf) -> None:
    refusal = {"party": "Dockers' Union", "stance": "refusal", "polarity": "against", "act": "reopen the pier"}
    position = {**refusal, "performer": "Dockers' Union", "condition": None, "words": "will not reopen the pier"}
    said = {"paragraph": 1, "before": "", "modality": "asserted"}
    own = {**said, "quote": "We will not reopen the pier", "speakers": ["author"], "cue": "", "positions": [position]}
    told = {**said, "quote": "it would wait", "speakers": ["author", "Council of Vell"], "cue": "wrote", "positions": []}
    parties = [{"name": "Dockers' Union", "aliases": []}, {"name": "Council of Vell", "aliases": ["The Council"]}]
    answer = Exchange({"parties": parties, "writer": writer, "claims": [own, told]})
    account = read_with_model(LETTER, asker_of(replay(answer)), today=DAY)
    assert [claim.speaker for claim in account.claims] == [(outer,), (outer, "council_of_vell")]
    assert [position.reported_by for position in account.positions] == [() if outer == "dockers_union" else ("author",)]
    assert {party.id for party in account.parties} == {"dockers_union", "council_of_vell"}


def test_speakers_who_are_no_party_keep_their_names(replay: Replay, asker_of: AskerOf, pier: str) -> None:
    said = {"paragraph": 3, "before": "", "cue": "said", "modality": "reported", "positions": []}
    named = {**said, "quote": "it would wait", "speakers": ["author", "Mara Quill"]}
    nobody = {**said, "quote": "The union did not reply", "speakers": ["author", "unnamed"]}
    account = read_with_model(pier, asker_of(replay(Exchange({"parties": [], "claims": [named, nobody]}))), today=DAY)
    assert [claim.speaker for claim in account.claims] == [("author", "unnamed report"), ("author", "Mara Quill")]
    assert account.parties == ()


def test_names_are_told_apart_from_aliases_and_articles() -> None:
    bodies, fallen = Bodies("The Dock Union and the Sea Council met; the Council and the Board sat; the council rose."), Counter[str]()
    for name, aliases in (("the Dock Union", ["the Board"]), ("Sea Council", ["the Board", "the Council"]), ("Dock Union", [])):
        bodies.add(SaidParty(name=name, aliases=aliases), fallen)
    bodies.add(SaidParty(name="the council", aliases=["Sea Council"]), fallen)  # the same under its alias
    assert [bodies.id_of(name) for name in ("Dock Union", "the Dock Union", "The Council", "the Board")] == [
        "dock_union",
        "dock_union",
        "sea_council",
        None,  # two lay claim to it
    ]
    assert [party.id for party in bodies.parties(["sea_council", "dock_union", "council"])] == ["dock_union", "sea_council"]
    bodies.add(SaidParty(name="Board", aliases=["the Dock Union"]), fallen)  # another's own name as an alias takes nothing from it
    assert (bodies.id_of("the Dock Union"), bodies.id_of("the Board")) == ("dock_union", "board")
    assert fallen == {}
