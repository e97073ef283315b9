"""What the checks on a language model's answers cost and catch, with no model: `python benchmarks/held_to_the_text.py [FOLDER]`.

The marks that people made on the accounts of corpus/develop are put through the checks as if a model had answered with them: what falls is
what a flawless model would lose. Then the acts of each account are held against the text of the next one: what passes is what a model that
makes up acts would get away with.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from detente.evidence import Document, Modality
from detente.reading.model_reader.answer import SaidClaim, SaidParty, SaidPosition
from detente.reading.model_reader.bodies import Bodies
from detente.reading.model_reader.checking import Ground, carried, checked, ground_of
from detente.reading.model_reader.places import Miss, place
from detente.reading.model_reader.portions import portions
from detente.reading.opening import opened

CORPUS = Path(__file__).parents[1] / "corpus" / "develop"


def main(folder: Path) -> None:
    fallen: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    grounds: list[tuple[Ground, list[str]]] = []
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        ground = one(path.with_suffix(".txt"), rows, counts, fallen)
        grounds.append((ground, [row["act"] for row in rows if row["kind"] == "position"]))
    print(f"{len(grounds)} accounts; of {counts['claims']} claims {counts['claims kept']} pass,", end=" ")
    print(f"of {counts['positions']} positions {counts['positions kept']}")
    for reason, count in fallen.most_common():
        print(f"  {count:4} × {reason}")
    others = [carried(grounds[index - 1][0], act) for index, (_, acts) in enumerate(grounds) for act in acts]
    print(f"of {len(others)} acts of another account {sum(others)} pass")


def one(path: Path, rows: list[dict[str, Any]], counts: Counter[str], fallen: Counter[str]) -> Ground:
    """Put one account's marks through the checks; the cue, which nobody annotated, is the first word of the paragraph."""
    document = opened(path).document
    ground, pieces, bodies = ground_of(document), portions(document, 10**9)[0], Bodies(document.text)
    names = {row["id"]: row["name"] for row in rows if row["kind"] == "party"}
    for row in rows:
        if row["kind"] == "party":
            bodies.add(SaidParty(name=row["name"], aliases=row["aliases"]), fallen)
    for row in rows:
        if row["kind"] == "claim":
            cue = _first_word(document, row["quote"])
            speakers = [names.get(link, link) for link in row["speaker"]]
            said = SaidClaim(
                paragraph=0, quote=row["quote"], before="", speakers=speakers, cue=cue, modality=Modality(row["modality"]), positions=[]
            )
        elif row["kind"] == "position":
            performer = names.get(row["performer"], row["performer"])
            fields = {name: row[name] for name in ("stance", "polarity", "act", "condition")}
            held = SaidPosition(party=names[row["party"]], performer=performer, words=row["quote"], **fields)
            said = SaidClaim(
                paragraph=0, quote=row["quote"], before="", speakers=["author"], cue="", modality=Modality.asserted, positions=[held]
            )
        else:
            continue
        found = checked(ground, pieces, said, bodies, fallen)
        counts[f"{row['kind']}s"] += 1
        counts[f"{row['kind']}s kept"] += found is not None and len(found.positions) == len(said.positions)
    return ground


def _first_word(document: Document, quote: str) -> str:
    """Some word of the paragraph, so that the rule about reporting words is met."""
    span = place(document.text, quote, document.paragraphs)
    if isinstance(span, Miss):
        return ""
    paragraph = document.paragraphs[document.paragraph_at(span.start)]
    return next(word for word in document.text[paragraph.start : paragraph.end].split() if any(c.isalnum() for c in word))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
