"""``detente review``: one key a claim, and every decision saved at once."""

from __future__ import annotations

import getpass
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import plain, screen
from detente.errors import DetenteError

if TYPE_CHECKING:
    from rich.console import Console

    from detente.dossier.review import Order, Reviewing
    from detente.evidence import Claim

__all__ = ["review", "run_review"]

_HELP = """\
a  accept           r  reject (set aside)    s or Enter  next
e  edit: what it says, who says it, how      m  merge two names of one party
b  back one         u  undo the last change  q  quit        ?  this help
Every decision is saved at once; quitting anywhere loses nothing."""


def _me() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user in this system's tables
        return None


@click.command()
@click.argument("dossier", type=click.Path())
@click.option("--by", default=_me, show_default="your user name", help="Who decides; written beside each decision.")
@click.option("--all", "again", is_flag=True, help="Also what was decided before.")
@click.option("--order", "ids", multiple=True, metavar="CLAIM", help="Begin with this claim; may be given several times.")
def review(dossier: str, by: str | None, again: bool, ids: tuple[str, ...]) -> None:
    """Go through the statements in DOSSIER that nobody decided on: accept or set aside, one key each.

    Each is shown with its words inside their paragraph, who says it, and what in the model rests on it.
    """
    if not by:
        raise click.UsageError("who decides? give your name: --by NAME")
    run_review(dossier, by=by, order=ids or None, again=again)


def run_review(path: str | Path, *, by: str, order: Order | None = None, again: bool = False) -> Reviewing:
    """Review the dossier at ``path`` in the terminal; returns where the review stands at the end.

    ``order`` gives the claims to begin with, as ids or as a function of the dossier. Raises what loading and saving raise.
    """
    from detente.dossier.files import load
    from detente.dossier.review import start

    console, keys = screen(), _Keys()
    session = start(load(path), by=by, order=order, again=again)
    if not session.queue:
        console.print("Nothing is left to review. (--all goes through everything again.)")
        return session
    console.print("One key each: a accept, r set aside, s next, e edit, b back, u undo, q quit, ? help", style="dim")
    shown: tuple[int, Claim] | None = None
    while (claim := session.current) is not None:
        if shown != (session.at, claim):
            _show(console, session, claim)
            shown = (session.at, claim)
        key = keys.next()
        if key == "q":
            break
        if key == "?":
            console.print(_HELP)
            continue
        try:
            after = _after(session, key, console)
            if after is not session and after.dossier != session.dossier:
                _save(after, path)
        except DetenteError as error:
            console.print(plain(str(error)), style="red")
            continue
        session = after
    _farewell(console, session)
    return session


def _save(session: Reviewing, path: str | Path) -> None:
    from detente.dossier.files import save

    save(session.dossier, path)


class _Keys:
    """Keys one by one, also where several were typed ahead; arrows and other escapes count as one unknown key."""

    def __init__(self) -> None:
        self.waiting: deque[str] = deque()

    def next(self) -> str:
        if not self.waiting:
            try:
                said = _pressed()
            except EOFError:
                return "q"
            if said in {"", "\x04"}:
                return "q"
            self.waiting.extend("\0" if said.startswith("\x1b") else said)
        return self.waiting.popleft()


