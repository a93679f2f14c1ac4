"""What `--help` says to somebody who reads it for the first time."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from annotator.cli import commands


def every(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Each command below this one, as it is called."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            below = click.Context(found, info_name=name, parent=context)
            yield below.command_path, found
            yield from every(found, below)


ALL = dict(every(commands, click.Context(commands, info_name="annotator")))


@pytest.mark.parametrize("name", ALL)
def test_every_command_shows_examples_each_on_a_line_of_its_own(name: str) -> None:
    command = ALL[name]
    page = command.get_help(click.Context(command, info_name=name))
    lines = [line.strip() for line in page.splitlines()]
    examples = [line for line in lines if line.startswith(("Example: annotator", "annotator "))]
    assert examples, page
    assert all(line.count("annotator ") == 1 for line in examples), examples


@pytest.mark.parametrize("name", ALL)
def test_every_option_says_what_it_is_for(name: str) -> None:
    options = [one for one in ALL[name].params if isinstance(one, click.Option)]
    assert [one.opts for one in options if not one.help] == []


def test_what_a_study_is_called_is_said_at_the_start() -> None:
    page = commands.get_help(click.Context(commands, info_name="annotator"))
    assert "STUDY is the title of a study, or its number" in page
