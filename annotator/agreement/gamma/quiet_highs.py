"""HiGHS with nothing printed and no thread of its own."""

import highspy


class QuietHighs(highspy.Highs):
    """HiGHS without the hooks that print its name on standard output when it is first made."""

    def enableCallbacks(self) -> None:  # noqa: N802
        """Nothing: this program asks for no callbacks."""


def quiet_highs() -> QuietHighs:
    highs = QuietHighs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs
