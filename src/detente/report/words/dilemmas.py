"""Conclusions, no good choice, threats, what if, no deal: sentences."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis.conclusions import Conclusion
from detente.analysis.dilemmas import NOW
from detente.analysis.mirror import MirrorRow
from detente.analysis.scenarios import GoalOutcome, Kind, Scenario
from detente.analysis.standstill import Against, PartyNow
from detente.report.words.acts import Vocabulary, outcome_words, spaced
from detente.report.words.plain import all_of, count
from detente.report.words.verdicts import Telling, changes_by_party
from detente.stability.no_win import Case, Choice, NoWin
from detente.stability.threats import Deterrence, Effect, Sign, Threat

__all__ = [
    "BRIEF",
    "choice_words",
    "conclusion_words",
    "credible_words",
    "deterrence_words",
    "mirror_words",
    "no_win_words",
    "now_words",
    "outcome_change_words",
    "places_words",
    "reference_words",
    "supposed_words",
]

BRIEF = {True: "Follows in every reading", None: "Follows in some readings", False: "Follows in no reading"}


def reference_words(name: str) -> str:
    """What ends are held against."""
    return "now" if name == NOW else f"“{spaced(name)}”"


def no_win_words(found: NoWin, words: Vocabulary, reference: str) -> str:
    """Whether a party has no good choice, in a sentence."""
    who, against = words.party(found.decision_maker), reference_words(reference)
    if found.verdict == "necessary":
        return f"{who} has no good choice, per this text: whatever it does, or if it does nothing, it ends below {against}."
    if found.verdict == "no":
        return f"{who} has a good choice: one that does not end below {against}."
    read = "With orders read as written it has none" if found.as_read else "With orders read as written it has one"
    if found.exact:
        return f"Not said: it turns on rankings that nobody stated. {read}, and other rankings make it otherwise."
    return f"Not said: it turns on rankings that nobody stated. {read}; no ranking that was tried makes it otherwise."


def choice_words(case: Case, tell: Telling, words: Vocabulary) -> str:
    """The nearest way out: a choice that need not end below the reference, and where it ends."""
    ways = [(choice, choice.way_out) for choice in case.choices if choice.worse != "necessary"]
    if not ways:
        return f"Each of its {count(len(case.choices), 'choice')} ends below, in every possible ranking."
    choice, end = min(ways, key=lambda way: (way[0].worse != "no", not way[0].stay, len(way[1].steps) if way[1] else 0))
    if end is None:
        return ""
    surely = {"no": "does not end below", "possible": "need not end below", "necessary": ""}[choice.worse]
    if not end.steps:
        still = "nobody is said to prefer a move from there" if choice.settles or end.worse == "no" else "nobody surely moves from there"
        return f"{_chosen(choice, case, tell)} {surely}: {still}."
    movers = all_of(list(dict.fromkeys(words.party(step.mover) for step in end.steps)))
    return f"{_chosen(choice, case, tell)} {surely}: {movers} might reply so that it is no worse."


def _chosen(choice: Choice, case: Case, tell: Telling) -> str:
    if choice.stay:
        return "To leave everything as it is"
    done = all_of([clause for _, clause in changes_by_party(tell, case.now, choice.state)])
    return f"A situation in which {done}"


def conclusion_words(found: Conclusion) -> str:
    """Whether a conclusion follows from what the account says."""
    complete = found.follows.complete
    tried = "of these statements" if complete else "that was tried"
    if found.settled is True:
        only = {
            "": "",
            "if": ", but only because what it supposes is in no acceptable deal",
            "then": ", but only because no acceptable deal has the contrary of what it concludes, whatever is supposed",
        }[found.empty]
        return f"It follows in every reading {tried}{only}."
    if found.settled is None:
        return "It follows in some readings: it depends on which statements you accept."
    if found.party is None:
        return f"It follows in no reading {tried}: there are acceptable deals that contradict it."
    excluded = found.not_excluded.settled if found.not_excluded else None
    more = {
        True: "Nothing that is stated excludes it either",
        None: "Some readings leave it open, others exclude it",
        False: "What is stated excludes it in every one",
    }[excluded]
    return f"It follows in no reading {tried}. {more}."


def places_words(found: Conclusion) -> str:
    """Where a formula holds as read."""
    places = found.places
    if places is None:
        return ""
    now = {
        True: "Things as they are now agree with it",
        False: "Things as they are now contradict it",
        None: "Whether things as they are now agree with it is open",
    }[places.now]
    if not places.resting:
        return f"{now}."
    holding = "each" if places.holding == places.resting else f"{places.holding:,}" if places.holding else "none"
    agree = "agrees" if places.holding in {1, places.resting} else "agree"
    return f"{now}; of the {count(places.resting, 'resting point')} (SEQ, as read) {holding} {agree} with it."


def credible_words(found: Threat, words: Vocabulary) -> str:
    """Whether carrying a threat out would serve whoever makes it."""
    who, total = words.party(found.party), count(found.situations, "situation")
    if not found.situations:
        return "No situation that the rules allow would call for it."
    if found.unable == found.situations:
        return f"{who} cannot carry it out: the act is fixed, or ruled out, wherever it would be called for."
    if found.credible == "necessary":
        return f"Carrying it out would serve {who} wherever it is called for ({total})."
    if found.credible == "impossible":
        return f"Carrying it out would not serve {who} anywhere that it is called for ({total})."
    if not found.sure:
        return f"Whether carrying it out would serve {who} is not stated: nothing says how it ranks the situation after."
    here = {True: "so with all else as now", False: "not surely so with all else as now"}[found.near_sure]
    return f"Carrying it out would surely serve {who} in {found.sure:,} of {total}, {here}; in {found.open:,} more it is not stated."


def deterrence_words(found: Deterrence, words: Vocabulary) -> str:
    """What a threat does to somebody who could bring its trigger about, with all else as now."""
    who = words.party(found.party)
    return {
        Effect.deters: f"It would keep {who} from the move, which would pay if nothing followed.",
        Effect.fails: f"It would not keep {who} from the move, which pays in spite of it.",
        Effect.needless: f"{who} would not gain by the move in any case, so there is nothing to deter.",
        Effect.open: f"Whether it keeps {who} from the move is not stated: {_unranked(found)}.",
    }[found.effect]


def _unranked(found: Deterrence) -> str:
    if found.tempted is Sign.open:
        return "nothing says whether the move would pay"
    return "nothing says whether the move still pays once it is answered"


def supposed_words(scenario: Scenario, words: Vocabulary) -> str:
    """What a scenario supposes, as the beginning of a sentence."""
    names = [words.party(party) for party in scenario.parties]
    if scenario.kind is Kind.merge:
        return f"{all_of(names)} read as {'one' if scenario.apply else 'two'}"
    if scenario.kind is Kind.without:
        return f"As if {all_of(names)} did not exist"
    if scenario.kind is Kind.now:
        return f"Now: {all_of([_set_now(name, words, done=done) for name, done in scenario.settings])}"
    return all_of([_holds(name, words, value=value) for name, value in scenario.settings])


def _set_now(name: str, words: Vocabulary, *, done: bool) -> str:
    act = words.act(name)
    return f"{act.base} ({act.subject}): {'yes' if done else 'no'}"


def _holds(name: str, words: Vocabulary, *, value: bool) -> str:
    return f"{words.act(name).subject}: {'yes' if value else 'no'}"


def outcome_change_words(before: GoalOutcome, after: GoalOutcome, words: Vocabulary) -> str:
    """How one goal's answer changes."""
    parts = []
    for now, then, how in ((before.at_limits, after.at_limits, "at the limits"), (before.as_stated, after.as_stated, "as stated")):
        if now != then:
            parts.append(f"{'a deal becomes possible' if then else 'there is no deal any more'} {how}")
    if before.reasons != after.reasons:
        parts.append(_reasons(before, after))
    if before.deals != after.deals and None not in {before.deals, after.deals}:
        parts.append(f"acceptable deals {before.deals:,} → {after.deals:,}")
    if before.sure != after.sure and None not in {before.sure, after.sure}:
        parts.append(f"of which accepted for sure {before.sure:,} → {after.sure:,}")
    if before.resting != after.resting and before.resting is not None and after.resting is not None:
        parts.append(f"of which at rest {len(before.resting):,} → {len(after.resting):,}")
    return f"{outcome_words(after.goal, words)}: {'; '.join(parts) or 'other deals'}"


