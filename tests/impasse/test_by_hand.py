"""Four disputes worked out on paper first: a dam, a wage round, a bid, a coalition. Situations are letters in the order of the options."""

from __future__ import annotations

import datetime
from typing import Any

from detente.dossier.dossier import Dossier
from detente.dossier.model import model
from detente.dossier.schema import DossierFile
from detente.impasse.checking import check_holding, check_packages, check_reasons, failures
from detente.impasse.diagnose import Diagnosis, diagnose
from detente.impasse.journey import Journey, find_path
from detente.stability.no_win import no_win_all

day = datetime.date

DAM: dict[str, Any] = {
    "detente": 1,
    "title": "Upper dam",
    "as_of": "2031-05-01",
    "parties": {name: {"name": name} for name in ("up", "down", "bank")},
    "options": {
        "fill": {"party": "up", "now": "no", "one_way": "yes", "from": "2031-06-01"},
        "release": {"party": "up", "now": "no"},
        "accept": {"party": "down", "now": "no"},
        "loan": {"party": "bank", "now": "no", "until": "2031-07-15"},
    },
    "preferences": {
        "up": {"statements": [{"want": "fill"}, {"demand": "loan"}, {"want": "not release"}], "rest": "indifferent"},
        "down": {
            "statements": [
                {"condition": "accept only if release"},
                {"demand": "not fill or release"},
                {"want": "release"},
                {"want": "not accept"},
            ],
            "rest": "indifferent",
        },
        "bank": {"statements": [{"condition": "loan only if accept"}, {"want": "loan"}], "rest": "indifferent"},
    },
    "goal": "fill and accept",
}

STRIKE: dict[str, Any] = {
    "detente": 1,
    "title": "Wage round",
    "parties": {"union": {"name": "Union"}, "firm": {"name": "Firm"}},
    "options": {
        "strike": {"party": "union", "now": "yes"},
        "lockout": {"party": "firm", "now": "yes"},
        "wage": {"party": "firm", "levels": ["none", "three", "six"], "now": "none"},
    },
    "preferences": {
        "union": {
            "statements": [
                {"limit": "wage or strike", "id": "u_limit"},
                {"demand": "wage.six", "id": "u_demand"},
                {"want": "not lockout"},
                {"want": "not strike"},
            ],
            "rest": "indifferent",
        },
        "firm": {
            "statements": [
                {"limit": "not wage.six", "id": "f_limit"},
                {"want": "not strike"},
                {"want": "not wage"},
                {"want": "not lockout"},
            ],
            "rest": "indifferent",
        },
    },
    "goal": "not strike and not lockout",
}

BID: dict[str, Any] = {
    "detente": 1,
    "title": "Hostile bid",
    "parties": {"raider": {"name": "Raider"}, "board": {"name": "Board"}},
    "options": {
        "bid": {"party": "raider", "now": "no", "one_way": "yes"},
        "recommend": {"party": "board", "now": "no"},
        "pill": {"party": "board", "now": "yes"},
    },
    "rules": [{"never": "recommend and pill", "id": "law"}],
    "preferences": {
        "raider": {"statements": [{"want": "recommend"}, {"want": "not bid"}], "rest": "indifferent"},
        "board": {"statements": [{"condition": "recommend only if bid"}, {"want": "pill"}, {"want": "bid"}], "rest": "indifferent"},
    },
    "goal": "recommend and bid",
}

