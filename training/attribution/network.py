"""The network that is trained: a small BERT, a tag for each word, and who belongs to whom.

The forward pass of ``detente.reading.tagger.encoder`` in a framework that has gradients; ``export.py`` writes its weights for that one.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["BUCKETS", "Network", "distance_buckets"]

WIDTH, HEADS, DEPTH, INNER, LINK, TAGS = 384, 12, 6, 1536, 64, 7
BUCKETS = 18


class Layer(nn.Module):
    """Attention and a feed-forward part, each with its residual and norm, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + functional.dropout(self.out(attended), drop, self.training))
        inner = self.up(x)
        inner = inner * torch.sigmoid(1.702 * inner)  # close to GELU, and cheap without a framework
        return self.norm2(x + functional.dropout(self.down(inner), drop, self.training))


class Network(nn.Module):
    """Tags and links of a batch of windows."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(5, WIDTH)
        self.quoted = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.tag = nn.Linear(WIDTH, TAGS)
        self.content_cue = nn.Linear(WIDTH, 2 * LINK)
        self.cue_source = nn.Linear(WIDTH, 2 * LINK)
        self.distance = nn.Embedding(2, BUCKETS)  # one row a kind of link
        self.nobody = nn.Parameter(torch.zeros(2))
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quoted.weight)
        nn.init.zeros_(self.distance.weight)

    def forward(
        self, pieces: Tensor, case: Tensor, quoted: Tensor, first: Tensor, near: Tensor, drop: float = 0.1
    ) -> tuple[Tensor, Tensor, Tensor]:
        """``pieces, case, quoted``: batch × pieces (0 pads); ``first``: batch × words (0 pads); ``near``: batch × words × words, buckets.

        Returns tags, batch × words × 7; and for both kinds of link batch × words × (words + 1), the last for *nobody*.
        """
        length = pieces.shape[1]
        places = torch.arange(length)
        x = self.word(pieces) + self.position(places) + self.case(case) + self.quoted(quoted)
        x = functional.dropout(self.norm(x), drop, self.training)
        mask = (pieces != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, drop)
        w = x.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        w = functional.dropout(w, drop, self.training)
        absent = (first == 0)[:, None, :]
        return self.tag(w), self._links(0, self.content_cue(w), near, absent), self._links(1, self.cue_source(w), near, absent)

    def _links(self, kind: int, both: Tensor, near: Tensor, absent: Tensor) -> Tensor:
        query, key = both.split(LINK, dim=-1)
        scores = query @ key.transpose(1, 2) / LINK**0.5 + self.distance.weight[kind][near]
        scores = scores.masked_fill(absent, -1e4)
        nobody = self.nobody[kind].expand(*scores.shape[:2], 1)
        return torch.cat([scores, nobody], dim=-1)

    def start_from(self, folder: Path) -> None:
        """Take the encoder's weights from a folder with ``model.safetensors`` of the all-MiniLM-L6-v2 sort."""
        found = load_file(folder / "model.safetensors")
        found = {name.removeprefix("bert."): value for name, value in found.items()}
        with torch.no_grad():
            self.word.weight.copy_(found["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(found["embeddings.position_embeddings.weight"])
            self.position.weight.add_(found["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(found["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(found["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                head = f"encoder.layer.{number}."
                for kind in ("weight", "bias"):
                    parts = [found[f"{head}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                    getattr(layer.out, kind).copy_(found[f"{head}attention.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(found[f"{head}attention.output.LayerNorm.{kind}"])
                    getattr(layer.up, kind).copy_(found[f"{head}intermediate.dense.{kind}"])
                    getattr(layer.down, kind).copy_(found[f"{head}output.dense.{kind}"])
                    getattr(layer.norm2, kind).copy_(found[f"{head}output.LayerNorm.{kind}"])
        self.word.weight.requires_grad_(False)


def distance_buckets(words: Tensor, paragraphs: Tensor) -> Tensor:
    """How far apart two words stand, in logarithmic buckets with a sign; the last two buckets are other paragraphs, before and after.

    ``words`` and ``paragraphs`` are batch × words; returns batch × words × words, from the first index to the second.
    """
    apart = words[:, None, :] - words[:, :, None]
    size = torch.log2(apart.abs().float() + 1).floor().clamp(max=7).long()  # 0..7
    same = torch.where(apart < 0, size, size + 8)
    other = torch.where(apart < 0, 16, 17)
    return torch.where(paragraphs[:, None, :] == paragraphs[:, :, None], same, other)
