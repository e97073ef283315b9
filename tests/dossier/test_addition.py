"""Another account arrives: every kind of meeting on hand-made dossiers, and the laws of adding."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.analysis.delta import delta
from detente.dossier.addition import MatchKind, add
from detente.dossier.comparing import standing_statements
from detente.dossier.dossier import Dossier
from detente.dossier.files import load, save
from detente.dossier.schema import DossierFile
from detente.errors import DossierError, UnknownName
from detente.evidence import Account, Claim, Document, Modality, Party, Polarity, Position, Review, ReviewStatus, Stance
from detente.impasse.verdict import deal_possible
from detente.worlds.delta import setting_aside, together

EARLY, LATE = datetime.date(2040, 5, 1), datetime.date(2040, 5, 9)
OWN = ("author", "mill")


def dossier(*claims: Claim, because: str = "d-1", statement: str = "demand: not open sluice", **more: object) -> Dossier:
    """Mill and farm quarrel over a sluice and a road; the mill is said to refuse to open the sluice."""
    kind, _, formula = statement.partition(": ")
    file = DossierFile.model_validate(
        {
            "detente": 1,
            "title": "The sluice",
            "documents": {"paper": {"file": "accounts/paper.txt", "date": EARLY}},
            "parties": {
                "mill": {"name": "Mill", "assumed": "there"},
                "farm": {"name": "Farm", "aliases": ["Elm Farm"], "assumed": "there"},
            },
            "options": {
                "sluice": {"party": "mill", "text": "open the lower sluice", "now": "no", "because": [because]},
                "road": {"party": "farm", "text": "repair the shared road", "now": "no", "because": ["d-2"]},
            },
            "preferences": {
                "mill": [{kind: formula.replace("open sluice", "sluice"), "because": [because], "id": "m-sluice"}],
                "farm": [{"condition": "road only if sluice", "because": ["d-2"], "id": "f-road"}],
            },
            "goals": {"both": "sluice and road"},
            **more,
        }
    )
    known = {
        claim.id: claim
        for claim in (*claims, Claim("d-2", "the farm repairs the road only if the sluice is opened", ("author", "farm"), "paper"))
    }
    return Dossier(file, {"paper": Document("paper", "A text.", EARLY, file="accounts/paper.txt")}, known)


def said(speaker: tuple[str, ...] = ("author",), date: datetime.date | None = None, **how: object) -> Claim:
    return replace(Claim("d-1", "the mill keeps its lower gate shut", speaker, "paper", date=date), **how)  # type: ignore[arg-type]


def account(*claims: Claim, positions: tuple[Position, ...] = (), parties: tuple[Party, ...] = (), text: str = "Another text.") -> Account:
    parties = parties or (Party("mill", "Mill"), Party("farm", "Farm"))
    return Account(Document("letter", text, LATE), parties, claims, positions)


def position(
    stance: Stance, polarity: Polarity, act: str = "open the lower sluice", party: str = "mill", performer: str = "mill"
) -> Position:
    return Position("p1", party, stance, polarity, act, performer, claims=("c1",))


REFUSES = position(Stance.refusal, Polarity.against)
OFFERS = position(Stance.offer, Polarity.for_)


def kinds(found: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(match.kind.value, match.others) for match in found.matches]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (said(("author", "mill")), Claim("c1", "x", OWN), "repeated"),
        (said(("author", "gazette")), Claim("c1", "x"), "joined"),
        (said(), Claim("c1", "x", OWN), "upgraded"),
        (said(), Claim("c1", "x", ("author",)), "joined"),  # two authors are two voices
    ],
)
def test_the_same_statement_is_one_more_basis(was: Claim, now: Claim, expected: str) -> None:
    found = add(dossier(was), account(now, positions=(REFUSES,)))
    assert kinds(found) == [(expected, ("d-1",))]
    assert found.statements == found.options == ()
    assert found.dossier.element_by_id["m-sluice"].basis.alternatives == (frozenset({"d-1"}), frozenset({"letter-c1"}))
    assert ("m-sluice", "letter-c1") in found.bases
    assert found.dossier.claims["d-1"].granted_by == (("mill",) if expected == "upgraded" else ())
    assert found.dossier.claims["letter-c1"].review.status is ReviewStatus.proposed


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (said(OWN, EARLY), Claim("c1", "x", OWN, date=LATE), "changed"),
        (said(OWN, EARLY), Claim("c1", "x", OWN), "changed"),  # the day of the text, where the claim has none
        (said(OWN, LATE), Claim("c1", "x", OWN, date=EARLY), "earlier"),
        (said(OWN, LATE), Claim("c1", "x", OWN, date=LATE), "contradicted"),  # no order between the two
        (said(), Claim("c1", "x", OWN), "disputed"),
        (said(("author", "gazette")), Claim("c1", "x"), "contradicted"),
        (said(OWN), Claim("c1", "x", ("author", "farm")), "contradicted"),
    ],
)
def test_the_opposite_contradicts_and_replaces_nothing(was: Claim, now: Claim, expected: str) -> None:
    before = dossier(replace(was, review=Review(ReviewStatus.accepted, "Ana")))
    found = add(before, account(now, positions=(OFFERS,)))
    assert kinds(found) == [(expected, ("d-1",))]
    assert found.dossier.claims["letter-c1"].contradicts == ("d-1",)
    assert found.dossier.claims["d-1"].review == Review(ReviewStatus.accepted, "Ana")
    assert found.dossier.claims["d-1"].disputed_by == (("mill",) if expected == "disputed" else ())
    assert found.dossier.element_by_id["m-sluice"].basis == before.element_by_id["m-sluice"].basis
    assert len(found.statements) == 1
    assert [one.kind for one in found.undecided] == ["position" if expected in {"changed", "earlier"} else "account"]
    note = found.dossier.file.preferences["mill"][0].any_order[-1].note  # type: ignore[union-attr,index]
    assert ("in place of m-sluice" in note) == (expected == "changed")


def test_what_a_person_said_about_granting_stays() -> None:
    found = add(dossier(said(disputed_by=("mill",))), account(Claim("c1", "x", OWN), positions=(REFUSES,)))
    assert (found.dossier.claims["d-1"].disputed_by, found.dossier.claims["d-1"].granted_by) == (("mill",), ())


def test_a_firmer_word_is_a_statement_of_its_own() -> None:
    found = add(dossier(said(), statement="want: not sluice"), account(Claim("c1", "x", OWN), positions=(REFUSES,)))
    assert found.dossier.element_by_id["m-sluice"].basis.claims == {"d-1"}
    assert [found.dossier.element_by_id[name].kind.value for name in found.statements] == ["demand"]


def test_a_new_act_a_new_party_and_a_new_name() -> None:
    parties = (Party("elm", "Elm Farm", ("the Elm people",)), Party("mill", "Mill"), Party("bank", "Bank"))
    new = Position("p1", "bank", Stance.demand, Polarity.for_, "sell the north meadow", "elm", claims=("c1",))
    found = add(dossier(said()), account(Claim("c1", "x", ("author", "bank")), positions=(new,), parties=parties))
    assert found.parties == ("bank",)
    assert found.aliases == (("farm", "the Elm people"),)
    assert [found.dossier.file.options[name].party for name in found.options] == ["farm"]
    assert found.dossier.file.parties["bank"].because == ("letter-c1",)
    assert found.dossier.file.preferences["bank"][0].demand == found.options[0]  # type: ignore[union-attr,index]


def test_another_scope_stays_another_act_until_a_person_unites_them() -> None:
    wider = position(Stance.demand, Polarity.for_, "open the lower sluice and the weir", party="farm")
    arrived = account(Claim("c1", "x", ("author", "farm")), positions=(wider,))
    found = add(dossier(said()), arrived)
    assert len(found.options) == 1
    assert [one.kind for one in found.undecided] == ["act"]
    united = add(dossier(said()), arrived, same={"open the lower sluice and the weir": "sluice"})
    assert united.options == ()
    with pytest.raises(UnknownName):
        add(dossier(said()), arrived, same={"open": "gate"})


def test_what_stood_without_a_basis_does_not_come_to_hang_on_the_new_claim() -> None:
    before = dossier(said())
    entry = before.file.preferences["mill"][0].model_copy(update={"because": (), "assumed": "known"})  # type: ignore[union-attr,index]
    before = replace(before, file=before.file.model_copy(update={"preferences": {**before.file.preferences, "mill": (entry,)}}))
    found = add(before, account(Claim("c1", "x", OWN), positions=(REFUSES,)))
    assert not found.dossier.element_by_id["m-sluice"].basis
    assert [one.kind for one in found.undecided] == ["assumption"]


def test_an_act_that_is_assumed_stays_assumed() -> None:
    before = dossier(said())
    options = {name: entry.model_copy(update={"because": (), "assumed": "asked about"}) for name, entry in before.file.options.items()}
    before = replace(before, file=before.file.model_copy(update={"options": options}))
    found = add(before, account(Claim("c1", "x", OWN), positions=(REFUSES,)))
    assert ("m-sluice", "letter-c1") in found.bases
    assert not found.dossier.element_by_id["options.sluice"].basis


@pytest.mark.parametrize(
    ("old", "new", "speaker", "expected"),
    [
        ("the delegates met in Harrow in June", "the delegates met in Linden in June", ("author",), ["contradicted"]),
        ("the delegates met in Harrow in June", "the delegates did not meet in Harrow in June", ("author",), []),  # another verb form
        ("the delegates met in Harrow in June", "the delegates never met in Harrow in June", ("author",), ["contradicted"]),
        ("the delegates met in Harrow in June", "delegates met in Harrow in June", ("author",), ["joined"]),
        ("the farm paid over 20 crowns in June", "the farm paid over 30 crowns in June", ("author",), ["contradicted"]),
        ("Mill paid the wages in June", "Farm paid the wages in June", ("author",), []),  # two facts about two parties
    ],
)
def test_mere_facts_are_compared_by_their_words(old: str, new: str, speaker: tuple[str, ...], expected: list[str]) -> None:
    found = add(dossier(replace(said(), says=old)), account(Claim("c1", new, speaker)))
    assert [match.kind.value for match in found.matches] == expected


def test_silence_neither_says_the_same_nor_contradicts() -> None:
    silent = Claim("c1", "the delegates never met in Harrow in June", modality=Modality.absence)
    assert add(dossier(replace(said(), says="the delegates met in Harrow in June")), account(silent)).matches == ()


def test_the_name_of_another_text_is_refused() -> None:
    with pytest.raises(DossierError, match="another text called 'paper'"):
        add(dossier(said()), account(Claim("c1", "x")), name="paper")


# laws

STANCES = st.sampled_from([Stance.refusal, Stance.demand, Stance.offer, Stance.support, Stance.red_line])
ACTS = st.sampled_from(
    [("open the lower sluice", "mill"), ("repair the shared road", "farm"), ("sell timber cheaply", "mill"), ("hire guards", "farm")]
)


@st.composite
def accounts(draw: st.DrawFn, name: str = "letter") -> Account:
    claims, positions = [], []
    for index in range(draw(st.integers(1, 4))):
        party = draw(st.sampled_from(["mill", "farm"]))
        speaker = draw(st.sampled_from([("author",), ("author", party), ("author", "gazette")]))
        claims.append(Claim(f"c{index}", f"said {index}", speaker, date=draw(st.sampled_from([None, EARLY, LATE]))))
        act, performer = draw(ACTS)
        stance = draw(STANCES)
        against = stance is Stance.refusal or (stance in {Stance.demand, Stance.red_line} and draw(st.booleans()))
        polarity = Polarity.against if against else Polarity.for_
        positions.append(Position(f"p{index}", party, stance, polarity, act, performer, claims=(f"c{index}",)))
    return Account(
        Document(name, f"Text of {name}.", LATE), (Party("mill", "Mill"), Party("farm", "Farm")), tuple(claims), tuple(positions)
    )


def verdicts(found: Dossier) -> list[bool]:
    taken = together(found)
    return [bool(deal_possible(found, "both", stated=stated)(taken)) for stated in (False, True)]


@given(accounts())
def test_twice_adds_nothing(one: Account) -> None:
    first = add(dossier(said()), one)
    assert not first.empty
    again = add(first.dossier, one)
    assert again.empty
    assert again.dossier is first.dossier
    assert again.already == len(one.claims)


@given(accounts())
def test_set_aside_what_was_added_and_the_answers_are_those_before(one: Account) -> None:
    before = dossier(said())
    found = add(before, one)
    bare = setting_aside(found.dossier, found.claims)
    assert verdicts(bare) == verdicts(before)
    stood = {element.id for element in before.elements if element.basis.stands(together(before))}
    stands = {element.id for element in bare.elements if element.basis.stands(together(bare))}
    assert stood == stands
    # and the answers after are those that the comparison gives
    change = delta(before, found.dossier)
    deals = [row for row in change.verdicts if row.asked.kind == "deal"]
    assert [row.before.together for row in deals] == verdicts(before)
    assert [row.after.together for row in deals] == verdicts(found.dossier)


@given(accounts("letter"), accounts("note"))
def test_the_order_of_two_accounts_does_not_matter(one: Account, other: Account) -> None:
    # whether a new act is being done now is said by the account that brings it, and that of an option that is there is not touched
    assume(not any(p.stance is Stance.support and p.party == p.performer for found in (one, other) for p in found.positions))
    start = dossier(said())
    ways = [add(add(start, first).dossier, second).dossier for first, second in ((one, other), (other, one))]
    assert ways[0].claims.keys() == ways[1].claims.keys()

    def pairs(found: Dossier) -> set[frozenset[str]]:
        return {frozenset((claim.id, rival)) for claim in found.claims.values() for rival in claim.contradicts}

    assert pairs(ways[0]) == pairs(ways[1])
    assert verdicts(ways[0]) == verdicts(ways[1])


@given(accounts())
def test_another_name_for_a_party_changes_names_only(one: Account) -> None:
    swap = {"mill": "farm", "farm": "mill"}

    def swapped(found: Account) -> Account:
        claims = tuple(replace(claim, speaker=tuple(swap.get(name, name) for name in claim.speaker)) for claim in found.claims)
        positions = tuple(replace(p, party=swap[p.party], performer=swap[p.performer or ""]) for p in found.positions)
        return replace(found, claims=claims, positions=positions)

    before = dossier(said())
    data = before.file.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    for option in data["options"].values():
        option["party"] = swap[option["party"]]
    data["preferences"] = {swap[name]: entry for name, entry in data["preferences"].items()}
    claims = {name: replace(claim, speaker=tuple(swap.get(s, s) for s in claim.speaker)) for name, claim in before.claims.items()}
    mirror = replace(before, file=DossierFile.model_validate(data), claims=claims)
    straight, turned = add(before, one), add(mirror, swapped(one))
    assert [(m.kind, m.claim, m.others) for m in straight.matches] == [(m.kind, m.claim, m.others) for m in turned.matches]
    assert [swap.get(m.party, m.party) for m in straight.matches] == [m.party for m in turned.matches]
    assert verdicts(straight.dossier) == verdicts(turned.dossier)


# on disk


def written(folder: Path) -> Dossier:
    save(dossier(said()), folder)
    text = (folder / "dossier.yaml").read_text(encoding="utf-8")
    (folder / "dossier.yaml").write_text(text.replace("options:", "# kept as it is\noptions:"), encoding="utf-8")
    return load(folder)


def test_what_is_saved_is_what_was_added_and_comments_stay(tmp_path: Path) -> None:
    found = add(written(tmp_path / "d"), account(Claim("c1", "x", OWN), positions=(OFFERS,)))
    save(found.dossier, tmp_path / "d")
    again = load(tmp_path / "d")
    assert again == found.dossier
    assert "# kept as it is" in (tmp_path / "d" / "dossier.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "d" / "accounts" / "letter.txt").read_text(encoding="utf-8") == "Another text."
    assert again.file.documents["letter"].sha256 == again.documents["letter"].sha256


def test_an_interrupted_write_leaves_the_dossier_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = written(tmp_path / "d")
    before = {path: path.read_bytes() for path in sorted((tmp_path / "d").rglob("*")) if path.is_file()}
    calls = 0
    replace_file = Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(KeyboardInterrupt):
        save(add(loaded, account(Claim("c1", "x", OWN), positions=(OFFERS,))).dossier, tmp_path / "d")
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in sorted((tmp_path / "d").rglob("*")) if path.is_file()} == before


def test_every_kind_is_met_above() -> None:
    assert {kind.value for kind in MatchKind} == {"repeated", "joined", "upgraded", "changed", "earlier", "disputed", "contradicted"}


OTHER_WORDS = [
    ("reopen the lower sluice", "sluice", False),
    ("open its lower sluice at once", "sluice", False),
    ("keep the lower sluice shut", "sluice", True),
    ("close the lower sluice", "sluice", True),
]


@pytest.mark.parametrize(("words", "option", "contrary"), OTHER_WORDS)
def test_other_words_are_taken_for_the_act_that_is_there_and_said_to_be(words: str, option: str, contrary: bool) -> None:
    arrived = account(Claim("c1", "x", ("author", "farm")), positions=(position(Stance.demand, Polarity.for_, words, party="farm"),))
    found = add(dossier(said()), arrived)
    assert [(one.wording, one.option, one.contrary) for one in found.taken] == [(words, option, contrary)]
    assert found.options == ()
    formulas = {one.entry.formula for one in standing_statements(found.dossier, "farm")}
    assert ("(not sluice)" if contrary else "sluice") in formulas
    kept = add(dossier(said()), arrived, apart=[words])
    assert (kept.taken, len(kept.options)) == ((), 1)


@pytest.mark.parametrize("words", ["open every sluice", "sell the lower sluice", "open the upper sluice"])
def test_another_scope_or_deed_is_never_taken_for_it(words: str) -> None:
    arrived = account(Claim("c1", "x", ("author", "farm")), positions=(position(Stance.demand, Polarity.for_, words, party="farm"),))
    found = add(dossier(said()), arrived)
    assert (found.taken, len(found.options)) == ((), 1)


def test_one_level_is_not_another() -> None:
    options = {
        "sluice": {"party": "mill", "text": "open the lower sluice", "now": "no", "because": ["d-1"]},
        "road": {"party": "farm", "text": "repair the shared road", "now": "no", "because": ["d-2"]},
        "rent": {"party": "mill", "text": "cut the rent", "levels": ["none", "four", "seven"], "now": "none", "because": ["d-2"]},
    }
    arrived = [
        account(Claim("c1", "x", ("author", "farm")), positions=(position(Stance.demand, Polarity.for_, words, party="farm"),))
        for words in ("cut the rent by seven percent", "cut the rent by nine percent")
    ]
    assert [one.option for one in add(dossier(said(), options=options), arrived[0]).taken] == ["rent.seven"]
    assert add(dossier(said(), options=options), arrived[1]).taken == ()
