"""What can be analyzed: a dossier, or accounts that make one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from detente.dossier.dossier import Dossier
from detente.dossier.draft import draft
from detente.dossier.files import load
from detente.errors import AccountError, DetenteError, NotFound
from detente.evidence import Account

__all__ = ["Source", "dossier_from", "is_dossier"]

Source = str | Path | Account | Dossier

_YAML = {".yaml", ".yml"}


def is_dossier(path: Path) -> bool:
    """Whether the path is one of the two shapes of a dossier: a folder, or a YAML file."""
    return path.is_dir() or path.suffix.lower() in _YAML


def dossier_from(sources: Sequence[Source], *, progress: Callable[[str], None] | None = None) -> Dossier:
    """Load the dossier, or read the accounts and draft one.

    Strings are paths; ``progress`` is told how far reading is.

    Raises :class:`~detente.errors.DetenteError` for none, for a mixture, and for several dossiers at once;
    :class:`~detente.errors.NotFound` for a path that is not there, :class:`~detente.errors.AccountError` for accounts without a position.
    """
    if not sources:
        raise DetenteError("there is nothing to analyze", cure="name an account (a text) or a dossier (a folder or a YAML file)")
    given = [Path(source) if isinstance(source, str) else source for source in sources]
    dossiers = [source for source in given if isinstance(source, Dossier) or (isinstance(source, Path) and is_dossier(source))]
    if dossiers:
        if len(given) > 1:
            raise DetenteError("one dossier at a time, and no account beside it", cure="analyze the dossier alone, or the accounts alone")
        return dossiers[0] if isinstance(dossiers[0], Dossier) else load(dossiers[0])
    accounts = [source if isinstance(source, Account) else _read(source, progress) for source in given if not isinstance(source, Dossier)]
    drafted = draft(accounts)
    if not drafted.file.options:
        raise AccountError(_nothing_held(accounts), cure="see what was found with 'detente read', or write the dossier by hand")
    return drafted


def _nothing_held(accounts: Sequence[Account]) -> str:
    names = ", ".join(Path(account.document.file).name if account.document.file else account.document.id for account in accounts)
    claims = sum(len(account.claims) for account in accounts)
    positions = sum(len(account.positions) for account in accounts)
    if positions:
        return f"{names}: {positions} positions were found, but for none of them who would have to act"
    return f"{names}: no position was found; in {claims} statements nobody is seen to demand, refuse, offer or promise anything"


def _read(path: Path, progress: Callable[[str], None] | None) -> Account:
    from detente.reading.read import read

    if not path.exists():
        raise NotFound(f"there is no file {str(path)!r}", cure="check the name, or give the text's full path")
    if progress is None:
        return read(path)
    return read(path, progress=lambda what, done, of: progress(f"reading {path.name}: {what}" + (f", {done:,} of {of:,}" if done else "")))
