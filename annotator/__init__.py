"""Annotate media bias and framing in news, with agreement you can trust."""

__version__ = "0.1.0"