TREATY: dict[str, Any] = {
    "detente": 1,
    "title": "Coalition treaty",
    "as_of": "2031-09-20",
    "parties": {name: {"name": name} for name in ("reds", "greens", "blues")},
    "options": {
        "vote": {"parties": ["greens", "blues"], "now": "no", "until": "2031-10-31"},
        "finance": {"party": "reds", "levels": ["nobody", "to_greens", "to_blues"], "now": "nobody"},
        "levy": {
            "party": "reds",
            "now": "no",
            "from": "2031-10-10",
            "readings": {"greens": "levy", "blues": "finance.to_greens and levy"},
        },
    },
    "preferences": {
        "reds": {"statements": [{"want": "vote"}, {"want": "not levy"}, {"want": "not finance"}], "rest": "indifferent"},
        "greens": {
            "statements": [{"condition": "vote.greens only if levy", "id": "g_levy"}, {"want": "finance.to_greens"}, {"want": "levy"}],
            "rest": "indifferent",
        },
        "blues": {
            "statements": [
                {"limit": "not levy", "id": "b_levy"},
                {"condition": "vote.blues only if finance.to_blues", "id": "b_finance"},
                {"want": "finance.to_blues"},
            ],
            "rest": "indifferent",
        },
    },
    "goal": "vote",
}


def written(file: dict[str, Any], **changed: Any) -> Dossier:
    return Dossier(DossierFile.model_validate({**file, **changed}))


def reasons_of(found: Diagnosis) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    told = found.asked.reasons
    return {one.elements for one in told.reasons}, {one.elements for one in told.changes}


def certified(found: Diagnosis) -> None:
    for side in (found.at_limits, found.as_stated):
        checked = check_reasons(found.model.option_form, side.reasons)
        if side.packages is not None:
            checked += check_packages(side.packages.conflict, side.packages)
        assert checked
        assert not failures(checked)
    if found.commitment is not None:
        loose = [one.package for one in found.commitment.unstable]
        held = check_holding(found.model.option_form, found.commitment.holds, loose)
        assert held
        assert all(one.fine for one in held)


def told(journey: Journey) -> list[tuple[str, tuple[str, ...], datetime.date | None, datetime.date | None]]:
    assert journey.route is not None
    return [(step.state, step.movers, step.not_before, step.by) for step in journey.route.steps]


def cuts(journey: Journey) -> set[frozenset[str]]:
    assert journey.fewer is not None
    assert journey.fewer.complete
    return {frozenset(cut.elements) for cut in journey.fewer.cuts}


def test_a_dam_in_the_season() -> None:
    # fill and accept, and down accepts only with release: YYYN and YYYY. For up both beat now by the first want; down gains release,
    # which it puts before not accepting; the bank gains by lending. As stated up insists on the loan.
    found = diagnose(written(DAM, as_of="2031-06-15"))
    assert found.at_limits.packages is not None
    assert found.as_stated.packages is not None
    assert {(one.label, one.necessary, one.minimal, one.pareto) for one in found.at_limits.packages.listed} == {
        ("YYYN", True, True, False),
        ("YYYY", True, False, True),
    }
    assert {one.label for one in found.as_stated.packages.listed} == {"YYYY"}
    # From YYYY up would stop the release for YNYY; then down takes its acceptance back, the bank its loan, and up has lost the loan.
    # From YYYN it has no loan to lose, so it leaves for YNYN. To hold, YYYN would need the release bound; then down would take back
    # its acceptance, which nothing answers any more, so that too; then nothing keeps the bank from lending, so no loan as well.
    assert found.kind == "none"
    assert found.commitment is not None
    assert found.commitment.holds == ("YYYY",)
    (loose,) = found.commitment.unstable
    assert (loose.package, [(one.party, one.moves) for one in loose.deviations]) == ("YYYN", [("up", ("YNYN",))])
    assert loose.guarantee == ("release", "accept", "loan")
    # up and the bank prefer YYYY, down ranks both alike and better than now: agreed upon at the first step down.
    zone = found.at_limits.zone
    assert zone is not None
    assert zone.met
    assert zone.view("up").classes == (("YYYY",), ("YYYN",))
    assert zone.view("down").classes == (("YYYN", "YYYY"),)
    assert zone.fallback is not None
    assert (zone.fallback.outcomes, zone.fallback.depth) == (("YYYY",), 1)
    certified(found)
    # Whether down stays (up fills, without release) or accepts (up fills, the bank lends, still without release): worse than now.
    # up may fill, and nobody has an answer; the bank stays as it was.
    assert {name: one.verdict for name, one in no_win_all(found.model.option_form).items()} == {
        "up": "no",
        "down": "necessary",
        "bank": "no",
    }


