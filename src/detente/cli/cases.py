"""``detente cases``: what comes along to learn from."""

from __future__ import annotations

from typing import Any

import click

from detente.cli.output import as_json, emit

__all__ = ["cases"]


@click.command()
@click.argument("name", required=False)
@as_json
def cases(name: str | None, json_: bool) -> None:
    """List the published conflicts and the example texts; with NAME, say what is known of a published one."""
    from detente.cases.accounts import example_names, example_path
    from detente.cases.catalog import names, published

    if name is not None:
        found = _told(name)
        if json_:
            emit(found)
        else:
            _show(found)
        return
    known = [published(case) for case in names()]
    if json_:
        listed = [{"name": case.name, "area": case.area, "title": case.title, "status": case.status} for case in known]
        emit({"published": listed, "examples": [{"name": example, "path": str(example_path(example))} for example in example_names()]})
        return
    width = max((len(case.name) for case in known), default=0)
    click.echo("Published conflicts, with their published answers (detente solve NAME, detente cases NAME)")
    for case in known:
        click.echo(f"  {case.name:<{width}}  {case.area:<12}  {case.title}")
    click.echo("Example texts, each with its dossier (detente demo NAME)")
    for example in example_names():
        click.echo(f"  {example}")


def _told(name: str) -> dict[str, Any]:
    from detente.cases.catalog import published

    case = published(name)
    return {
        "name": case.name,
        "area": case.area,
        "title": case.title,
        "sources": list(case.sources),
        "status": case.status,
        "note": case.note,
        "labels": dict(case.labels),
        "printed": {concept: list(states) for concept, states in case.printed.items()},
        "stable": {concept: {maker: list(states) for maker, states in makers.items()} for concept, makers in case.stable.items()},
        "equilibria": {concept: list(states) for concept, states in case.equilibria.items()},
    }


def _show(found: dict[str, Any]) -> None:
    click.echo(f"{found['title']} ({found['area']}; {found['status']})")
    for source in found["sources"]:
        click.echo(f"  source: {source}")
    if found["note"]:
        click.echo(f"  note: {found['note']}")
    for concept, states in found["equilibria"].items():
        click.echo(f"  {concept:<5} equilibria: {', '.join(states) or 'none'}")
