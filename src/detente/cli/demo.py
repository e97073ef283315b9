"""``detente demo``: the main job on an example that comes along."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from detente.cli.output import as_json, note
from detente.cli.sources import waiting
from detente.errors import DossierError

__all__ = ["demo"]


@click.command()
@click.argument("name", default="river-dam")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("detente-demo"), show_default=True, help="Folder for the copy.")
@as_json
def demo(name: str, out: Path, json_: bool) -> None:
    """Copy an example, analyze it, and show what to try next.

    NAME is one of the examples that `detente cases` lists. A copy that is already there is used as it is.
    """
    from detente.analysis.analyze import analyze
    from detente.cases.accounts import example_path
    from detente.cli.analyze import answer
    from detente.dossier.files import load

    example = example_path(name)
    if not out.exists():
        shutil.copytree(example, out, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    elif not (out / "dossier.yaml").exists() or load(out).title != load(example).title:
        raise DossierError(f"{out} exists and is no copy of the example {name!r}", cure="name another folder with --out")
    with waiting("reading") as progress:
        analysis = analyze(out, progress=progress)
    answer(analysis, out, out / "report.html", json_=json_)
    if not json_:
        text = min((out / "accounts").glob("*.txt"), default=out)
        note(
            f"\nTry: open {out / 'report.html'} in a browser; set a statement aside with detente review {out}, then detente analyze {out};"
            f"\n     detente hinges {out} says which statements decide; detente solve {out} where it comes to rest."
            f"\nA person has corrected this one; as the program reads the same text alone: detente analyze {text}"
        )
