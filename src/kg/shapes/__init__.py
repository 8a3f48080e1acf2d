"""Checking: SHACL shapes and hygiene queries, reported in an analyst's words."""

from kg.shapes.checking import check, check_apart
from kg.shapes.report import Report, Violation
from kg.shapes.rules import Constraint, Rules, read_rules

__all__ = ["Constraint", "Report", "Rules", "Violation", "check", "check_apart", "read_rules"]
