"""Checking: SHACL shapes and hygiene queries, reported in an analyst's words."""

from kg.shapes.checking import check
from kg.shapes.report import Report, Violation

__all__ = ["Report", "Violation", "check"]