def _pressed() -> str:
    """What was typed, without waiting for Enter. Click's own way throws away what was typed while the last decision was being saved."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return click.getchar()
    import os
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        return os.read(handle, 32).decode("utf-8", "replace")
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _after(session: Reviewing, key: str, console: Console) -> Reviewing:
    from detente.dossier import review as steps

    moves: dict[str, Callable[[Reviewing], Reviewing]] = {
        "a": steps.accept,
        "r": steps.reject,
        "s": steps.skip,
        "\r": steps.skip,
        "\n": steps.skip,
        "b": steps.back,
        "u": _undone(console),
        "e": _edited,
        "m": _merged,
    }
    if key not in moves:
        console.print(f"{plain(key).strip() or 'this key'} does nothing here; ? lists the keys", style="dim")
        return session
    after = moves[key](session)
    said = {"a": "accepted", "r": "set aside"}.get(key)
    if said:
        console.print(f"  {said}", style="green" if key == "a" else "yellow")
    return after


def _undone(console: Console) -> Callable[[Reviewing], Reviewing]:
    def undo(session: Reviewing) -> Reviewing:
        from detente.dossier import review as steps

        after = steps.undo(session)
        console.print("  nothing to undo" if after is session else "  taken back", style="dim")
        return after

    return undo


def _asked(question: str, default: str) -> str:
    return str(click.prompt(question, default=plain(default), show_default=True))


def _edited(session: Reviewing) -> Reviewing:
    from detente.dossier.review import edit
    from detente.evidence import Modality

    claim = session.current
    if claim is None:
        return session
    says = _asked("It says", claim.says)
    chain = _asked("Who says it, outermost first, with > between", " > ".join(claim.speaker))
    modality = _asked(f"How ({', '.join(Modality)})", claim.modality.value)
    return edit(
        session,
        says=claim.says if says == plain(claim.says) else says,
        speaker=claim.speaker if chain == plain(" > ".join(claim.speaker)) else [name.strip() for name in chain.split(">")],
        modality=modality.strip().lower(),
    )


def _merged(session: Reviewing) -> Reviewing:
    from detente.dossier.review import merge

    parties = ", ".join(session.dossier.file.parties)
    keep = _asked(f"Parties: {plain(parties)}\nKeep which name", "").strip()
    drop = _asked("Which one is the same body", "").strip()
    return merge(session, keep=keep, drop=drop) if keep and drop else session


def _farewell(console: Console, session: Reviewing) -> None:
    done, total = session.checked
    left = total - done
    console.print(f"\n{done} of {total} statements decided, {left} left. Everything is saved.")
    if not left:
        console.print("Next: detente analyze, with nothing left in draft.", style="dim")


def _show(console: Console, session: Reviewing, claim: Claim) -> None:
    """One claim: where, its words in their paragraph, who says it, what rests on it. Nothing of it is read as markup."""
    from rich.text import Text

    head = f"\n{session.at + 1} of {len(session.queue)}   {claim.id}   {_source(session, claim)}"
    console.print(Text(plain(head), style="bold"))
    console.print(_in_paragraph(session, claim))
    for label, said in _facts(session, claim):
        console.print(Text.assemble((f"  {label:<9} ", "dim"), plain(said)))


def _source(session: Reviewing, claim: Claim) -> str:
    document = session.dossier.documents.get(claim.document or "")
    if document is None:
        return "entered by hand"
    place = f", P{document.paragraph_at(claim.span.start)}" if claim.span else ""
    return f"{document.title or document.id}{place}"


def _in_paragraph(session: Reviewing, claim: Claim) -> Any:
    from rich.text import Text

    document = session.dossier.documents.get(claim.document or "")
    if document is None or claim.span is None or not document.paragraphs:
        return Text(plain(claim.quote), style="bold")
    paragraph = document.paragraphs[document.paragraph_at(claim.span.start)]
    start, end = min(paragraph.start, claim.span.start), max(paragraph.end, claim.span.end)
    before, words, after = document.text[start : claim.span.start], claim.quote, document.text[claim.span.end : end]
    return Text.assemble("  ", plain(before), (f"«{plain(words)}»", "bold underline"), plain(after))


def _facts(session: Reviewing, claim: Claim) -> Iterator[tuple[str, str]]:
    from detente.dossier.review import positions_resting_on, resting_on
    from detente.evidence import Modality
    from detente.report.words.acts import vocabulary
    from detente.report.words.voices import stance_words, voice_words

    dossier = session.dossier
    words = vocabulary(dossier)
    yield "says", claim.says
    chain = voice_words(claim.speaker, words, absence=claim.modality is Modality.absence)
    yield "voice", f"{chain} ({claim.modality.value}{f', {claim.cue!r}' if claim.cue else ''})"
    for position in positions_resting_on(dossier, claim.id):
        yield "read as", f"{words.party(position.party)} {stance_words(position, words)}"
    elements = _few(f"{element.kind}: {element.text}" for element in resting_on(dossier, claim.id))
    yield "carries", "; ".join(elements) or "nothing in the model"
    if claim.contradicts:
        yield "against", ", ".join(f"{name} ({dossier.claims[name].review.status.value})" for name in claim.contradicts)
    if claim.review.by == "machine" and claim.review.note:
        yield "found", claim.review.note
    if claim.review.by != "machine":
        note = f": {claim.review.note}" if claim.review.note else ""
        yield "so far", f"{claim.review.status.value} by {claim.review.by}{note}"


def _few(items: Iterable[str], most: int = 4) -> list[str]:
    listed = list(items)
    return listed if len(listed) <= most else [*listed[:most], f"and {len(listed) - most} more"]