def test_the_way_to_the_dam_waits_for_june() -> None:
    # Before June nobody can fill: asked of May the goal itself cannot be met. The path goes on through the days. up would lose by
    # releasing alone but not along with filling; down loses by accepting unless it gets the release in the same step.
    dossier = written(DAM)
    assert diagnose(dossier).at_limits.reasons.fixed == ("fill",)
    assert any("cannot move before 2031-06-01" in note for note in diagnose(dossier).notes)
    found = find_path(dossier)
    june, july = day(2031, 6, 1), day(2031, 7, 15)
    assert told(found) == [("YYYN", ("up", "down"), june, july), ("YYYY", ("bank",), june, july)]
    assert (found.aim, found.packages, found.reached, found.holding) == ("holds", 2, 2, 1)
    # One after the other: up fills and releases, then down would lose by accepting. Nothing else stands in the way.
    assert cuts(found) == {frozenset({"comparison.down"})}
    # YYYN can be reached on any later day; YYYY only while the bank lends.
    assert found.days is not None
    assert (found.days.first, found.days.last) == (june, None)
    assert [(turn.day, turn.gained, turn.lost) for turn in found.days.turns] == [(june, ("YYYN", "YYYY"), ()), (july, (), ("YYYY",))]
    # After the first step up could stop the release: nothing of value is left to be taken from it until the loan is there.
    assert [(one.step, one.party, one.state, one.bind) for one in found.breaks if not one.deterred] == [(1, "up", "YNYN", ("release",))]
    # Once the loan cannot be called back, nothing deters up any more.
    assert found.notes == ("the deal holds when it is reached; from 2031-07-16 on, with acts shut, up would leave it",)


def test_a_strike_and_a_lockout() -> None:
    # Work needs no strike, so the union's limit needs a raise, and the firm's limit leaves three. Both gain: no lockout; no strike.
    found = diagnose(written(STRIKE))
    assert found.asked.packages is not None
    assert [one.label for one in found.asked.packages.listed] == ["NNYN"]
    # The firm would go back on the raise, and the union to the strike: deterred.
    assert (found.kind, found.commitment and found.commitment.holds) == ("none", ("NNYN",))
    # As stated the demand for six meets the limit against it, and nothing else has to do with it.
    stated = diagnose(written(STRIKE), stated=True)
    assert stated.kind == "limits"
    assert reasons_of(stated) == ({frozenset({"u_demand", "f_limit"})}, {frozenset({"u_demand"}), frozenset({"f_limit"})})
    # Work at nothing, three or six: the union prefers six, three, nothing; the firm nothing, three, six. They meet at the second step;
    # with an impasse nowhere, since the union refuses what does not meet its demand.
    zone = stated.asked.zone
    assert zone is not None
    assert not zone.met
    assert zone.view("union").classes == (("NNNY",), ("NNYN",), ("NNNN",))
    assert zone.view("firm").classes == (("NNNN",), ("NNYN",), ("NNNY",))
    assert zone.fallback is not None
    assert (zone.fallback.outcomes, zone.fallback.depth) == (("NNYN",), 2)
    assert zone.with_impasse is not None
    assert zone.with_impasse.depth is None
    certified(found)
    certified(stated)
    # The union cannot stop first without crossing its limit; the firm could go first, at a loss until the union follows, which gains.
    found_path = find_path(written(STRIKE))
    assert told(found_path) == [("NNYN", ("union", "firm"), None, None)]
    assert cuts(found_path) == {frozenset({"comparison.firm"})}
    assert found_path.ahead is not None
    assert [(one.party, one.guarantors) for one in found_path.ahead.aheads] == [("firm", (("union", "yes"),))]


