"""Who held what when, on a dossier made by hand: first, again, changed, tied, silence, not known yet."""

from __future__ import annotations

import datetime

import pytest

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.dossier.timeline import Mark, Stand, timeline
from detente.errors import UnknownName
from detente.evidence import Claim, Document, Modality, Review, ReviewStatus

MAY = datetime.date(2040, 5, 10)


def day(number: int) -> datetime.date:
    return MAY.replace(day=number)


def dossier(**reviews: Review) -> Dossier:
    file = DossierFile.model_validate(
        {
            "detente": 1,
            "title": "The sluice",
            "as_of": MAY,
            "documents": {"paper": {"file": "accounts/paper.txt", "date": MAY}},
            "parties": {"mill": {"name": "Mill", "assumed": "there"}, "farm": {"name": "Farm", "assumed": "there"}},
            "options": {
                "sluice": {"party": "mill", "text": "open the sluice", "now": "no", "because": ["shut"]},
                "road": {"party": "farm", "text": "repair the road", "now": "no", "offered_by": ["farm"], "because": ["offer"]},
            },
            "preferences": {
                "mill": [
                    {
                        "any_order": [
                            {"demand": "not sluice", "because": ["shut", "told"]},
                            {"want": "sluice", "because": ["opens", "rumour"]},
                        ]
                    }
                ],
                "farm": [{"want": "road", "because": ["offer"]}, {"condition": "road only if sluice", "because": ["later"]}],
            },
        }
    )
    claims = [
        Claim("shut", "the sluice stays shut", ("author", "mill"), "paper", date=day(1), learned=day(2)),
        Claim("told", "the sluice stays shut", ("author",), "paper"),
        Claim("rumour", "the mill would open it", ("author", "gazette"), "paper", date=day(3)),
        Claim("opens", "the mill opens it", ("author", "mill"), "paper", date=day(5)),
        Claim("offer", "the farm repairs the road", ("author", "farm"), "paper", date=day(4)),
        Claim("later", "not without the sluice", ("author", "farm"), "paper", date=day(12)),
        Claim("quiet", "nobody mentioned the road", modality=Modality.absence, document="paper", about=("road", "mill")),
    ]
    known = {
        claim.id: claim if claim.id not in reviews else Claim(claim.id, claim.says, claim.speaker, review=reviews[claim.id])
        for claim in claims
    }
    return Dossier(file, {"paper": Document("paper", "A text.", MAY)}, known)


def test_each_word_with_its_day_and_what_it_changes() -> None:
    found = timeline(dossier())
    rows = [(one.party, one.act, one.claim, one.stand, one.mark) for one in found.held]
    assert rows == [
        ("mill", "sluice", "shut", Stand.against, Mark.first),
        ("mill", "sluice", "rumour", Stand.for_, Mark.otherwise),  # another's word is no change of mind
        ("mill", "sluice", "opens", Stand.for_, Mark.again),
        ("mill", "sluice", "told", Stand.against, Mark.otherwise),
        ("mill", "road", "quiet", Stand.silence, Mark.silence),
        ("farm", "road", "offer", Stand.for_, Mark.first),
        ("farm", "road", "offer", Stand.offered, Mark.first),
        ("farm", "road", "later", Stand.tied, Mark.bound),
    ]


def test_a_party_that_says_the_opposite_on_a_later_day_has_changed() -> None:
    found = timeline(dossier(rumour=Review(ReviewStatus.rejected, "Ana")))
    (change,) = found.changes
    assert (change.claim, change.before, change.said) == ("opens", "shut", day(5))


def test_said_learned_and_not_known_yet() -> None:
    held = {one.claim: one for one in timeline(dossier()).held}
    assert (held["shut"].said, held["shut"].learned, held["shut"].own_day) == (day(1), day(2), True)
    assert (held["told"].said, held["told"].own_day) == (MAY, False)
    assert [one.claim for one in timeline(dossier()).not_yet_known] == ["later"]


def test_one_party_only() -> None:
    assert {one.party for one in timeline(dossier(), party="farm").held} == {"farm"}
    with pytest.raises(UnknownName):
        timeline(dossier(), party="fram")