def _reasons(before: GoalOutcome, after: GoalOutcome) -> str:
    gone, new = len(before.reasons - after.reasons), len(after.reasons - before.reasons)
    said = [f"{count(gone, 'reason')} less"] if gone else []
    return " and ".join([*said, *([f"{count(new, 'reason')} more"] if new else [])])


def now_words(row: PartyNow) -> tuple[str, str]:
    """Whether a party would leave now by itself, and how deals compare with now for it."""
    stays = {
        "necessary": "has no move that it is said to prefer",
        "possible": "not stated whether a move of its own pays",
        "impossible": "would move by itself",
    }[row.stays]
    if row.as_read:
        stays += f" (as read it stays under {', '.join(name.upper() if name != 'nash' else 'Nash' for name in row.as_read)})"
    deals = {
        Against.better: "some acceptable deal is better than now",
        Against.open: "not stated whether an acceptable deal is better than now",
        Against.no_better: "no acceptable deal is better than now",
        Against.no_deal: "there is no acceptable deal",
    }
    found = set(row.deals.values())
    return stays, deals[Against.no_deal if found == {Against.no_deal} else row.tolerable]


def mirror_words(rows: Sequence[MirrorRow]) -> str:
    """What setting aside all that is inferred of one party does, over the goals."""
    opened = [row.goal for row in rows if row.blocked and not row.blocked_without]
    if opened:
        return f"without it a deal is possible as stated: {all_of([spaced(goal) for goal in opened])}"
    standing = sum(row.in_reasons for row in rows)
    total = sum(row.reasons for row in rows)
    if not standing:
        return "in no reason"
    return f"in {standing} of {count(total, 'reason')}, which others block as well"
