"""Who is in sight of a sentence: phrases that point at a body, names that are bodies, and people whose body the text tells."""

from __future__ import annotations

import pytest

from detente.evidence import Document
from detente.reading.coreference import Scene, scene
from detente.reading.names import joined_names
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.sight import sighted
from detente.reading.structure import structure


def staged(text: str) -> Scene:
    document = Document("text", text)
    parts = structure(document)
    split = joined_names(sentences(text, parts, quotations(document)))
    return scene(text, split, build_register(split, parts, text))


def seen(text: str) -> list[tuple[str, str]]:
    """The words of every mention of a body, and the body."""
    return [(text[one.span.start : one.span.end], one.name) for one in sighted(staged(text)) if getattr(one, "is_body", True)]


@pytest.mark.parametrize(
    ("sentence", "words", "body"),
    [
        ("Its chairman wants a new quay.", "Its chairman", "Dockers' Union"),
        ("The Bishop met its secretary.", "its secretary", "Dockers' Union"),
        ("Ida Voss, who leads the Dockers' Union, said that her deputy would come.", "her deputy", "Dockers' Union"),
    ],
)
def test_an_officer_of_it_or_her_points_at_the_body(sentence: str, words: str, body: str) -> None:
    assert (words, body) in seen(f"The Dockers' Union met in the hall. {sentence}\n")


def test_an_official_with_an_indefinite_article_points_at_the_body_that_is_named_in_the_phrase() -> None:
    found = seen("Tarvia closed the bridge. Melland has protested. A senior Tarvian official said that it was snow.\n")
    assert ("A senior Tarvian official", "Tarvia") in found


def test_what_is_his_own_and_no_officer_points_at_nobody() -> None:
    found = seen("Tarvia closed the bridge. Its winter was long. A senior official said that it was snow.\n")
    assert [words for words, _ in found] == ["Tarvia"]


def test_the_company_is_the_one_firm_of_the_text() -> None:
    assert ("The company", "Brack Holdings") in seen("Brack Holdings shut the mill in May. The company will pay nobody, it says.\n")


def test_a_name_that_acts_stays_a_body_where_a_pronoun_behind_it_is_somebody_elses() -> None:
    text = "Tarvia has asked for the ferry. Ada Holm spoke. Tarvia, she said, will wait. Tarvia wants the toll back. Few praise Tarvia."
    assert [name for words, name in seen(text + "\n") if words == "Tarvia"] == ["Tarvia"] * 4


def test_a_name_that_is_part_of_a_persons_stays_the_persons() -> None:
    text = "Ada Holm spoke for an hour. Holm said she was tired. Holm wants her supper."
    assert seen(text + "\n") == []


def test_a_name_with_the_whose_end_acts_with_the_is_a_body() -> None:
    found = seen("For the Free Cantons, Commander Ada Holm came. The Cantons want the maps. Holm said that they would wait.\n")
    assert {name for _, name in found} == {"Free Cantons"}
    assert ("Holm", "Free Cantons") in found


def test_a_place_named_after_a_state_is_of_that_state() -> None:
    found = seen("Sael has agreed. Sael expects an answer. Tarvia's minister spoke in Port Sael. Port Sael insists on a toll.\n")
    assert len({name for words, name in found if "Sael" in words}) == 1


def test_a_place_that_speaks_of_its_own_is_no_seat_of_another() -> None:
    text = (
        "Tarvia has signed; Tarvia's foreign minister said so. Belm, which waters its fields from the Orla, wants a toll. "
        "An official in Belm said that Tarvia would wait."
    )
    assert [name for words, name in seen(text + "\n") if words == "Belm"] == ["Belm"] * 2


def owner(text: str, words: str) -> str:
    return next(name for mention, name in seen(text + "\n") if mention.endswith(words))


def test_a_minister_is_no_firms_and_no_partys() -> None:
    text = "The government wants the mill open. Brack Copper has shut it. Mines minister Ida Voss opened the talks. Voss will wait."
    assert owner(text, "Voss") == "government"


def test_a_general_is_no_partys() -> None:
    text = "Tarvia voted. The Civic Bloc protested. Admiral Ida Voss said that the barracks were quiet. Voss told Tarvia to wait."
    assert owner(text, "Voss") == "Tarvia"


def test_what_is_named_in_a_quotation_has_no_lawyer_outside_it() -> None:
    text = (
        "The Lake Council holds the shore and it wants the boats left there. “We will sue the Orla Bank,” says its lawyer, Ida Voss. "
        "The Orla Bank said nothing."
    )
    assert owner(text, "Voss") == "Lake Council"


def test_his_spokesman_is_whose_he_is() -> None:
    text = "The Civic Bloc protested. Mr Renk wrote to the Civic Bloc. His spokesman, Ida Voss, said that he would wait."
    assert not any(words.endswith("Voss") for words, _ in seen(text + "\n"))


def test_a_title_in_front_of_a_title_is_nobodys_owner() -> None:
    text = (
        "Melland's foreign minister, Ada Holm, left. Tarvia's stand has hardened. Defence Minister Colonel Ida Voss said that it was snow."
    )
    assert owner(text, "Ida Voss") == "Tarvia"


