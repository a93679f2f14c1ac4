"""How work grows with its input: each pattern is run on repeats of its own atoms, few and
many."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import itertools
import math
import pkgutil
import random
import re
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as sre  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_constants as sre
    import sre_parse as parser

TIMES = 16  # as long: linear work takes sixteen times as long, quadratic work 256 times
MOST = 64  # between the two by a factor of four either way: what a busy machine does to a time
FLOOR = 0.002  # seconds of the processor; below it a measurement says nothing
TRIES = 3


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that the work took.

    The garbage collector is held off: how often it looks through everything that the tests before
    have left in memory depends on them, and not on the work.
    """
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def grows_too_fast(work: Callable[[int], object]) -> str:
    """ "" unless `work(TIMES)` always takes more than `MOST` times what `work(1)` ever takes."""
    long, short = math.inf, FLOOR
    for _ in range(TRIES):
        long = min(long, seconds(lambda: work(TIMES)))
        if long <= MOST * short:
            return ""
        short = max(short, seconds(lambda: work(1)))
    return f"{TIMES} times as long: {short:.3f} s, then {long:.2f} s" * (long > MOST * short)


def patterns_of(*packages: str) -> dict[str, re.Pattern[Any]]:
    """Name -> pattern: every compiled one of the packages' modules, and every literal one inside
    their functions."""
    found: dict[str, re.Pattern[Any]] = {}
    for package in packages:
        root = importlib.import_module(package)
        names = [package] + [
            one.name
            for one in pkgutil.walk_packages(root.__path__, f"{package}.")
            if "inside_server" not in one.name  # runs in Label Studio, which is not here
        ]
        for name in names:
            module = importlib.import_module(name)
            found |= {f"{name}.{key}": one for key, one in _compiled(module)}
            found |= {f"{name}:{line}": one for line, one in _literal(module)}
    return found


def _compiled(module: types.ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for key, value in vars(module).items():
        if isinstance(value, re.Pattern):
            yield key, value
        elif isinstance(value, (tuple, list)):
            yield from (
                (f"{key}[{i}]", one) for i, one in enumerate(value) if isinstance(one, re.Pattern)
            )
        elif isinstance(value, dict):
            yield from (
                (f"{key}[{i}]", one) for i, one in value.items() if isinstance(one, re.Pattern)
            )


def _literal(module: types.ModuleType) -> Iterator[tuple[int, re.Pattern[Any]]]:
    if not module.__file__:
        return
    with open(module.__file__, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    calls = {"match", "search", "fullmatch", "sub", "split", "findall", "finditer"}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in calls
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, (str, bytes))
        ):
            yield node.lineno, re.compile(node.args[0].value)


def only_matched(name: str, package: str) -> bool:
    """Whether all that is asked of a pattern is whether a text is such a thing, or begins with it:
    in its module, or, where others may use it, in the package."""
    module, _, last = name.rpartition(".")
    place = module if last.startswith("_") else package
    return last.isidentifier() and last not in _asked_otherwise(place)


@functools.cache
def _asked_otherwise(place: str) -> frozenset[str]:
    """Names that a module or package uses for more than `match` and `fullmatch`."""
    file = Path(importlib.import_module(place).__file__ or "")
    files = file.parent.rglob("*.py") if file.name == "__init__.py" else [file]
    used = re.compile(r"(?m)^(?:\w+ ?[:=]| *from |__all__).*|\b(\w+)\b(\.(?:full)?match\()?")
    return frozenset(
        found[1]
        for one in files
        for found in used.finditer(one.read_text("utf-8"))
        if found[1] and not found[2]
    )


def units_of(pattern: re.Pattern[Any], samples: int = 12) -> list[str]:
    """Texts to repeat: each atom of the pattern alone, neighbours together, and what it matches."""
    text = pattern.pattern
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    tree = parser.parse(
        text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    draw = random.Random(7)
    atoms: dict[str, None] = {}
    wholes: dict[str, None] = {}
    for _ in range(samples):
        pieces = list(_pieces(tree, draw))
        atoms |= dict.fromkeys(pieces)
        whole = "".join(pieces)
        wholes |= dict.fromkeys([whole, whole[: len(whole) // 2], whole[len(whole) // 2 :]])
        wholes |= dict.fromkeys(a + b for a, b in itertools.pairwise(pieces))
    units = [unit for unit in (*atoms, *wholes) if unit]
    draw.shuffle(units)
    single = [unit for unit in units if len(unit) == 1]
    return single[:24] + [unit for unit in units if len(unit) > 1][:24]


def _pieces(tree: Any, draw: random.Random) -> Iterator[str]:
    for op, value in tree:
        if op is sre.LITERAL:
            yield chr(value)
        elif op is sre.NOT_LITERAL:
            yield "x" if value != ord("x") else "y"
        elif op is sre.ANY:
            yield "x"
        elif op is sre.IN:
            yield _one_of(value, draw)
        elif op is sre.BRANCH:
            yield from _pieces(draw.choice(value[1]), draw)
        elif op is sre.SUBPATTERN:
            yield from _pieces(value[-1], draw)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, getattr(sre, "POSSESSIVE_REPEAT", None)):
            low, high, inner = value
            for _ in range(min(int(high), int(low) + draw.choice((0, 1, 2)), 40)):
                yield from _pieces(inner, draw)
        elif op is getattr(sre, "ATOMIC_GROUP", None):
            yield from _pieces(value, draw)


def _one_of(items: Any, draw: random.Random) -> str:
    samples = {
        sre.CATEGORY_DIGIT: "1",
        sre.CATEGORY_SPACE: draw.choice(" \t\n"),
        sre.CATEGORY_WORD: draw.choice("aA1"),
        sre.CATEGORY_NOT_DIGIT: "a",
        sre.CATEGORY_NOT_SPACE: draw.choice("aA."),
        sre.CATEGORY_NOT_WORD: draw.choice(" .\n"),
    }
    if items[0][0] is sre.NEGATE:
        text = _class(items)
        return next((c for c in draw.sample("aAx1 .\n\t,-<>\"'", 14) if re.match(text, c)), "a")
    op, value = draw.choice(items)
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.RANGE:
        return chr(draw.choice(value))
    return samples[value]


def _class(items: Any) -> re.Pattern[str]:
    """The pattern of a negated set, made again."""
    names = {
        sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    inside = ""
    for op, value in items[1:]:
        if op is sre.LITERAL:
            inside += re.escape(chr(value))
        elif op is sre.RANGE:
            inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            inside += names[value]
    return re.compile(f"[^{inside}]")


def run_all(pattern: re.Pattern[Any], text: str, *, anywhere: bool = True) -> None:
    """Every way a pattern is used: at the start, at all of it, and, if so, anywhere in it."""
    subject: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    pattern.match(subject)
    pattern.fullmatch(subject)
    for _ in pattern.finditer(subject) if anywhere else ():
        pass
