"""The headline, what decides it, on whose word, and what to ask: sentences about answers."""

from __future__ import annotations

from detente.analysis.conclusion import Answer, Status
from detente.impasse.diagnose import Diagnosis, Impasse
from detente.report.words.acts import Vocabulary
from detente.report.words.plain import all_of, count
from detente.worlds.policies import PolicyKind, PolicyRow
from detente.worlds.questions import Question, Settles

__all__ = [
    "KINDS",
    "SILENT",
    "answer_words",
    "deal_words",
    "explanation_words",
    "policy_words",
    "question_words",
    "settles_words",
    "stage_words",
    "status_words",
    "who_words",
]

SILENT = "these statements do not speak of the acts it would take"

KINDS = {
    None: "not decided",
    Impasse.none: "a deal that holds can be reached",
    Impasse.limits: "no deal meets everything",
    Impasse.commitment: "a deal that would not hold",
    Impasse.path: "a deal that cannot be reached step by step",
    Impasse.information: "it depends on preferences that nobody stated",
}


def answer_words(answer: Answer) -> str:
    """The headline in a sentence."""
    if answer.status is Status.open:
        return "Not settled. It depends on which statements you accept."
    if not answer.claims or answer.checked == len(answer.claims):
        every = "per the statements accepted"
    else:
        every = "in any reading of these statements" if answer.complete else "in any reading that was tried"
    if answer.status is Status.possible:
        demands = "even with every demand met" if answer.stated else "if demands may be traded"
        return f"A deal is possible {every.replace('any', 'every')}, {demands}."
    if answer.stated:
        return f"As stated, there is no deal {every}: not every demand can be met."
    return f"There is no deal {every}, even if demands may be traded."


_THEN = {
    Impasse.none: ", and one that would hold can be reached",
    Impasse.commitment: ", but it would not hold: in each, somebody would do better to leave",
    Impasse.path: ", but none that would hold can be reached by steps in which no mover is worse off",
    Impasse.information: ", if preferences that nobody stated allow it",
}


def explanation_words(answer: Answer, diagnosis: Diagnosis) -> str:
    """What the headline leaves out: the two questions side by side, all statements not set aside being accepted."""
    kind = _THEN.get(diagnosis.kind, "") if diagnosis.kind else ""
    limits = f"a deal is possible{kind}" if answer.at_limits else "there is none"
    stated = "a deal is possible" if answer.as_stated else "there is none"
    both = "With every statement accepted that nobody set aside"
    if answer.at_limits == answer.as_stated:
        if not answer.at_limits:
            return f"{both}, there is no deal, neither at the limits (demands may be traded) nor as stated (every demand met)."
        return f"{both}, a deal is possible both at the limits (demands may be traded) and as stated (every demand met){kind}."
    return f"{both}: at the limits, where demands may be traded, {limits}; as stated, with every demand met, {stated}."


def status_words(answer: Answer) -> str:
    """How far a person has checked what the headline rests on."""
    total = len(answer.claims)
    if not total:
        return "Rests on no statement: assumptions only"
    if answer.draft:
        return f"DRAFT: {answer.checked} of {count(total, 'statement')} checked"
    return (
        f"Checked: all {count(total, 'statement')} that this answer rests on"
        if total > 1
        else "Checked: the one statement that this answer rests on"
    )


def deal_words(*, holds: bool | None) -> str:
    """The answer under some statements only."""
    return {True: "a deal is possible", False: "no deal", None: "not computed"}[holds]


def policy_words(row: PolicyRow, words: Vocabulary) -> str:
    """Whose statements count, in words."""
    names = [words.party(party) for party in row.policy.parties]
    fixed = {
        PolicyKind.all: "every statement that nobody set aside",
        PolicyKind.accepted: "only statements that a person accepted",
        PolicyKind.not_author: "without the author’s own voice",
        PolicyKind.not_silence: "without what is read from silence",
        PolicyKind.attributed: "only what is attributed to somebody",
        PolicyKind.independent: "only what two independent sources carry",
        PolicyKind.word: f"{all_of(names)}{'’' if names and names[-1].endswith('s') else '’s'} word alone",
        PolicyKind.both_grant: f"what {all_of(names)} both grant",
        PolicyKind.without: f"as if {all_of(names)} did not exist",
    }
    return fixed[row.policy.kind]


def question_words(question: Question) -> str:
    """The question as it could be put."""
    if question.id.startswith("questions."):
        return question.text
    yours = "Do you confirm this" if question.respondent.kind == "party" else "On what does this rest"
    return f"{yours}: {question.text.rstrip('.')}?"


def who_words(question: Question, words: Vocabulary) -> str:
    """Who could answer."""
    return all_of([words.party(name) for name in question.respondent.names])


def settles_words(question: Question, readings: int) -> str:
    """What learning the answer does to the headline."""
    if question.settles is Settles.both:
        return "settles the answer either way"
    matters = f"it decides in {question.worlds} of {count(readings, 'reading')}" if question.worlds else ""
    if question.settles is Settles.none:
        return f"does not settle the answer{f'; {matters}' if matters else ''}"
    settling = [answer for answer in question.answers if answer.verdict is not None]
    if len(question.claims) == 1 and settling:
        return f"settles the answer if {'confirmed' if settling[0].accepted else 'denied'}{f'; {matters}' if matters else ''}"
    return f"settles the answer for some replies{f'; {matters}' if matters else ''}"


def stage_words(answer: Answer) -> str:
    """A goal's answer in half a line, for a list of stages."""
    how = "as stated" if answer.stated else "at the limits"
    return {
        Status.possible: f"a deal is possible {how}, in every reading",
        Status.blocked: f"no deal {how}, in any reading",
        Status.open: f"not settled {how}",
    }[answer.status]
