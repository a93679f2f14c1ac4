"""Work in parts is told as one, and never goes back."""

from __future__ import annotations

from annotator.time_left import Parts, one_by_one


def test_parts_within_parts_add_up_to_a_hundred() -> None:
    told: list[tuple[float, float]] = []
    parts = Parts(lambda *at: told.append(at), 1, 3)
    for _ in one_by_one(["a", "b"], parts.next()):
        pass
    inner = Parts(parts.next(), 2, 1)
    for _ in one_by_one(range(4), inner.next()):
        pass
    inner.next()(0, 0)  # a part that has nothing to count says nothing
    assert [round(done, 2) for done, _ in told] == [
        0, 12.5, 25, 25, 25, 37.5, 50, 62.5, 75, 75,
    ]  # fmt: skip
    assert {total for _, total in told} == {100}
