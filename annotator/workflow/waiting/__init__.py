"""Articles that were read and not confirmed yet: they wait in the data folder, and expire."""

import time

__all__ = ["waits_too_long"]


def waits_too_long(since: float, seconds: float) -> bool:
    """Whether what came at this moment waits for longer. What is of a far future came when the
    clock was wrong: it waits no longer than that from now on either."""
    return abs(time.time() - since) > seconds
