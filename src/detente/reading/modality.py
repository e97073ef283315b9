"""How a stretch of text puts its claim forward: modality and the hedge words, by rules over words.

Order matters: absence beats denial, denial beats allegation, allegation beats condition, and so on down to *reported* and *asserted*.
"""

from __future__ import annotations

import re

from detente.evidence import Modality

__all__ = ["is_absence", "modality_of"]

# a sign, not to sign
_TOLD = (
    r"(?:indication|(?<!would )(?<!will )(?<!could )(?<!can )(?<!to )(?<!not )signs?|evidence|mention|suggestion|"
    r"hint|word|discussions?|comment|reference|reaction|response)"
)
_RAISED = r"(?:reported|mentioned|raised|discussed|addressed|broached|commented|responded|replied|disclosed|specified|said|stated)"
_ABSENCE = re.compile(
    rf"\b(?:(?:no|nor|neither|without|little|any)\b[^.;]{{0,40}}?\b{_TOLD}\b"
    rf"|(?:was|were|is|are|has|have|had|been)(?: not|n['’]t)(?: \w+){{0,2}} {_RAISED}\b"
    r"|(?:not|n['’]t|never)(?: even| \w+ly)? (?:come|came) up\b"
    r"|did(?: not|n['’]t)(?: \w+)? (?:mention|raise|discuss|address|say|specify|comment|respond|reply)\b"
    r"|neither \w+ (?:raised|mentioned|discussed|addressed)\b"
    r"|silent (?:on|about)|(?:has|have|had) said nothing|made no (?:mention|reference|comment)"
    r"|went unmentioned|left out of|nothing (?:was|has been) said)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|disput(?:e|es|ed)|disavow(?:s|ed)?)\b", re.IGNORECASE)
_ALLEGED = re.compile(r"\b(?:alleg(?:e|es|ed|edly)|reportedly|supposed(?:ly)?|purported(?:ly)?|rumou?red|so-called)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided that|provided|as long as|so long as|in case|on condition|only after|should .{1,30} fail)\b", re.IGNORECASE
)
_PREDICTED = re.compile(
    r"\b(?:will|shall|is likely to|are likely to|would likely|is expected to|are expected to|is set to|is bound to|is about to"
    r"|forecasts?|predicts?|predicted|could lead|threatens to)\b|['’]ll\b"
    r"|(?<!that )(?<!which )(?<!who )\bwould (?:likely |probably )?(?!be\b|have\b|not\b|never\b|only\b)\w+",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:should|ought|must|perhaps|arguably|unfortunately|obviously|surely|clearly|of course|sums up|not surprising|surprising(?:ly)?"
    r"|inspires? little|believes?|thinks?|in my view|would do well|wise|unwise"
    r"|absurd|shameful|regrettable|very difficult|no-win|in fact a)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|probably|likely|unlikely|apparently|apparent|seemingly|seems?|appears?|reportedly|allegedly|alleged|supposedly|arguably|"
    r"not clear|unclear|uncertain|it is thought|is thought to|is believed to|presumably|suggests?|roughly|some say)\b",
    re.IGNORECASE,
)


def is_absence(words: str) -> bool:
    """Whether the words report that something was *not* said, raised or shown; silence is not refusal.

    >>> is_absence("There is no sign that the ministry objects."), is_absence("The ministry objects.")
    (True, False)
    >>> is_absence("a step without which the north would sign no treaty")
    False
    """
    return bool(_ABSENCE.search(words))


def modality_of(words: str, *, cue: str = "", through_somebody: bool = False) -> tuple[Modality, str]:
    """The modality of a claim and its hedge words, from the claim's own words and the cue that reports it.

    >>> modality_of("The dam may never be filled.")
    (<Modality.asserted: 'asserted'>, 'may')
    >>> modality_of("the offer was a bluff", cue="denied")[0]
    <Modality.denied: 'denied'>
    """
    hedges = list(dict.fromkeys(match.group().lower() for match in _HEDGE.finditer(f"{cue} {words}")))
    return _modality(words, cue, through_somebody=through_somebody), ", ".join(hedges)


def _modality(words: str, cue: str, *, through_somebody: bool) -> Modality:
    if _ABSENCE.search(words) or _ABSENCE.search(f"{cue} {words}"):
        return Modality.absence
    if _DENIED.search(cue) or (re.search(r"\bden(?:y|ies|ied)\b", words) and not through_somebody):
        return Modality.denied
    if _ALLEGED.search(cue) or (_ALLEGED.search(words) and not re.search(r"was supposed to|were supposed to", words)):
        return Modality.alleged
    if through_somebody and _CONDITION.search(words):
        return Modality.conditional
    if through_somebody:
        return Modality.reported
    if _CONDITION.search(words):
        return Modality.conditional
    if _PREDICTED.search(words):
        return Modality.predicted
    return Modality.opinion if _OPINION.search(words) else Modality.asserted