def test_a_thing_in_front_of_a_name_is_not_the_body() -> None:
    assert [words for words, _ in seen("Nobody uses the motorway, Tarvia said. Tarvia will shut it.\n")] == ["Tarvia"] * 2


def test_a_label_that_names_a_sort_of_people_speaks_for_their_body() -> None:
    text = (
        "The Assembly of Pupils and the School Office met.\n\nHOST (Ada Holm): Who begins?\n\nPUPILS (Ida Voss): We want the hall.\n\n"
        "PUPILS: And a key.\n"
    )
    found = seen(text)
    assert [name for words, name in found if "PUPILS" in words] == ["Assembly of Pupils"] * 2
    assert not any("HOST" in words for words, _ in found)


def test_members_stand_for_the_one_body_in_whose_name_they_are() -> None:
    found = seen("The Weavers' Guild met on Friday. The weavers want the mill open. Nobody asked weavers about it.\n")
    assert found == [("The Weavers' Guild", "Weavers' Guild"), ("The weavers", "Weavers' Guild"), ("weavers", "Weavers' Guild")]


def test_members_of_two_bodies_stand_for_neither() -> None:
    found = seen("The Weavers' Guild met on Friday, and so did the Weavers' Circle. The weavers want the mill open.\n")
    assert not any(words == "The weavers" for words, _ in found)


def test_some_few_of_the_members_are_not_the_body() -> None:
    found = seen("The Weavers' Guild met on Friday. Two weavers want the mill open.\n")
    assert [words for words, _ in found] == ["The Weavers' Guild"]


def test_a_family_with_a_name_is_a_body_and_any_family_is_none() -> None:
    found = seen("The mill belongs to the Brack family. The family will not sell. Nobody asked the miller.\n")
    assert found == [("the Brack family", "Brack family"), ("The family", "Brack family")]
    assert seen("The mill stands by the river. The family will not sell.\n") == []


def test_an_office_with_an_owner_is_one_name() -> None:
    assert ("The Warden's Office", "Warden's Office") in seen("The Warden's Office wants the hall shut.\n")


@pytest.mark.parametrize("names", [("Brack Holdings", "Orla Malt"), ("Orla Malt", "Brack Holdings")])
def test_a_firm_is_one_whatever_its_last_word_is(names: tuple[str, str]) -> None:
    one, other = names
    text = (
        f"{one} made a bid. {other} has refused it. Orla spoke of greed. The shareholders wait. {one} said that the company would wait.\n"
    )
    assert staged(text).register.companies == set(names)


def test_an_organisation_with_an_article_is_no_firm() -> None:
    text = "Brack Holdings made a bid. The Lake Fund has refused it. The Lake Fund wants more. The shareholders wait.\n"
    assert staged(text).register.companies == {"Brack Holdings"}


def test_a_name_that_is_never_a_he_is_a_body_though_it_looks_like_a_persons() -> None:
    text = (
        "Harn Metro has a new plan. Metro's rents rise in May. Metro will lock the doors. The traders asked Metro for a year. "
        "Few like Metro. So Metro waits."
    )
    assert {name for words, name in seen(text + "\n") if words == "Metro"} == {"Harn Metro"}
    human = text.replace("So Metro waits", "Metro said that he would wait, and Mr Metro left")
    assert not any(words == "Metro" for words, _ in seen(human + "\n"))


def test_a_ministry_is_not_the_one_for_which_a_person_of_that_ministry_spoke() -> None:
    text = "Ida Voss of the Ministry of Crafts spoke to the Lake Fund. Later the Ministry of Crafts offered help. Then the Ministry left."
    assert [name for words, name in seen(text + "\n") if "Ministry" in words] == ["Ministry of Crafts"] * 3


def test_who_speaks_in_capitals_above_answers_is_in_sight() -> None:
    text = (
        "Lockout at Brack Holdings\n\nWe met Ida Voss, who heads Brack Holdings, and Ada Holm, secretary of the Weavers' Guild.\n\n"
        "IDA VOSS\n\nWe said: Why?\n\n— The gates stay shut.\n\nADA HOLM\n\nWe said: And you?\n\n— We will wait.\n"
    )
    assert {("IDA VOSS", "Brack Holdings"), ("ADA HOLM", "Weavers' Guild")} <= set(seen(text))


def test_the_mediator_writes_the_mediators_note() -> None:
    note = (
        "NOTE OF THE MEDIATOR\non the second sitting\n\nI met the delegates of Tarvia and of Melland in the morning, and again at noon.\n\n"
        "I suggest a pause. I would name a surveyor, if both asked me. My view is that they will.\n"
    )
    assert staged(note).register.house == "mediator"
    assert staged(note.replace("OF THE MEDIATOR", "ON THE MEDIATOR")).register.house == ""
    assert staged(note.replace("I ", "They ").replace("My", "Their").replace("me", "them")).register.house == ""
