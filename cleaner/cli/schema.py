"""`cleaner schema`: the JSON Schemas of what comes out and of what rule authors write."""

from importlib.resources import files

import click

__all__ = ["schema"]


@click.command()
@click.argument("name", type=click.Choice(["record", "rules"]))
def schema(name: str) -> None:
    """Print the JSON Schema of a record or of a rule file."""
    click.echo((files("cleaner") / "schemas" / f"{name}.json").read_text(encoding="utf-8"), nl=False)
