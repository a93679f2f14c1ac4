"""What tests make thousands of times, and always the same, is made once in a worker.

What is served by a process of its own makes everything as it should.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import flask
from argon2 import PasswordHasher, profiles
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from annotator.store import database
from annotator.workflow import passwords

Builder = Callable[..., Callable[..., Any]]


class TemplatesInMemory(BytecodeCache):
    """A template is compiled once, not once for each application that a test makes."""

    code: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self.code.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


def with_builders_kept(compile_builder: Builder) -> Builder:
    """An application's start is compiling, twice for each rule, the function that builds addresses
    by it. The function is told its rule when it is called: equal rules can share it."""
    made: dict[tuple[object, ...], Callable[..., Any]] = {}

    def kept(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        asked = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if asked not in made:
            made[asked] = compile_builder(rule, append_unknown)
        return made[asked]

    return kept


class FirstStore:
    """The first store of a worker is made by all migrations, one after the other; the next ones
    are copies of it, as it was before anything was written."""

    def __init__(self) -> None:
        self._migrate = database._migrate
        self._empty: sqlite3.Connection | None = None
        self._one_at_a_time = threading.Lock()

    def migrate(self, store: database.Store) -> None:
        with self._one_at_a_time:
            if store.table(database.MIGRATED).exists():
                self._migrate(store)
            elif self._empty is None:
                self._migrate(store)
                self._empty = sqlite3.connect(":memory:", check_same_thread=False)
                store.conn.backup(self._empty)
            else:
                self._empty.backup(store.conn)


def make_once() -> None:
    Rule._compile_builder = with_builders_kept(Rule._compile_builder)  # type: ignore[method-assign]
    flask.Flask.jinja_options = {"bytecode_cache": TemplatesInMemory()}
    database._migrate = FirstStore().migrate
    # A hash takes a third of a second on purpose, and tests sign in thousands of times
    # (`test_passwords` looks at the right ones).
    passwords._hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    passwords._NOBODY = passwords._hasher.hash("nobody has this password")
