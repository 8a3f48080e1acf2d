"""Which release this is, and under which licence its data: the one place that says so in code."""

__all__ = ["LICENCE", "VERSION"]

VERSION = "0.1.0"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
