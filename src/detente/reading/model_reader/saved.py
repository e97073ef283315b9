"""Answers kept in a folder, if the person names one: the same question to the same model is not paid for twice.

A file's name is a hash of all that was asked (endpoint, model, the wording and the text), so a change in any of them asks anew. The files
hold quotations from the texts, and are as confidential as those; they are readable by their owner alone. The key is in none of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from detente.reading.model_reader.asking import Kind, Reply, answer_of
from detente.reading.model_reader.endpoint import Endpoint

__all__ = ["SavedAnswers"]

_LARGEST = 4_000_000  # bytes


class SavedAnswers:
    """The answers in a folder."""

    def __init__(self, folder: Path, endpoint: Endpoint) -> None:
        self.folder = folder
        self.endpoint = endpoint

    def find(self, messages: Sequence[dict[str, str]]) -> Reply | None:
        """The saved reply to this question, held against the schema as any other; None where there is none that can be read."""
        path = self._path(messages)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            reply = answer_of(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return None
        return reply if reply.kind is Kind.answered else None

    def keep(self, messages: Sequence[dict[str, str]], reply: Reply) -> None:
        """Save a reply that is an answer; there as a whole or not at all."""
        if reply.kind is not Kind.answered:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".answer-", suffix=".tmp")  # its owner's alone
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(reply.text)
            Path(name).replace(self._path(messages))
        finally:
            Path(name).unlink(missing_ok=True)

    def _path(self, messages: Sequence[dict[str, str]]) -> Path:
        asked = json.dumps([self.endpoint.url, self.endpoint.model, list(messages)], sort_keys=True)
        return self.folder / f"{hashlib.sha256(asked.encode('utf-8')).hexdigest()}.json"
