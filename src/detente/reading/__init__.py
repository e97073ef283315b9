"""From documents to claims: a reader that proposes, with a span for everything it proposes."""

from detente.reading.cues import CueClass, cue_class, cue_lexicon
from detente.reading.read import read

__all__ = ["CueClass", "cue_class", "cue_lexicon", "read"]
