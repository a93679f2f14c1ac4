"""A group of commands that imports a command only when it runs: `--help` imports none."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands by name, each with the module it is in and its help in one line."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself: `annotator.cli.MODULE` has it under its own name (`-` is `_`)."""
        if cmd_name not in self.table:
            return None
        module, _ = self.table[cmd_name]
        command = getattr(import_module(f"annotator.cli.{module}"), function_name(cmd_name))
        if not isinstance(command, click.Command):
            raise TypeError(f"annotator.cli.{module}.{cmd_name} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.table[name][1]) for name in self.list_commands(ctx)])


def function_name(command: str) -> str:
    """What a command's function is called; a word of Python's own gets an underscore.

    >>> function_name("release-diff"), function_name("import")
    ('release_diff', 'import_')
    """
    return f"{command}_" if iskeyword(command) else command.replace("-", "_")
