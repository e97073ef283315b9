"""The network that answers: which of eight stances each party in sight takes in a sentence, who says what, and in which words.

The word pieces and the lower layers are those of the attribution tagger, and stay as they are; the upper layers start from its.
"""

from __future__ import annotations

from pathlib import Path

import torch
from network import WIDTH, Layer, Network
from torch import Tensor, nn
from torch.nn import functional

from detente.reading.tagger.slots import SLOTS

__all__ = ["FROZEN", "STANCES", "Asking"]

FROZEN = 2  # layers shared with the attribution tagger
DEPTH = 6
STANCES = ("demand", "precondition", "refusal", "red_line", "offer", "commitment", "support", "threat")
LINK = 64


class Asking(nn.Module):
    """Scores of slots and of words."""

    def __init__(self, tagger: dict[str, Tensor]) -> None:
        super().__init__()
        word = tagger["word.weight"]
        self.vocabulary = len(word)
        names = dict(tagger)
        self.word = nn.Embedding.from_pretrained(word, freeze=True)
        self.position = nn.Embedding.from_pretrained(names["position.weight"], freeze=True)
        self.case = nn.Embedding.from_pretrained(names["case.weight"], freeze=True)
        self.quoted = nn.Embedding.from_pretrained(names["quoted.weight"], freeze=True)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.load_state_dict({key: names[f"norm.{key}"] for key in ("weight", "bias")})
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.layers.load_state_dict({name.removeprefix("layers."): value for name, value in names.items() if name.startswith("layers.")})
        self.slot = nn.Embedding(SLOTS, WIDTH)
        self.part = nn.Embedding(4, WIDTH)
        nn.init.zeros_(self.part.weight)
        self.any = nn.Linear(WIDTH, 1)
        self.stance = nn.Linear(WIDTH, len(STANCES))
        self.spoken = nn.Linear(WIDTH, WIDTH)  # of a slot's mentions in the sentence
        self.voice = nn.Linear(WIDTH, 1)
        self.asks = nn.Linear(WIDTH, 3 * LINK)  # of a slot: for words inside the clause, for its first word, for words of what it says
        self.answers = nn.Linear(WIDTH, 3 * LINK)
        for parameter in (*self.norm.parameters(), *(p for layer in self.layers[:FROZEN] for p in layer.parameters())):
            parameter.requires_grad_(False)

    def start_upper(self, folder: Path) -> None:
        """The upper layers start from those of all-MiniLM-L6-v2, which know more of meanings than the tagger's."""
        whole = Network(self.vocabulary)
        whole.start_from(folder)
        for mine, theirs in zip(self.layers[FROZEN:], whole.layers[FROZEN:], strict=True):
            mine.load_state_dict(theirs.state_dict())

    def start_slots(self, typical: Tensor) -> None:
        """Slots start as a party's name would: the mean of typical pieces, each a little elsewhere."""
        with torch.no_grad():
            mean = self.word.weight[typical].mean(dim=0)
            self.slot.weight.copy_(mean + torch.randn(SLOTS, WIDTH) * self.word.weight.std())

    def go_on(self, earlier: dict[str, Tensor]) -> None:
        """Start from an earlier run's weights; what that run had no head for starts as it is."""
        mine = self.state_dict()
        for name, value in earlier.items():
            mine[name][: len(value)] = value
        self.load_state_dict(mine)

    def forward(
        self, pieces: Tensor, case: Tensor, quoted: Tensor, part: Tensor, slots: int, first: Tensor, drop: float = 0.1
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """``pieces`` batch × pieces (0 pads); ``slots`` the most of one question; ``first`` batch × words (0 pads).

        Returns whether a slot holds a position, batch × slots; its stances, batch × slots × 8; whether it is the voice of something said,
        and last whether somebody is who has no slot, batch × (slots + 1); words, batch × (slots + 1) × words × 3.
        """
        known = pieces < self.vocabulary
        x = self.word(pieces.clamp(max=self.vocabulary - 1))
        x = torch.where(known[:, :, None], x, self.slot((pieces - self.vocabulary).clamp(min=0)))
        x = x + self.position(torch.arange(pieces.shape[1])) + self.case(case) + self.quoted(quoted) + self.part(part)
        x = functional.dropout(self.norm(x), drop, self.training)
        mask = (pieces != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, drop)
        x = functional.dropout(x, drop, self.training)
        heads = x[:, 1 : 1 + slots]
        own = (pieces[:, None, :] == pieces[:, 1 : 1 + slots, None]) & (part == 3)[:, None, :] & ~known[:, None, :]
        share = own.float() / own.sum(dim=-1, keepdim=True).clamp(min=1)
        mine = torch.cat([heads + self.spoken(share @ x), x[:, :1]], dim=1)
        chosen = x.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        asks = self.asks(mine).view(*mine.shape[:2], 3, LINK)
        answers = self.answers(chosen).view(*chosen.shape[:2], 3, LINK)
        words = torch.einsum("bskd,bwkd->bswk", asks, answers) / LINK**0.5
        return self.any(mine[:, :-1])[:, :, 0], self.stance(mine[:, :-1]), self.voice(mine)[:, :, 0], words
