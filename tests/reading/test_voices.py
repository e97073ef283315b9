"""Who says it: chains, the rule of voice, modality, hedges, absence."""

from __future__ import annotations

import pytest
from tests.reading.by_rules import read

from detente.evidence import Modality
from detente.reading import CueClass, cue_class


def chains(text: str) -> list[tuple[str, ...]]:
    return [claim.speaker for claim in read(text + "\n").claims]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Norland left.", ("author",)),
        ("Norland said it had left.", ("author", "norland")),
        ("“We left,” said Norland's envoy.", ("author", "norland")),
        ("According to Norland, the road is shut.", ("author", "norland")),
        ("The road is shut, according to Norland.", ("author", "norland")),
        ("It was reported that the road is shut.", ("author", "unnamed report")),
        ("The New York Times reported that the road is shut.", ("author", "The New York Times")),
        ("The French said the road is shut.", ("author", "france")),
        ("A French baker said the road is shut.", ("author", "French baker")),
        ("The Kremlin said the road is shut.", ("author", "russia")),
        ("Norland wants a road.", ("author",)),
        ("Norland is unwilling to build a road.", ("author",)),
        ("Norland did not say that the road is shut.", ("author",)),
        ("Norland might say that the road is shut.", ("author",)),
    ],
)
def test_the_last_link_is_a_party_only_with_a_reporting_cue(text: str, chain: tuple[str, ...]) -> None:
    assert chains(text) == [chain]


def test_a_chain_of_three() -> None:
    text = "The New York Times reported that Norland said that an officer wrote that the bridge had fallen."
    assert ("author", "The New York Times", "norland", "officer") in chains(text)


def test_two_sources_are_two_claims() -> None:
    assert chains("Norland and Sudland said the road is shut.") == [("author", "norland"), ("author", "sudland")]


def test_a_position_reported_by_the_adversary_stays_the_adversarys_claim() -> None:
    account = read("According to Norland, Sudland demands the harbour. Sudland left.")
    (position,) = account.positions
    assert (position.party, position.reported_by[:2]) == ("sudland", ("author", "norland"))


@pytest.mark.parametrize(
    ("text", "modality", "hedge"),
    [
        ("Norland left.", Modality.asserted, ""),
        ("Norland may have left.", Modality.asserted, "may"),
        ("The call is alleged to have lasted an hour.", Modality.alleged, "alleged"),
        ("There is no sign that Norland objects.", Modality.absence, ""),
        ("Norland has not commented.", Modality.absence, ""),
        ("The tariff was not reported to have come up.", Modality.absence, ""),
        ("The tariff did not come up in the talks.", Modality.absence, ""),
        ("Nor has Norland given any indication that it would sign.", Modality.absence, ""),
        ("If Norland signs, the road opens.", Modality.conditional, ""),
        ("Norland will probably sign.", Modality.predicted, "probably"),
        ("Norland should sign.", Modality.opinion, ""),
        ("Norland denied that the road is shut.", Modality.denied, ""),
        ("Norland said the road is shut.", Modality.reported, ""),
    ],
)
def test_modality_and_hedge(text: str, modality: Modality, hedge: str) -> None:
    (claim,) = read(text + "\n").claims
    assert (claim.modality, claim.hedge) == (modality, hedge)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("acknowledged", CueClass.factive),
        ("admitted that", CueClass.factive),
        ("claimed", CueClass.distancing),
        ("alleges", CueClass.distancing),
        ("said", CueClass.neutral),
        ("has repeatedly stated", CueClass.neutral),
        ("walked", None),
        ("", None),
    ],
)
def test_cue_classes(words: str, kind: CueClass | None) -> None:
    assert cue_class(words) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Norland dropped its demand for the harbour.",
        "Norland no longer demands the harbour.",
        "Norland once demanded the harbour.",
        "Date: 1 May 2031\n\nIn 1998 Norland had demanded the harbour.",
        "Norland does not demand the harbour.",
        "Norland denied demanding the harbour.",
        "Norland denied that it demands the harbour.",
        "If Norland demanded the harbour, Sudland would laugh.",
        "Norland could demand the harbour.",
        "Norland should demand the harbour.",
        "Norland is expected to demand the harbour.",
        "Norland needs to accept the treaty.",
        "It would be wise for Norland to accept the treaty.",
        "Did Norland demand the harbour?",
        "There is no sign that Norland demands the harbour.",
        "Norland did not rule out a treaty.",
        "Norland has not responded to the offer.",
        "Norland supports Sudland.",
        "Demand for coal rose in Norland.",
        "Analysts predict that Norland will demand the harbour.",
        "Norland will need to lift the tariff if a peace is to last.",
    ],
)
def test_what_is_no_position(text: str) -> None:
    assert [(p.party, p.stance.value, p.act) for p in read(text + "\n").positions] == []


@pytest.mark.parametrize(
    ("text", "stance", "polarity", "act", "performer"),
    [
        ("Norland demands that Sudland not build the dam.", "demand", "against", "build the dam", "sudland"),
        ("Norland urged Sudland to open the road.", "demand", "for", "open the road", "sudland"),
        ("Norland called for an end to the blockade.", "demand", "for", "end the blockade", None),
        ("Norland demands the release of the sailors.", "demand", "for", "release the sailors", None),
        ("Norland's demand is that Sudland leave the island.", "demand", "for", "leave the island", "sudland"),
        ("Norland refused to sign.", "refusal", "against", "sign", "norland"),
        ("Norland is not willing to sign.", "refusal", "against", "sign", "norland"),
        ("Norland rejected a pause in strikes.", "refusal", "against", "accept a pause in strikes", "norland"),
        ("Norland said it would never cede the island.", "red_line", "against", "cede the island", "norland"),
        ("Norland will never recognise the border.", "red_line", "against", "recognise the border", "norland"),
        ("Norland offered to send doctors.", "offer", "for", "send doctors", "norland"),
        ("Norland is ready to send doctors.", "offer", "for", "send doctors", "norland"),
        ("Norland pledged to lift the tariff.", "commitment", "for", "lift the tariff", "norland"),
        ("Norland supports a cap on strikes.", "support", "for", "accept a cap on strikes", None),
        ("Norland threatened to close the strait.", "threat", "for", "close the strait", "norland"),
    ],
)
def test_stances(text: str, stance: str, polarity: str, act: str, performer: str | None) -> None:
    (position,) = read(text + "\n").positions
    found = (position.party, position.stance.value, position.polarity.value, position.act, position.performer)
    assert found == ("norland", stance, polarity, act, performer)


def test_scope_variants_stay_two_issues() -> None:
    account = read("Norland offered to halt strikes on power plants. Sudland offered to halt strikes on power plants and bridges.")
    assert len({p.issue for p in account.positions}) == 2


def test_a_pause_is_not_a_cap() -> None:
    account = read("Norland demands a pause in recruitment. Sudland refused a cap on recruitment.")
    assert len({p.issue for p in account.positions}) == 2


def test_an_offer_is_not_required_and_its_refusal_concerns_the_same_act() -> None:
    account = read("Westmark said it would send observers. Sudland rejected the observers.")
    assert [(p.party, p.stance.value, p.act, p.performer) for p in account.positions] == [
        ("westmark", "offer", "send observers", "westmark"),
        ("sudland", "refusal", "send observers", "westmark"),
    ]
    assert len({p.issue for p in account.positions}) == 1
