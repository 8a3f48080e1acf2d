"""Which release this is: the one place that names it in the code."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
