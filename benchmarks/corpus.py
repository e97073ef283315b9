"""What the reader finds of the parties, claims and positions of annotated accounts, and which traps it falls into.

    python benchmarks/corpus.py FOLDER [--voices trained|rules] [--positions rules|trained] [--bootstrap N] [--show]

FOLDER holds pairs NAME.txt and NAME.jsonl as ``corpus/GUIDE.md`` describes them. Everything is matched one to one, as many as possible.

* *parties*: a found party is an annotated one with which it shares a name or alias (articles and capitals do not count).
* *claims*: attributed ones. The annotated quote and the found claim share a sentence, and the last voice of the chain is the same.
  *Any voice* asks for the sentence only.
* *positions*: they share a sentence, and the party is the same; then also the family of the stance; then also its polarity.
* *traps*: a position of that party, on more than half of the trap's words or of its own, that matches no annotated position.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from detente.evidence import Account, Claim, Position, Span
from detente.reading import read

Row = dict[str, Any]

FAMILY = {
    **dict.fromkeys(("demand", "precondition"), "asks"),
    **dict.fromkeys(("refusal", "red_line"), "refuses"),
    **dict.fromkeys(("offer", "commitment", "support"), "gives"),
    "threat": "threatens",
}
_END = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)[.!?][\"”’)\]]*\s+|\n+")

_LABEL = re.compile(r"[^.:“\"\n]{1,60}: ")


def main() -> None:
    arguments = _arguments()
    counted: list[Counter[str]] = []
    words, begun = 0, time.process_time()
    for path in sorted(arguments.folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        account = read(path.with_suffix(".txt"), voices=arguments.voices, positions=arguments.positions)
        words += len(account.document.text.split())
        counted.append(Scored(path.stem, account, rows, show=arguments.show).counts)
    seconds = time.process_time() - begun
    print(f"{len(counted)} accounts, {words:,} words, {seconds:.1f} s of processor time, {words / seconds:,.0f} words a second")
    total = sum(counted, Counter[str]())
    for kind in dict.fromkeys(key.split(":")[0] for key in total if key.endswith(":gold")):
        print(_line(kind, total, counted, arguments.bootstrap))
    matched = total["claims:right"]
    print(f"modality of matched claims   {total['modality'] / max(matched, 1):.3f}")
    traps = {key.removeprefix("trap:"): count for key, count in total.items() if key.startswith("trap:")}
    fallen = sum(total[f"fallen:{name}"] for name in traps)
    print(f"traps fallen into            {fallen} of {sum(traps.values())} ({fallen / max(sum(traps.values()), 1):.3f})")
    for name, count in sorted(traps.items()):
        print(f"  {name:<16} {total[f'fallen:{name}']} of {count}")


def _line(kind: str, total: Counter[str], counted: Sequence[Counter[str]], resamples: int) -> str:
    right, found, gold = (total[f"{kind}:{key}"] for key in ("right", "found", "gold"))
    shown = f"{kind:<26} P {right / max(found, 1):.3f}  R {right / max(gold, 1):.3f}  F1 {_f1(total, kind):.3f}"
    if resamples:
        chosen = random.Random(1)
        many = sorted(_f1(sum(chosen.choices(counted, k=len(counted)), Counter[str]()), kind) for _ in range(resamples))
        shown += f"  [{many[int(0.025 * resamples)]:.3f}, {many[int(0.975 * resamples) - 1]:.3f}]"
    return f"{shown}  ({right} of {gold} annotated, {found} found)"


def _f1(counts: Counter[str], kind: str) -> float:
    return 2 * counts[f"{kind}:right"] / max(counts[f"{kind}:found"] + counts[f"{kind}:gold"], 1)


class Scored:
    """One account against its annotation; ``counts`` can be summed."""

    def __init__(self, name: str, account: Account, rows: Sequence[Row], *, show: bool) -> None:
        self.name, self.account, self.show = name, account, show
        self.text = account.document.text
        self.starts = [0, *(match.end() for match in _END.finditer(self.text))]
        self.counts: Counter[str] = Counter()
        by_kind: dict[str, list[Row]] = {}
        for row in rows:
            by_kind.setdefault(row["kind"], []).append(row)
        self.party = self._parties(by_kind.get("party", []))
        claims = [row for row in by_kind.get("claim", []) if len(row["speaker"]) > 1]
        told = [claim for claim in account.claims if len(claim.speaker) > 1 and not self._is_turn(claim)]
        self._count("claims, any voice", claims, told, lambda row, claim: self._shares(row, claim.span))
        pairs = self._count("claims", claims, told, self._same_claim)
        self.counts["modality"] = sum(claims[g]["modality"] == told[f].modality.value for g, f in pairs.items())
        positions = by_kind.get("position", [])
        agreed = self._count("positions", positions, account.positions, self._same_party)
        self._count("positions, family", positions, account.positions, self._same_family)
        self._count("positions, polarity", positions, account.positions, self._same_polarity)
        self._traps(by_kind.get("trap", []), positions, agreed)

    def _is_turn(self, claim: Claim) -> bool:
        """What a labelled speaker says is not annotated as a claim of its own, so it is neither right nor wrong."""
        start = self.text.rfind("\n", 0, claim.span.start if claim.span else 0) + 1
        return not claim.cue and bool(_LABEL.match(self.text, start))

    def _parties(self, gold: Sequence[Row]) -> dict[str, str]:
        named = [{bare(n) for n in (row["name"], *row["aliases"])} for row in gold]
        found = [{bare(n) for n in (party.name, *party.aliases)} for party in self.account.parties]
        pairs = sorted(((len(g & f), -i, -j) for i, g in enumerate(named) for j, f in enumerate(found) if g & f), reverse=True)
        taken: dict[int, int] = {}
        for _, i, j in pairs:
            if -i not in taken.values():
                taken.setdefault(-j, -i)
        self._add("parties", len(taken), len(found), len(gold))
        if self.show:
            print(f"{self.name}: party missed  {[row['name'] for i, row in enumerate(gold) if i not in taken.values()]}")
            print(f"{self.name}: party beyond  {[party.name for j, party in enumerate(self.account.parties) if j not in taken]}")
        closest = {j: max(range(len(gold)), key=lambda i: len(named[i] & f), default=0) for j, f in enumerate(found)}
        return {self.account.parties[j].id: gold[i]["id"] for j, i in closest.items() if named[i] & found[j]}

    def _count(self, kind: str, gold: Sequence[Row], found: Sequence[Any], same: Callable[[Row, Any], bool]) -> dict[int, int]:
        pairs = matching([[j for j, one in enumerate(found) if same(row, one)] for row in gold])
        self._add(kind, len(pairs), len(found), len(gold))
        if self.show and kind in {"claims", "positions, polarity"}:
            for i, row in enumerate(gold):
                if i not in pairs:
                    what = row.get("speaker") or (row["party"], row["stance"], row["polarity"], row["act"])
                    print(f"{self.name}: {kind} missed  {what} | {row['quote']}")
            for j, one in enumerate(found):
                if j not in pairs.values():
                    what = one.speaker if isinstance(one, Claim) else (one.party, one.stance.value, one.polarity.value, one.act)
                    print(f"{self.name}: {kind} beyond  {what} | {self.text[one.span.start : one.span.end]}")
        return pairs

    def _add(self, kind: str, right: int, found: int, gold: int) -> None:
        self.counts.update({f"{kind}:right": right, f"{kind}:found": found, f"{kind}:gold": gold})

    def _shares(self, row: Row, span: Span | None) -> bool:
        if span is None:
            return False
        quote = self._place(row)
        first, last = (bisect_right(self.starts, at) for at in (quote.start, quote.end - 1))
        return bisect_right(self.starts, span.start) <= last and first <= bisect_right(self.starts, span.end - 1)

    def _place(self, row: Row) -> Span:
        start = self.text.find(row["quote"])
        return Span(start, start + len(row["quote"]))

    def _same_claim(self, row: Row, claim: Claim) -> bool:
        return self._shares(row, claim.span) and self._same_voice(row["speaker"][-1], claim.speaker[-1])

    def _same_voice(self, gold: str, found: str) -> bool:
        if gold == "unnamed":
            return found == "unnamed report"
        if found in self.party:
            return self.party[found] == gold
        one, other = set(bare(gold).split()), set(bare(found.replace("_", " ")).split())
        return bool(one and other) and (one <= other or other <= one)

    def _same_party(self, row: Row, position: Position) -> bool:
        return self._shares(row, position.span) and self.party.get(position.party) == row["party"]

    def _same_family(self, row: Row, position: Position) -> bool:
        return self._same_party(row, position) and FAMILY[row["stance"]] == FAMILY[position.stance.value]

    def _same_polarity(self, row: Row, position: Position) -> bool:
        return self._same_family(row, position) and row["polarity"] == position.polarity.value

    def _traps(self, traps: Sequence[Row], positions: Sequence[Row], agreed: dict[int, int]) -> None:
        free = [p for j, p in enumerate(self.account.positions) if j not in agreed.values()]
        for row in traps:
            place = self._place(row)
            self.counts[f"trap:{row['phenomenon']}"] += 1
            hit = [p for p in free if row["party"] in {None, self.party.get(p.party)} and _mostly(place, p.span)]
            self.counts[f"fallen:{row['phenomenon']}"] += bool(hit)
            if self.show and hit:
                print(f"{self.name}: trap {row['phenomenon']}  {row['quote']} | {[(p.party, p.stance.value, p.act) for p in hit]}")


def bare(name: str) -> str:
    """A name without article, capitals, marks and possessive."""
    words = re.sub(r"['’]s\b", "", name.casefold())
    words = " ".join(re.findall(r"\w+", words))
    return re.sub(r"^(?:the|a|an|its|his|her|their) ", "", words)


def matching(edges: Sequence[Iterable[int]]) -> dict[int, int]:
    """The largest matching, left to right, by augmenting paths."""
    options = [list(row) for row in edges]
    taken: dict[int, int] = {}

    def place(left: int, seen: set[int]) -> bool:
        for right in options[left]:
            if right not in seen:
                seen.add(right)
                if right not in taken or place(taken[right], seen):
                    taken[right] = left
                    return True
        return False

    for left in range(len(options)):
        place(left, set())
    return {left: right for right, left in taken.items()}


def _mostly(one: Span, other: Span | None) -> bool:
    if other is None:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--voices", choices=("trained", "rules"), default="trained", help="how speakers are found")
    parser.add_argument("--positions", choices=("trained", "rules"), default="trained", help="how positions are found")
    parser.add_argument("--bootstrap", type=int, default=0, metavar="N", help="resamples of the accounts for 95 %% intervals of F1")
    parser.add_argument("--show", action="store_true", help="list what was missed, what was found beyond the annotation, and the traps")
    return parser.parse_args()


if __name__ == "__main__":
    main()
