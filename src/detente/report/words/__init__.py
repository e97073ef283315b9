"""The one place that makes prose: the words a person reads, made from data.

Every sentence can be read with "according to these statements" before it. None says that something is the case, that somebody is right, or
that anything will happen. Texts are untrusted; nothing here escapes them, whoever shows them does.
"""

from detente.report.words.acts import ActWords, Vocabulary, outcome_words, spaced, statement_words, vocabulary, would
from detente.report.words.plain import MEANINGS, NOT_A_FORECAST, PLAIN, all_of, count
from detente.report.words.verdicts import CONCEPTS, Telling, certificate, changes_by_party, situation
from detente.report.words.voices import stance_words, voice_words

__all__ = [
    "CONCEPTS",
    "MEANINGS",
    "NOT_A_FORECAST",
    "PLAIN",
    "ActWords",
    "Telling",
    "Vocabulary",
    "all_of",
    "certificate",
    "changes_by_party",
    "count",
    "outcome_words",
    "situation",
    "spaced",
    "stance_words",
    "statement_words",
    "vocabulary",
    "voice_words",
    "would",
]
