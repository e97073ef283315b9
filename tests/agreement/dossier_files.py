"""Small dossier files out of chance, with everything in them that makes deals and ways awkward."""

from __future__ import annotations

import datetime
import random
from typing import Any

Raw = dict[str, Any]


def formula(chance: random.Random, names: list[str], depth: int) -> str:
    if depth == 0 or chance.random() < 0.35:
        name = chance.choice(names)
        return name if chance.random() < 0.6 else f"not {name}"
    left, right = formula(chance, names, depth - 1), formula(chance, names, depth - 1)
    return f"({left}) {chance.choice(['and', 'or', 'only if', 'and', 'or', 'if', 'unless', 'iff'])} ({right})"


def an_option(chance: random.Random, name: str, parties: list[str], room: int, *, dates: bool, unknown: bool) -> tuple[Raw, list[str]]:
    now = ["yes", "no", "no", "no", *(["unknown"] if unknown and chance.random() < 0.4 else [])]
    kind = chance.random() if room >= 2 else 1.0
    if kind < 0.15:
        option: Raw = {
            "party": chance.choice(parties),
            "levels": ["none", "some", "all"],
            "now": chance.choice(["none", "none", "some", "all"]),
        }
        names = [name, *(f"{name}.{level}" for level in option["levels"])]
    elif kind < 0.3:
        option = {"parties": chance.sample(parties, 2), "now": chance.choice(now)}
        names = [name, *(f"{name}.{party}" for party in option["parties"])]
    else:
        option, names = {"party": chance.choice(parties), "now": chance.choice(now)}, [name]
    option |= {key: "yes" for key, often in (("one_way", 0.2), ("no_return", 0.1)) if chance.random() < often}
    if dates and chance.random() < 0.6:
        first, last = sorted(datetime.date(2030, 3, chance.randint(1, 28)) for _ in range(2))
        option |= {key: value for key, value in (("from", first), ("until", last)) if chance.random() < 0.6}
    return option, names


def a_ranking(chance: random.Random, names: list[str], rest: str | None) -> Any:
    def said() -> Raw:
        return {chance.choice(["limit", "condition", "demand", "demand", "want", "want"]): formula(chance, names, 1)}

    tiers: list[Raw] = [
        {"any_order": [said() for _ in range(chance.randint(2, 3))]} if chance.random() < 0.3 else said()
        for _ in range(chance.randint(1, 3))
    ]
    rest = rest or chance.choice(["unstated", "indifferent", None])
    return {"statements": tiers, "rest": rest} if rest else tiers


def a_file(
    chance: random.Random, *, most: int = 4, dates: bool = False, unknown_now: bool = True, unknown: bool = True, rest: str | None = None
) -> Raw:
    """A dossier of up to ``most`` + 1 yes/no choices; it may have no package, no status quo, and rules that now breaks."""
    parties = ["ash", "birch", "cedar"][: chance.choice([2, 2, 3])]
    options: Raw = {}
    names: list[str] = []
    bits = 0
    room = chance.randint(2, most)
    while bits < room:
        name = f"o{len(options)}"
        options[name], more = an_option(chance, name, parties, room - bits, dates=dates, unknown=unknown_now)
        bits += 1 if len(more) == 1 else 2
        names += more
    for option in options.values():
        if chance.random() < 0.15:
            option["readings"] = {party: formula(chance, names, 1) for party in chance.sample(parties, chance.randint(1, len(parties)))}
    file: Raw = {"detente": 1, "title": "generated", "parties": {party: {"name": party} for party in parties}, "options": options}
    if dates:
        file["as_of"] = datetime.date(2030, 3, chance.randint(1, 28))
    acts = list(names)
    if chance.random() < 0.3:
        file["circumstances"] = {"rain": {"now": chance.choice(["yes", "no"])}}
        names.append("rain")
    if chance.random() < 0.4:
        file["outcomes"] = {"peace": formula(chance, names, 1)}
        names.append("peace")
    file["rules"] = [
        {chance.choice(["never", "never", "always"]): formula(chance, names, 1)} for _ in range(chance.choice([0, 0, 1, 1, 2]))
    ]
    silent = [party for party in parties if unknown and chance.random() < 0.12]
    file["preferences"] = {party: "unknown" if party in silent else a_ranking(chance, names, rest) for party in parties}
    if chance.random() < 0.1:
        file["merge"] = [{"principal": parties[0], "agent": parties[1], "apply": "yes"}]
    file["goal"] = formula(chance, names, 2) if chance.random() < 0.6 else " and ".join(chance.sample(acts, min(2, len(acts))))
    return file
