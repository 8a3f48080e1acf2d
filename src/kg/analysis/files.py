"""Panels as files: CSV, Parquet and Stata, written whole or not at all, with a codebook beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, nearest
from kg.paths import refuse_existing, write_whole
from kg.query import write_parquet
from kg.stopping import unfinished

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_panel"]

# Stata's format is written from one frame; of more rows than this, memory is no longer bounded.
_MOST_STATA: Final = 2_000_000
_LONGEST_NAME: Final = 32


def write_panel(
    path: Path, frames: Iterable[pd.DataFrame], codebook: str, *, force: bool = False
) -> Path:
    """Write a panel frame by frame, and its codebook beside it.

    Raises:
        UsageError: The suffix is none of the three, the file is there, or its format needs a
            library that is not installed or has no room for so many rows.
    """
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        mend = nearest(path.suffix, _FORMATS) or f"one of: {', '.join(_FORMATS)}"
        raise UsageError(f"there is no panel in the format {path.suffix!r}", mend=mend)
    beside = path.with_name(f"{path.name}.codebook.txt")
    refuse_existing(path, beside, force=force)
    with unfinished(path.with_name(f".{path.name}.part{path.suffix}")) as part:
        write(part, frames)
        write_whole(beside, codebook)
        part.replace(path)
    return path


def _csv(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        for number, frame in enumerate(frames):
            frame.to_csv(target, index=False, header=number == 0, lineterminator="\n")


def _stata(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    import pandas as pd  # noqa: PLC0415 - 0.5 s

    kept, count = [], 0
    for frame in frames:
        count += len(frame)
        if count > _MOST_STATA:
            said = f"Stata's format is written from memory, and this has over {_MOST_STATA:,} rows"
            raise UsageError(said, mend="write .csv or .parquet, or fewer years")
        kept.append(frame)
    whole = pd.concat(kept, ignore_index=True)
    plain = pd.DataFrame(
        {
            str(name)[:_LONGEST_NAME]: column.fillna("").astype(object)
            if column.dtype == "string"
            else column.astype("Float64").astype(float)
            for name, column in whole.items()
        }
    )
    plain.to_stata(path, write_index=False, version=118)


_FORMATS: Final[dict[str, Callable[[Path, Iterable[Any]], None]]] = {
    ".csv": _csv, ".parquet": write_parquet, ".dta": _stata,
}  # fmt: skip
