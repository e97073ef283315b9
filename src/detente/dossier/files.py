"""Dossiers on disk: a folder with ``dossier.yaml``, ``claims.jsonl``, ``positions.jsonl`` and ``accounts/``, or one YAML file.

Wherever a dossier is expected, the folder or the YAML file is accepted. Loading checks everything that can be checked and reports all
problems at once, each with its file, line and column; saving (:mod:`detente.dossier.writing`) keeps what it does not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from detente.dossier.atomic import recover
from detente.dossier.dossier import Dossier
from detente.dossier.entries import ClaimEntry, PositionEntry, Reference, WholeFile, claim_from, position_from
from detente.dossier.jsonl import read_lines
from detente.dossier.origin import Drift, Origin
from detente.dossier.schema import DossierFile
from detente.dossier.sense import sense_problems
from detente.dossier.spans import anchored, read_document, read_text, spans_in_range
from detente.dossier.writing import save
from detente.dossier.yaml_errors import raise_all, schema_problems
from detente.dossier.yaml_tree import Tree, read_yaml
from detente.errors import DetenteError, DossierError, NotFound, Where
from detente.evidence import Claim, Document, Position

__all__ = ["load", "save", "schema", "yaml_path"]

Path_ = tuple[str | int, ...]

_SUFFIXES = {".yaml", ".yml", ".json"}
_LINES = {"claims": "claims.jsonl", "positions": "positions.jsonl"}


def yaml_path(path: str | Path) -> Path:
    """The YAML file that a dossier's path means: the file itself, or ``dossier.yaml`` in the folder.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.DossierError`.
    """
    path = Path(path)
    if path.is_dir():
        for name in ("dossier.yaml", "dossier.yml"):
            if (path / name).is_file():
                return path / name
        raise NotFound(f"there is no dossier.yaml in {path}", cure="name a dossier's folder, or begin one from an account: detente read")
    if not path.exists():
        raise NotFound(f"there is no dossier {path}", cure="name the dossier's folder or its YAML file")
    if path.suffix.lower() not in _SUFFIXES:
        message = f"{path} is no dossier: its name does not end in .yaml"
        raise DossierError(message, cure="name the dossier's folder or its YAML file; detente read reads an account")
    return path


def load(path: str | Path) -> Dossier:
    """Read a dossier from its folder or YAML file.

    Raises :class:`~detente.errors.NotFound`; :class:`~detente.errors.DossierError` (with ``problems`` where there are several),
    :class:`~detente.errors.SpanError` where a claim's words are no longer in their text, :class:`~detente.errors.FormulaError` and
    :class:`~detente.errors.UnknownName`, each with file, line and column. Words that moved but were found again are in
    ``origin.drifts`` of the result and among what ``detente.dossier.check`` lists.
    """
    is_folder = Path(path).is_dir()
    if is_folder:
        recover(Path(path))
    file = yaml_path(path)
    tree, problems = read_yaml(read_text(file, str(file)), str(file))
    loading = _Loading(file, tree, is_folder=is_folder, problems=list(problems))
    return loading.dossier()


@dataclass
class _Loading:
    """What has been read so far, and what was wrong with it."""

    path: Path
    tree: Tree
    is_folder: bool
    problems: list[DetenteError]
    lines: dict[Path_, Where] = field(default_factory=dict)

    def where(self, path: Path_, *, key: bool = False, offset: int = 0) -> Where:
        """The place of ``path`` in whichever file holds it."""
        return self.lines[path[:2]] if path[:2] in self.lines else self.tree.where(path, key=key, offset=offset)

    def raise_problems(self) -> None:
        raise_all(self.problems, str(self.path))

    def dossier(self) -> Dossier:
        if not isinstance(self.tree.value, dict):
            cure = "begin with 'detente: 1' and 'title: …'"
            raise DossierError("the file holds no 'key: value' lines", cure=cure, where=Where(str(self.path), 1, 1))
        self.raise_problems()  # repeated keys, tags, aliases: what the schema says of the rest would be noise
        data = dict(self.tree.value)
        inline = {section: data.pop(section, None) for section in _LINES}
        entries = {section: self.entries(section, inline[section], model) for section, model in _MODELS.items()}
        file = self.validated(DossierFile, data)
        self.raise_problems()
        assert file is not None
        claims = {name: claim_from(name, entry) for name, entry in entries["claims"].items() if isinstance(entry, ClaimEntry)}
        positions = {name: position_from(name, entry) for name, entry in entries["positions"].items() if isinstance(entry, PositionEntry)}
        documents = self.documents(file)
        claims, drifts = self.anchored(claims, positions, documents)
        inline_ids = frozenset(name for section in inline.values() for name in section or ())
        origin = Origin(
            self.path,
            self.is_folder,
            file,
            self.tree.text,
            claims,
            positions,
            documents,
            inline_ids,
            self.places(),
            drifts,
            tuple(name for name, text in documents.items() if file.documents[name].sha256 not in {None, text.sha256}),
        )
        dossier = Dossier(file, documents, claims, positions, self.path.parent, origin)
        self.problems += sense_problems(dossier, self.where)
        self.raise_problems()
        return dossier

    def validated(self, model: type[DossierFile], data: dict[str, Any]) -> DossierFile | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += schema_problems(error, WholeFile, self.where)
            return None

    def entries(self, section: str, inline: object, model: type[BaseModel]) -> dict[str, BaseModel]:
        """The claims or positions from the YAML, then those of the JSON Lines beside it."""
        found: dict[str, BaseModel] = {}
        if inline is not None:
            try:
                found = dict(_ADAPTERS[section].validate_python(inline))
            except ValidationError as error:
                self.problems += schema_problems(error, WholeFile, self.where, prefix=(section,))
        file = self.path.parent / _LINES[section]
        if not (self.is_folder and file.exists()):
            return found
        lines, problems = read_lines(read_text(file, str(file)), str(file))
        self.problems += problems
        for line in lines:
            here = Where(str(file), line.number)
            if line.id in found:
                message = f"the id {line.id!r} stands both here and in {self.path.name}"
                self.problems.append(DossierError(message, cure="keep one of the two", where=here))
                continue
            self.lines[(section, line.id)] = here
            try:
                found[line.id] = model.model_validate(line.record)
            except ValidationError as error:
                self.problems += schema_problems(error, WholeFile, self.where, prefix=(section, line.id))
        return found

    def documents(self, file: DossierFile) -> dict[str, Document]:
        found = {}
        for name, entry in file.documents.items():
            try:
                found[name] = read_document(name, entry, self.path.parent)
            except DetenteError as error:
                error.where = error.where or self.where(("documents", name, "file"))
                self.problems.append(error)
        return found

    def anchored(
        self, claims: Mapping[str, Claim], positions: Mapping[str, Position], documents: Mapping[str, Document]
    ) -> tuple[dict[str, Claim], tuple[Drift, ...]]:
        found, drifts = {}, []
        for name, claim in claims.items():
            try:
                found[name], drift = anchored(claim, documents, self.where)
            except DetenteError as error:
                self.problems.append(error)
                found[name] = claim
            else:
                drifts += [drift] if drift else []
        outside = [spans_in_range(position, documents, self.where) for position in positions.values()]
        self.problems += [problem for problem in outside if problem is not None]
        return found, tuple(drifts)

    def places(self) -> dict[Path_, Where]:
        found = {path: Where(self.tree.file, place.line, place.column) for path, place in {**self.tree.values, **self.tree.keys}.items()}
        return {**found, **self.lines}


_MODELS: dict[str, type[BaseModel]] = {"claims": ClaimEntry, "positions": PositionEntry}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "claims": TypeAdapter(dict[Reference, ClaimEntry]),
    "positions": TypeAdapter(dict[Reference, PositionEntry]),
}


def schema() -> dict[str, Any]:
    """The JSON Schema of ``dossier.yaml`` with inline claims and positions, as published in ``docs/reference/dossier.schema.json``."""
    found = WholeFile.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "A Détente dossier"}


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
