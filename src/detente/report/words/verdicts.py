"""Why a party would stay or leave, told from the certificate; and situations told by what is done in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.report.words.acts import ActWords, Vocabulary
from detente.report.words.plain import all_of, count
from detente.stability.concepts import Concept
from detente.stability.verdict import Improvement, Reply, Verdict

__all__ = ["CONCEPTS", "Telling", "certificate", "changes_by_party", "moving", "situation"]

# What each concept assumes of a party that thinks of moving, in words.
CONCEPTS = {
    Concept.nash: ("Nash", "looks only at its own next move"),
    Concept.gmr: ("GMR", "fears any reply that the others could make"),
    Concept.smr: ("SMR", "fears any reply, but counts its own move after that"),
    Concept.seq: ("SEQ", "fears only replies that the others would themselves prefer"),
    Concept.sseq: ("SSEQ", "fears only such replies, and counts its own move after that"),
}


@dataclass(frozen=True)
class Telling:
    """What is needed to tell situations: the words, the options in the order of a label's letters, and the label of now, if known."""

    words: Vocabulary
    options: tuple[str, ...]
    now: str | None = None


def changes_by_party(tell: Telling, before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What each party would do otherwise: pairs of party id ('' for several together) and a clause, in order of the options.

    >>> from detente.report.words.acts import ActWords
    >>> known = Vocabulary({"n": "North"}, {"a": ActWords("North", "cede", "n"), "b": ActWords("North", "shell the port", "n")})
    >>> changes_by_party(Telling(known, ("a", "b")), "NY", "YN")
    (('n', 'North would cede and no longer shell the port'),)
    """
    if not tell.options:
        return (("", f"the situation would be {after}"),) if before != after else ()
    doers: dict[str, dict[str, str]] = {}  # what is done -> party id -> its name
    for act, done in _deeds(tell, before, after):
        doers.setdefault(done, {})[act.party] = act.subject
    together: dict[tuple[str, ...], list[str]] = {}
    for done, who in doers.items():
        together.setdefault(tuple(who), []).append(done)
    names = {party: name for who in doers.values() for party, name in who.items()}
    return tuple(
        (parties[0] if len(parties) == 1 else "", f"{all_of([names[party] for party in parties])} would {all_of(deeds)}")
        for parties, deeds in together.items()
    )


def _deeds(tell: Telling, before: str, after: str) -> Iterator[tuple[ActWords, str]]:
    """What is done otherwise: each act with its verb phrase; of the grades of one measure only the one chosen."""
    chosen = {tell.words.act(name).group for name, new in zip(tell.options, after, strict=True) if new == "Y"}
    for name, old, new in zip(tell.options, before, after, strict=True):
        act = tell.words.act(name)
        if old == new:
            continue
        if new == "Y":
            yield act, act.base
        elif not act.group:
            yield act, act.undone or f"no longer {act.base}"
        elif act.group not in chosen:
            yield act, act.undone


def moving(tell: Telling, before: str, after: str) -> str:
    """One party's move as an infinitive."""
    if not tell.options:
        return f"to move to {after}"
    deeds = [done for _, done in _deeds(tell, before, after)]
    return all_of([f"no longer to {done.removeprefix('no longer ')}" if done.startswith("no longer ") else f"to {done}" for done in deeds])


def situation(tell: Telling, label: str) -> tuple[tuple[str, str], ...]:
    """A situation by its changes from now, or as what is done and left undone where now is not known: pairs of party id and clause."""
    if tell.now is not None:
        return changes_by_party(tell, tell.now, label) or (("", "everything as now"),)
    return changes_by_party(tell, "N" * len(tell.options), label) or (("", "nothing of this done"),)


def certificate(verdict: Verdict, tell: Telling) -> str:
    """One verdict in a sentence or two."""
    who = tell.words.party(verdict.decision_maker)
    here = "now" if verdict.state == tell.now else "in this situation"
    if not verdict.improvements:
        return f"{who} would not leave this situation: it has no move to one that it prefers."
    if verdict.stable:
        return _stays(verdict, tell, who, here)
    free = next(improvement for improvement in verdict.improvements if improvement.sanction is None)
    move = moving(tell, verdict.state, free.state)
    return f"{who} would leave this situation, {move}: {_undeterred(verdict.concept, free)}."


def _undeterred(concept: Concept, free: Improvement) -> str:
    if concept is Concept.nash:
        return "it prefers what that leads to, and this concept looks no further"
    if not free.replies:
        return (
            "it prefers what that leads to, and nobody would reply"
            if concept.credible
            else "it prefers what that leads to, and nobody could reply"
        )
    if free.replies == 1:
        return "the one situation that replies could lead to would leave it better off than staying"
    return f"none of the {free.replies:,} situations that replies could lead to would leave it as badly off as staying"


def _stays(verdict: Verdict, tell: Telling, who: str, here: str) -> str:
    first = verdict.improvements[0]
    assert first.sanction is not None
    if len(verdict.improvements) == 1:
        move = moving(tell, verdict.state, first.state)
        answer = _answer(tell, first, first.sanction)
        return f"{who} would not leave this situation: its only improvement, {move}, {answer}{_end(verdict, first.sanction, who, here)}."
    told = []
    for improvement in verdict.improvements[:2]:
        assert improvement.sanction is not None
        move = moving(tell, verdict.state, improvement.state)
        told.append(f"{move}, {_answer(tell, improvement, improvement.sanction)}{_end(verdict, improvement.sanction, who, here)}")
    more = len(verdict.improvements) - len(told)
    rest = f"; and {count(more, 'other')} likewise" if more else ""
    stays = f"{who} would not leave this situation: each of its {len(verdict.improvements)} improvements would be answered."
    return f"{stays} {_capital('; '.join(told))}{rest}."


def _answer(tell: Telling, improvement: Improvement, reply: Reply) -> str:
    at, steps = improvement.state, []
    for step in reply.steps:
        steps.append(f"{tell.words.party(step.mover)} ({moving(tell, at, step.state)})")
        at = step.state
    return f"would be answered by {', then by '.join(steps)}"


def _end(verdict: Verdict, reply: Reply, who: str, here: str) -> str:
    worse = "worse off than" if reply.standing == "worse" else "no better off than"
    mend = ", which no further move of its own would mend" if verdict.concept.answered and reply.countermoves else ""
    return f", which leaves {who} {worse} {here}{mend}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
