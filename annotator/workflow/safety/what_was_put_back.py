"""What putting a study back into Label Studio came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PutBack:
    """How much was made again."""

    projects: int
    tasks: int
    annotations: int
    drafts: int
    changed: int  # annotations there that were older than ours

    @property
    def sentence(self) -> str:
        """For people.

        >>> PutBack(1, 3, 2, 0, 0).sentence
        'Put back into Label Studio: 1 projects, 3 tasks, 2 annotations, 0 drafts.'
        """
        done = (
            f"Put back into Label Studio: {self.projects} projects, {self.tasks} tasks, "
            f"{self.annotations} annotations, {self.drafts} drafts."
        )
        if self.changed:
            done += f" Older annotations there brought up to date: {self.changed}."
        return done if any((*self._counts, self.changed)) else "Everything is there already."

    @property
    def _counts(self) -> tuple[int, ...]:
        return self.projects, self.tasks, self.annotations, self.drafts
