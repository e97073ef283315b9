"""The audit of the accounts and the assumption budget, counted by hand."""

from __future__ import annotations

from typing import Any

from detente.dossier.basis import ElementKind, Ground
from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Document, Modality, Provenance, Review, ReviewStatus
from detente.worlds.audit import audit
from detente.worlds.budget import Comparisons, budget

FILE: dict[str, Any] = {
    "detente": 1,
    "title": "Harbour truce",
    "documents": {
        "op-ed": {"file": "op-ed.txt", "doubts": ["the source line is a picture credit"], "note": "footnote mark 1 points at nothing"},
        "readout": {"file": "readout.txt", "provenance": "confirmed"},
    },
    "parties": {"north": {"name": "North", "assumed": "plain"}, "south": {"name": "South"}},
    "options": {"truce": {"party": "south", "now": "no", "because": ["c1"], "now_because": ["c4"]}},
    "outcomes": {"peace": "truce"},
    "preferences": {
        "north": {
            "statements": [
                {"limit": "truce", "because": ["c2"]},
                {"any_order": [{"want": "truce", "because": ["c3"]}, {"want": "not truce", "assumed": "a guess"}]},
            ],
            "order_assumed": "limits before wants",
        },
        "south": [{"demand": "truce", "because": [["c2", "c4"]]}, {"want": "truce", "because": ["c5"]}],
    },
}
CLAIMS = (
    Claim("c1", "", ("author", "south"), document="readout", cue="Said", granted_by=("north",)),
    Claim("c2", "", ("author",), document="op-ed", note="the footnote there is about something else"),
    Claim("c3", "", ("author", "gazette", "north"), document="op-ed", cue="claimed", disputed_by=("south",)),
    Claim("c4", "", ("author",), document="op-ed", modality=Modality.absence, about=("south",)),
    Claim("c5", "", ("author",), document="op-ed", review=Review(ReviewStatus.rejected)),
    Claim("c6", "", ("author",), document="op-ed", modality=Modality.opinion, hedge="perhaps", about=("north",)),
    Claim("c7", "", ("author", "gazette"), document="op-ed", cue="claimed", about=("north",)),
    Claim("c8", "", ("author",), document="op-ed", cites=("readout",)),
    Claim("c9", "", ("author", "south"), document="readout", cue="said"),
)


def dossier() -> Dossier:
    return Dossier(DossierFile.model_validate(FILE), claims={claim.id: claim for claim in CLAIMS})


def test_voices_of_each_party() -> None:
    north, south = audit(dossier()).parties
    # c2 and c3 carry the North's statements, c6 and c7 name it
    assert (north.speaks, north.by_author, north.by_others) == (("c3",), ("c2", "c6"), ("c7",))
    # c2 and c4 together carry the South's demand; c4 is silence
    assert (south.speaks, south.by_author, south.silence) == (("c1", "c9"), ("c2",), ("c4",))
    assert (north.granted, south.granted, north.disputed, south.disputed) == (("c1",), (), (), ("c3",))
    assert repr(south) == "PartyVoice(south: speaks 2, author about it 1, silence 1)"


def test_cues_by_whose_claim_they_introduce() -> None:
    cues = audit(dossier(), cue_class={"said": "neutral", "claimed": "distancing"}.__getitem__).cues
    assert [(row.cue, row.speaker, row.kind, row.claims) for row in cues] == [
        ("said", "south", "neutral", ("c1", "c9")),
        ("claimed", "north", "distancing", ("c3",)),
        ("claimed", "gazette", "distancing", ("c7",)),
    ]
    assert {row.kind for row in audit(dossier()).cues} == {None}


def test_chains_and_their_length() -> None:
    found = audit(dossier())
    assert [(row.chain, row.length, len(row.claims)) for row in found.chains] == [
        (("author", "gazette", "north"), 3, 1),
        (("author", "south"), 2, 2),
        (("author", "gazette"), 2, 1),
        (("author",), 1, 4),
    ]
    assert found.longest_chain == 3
    assert audit(Dossier(DossierFile(detente=1, title="empty"))).longest_chain == 0


def test_documents_of_unconfirmed_origin() -> None:
    (row,) = audit(dossier()).documents
    assert (row.document, row.provenance, row.claims) == ("op-ed", Provenance.unverified, 6)
    assert row.doubts == ("the source line is a picture credit",)


def test_a_text_that_the_file_does_not_list_is_audited_too() -> None:
    bare = Dossier(DossierFile(detente=1, title="t"), documents={"d": Document("d", "Words.", provenance=Provenance.disputed)})
    assert [(row.document, row.provenance) for row in audit(bare).documents] == [("d", Provenance.disputed)]


def test_unsourced_hedged_and_footnoted() -> None:
    found = audit(dossier())
    assert found.unsourced == ("c2",)  # not the opinion c6, nor c8, which cites, nor c5, which was rejected
    assert [(row.claim, row.hedge) for row in found.wording] == [("c2", ""), ("c6", "perhaps")]
    assert found.footnotes == ("c2", "op-ed")
    assert repr(found) == "Audit(8 claims, 1 unsourced, longest chain 3)"
    assert found.to_dict()["unsourced"] == ["c2"]


def test_the_budget_counts_elements_by_ground() -> None:
    found = budget(dossier())
    grounds = {kind: {ground for ground, count in row.items() if count} for kind, row in found.elements.items()}
    assert grounds == {
        ElementKind.party: {Ground.assumed, Ground.unknown},
        ElementKind.option: {Ground.attributed},
        ElementKind.now: {Ground.silence},
        ElementKind.limit: {Ground.author},
        ElementKind.demand: {Ground.silence},  # needs the author's word and silence
        ElementKind.want: {Ground.attributed, Ground.assumed, Ground.unknown},  # c5 was rejected
        ElementKind.outcome: {Ground.assumed},
    }
    assert found.total == {Ground.attributed: 2, Ground.author: 1, Ground.silence: 2, Ground.assumed: 3, Ground.unknown: 2}
    assert repr(found) == "Budget(2 attributed, 1 author, 2 silence, 3 assumed, 2 unknown)"


def test_the_budget_counts_comparisons() -> None:
    # north: the limit before two wants, for a stated reason, and the wants left open; south: two statements in an order without a reason
    assert budget(dossier()).comparisons == (
        Comparisons("north", assumed=2, unknown=0, left_open=1),
        Comparisons("south", assumed=0, unknown=1, left_open=0),
    )


def test_listed_states_are_comparisons_too() -> None:
    file = {"detente": 1, "title": "t", "states": ["s1", "s2", "s3"], "ranking": {"north": [["s2"], ["s1", "s3"]]}}
    found = budget(Dossier(DossierFile.model_validate(file)))
    assert found.comparisons == (Comparisons("north", unknown=2, left_open=1),)
    assert found.to_dict()["comparisons"] == [{"party": "north", "assumed": 0, "unknown": 2, "left_open": 1}]
