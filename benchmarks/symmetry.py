"""How much of what the reader finds changes when two parties of an account exchange their names.

    python benchmarks/symmetry.py FOLDER [--voices trained|rules] [--positions rules|trained]

FOLDER holds annotated accounts (``corpus/GUIDE.md``). In each, the two parties with the most names that can be exchanged give one another
their name, if both stand without an article and never in part, with whatever is derived from it by an ending, and their people's family
names. Then the positions read (sentence, party, stance, polarity) and the voices (sentence, last voice) ought to be the same with the
parties exchanged; printed is the share that is not.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from corpus import bare

from detente.evidence import Account
from detente.reading import read

Row = dict[str, Any]
Seen = Counter[tuple[object, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--voices", choices=("trained", "rules"), default="trained")
    parser.add_argument("--positions", choices=("trained", "rules"), default="trained")
    arguments = parser.parse_args()
    differ, total, texts = Counter[str](), Counter[str](), 0
    for path in sorted(arguments.folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        parties = [row for row in rows if row["kind"] == "party"]
        names = max((exchanged(one, other, text) for one, other in combinations(parties, 2)), key=len, default={})
        if not names:
            continue
        texts += 1
        turned = exchange(text, names)
        for kind, pair in differences(
            text, turned, parties, names, partial(read, voices=arguments.voices, positions=arguments.positions)
        ).items():
            one, other = pair
            differ[kind] += sum(((one - other) + (other - one)).values())
            total[kind] += sum((one + other).values())
    print(f"{texts} accounts, the names of two parties exchanged in each (voices {arguments.voices}, positions {arguments.positions})")
    for kind, count in total.items():
        print(f"{kind:<10} {differ[kind]} of {count} read in one of the two texts only ({differ[kind] / max(count, 1):.3f})")


def differences(
    text: str, turned: str, parties: Sequence[Row], names: Mapping[str, str], reader: Callable[[str], Account]
) -> dict[str, tuple[Seen, Seen]]:
    """What is read in the text, and in the other one with the parties exchanged back."""
    one = found(reader(text), parties, {})
    other = found(reader(turned), parties, names)
    return {kind: (one[kind], other[kind]) for kind in one}


def exchanged(one: Row, other: Row, text: str) -> dict[str, str]:
    """The names of two parties that can stand for one another, each way: their own, and their people's family names one for one."""
    made: dict[str, str] = {}
    own = [row["name"] for row in (one, other) if _is_name(row["name"]) and _is_whole(row["name"], text)]
    pairs = [(own[0], own[1])] if len(own) == 2 else []
    for mine, theirs in (*pairs, *zip(_people(one), _people(other), strict=False)):
        made.update({mine: theirs, theirs: mine})
    return made


def _is_name(form: str) -> bool:
    words = form.split()
    return not form.isupper() and all(word[0].isupper() for word in words) and words[0].lower() not in {"the", "a", "its", "his", "her"}


def _is_whole(name: str, text: str) -> bool:
    """Whether no word of a name stands without the others: *the Compact* would stay while *Northern Compact* goes."""
    whole = len(re.findall(rf"(?<!\w){re.escape(name)}", text))
    return all(len(re.findall(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)) == whole for word in name.split())


def _people(row: Row) -> list[str]:
    """Family names: the last word of a longer alias in capitals, which is an alias by itself as well."""
    forms = [form for form in row["aliases"] if _is_name(form)]
    last = [form.split()[-1] for form in forms if len(form.split()) > 1]
    return [form for form in dict.fromkeys(last) if form in forms and form not in row["name"]]


def exchange(text: str, names: Mapping[str, str]) -> str:
    """The text with every name in place of the other, longest first; what is derived from a name (*Norlandic*) keeps its ending."""
    pattern = "|".join(re.escape(form) for form in sorted(names, key=lambda form: (-len(form), form)))
    return re.sub(rf"(?<!\w)(?:{pattern})", lambda match: names[match.group()], text)


def found(account: Account, parties: Sequence[Row], names: Mapping[str, str]) -> dict[str, Seen]:
    """Positions and voices by the annotated party, each with the number of its sentence; the names exchanged if any are given."""
    text = account.document.text
    known = {bare(form): row["id"] for row in parties for form in (row["name"], *row["aliases"])}
    role = {bare(form): known.get(bare(name)) for form, name in names.items()}  # who is called so, where names were exchanged
    whose = {}
    for party in account.parties:
        ids = Counter(filter(None, (role.get(bare(form), known.get(bare(form))) for form in (party.name, *party.aliases))))
        whose[party.id] = ids.most_common(1)[0][0] if ids else party.id
    ends = [match.end() for match in re.finditer(r"[.!?][\"”’)\]]*\s+|\n+", text)]

    def at(start: int) -> int:
        return sum(end <= start for end in ends)

    positions = Counter((at(p.span.start), whose.get(p.party, p.party), p.stance, p.polarity) for p in account.positions if p.span)
    voices = Counter((at(c.span.start), whose.get(c.speaker[-1], "")) for c in account.claims if c.span)
    return {"positions": positions, "voices": voices}


if __name__ == "__main__":
    main()
