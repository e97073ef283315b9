"""Verify annotated accounts, and print the hash of a folder.

    python corpus/check.py FOLDER…

Every quote must stand in its text exactly once, within one paragraph; every party must be declared; every word of the scheme must be one
that ``GUIDE.md`` allows. Prints one line a fault (file, line, what), then counts and the SHA-256 of the folder's files in order of name.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STANCES = {"demand", "precondition", "refusal", "red_line", "offer", "commitment", "support", "threat"}
MODALITIES = {"asserted", "reported", "alleged", "denied", "conditional", "predicted", "opinion", "absence"}
PHENOMENA = set(
    "dropped denied negated hypothetical forecast question advice guess idiom silence outsider description other_meaning concessive".split()
)
KEYS = {
    "party": {"id", "name", "aliases"},
    "claim": {"quote", "speaker", "modality"},
    "position": {"quote", "party", "stance", "polarity", "act", "performer", "condition", "reported_by"},
    "trap": {"quote", "phenomenon", "party"},
}


def main() -> int:
    faults = 0
    for folder in map(Path, sys.argv[1:]):
        counts: Counter[str] = Counter()
        for path in sorted(folder.glob("*.jsonl")):
            for fault in _faults(path, counts):
                print(fault)
                faults += 1
        digest = hashlib.sha256()
        for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.txt")]):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        print(f"{folder}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
        print(f"{folder}: sha256 {digest.hexdigest()}")
    return bool(faults)


def _faults(path: Path, counts: Counter[str]) -> Iterator[str]:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    counts["accounts"] += 1
    counts["words"] += len(text.split())
    if unicodedata.normalize("NFC", text) != text:
        yield f"{path.with_suffix('.txt')}: not in Unicode's composed form (NFC)"
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append((number, json.loads(line)))
        except ValueError as error:
            yield f"{path}:{number}: {error}"
    parties = {row["id"] for _, row in rows if row.get("kind") == "party" and "id" in row}
    for number, row in rows:
        kind = row.get("kind", "")
        counts[kind] += 1
        for fault in _of_row(row, kind, text, parties):
            yield f"{path}:{number}: {fault}"


def _of_row(row: dict[str, Any], kind: str, text: str, parties: set[str]) -> Iterator[str]:
    if kind not in KEYS:
        yield f"kind {kind!r}; use one of {', '.join(KEYS)}"
        return
    if set(row) - {"kind"} != KEYS[kind]:
        yield f"keys {sorted(set(row) - {'kind'})}; expected {sorted(KEYS[kind])}"
        return
    quote = row.get("quote")
    if quote is not None:
        if text.count(quote) != 1:
            yield f"the quote stands {text.count(quote)} times in the text: {quote[:60]!r}"
        if "\n\n" in quote:
            yield f"the quote runs over a paragraph: {quote[:60]!r}"
    for key in ("party", "performer"):
        if row.get(key) is not None and row[key] not in parties:
            yield f"{key} {row[key]!r} is not declared"
    yield from _of_kind(row, kind, text)


def _of_kind(row: dict[str, Any], kind: str, text: str) -> Iterator[str]:
    if kind == "party" and (missing := [name for name in (row["name"], *row["aliases"]) if name not in text]):
        yield f"names of {row['id']} are not in the text: {missing}"
    if kind == "position":
        if row["party"] is None:
            yield "a position needs a party"
        if row["stance"] not in STANCES or row["polarity"] not in {"for", "against"}:
            yield f"stance {row['stance']!r}, polarity {row['polarity']!r}"
        if not row["act"] or (row["stance"] == "precondition" and not row["condition"]):
            yield "an act is missing, or a precondition without what it is for"
    if kind == "claim" and row["modality"] not in MODALITIES:
        yield f"modality {row['modality']!r}"
    if kind == "trap" and row["phenomenon"] not in PHENOMENA:
        yield f"phenomenon {row['phenomenon']!r}"


if __name__ == "__main__":
    sys.exit(main())
