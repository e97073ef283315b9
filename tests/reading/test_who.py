"""Who speaks for whom: how people are introduced, whom a pronoun means, which names are one body, and which bodies are parties."""

from __future__ import annotations

import pytest
from tests.reading.by_rules import read


def voices(text: str) -> list[str]:
    """The last voice of every claim that somebody other than the writer makes, in text order."""
    return [claim.speaker[-1] for claim in read(text + "\n", voices="rules").claims if len(claim.speaker) > 1]


def parties(text: str) -> set[str]:
    return {party.id for party in read(text + "\n", voices="rules").parties}


@pytest.mark.parametrize(
    "text",
    [
        "The Dockers' Union met. The union's secretary Anna Berg said that the quay was shut. Berg said that it would stay so.",
        "The Dockers' Union met. Its secretary, Anna Berg, said that the quay was shut. Berg said that it would stay so.",
        "The Dockers' Union met. Its secretary, a driver called Anna Berg, said that the quay was shut. Berg said that it would stay so.",
        "Anna Berg, secretary of the Dockers' Union, said that the quay was shut. Berg said that it would stay so.",
        "Anna Berg, who speaks for the Dockers' Union, said that the quay was shut. Berg said that it would stay so.",
        "Anna Berg of the Dockers' Union said that the quay was shut. Berg said that it would stay so.",
        "Speaking for the Dockers' Union, Anna Berg said that the quay was shut. Berg said that it would stay so.",
        "Anna Berg is the president of the Dockers' Union. Berg said that the quay was shut. Berg said that it would stay so.",
        "The Dockers' Union, which is led by the veteran Anna Berg, met. Berg said that the quay was shut. Berg said it would stay so.",
        "Present: for the Dockers' Union, A. Berg and B. Holm. Ms Berg said that the quay was shut. Mr Holm said that it would stay so.",
    ],
)
def test_a_person_is_introduced_as_speaking_for_a_body(text: str) -> None:
    assert voices(text) == ["dockers_union", "dockers_union"]


def test_a_pronoun_on_its_own_introduces_too() -> None:
    text = "Anna Berg opened the door. She is the director of the Park Authority. Berg said that the road was shut."
    assert voices(text) == ["park_authority"]


def test_an_office_means_the_last_one_who_was_introduced_in_it() -> None:
    text = (
        "President Ada Holm of Norland met Chancellor Ida Voss of Sudland. The chancellor said that the road was shut. "
        "The president said that it was open."
    )
    assert voices(text) == ["sudland", "norland"]


def test_a_minister_belongs_to_the_state_spoken_of_and_to_no_union() -> None:
    text = (
        "Norland closed the border. The Dockers' Union left the quay. Interior Minister Ada Holm said that the road was shut. "
        "Norland said that it was snow."
    )
    assert voices(text) == ["norland", "norland"]


def test_people_who_speak_for_nobody_are_speakers_and_no_parties() -> None:
    text = "Norland said that the road was shut. A baker, Ron Abel, said that it was open. Professor Ute Lind said that nobody knew."
    assert voices(text)[0] == "norland"
    assert not {"norland"} & set(voices(text)[1:])
    assert parties(text) == {"norland"}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Norland and Sudland met. Ms Berg of Norland saw Mr Lind of Sudland. He said that the road was shut.", "sudland"),
        ("Norland and Sudland met. Ms Berg of Norland saw Mr Lind of Sudland. She said that the road was shut.", "norland"),
        ("Norland closed the road. Ms Berg of Norland said that the road was shut. It was late. “We wait,” she said.", "norland"),
        ("A florist in the arrivals hall gave away her stock. “I want customers,” she said.", "florist in the arrivals hall"),
    ],
)
def test_he_and_she_mean_the_last_person_of_that_gender(text: str, last: str) -> None:
    assert voices(text)[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "The Premier Circle met. The Circle said that the ground was shut.",
        "The Guild of Hospital Physicians met. The Physicians said that the ward was shut.",
        "The Kestrel Mining Syndicate met. The Syndicate said that the mine was shut.",
        "Aeroports du Levant met the press. Aeroports du Levant said that the runway was shut.",
    ],
)
def test_a_short_name_is_the_same_body(text: str) -> None:
    assert len(parties(text)) == 1
    assert voices(text) == sorted(parties(text))


def test_a_capital_stands_for_its_state() -> None:
    text = (
        "Norland closed the road. A Norlandic envoy met the press in Merrow, the Norlandic capital. Merrow said that the road was shut. "
        "Merrow rejected the toll."
    )
    assert parties(text) == {"norland"}


def test_what_is_only_named_is_no_party() -> None:
    text = "Norland demanded that Sudland open the road. The Orrin freezes in winter. Evaporation is high. Traders slept badly."
    assert parties(text) == {"norland", "sudland"}


def test_the_same_words_make_a_party_of_a_known_and_of_an_invented_name() -> None:
    text = "{} left the talks. Its president, Anna Berg, said that the road was shut. {} froze in winter."
    known, invented = text.format("France", "Seine"), text.format("Norland", "Orrin")
    assert {"france"} <= parties(known)
    assert len(parties(known)) == len(parties(invented)) == 1


def test_each_that_is_a_claim_of_its_own() -> None:
    text = "Norland said that the quay was shut, that nobody knew why and that it would stay shut."
    assert voices(text) == ["norland"] * 3


def test_what_is_thought_is_told_and_what_a_body_wants_is_the_writers() -> None:
    assert voices("Norland closed the road. Analysts think that Sudland is waiting.") == ["analysts"]
    assert voices("Norland wants a road.") == []


def test_the_noun_after_a_relative_clause_is_not_the_speaker() -> None:
    text = "A diplomat who has followed the file for a decade said that Norland was waiting."
    assert voices(text)[0].startswith("diplomat")


def test_a_partys_own_letter_begins_the_chain() -> None:
    text = (
        "The Council of the Nine Islands\n\nTo the Trustees of the Harbour Museum\n\nWe have your letter, and we thank you. "
        "You write that the crates are safe. We have read our copies, and we know our crates. Our island is far.\n\n"
        "We wait, and we remember. Our door is open, and our boats are ready for us.\n\nFor the Council of the Nine Islands\nAda Holm\n"
    )
    chains = {claim.speaker for claim in read(text, voices="rules").claims}
    assert all(chain[0] == "council_of_the_nine_islands" for chain in chains)
    assert ("council_of_the_nine_islands", "trustees_of_the_harbour_museum") in chains