def test_a_bid() -> None:
    # A recommendation needs the pill gone, and the pill is worth more to the board than the bid.
    found = diagnose(written(BID))
    assert found.kind == "limits"
    both = frozenset({"law", "participation.board"})
    assert reasons_of(found) == ({both}, {frozenset({one}) for one in both})
    certified(found)


def test_a_bid_where_nobody_said_what_matters_more() -> None:
    # With pill and bid in either order there is a package where the bid matters more. There the board, once it has the bid, which cannot
    # be taken back, would put the pill back for YNY. So no deal stands in either order, and the hurdle of the one that gets further is
    # that the deal would not hold. Read in the order written there is none.
    board = {**BID["preferences"]["board"], "statements": [BID["preferences"]["board"]["statements"][0]]}
    board["statements"].append({"any_order": BID["preferences"]["board"]["statements"][1:]})
    dossier = written(BID, preferences={**BID["preferences"], "board": board})
    found = diagnose(dossier)
    assert (found.kind, found.as_read) == ("commitment", "limits")
    assert found.commitment is not None
    (loose,) = found.commitment.unstable
    assert [(one.party, one.moves) for one in loose.deviations] == [("board", ("YNY",))]
    certified(found)
    # If the recommendation stands for good, the law keeps the pill away. If the pill stays away for good, leaving changes nothing.
    journey = find_path(dossier)
    assert journey.assurances is not None
    assert [[(one.kind, one.act.option) for one in some.assurances] for some in journey.assurances.sets] == [
        [("bind", "recommend")],
        [("bind", "pill")],
    ]
    # Whoever goes first loses by it: the raider by the bid, the board by the pill.
    assert cuts(journey) == {frozenset({"comparison.raider", "comparison.board"})}


def test_a_treaty_that_each_side_reads_its_own_way() -> None:
    # The greens need a levy, the blues exclude it, in their reading only where finance goes to the greens; and want finance themselves.
    # So both votes, finance to the blues, and the levy: YYNYY. No step of the reds is worth it to them without both votes, and no vote
    # comes first without what it waits for: all three at once, between the day the levy can be made and the last day to vote.
    dossier = written(TREATY)
    found = find_path(dossier)
    october, end = day(2031, 10, 10), day(2031, 10, 31)
    assert [(state, set(movers), first, last) for state, movers, first, last in told(found)] == [
        ("YYNYY", {"reds", "greens", "blues"}, october, end)
    ]
    assert (found.aim, found.packages, found.holding) == ("holds", 1, 1)
    assert found.days is not None
    assert (found.days.first, found.days.last) == (october, end)
    # With two at once: the reds go first; or the greens vote first, then reds and blues together; or the blues first.
    assert cuts(found) == {frozenset({"comparison.reds"}), frozenset({"g_levy"}), frozenset({"b_finance"})}
    # When votes cannot be withdrawn any more, nothing keeps the reds from dropping the levy.
    assert found.notes == ("the deal holds when it is reached; from 2031-11-01 on, with acts shut, reds would leave it",)
    # On the day that is asked about there is no levy yet: the greens' condition alone excludes the vote.
    early = diagnose(dossier)
    assert reasons_of(early) == ({frozenset({"g_levy"})}, {frozenset({"g_levy"})})
    later = diagnose(written(TREATY, as_of="2031-10-20"))
    assert later.asked.packages is not None
    assert [(one.label, one.necessary) for one in later.asked.packages.listed] == [("YYNYY", True)]
    certified(later)
    # Where the blues read the levy as the greens do, there is nothing left to agree on.
    plain = {**TREATY["options"], "levy": {**TREATY["options"]["levy"], "readings": {}}}
    same = diagnose(written(TREATY, as_of="2031-10-20", options=plain))
    assert reasons_of(same) == ({frozenset({"g_levy", "b_levy"})}, {frozenset({"g_levy"}), frozenset({"b_levy"})})
    assert model(dossier).option_form.option_names == ("vote.greens", "vote.blues", "finance.to_greens", "finance.to_blues", "levy")
