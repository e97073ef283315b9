"""Saving a dossier: only what changed since it was loaded is changed on disk, and all of it or none.

Three versions meet: the one that was loaded (the base), the one to be saved, and the one that stands on disk by now. Each difference
between the first two is made in the third. So a person may edit the YAML while the reviewer's terminal writes decisions, and two
reviewers may work at once; where both changed the same entry, the later save wins.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from detente.dossier.atomic import write_files
from detente.dossier.dossier import Dossier
from detente.dossier.entries import claim_record, position_record
from detente.dossier.jsonl import json_line, read_lines
from detente.dossier.origin import Origin
from detente.dossier.sense import sense_problems
from detente.dossier.spans import inside, read_text
from detente.dossier.yaml_errors import raise_all
from detente.dossier.yaml_merge import fresh_yaml, merged_yaml
from detente.dossier.yaml_tree import read_yaml
from detente.errors import DetenteError, DossierError, Where
from detente.evidence import normalise

__all__ = ["file_data", "save"]

_Record = Callable[[Any], dict[str, Any]]
_SECTIONS: dict[str, tuple[str, _Record]] = {
    "claims": ("claims.jsonl", claim_record),
    "positions": ("positions.jsonl", position_record),
}


def save(dossier: Dossier, path: str | Path) -> Path:
    """Write the dossier into a folder, or into one YAML file where ``path`` ends in ``.yaml``; returns ``path``.

    Raises :class:`~detente.errors.DossierError` where the files cannot be written or do not read back as what was saved; the old files
    then stand unharmed.
    """
    path = Path(path)
    saving = _Saving(dossier, path)
    file = str(saving.yaml)
    raise_all(sense_problems(dossier, lambda path, *, key=False, offset=0: Where(file)), file)  # noqa: ARG005 - nothing is written yet
    contents = saving.contents()
    try:
        write_files(saving.folder, contents)
    except OSError as error:
        cure = "check permissions and free space; nothing was changed"
        raise DossierError(f"{path} cannot be written: {error.strerror or error}", cure=cure) from error
    saving.remember(contents)
    return path


class _Saving:
    def __init__(self, dossier: Dossier, path: Path) -> None:
        self.dossier = dossier
        self.one_file = path.suffix.lower() in {".yaml", ".yml", ".json"} and not path.is_dir()
        self.folder = path.parent if self.one_file else path
        self.yaml = path if self.one_file else _yaml_in(path)
        origin = dossier.origin
        self.origin = origin
        self.home = self.base()

    def base(self) -> Origin | None:
        """What this dossier, or the one it derives from, last said in these files; None where it never stood there."""
        origin, file = self.origin, self.yaml.resolve()
        if origin is None or not self.yaml.exists():
            return None
        at_home = origin.path.resolve() == file and origin.is_folder != self.one_file
        return origin.saved.get(file) or (origin if at_home else None)

    def remember(self, contents: Mapping[str, bytes]) -> None:
        """Keep what was written as the base of the next save."""
        if self.origin is not None:
            dossier, before = self.dossier, self.home or self.origin
            text = contents[self.yaml.name].decode("utf-8") if self.yaml.name in contents else before.text
            inline = frozenset(name for name in (*dossier.claims, *dossier.positions) if self.is_inline(name))
            self.origin.saved[self.yaml.resolve()] = replace(
                before,
                path=self.yaml,
                is_folder=not self.one_file,
                file=dossier.file,
                text=text,
                claims=dossier.claims,
                positions=dossier.positions,
                documents=dossier.documents,
                inline=inline,
                saved={},
            )

    def contents(self) -> dict[str, bytes]:
        """The bytes of every file that has to be written, by name relative to the folder."""
        found = dict(self.texts())
        yaml = self.yaml_text()
        if yaml is not None:
            found[self.yaml.name] = yaml.encode("utf-8")
        if not self.one_file:
            for section, (name, _) in _SECTIONS.items():
                lines = self.lines(section, name)
                if lines is not None:
                    found[name] = lines.encode("utf-8")
        return found

    def is_inline(self, identity: str) -> bool:
        return self.one_file or (self.origin is not None and identity in self.origin.inline)

    def yaml_text(self) -> str | None:
        """The new text of the YAML file; None where it stays as it is."""
        dossier, origin = self.dossier, self.origin
        ours = _yaml_data(dossier, self.is_inline)
        before = self.home or origin
        if before is None:
            return _checked(fresh_yaml(ours), ours, self.yaml)
        base = _yaml_data(before, before.inline.__contains__)
        if _ordered(base) == _ordered(ours):
            return None if self.home else before.text
        text = read_text(self.yaml, str(self.yaml)) if self.home else before.text
        tree, problems = read_yaml(text, str(self.yaml))
        raise_all(problems, str(self.yaml))
        merged = merged_yaml(text, base, ours)
        return _checked(merged, _expected(tree.value, base, ours) if text == before.text else None, self.yaml)

    def lines(self, section: str, name: str) -> str | None:
        """The new text of a JSON Lines file; None where it stays as it is."""
        record = _SECTIONS[section][1]
        ours = {key: thing for key, thing in getattr(self.dossier, section).items() if not self.is_inline(key)}
        base = getattr(self.home, section) if self.home else {}
        file = self.folder / name
        text = read_text(file, str(file)) if file.exists() else ""
        if self.home is None or not file.exists():
            new = "".join(json_line(key, record(thing)) + "\n" for key, thing in ours.items())
            return new if new != text else None
        changed = {key: thing for key, thing in ours.items() if base.get(key) != thing}
        gone = {key for key in base if key not in ours}
        if not (changed or gone):
            return None
        standing, problems = read_lines(text, str(file))
        raise_all(problems, str(file))
        kept = [line for line in standing if line.id not in gone]
        written = [json_line(line.id, record(changed.pop(line.id))) if line.id in changed else line.text for line in kept]
        written += [json_line(key, record(thing)) for key, thing in changed.items()]
        return "".join(f"{line}\n" for line in written)

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """The texts of documents that are not there yet, or that were changed."""
        for name, document in self.dossier.documents.items():
            entry = self.dossier.file.documents.get(name)
            if entry is None:
                raise DossierError(f"document {name!r} has a text but no entry in the file", cure="add it under 'documents'")
            target = inside(self.folder, entry.file)
            base = self.home.documents.get(name) if self.home else None
            if base is not None and base.text == document.text and target.exists():
                continue
            standing = normalise(read_text(target, entry.file)) if target.exists() else None
            if standing == document.text:
                continue
            if standing is not None and (base is None or standing != base.text):
                message = f"{target} holds another text than document {name!r}"
                raise DossierError(message, cure="save into another folder, or give the document another file name")
            yield entry.file, document.text.encode("utf-8")


def _yaml_data(source: Dossier | Origin, is_inline: Callable[[str], bool]) -> dict[str, Any]:
    """What the YAML file holds: the model, and the claims and positions that stand in it."""
    data: dict[str, Any] = file_data(source.file)
    for section, things in (("claims", source.claims), ("positions", source.positions)):
        record = _SECTIONS[section][1]
        inline = {name: _exact(record(thing)) for name, thing in things.items() if is_inline(name)}
        if inline:
            data[section] = inline
    return data


def _yaml_in(folder: Path) -> Path:
    return next((folder / name for name in ("dossier.yaml", "dossier.yml") if (folder / name).exists()), folder / "dossier.yaml")


def _ordered(data: Any) -> Any:
    """A form in which the order of keys counts."""
    if isinstance(data, dict):
        return [(key, _ordered(value)) for key, value in data.items()]
    return [_ordered(value) for value in data] if isinstance(data, list) else data


def file_data(value: Any) -> Any:
    """What the YAML holds of a :class:`DossierFile`: dicts, lists, text, dates; defaults left out, truth written as yes and no."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        given = {name: getattr(value, name) for name in fields}
        return {
            fields[name].alias or name: file_data(inner)
            for name, inner in given.items()
            if fields[name].is_required() or inner != fields[name].get_default(call_default_factory=True)
        }
    if isinstance(value, dict):
        return {key: file_data(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [file_data(inner) for inner in value]
    return _exact(value)


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exact(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(inner) for inner in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, Enum) else value


def _expected(standing: dict[str, Any], base: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """``ours``, with untouched parts of claims as they stand in the file: there a span may be left out, or out of date."""
    found = dict(ours)
    for section in _SECTIONS.keys() & ours.keys():
        written, before = standing.get(section) or {}, base.get(section, {})
        found[section] = {name: _untouched(written.get(name), before.get(name), record) for name, record in ours[section].items()}
    return found


def _untouched(written: dict[str, Any] | None, before: dict[str, Any] | None, record: dict[str, Any]) -> dict[str, Any]:
    if written is None or before is None:
        return record
    changed = {key: value for key, value in record.items() if key not in before or before[key] != value}
    return {**{key: value for key, value in written.items() if key in record or key not in before}, **changed}


def _checked(text: str, data: dict[str, Any] | None, file: Path) -> str:
    """``text``, after it was read again and found to say ``data`` (if given): better no save than one that cannot be loaded."""
    from detente.dossier.entries import WholeFile

    try:
        tree, problems = read_yaml(text, str(file))
        raise_all(problems, str(file))
        standing = WholeFile.model_validate(tree.value)
        same = data is None or standing == WholeFile.model_validate(_texts(data))
    except (DetenteError, ValueError) as error:
        raise DossierError(f"{file} would not read back: {error}", cure="nothing was written; please report this") from error
    if not same:
        raise DossierError(f"{file} would read back differently", cure="nothing was written; please report this")
    return text


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
