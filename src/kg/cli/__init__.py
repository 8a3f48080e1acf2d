"""The command line: ``kg VERB …``."""

from kg.cli.main import main

__all__ = ["main"]
