"""What was found of an installation."""

from __future__ import annotations

from dataclasses import dataclass

WELL, LOOK, BAD = "well", "look", "bad"


@dataclass(frozen=True)
class Finding:
    """`level`: "well", "look" (it works, but) or "bad" (it does not, or will not)."""

    level: str
    about: str
    words: str
    to_do: str = ""

    @property
    def line(self) -> str:
        """For people.

        >>> Finding("bad", "disk", "3 MB are free", "free some space").line
        'bad   disk: 3 MB are free. To do: free some space.'
        """
        to_do = f" To do: {self.to_do}." if self.to_do else ""
        return f"{self.level:<5} {self.about}: {self.words}.{to_do}"
