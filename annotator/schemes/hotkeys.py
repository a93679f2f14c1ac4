"""Which hotkeys a codebook may use.

Label Studio binds every hotkey for the whole page and runs *all* handlers of a key, so two uses of
one key would both happen. A hotkey is a letter or a digit, alone or with Shift: Ctrl and Alt
belong to the browser and to Label Studio, and other characters move with the keyboard's layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.models import Question, Scheme
from annotator.schemes.nodes import Path

HOTKEY = re.compile(r"(shift\+)?[a-z0-9]")

# The keys of this shape that Label Studio 1.23.2 binds itself on a text task. The others of its
# keymap (tools for images, sound and video) are not bound there.
RESERVED = {"u": "unselect the region"}

# A key nobody can press by accident. Label Studio gives every choice without a hotkey a free
# letter of its own; in a drop-down list the letter is not shown, and a stray key would answer the
# question unseen. Every such choice gets this key instead.
UNREACHABLE = "ctrl+alt+shift+f19"


def normalised(hotkey: str) -> str:
    """
    >>> normalised("Shift + A")
    'shift+a'
    """
    return hotkey.lower().replace(" ", "")


def hotkeys_of(scheme: Scheme) -> Iterator[tuple[Path, str, str]]:
    """Every hotkey a scheme gives: where it stands, whose it is in words, and the key."""
    for index, label in enumerate(scheme.labels):
        if label.hotkey:
            yield ("labels", index, "hotkey"), f"label '{label.key}'", label.hotkey
    asked: list[tuple[Path, Question]] = [
        *((("attributes", i), attribute.question) for i, attribute in enumerate(scheme.attributes)),
        *((("questions", i), question) for i, question in enumerate(scheme.questions)),
    ]
    for path, question in asked:
        for index, choice in enumerate(question.choices):
            if choice.hotkey:
                owner = f"choice '{choice.key}' of '{question.key}'"
                yield (*path, "choices", index, "hotkey"), owner, choice.hotkey


def hotkey_problems(scheme: Scheme) -> Iterator[tuple[Path, str]]:
    """What is wrong with a scheme's hotkeys, and where."""
    owners: dict[str, str] = {}
    for path, owner, hotkey in hotkeys_of(scheme):
        if not HOTKEY.fullmatch(hotkey):
            yield (
                path,
                f"hotkey '{hotkey}' of {owner} cannot be used; "
                "a hotkey is a letter a-z or a digit, alone or after 'shift+'",
            )
        elif hotkey in RESERVED:
            taken = RESERVED[hotkey]
            yield path, f"hotkey '{hotkey}' of {owner} is Label Studio's own ({taken})"
        elif hotkey in owners:
            yield path, f"hotkey '{hotkey}' of {owner} is already that of {owners[hotkey]}"
        else:
            owners[hotkey] = owner
