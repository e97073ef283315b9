"""Several files written as one: after a failure, a kill or Ctrl-C the folder holds all of the old or all of the new.

Each new content goes to a temporary file in the same folder, is forced to the disk and renamed over the old one. Where several files
change together, the old ones are kept aside and listed in a journal until the last rename is done; a journal that is found later belongs
to a save that never finished, and is undone.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from detente.errors import DossierError

__all__ = ["JOURNAL", "recover", "write_files"]

JOURNAL = ".detente-save.json"
_STALE_SECONDS = 5.0  # a journal that old belongs to a process that died: renaming a few files takes milliseconds


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write every file of ``contents`` (names relative to ``folder``), or none of them.

    Raises OSError as it came; the old files then stand unharmed.
    """
    recover(folder)
    folder.mkdir(parents=True, exist_ok=True)
    temporary: dict[str, Path] = {}
    try:
        for name, data in contents.items():
            temporary[name] = _written(folder / name, data)
        if len(temporary) == 1:
            ((name, path),) = temporary.items()
            path.replace(folder / name)
        elif temporary:
            _replace_all(folder, temporary)
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)
    _sync_folder(folder)


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _forced(temporary, data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _forced(path: Path, data: bytes) -> None:
    """Write, and wait until the disk has it."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _replace_all(folder: Path, temporary: Mapping[str, Path]) -> None:
    kept = {name: f"{name}.{os.getpid()}.old" if (folder / name).exists() else None for name in temporary}
    journal, begun = folder / JOURNAL, False
    try:
        for name, old in kept.items():
            if old is not None:
                _forced(folder / old, (folder / name).read_bytes())
        with journal.open("x", encoding="utf-8") as stream:  # fails where another process is saving at this moment
            begun = True
            json.dump(kept, stream)
            stream.flush()
            os.fsync(stream.fileno())
        for name, path in temporary.items():
            path.replace(folder / name)
        journal.unlink()
    except BaseException:
        if begun and journal.exists():
            _undo(folder)
        raise
    finally:
        for old in kept.values():
            if old is not None:
                (folder / old).unlink(missing_ok=True)


def recover(folder: Path) -> bool:
    """Undo a save that never finished; True where there was one. A save still under way in another process is waited for."""
    journal = folder / JOURNAL
    while True:
        try:
            age = time.time() - journal.stat().st_mtime
        except (FileNotFoundError, NotADirectoryError):
            return False
        if age < 0 or age > _STALE_SECONDS:
            break
        time.sleep(0.05)
    try:
        _undo(folder)
    except OSError as error:
        message = f"a save of {folder} was interrupted and cannot be undone: {error.strerror or error}"
        raise DossierError(message, cure="make the folder writable and try again") from error
    return True


def _undo(folder: Path) -> None:
    journal, home = folder / JOURNAL, folder.resolve()
    with contextlib.suppress(json.JSONDecodeError, UnicodeDecodeError):  # a torn journal: nothing had been renamed yet
        kept = json.loads(journal.read_text(encoding="utf-8"))
        for name, old in kept.items() if isinstance(kept, dict) else ():
            final = folder / str(name)
            if not final.resolve().is_relative_to(home) or old not in {None, *_old_names(folder, str(name))}:
                continue  # not of our making: a journal in a folder that somebody sent must not reach outside it
            if old is None:
                final.unlink(missing_ok=True)
            else:
                (folder / old).replace(final)
    journal.unlink(missing_ok=True)


def _old_names(folder: Path, name: str) -> set[str]:
    final = folder / name
    return {str(path.relative_to(folder)) for path in final.parent.glob(f"{final.name}.*.old")}


def _sync_folder(folder: Path) -> None:
    """Make the renames themselves durable, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
