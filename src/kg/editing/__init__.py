"""What an editor of data files works with: canonical Turtle, versions, differences."""

from kg.editing.comments import Comments, comments_of
from kg.editing.difference import Change, Difference, diff
from kg.editing.tags import written_tags
from kg.editing.turtle import Statement, write
from kg.editing.versions import counterpart, engine_of_version

__all__ = [
    "Change",
    "Comments",
    "Difference",
    "Statement",
    "comments_of",
    "counterpart",
    "diff",
    "engine_of_version",
    "write",
    "written_tags",
]
