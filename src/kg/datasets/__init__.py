"""Data in: tables and data sets of somebody's own, made into statements of an account."""

from kg.datasets.cells import needed
from kg.datasets.declared import DataSet, Version, data_set, data_sets
from kg.datasets.duck import opened
from kg.datasets.fieldwork import import_set
from kg.datasets.importing import Imported, import_table
from kg.datasets.mapping import Columns, Plan, columns_of, read_plan
from kg.datasets.matching import read_corrections
from kg.datasets.records import Refused, delimiter_of
from kg.datasets.suggesting import suggested
from kg.datasets.times import Reading

__all__ = [
    "Columns",
    "DataSet",
    "Imported",
    "Plan",
    "Reading",
    "Refused",
    "Version",
    "columns_of",
    "data_set",
    "data_sets",
    "delimiter_of",
    "import_set",
    "import_table",
    "needed",
    "opened",
    "read_corrections",
    "read_plan",
    "suggested",
]
