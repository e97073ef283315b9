"""What makes one doubt that a text can be read here: it is no English, or it is hardly any text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

__all__ = ["language_note"]

_ENGLISH = frozenset(
    "the of to and a in that is was for it on with as his be at by i this had not are but from or have an they which one you were her "
    "all she there would their we him been has when who will no more if out so said what its about than into them can only other time "
    "new some could these two may first then do any my now such over our even most me after also did many should must before he how "
    "your where those both under while against between during because until through us".split()
)
_OTHERS = {
    "French": "le la les des du et est une dans pour que qui sur pas par avec au aux ce cette sont il elle ne plus leur mais nous".split(),
    "German": "der die das und den von zu mit ist des im dem nicht ein eine auf für sich auch als bei wird aus dass sie".split(),
    "Spanish": "el la los las de que y en un una por con para del se no al lo como más su sus pero está han fue son este".split(),
    "Italian": "il lo la gli le di che e un una per con non del della è sono nel alla si dei come anche più ha da questo".split(),
    "Portuguese": "o os as de que e um uma para com não do da em no na por mais dos das se como ao pelo foi são".split(),
    "Dutch": "de het een en van is dat op te zijn met voor niet aan er om ook als bij door naar maar worden uit heeft".split(),
}
_SCRIPTS = {"CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "HEBREW": "Hebrew", "GREEK": "Greek", "CJK": "Chinese", "HIRAGANA": "Japanese"}
_SCRIPTS |= {"HANGUL": "Korean", "DEVANAGARI": "Devanagari", "THAI": "Thai", "ARMENIAN": "Armenian", "GEORGIAN": "Georgian"}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 60_000  # characters
_ENOUGH = 40  # words
_LEAST = 0.12  # of an English text's words; newspapers have 0.35 to 0.5, telegrams and lists of demands above 0.15


def language_note(text: str) -> str:
    """What to say of a text that does not look English, and which parts work on it all the same; nothing of one that does.

    >>> language_note("Le syndicat demande que la ville ferme la mine, et il ne signera pas. " * 5)[:42]
    'the text does not look English (French?): '
    """
    words = [word.lower() for word in _WORD.findall(text[:_LOOKED_AT])]
    letters = [c for c in text[:_LOOKED_AT] if c.isalpha()]
    foreign = [c for c in letters if ord(c) > 0x24F]
    if len(letters) > 100 and len(foreign) > 0.5 * len(letters):
        return _said(_script(foreign))
    if len(words) < _ENOUGH:
        return ""
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _LEAST:
        return ""
    counts = {language: sum(word in known for word in words) for language, known in _OTHERS.items()}
    best = max(counts, key=lambda language: counts[language])
    return _said(f"{best}?" if counts[best] > 0.15 * len(words) else "")


def _script(letters: list[str]) -> str:
    first = Counter(unicodedata.name(c, "").split(" ")[0].split("-")[0] for c in letters[:2000]).most_common(1)[0][0]
    name = _SCRIPTS.get(first)
    return f"{name} letters" if name else ""


def _said(what: str) -> str:
    shown = f" ({what})" if what else ""
    return (
        f"the text does not look English{shown}: who says and who wants what is found in English only; dates, headings, footnotes and "
        "quotation marks work, and statements can be marked by hand"
    )
