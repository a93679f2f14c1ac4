"""Commands about schemes: list, show, check."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.options import data_dir_option, load_settings, opened_store
from annotator.errors import SchemeError
from annotator.plural import counted


@click.group()
def scheme() -> None:
    """List, show and check schemes (codebooks).

    Example: annotator scheme list
    """


@scheme.command("list")
@data_dir_option
def list_schemes(data_dir: Path | None) -> None:
    """List the schemes a study can use.

    Example: annotator scheme list
    """
    from annotator.workflow import studies

    with opened_store(load_settings(data_dir=data_dir)) as db:
        for name in studies.scheme_names(db):
            found = studies.find_scheme(db, name)
            click.echo(
                f"{name}\t{found.version}\t{counted(len(found.labels), 'label')}\t{found.title}"
            )


@scheme.command("show")
@click.argument("name")
@click.option("--xml", is_flag=True, help="What Label Studio gets, instead of the codebook.")
@data_dir_option
def show(name: str, xml: bool, data_dir: Path | None) -> None:
    """Print a scheme's codebook.

    Example: annotator scheme show framing
    """
    from annotator import schemes
    from annotator.workflow import studies

    with opened_store(load_settings(data_dir=data_dir)) as db:
        found = studies.find_scheme(db, name)
    click.echo(schemes.to_xml(found) if xml else found.yaml, nl=False)


@scheme.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_dir_option
def check(file: Path, data_dir: Path | None) -> None:
    """Check your own codebook (YAML, or Label Studio XML): file, line, what is wrong.

    Example: annotator scheme check mine.yaml
    """
    from annotator import schemes

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SchemeError(f"{file.name}: not UTF-8 text; save it as UTF-8.") from error
    if file.suffix.lower() == ".xml":
        found = schemes.scheme_from_labelstudio_xml(text, file.stem)
    else:
        found = schemes.load_scheme(text, file.name)
    click.echo(
        f"{file.name}: fine. {found.title} {found.version}: "
        f"{counted(len(found.labels), 'label')}, "
        f"{counted(len(found.attributes), 'span attribute')}, "
        f"{counted(len(found.questions), 'article question')}."
    )
