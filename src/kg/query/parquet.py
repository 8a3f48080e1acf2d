"""Parquet: frames into one file, part by part, through fastparquet (an extra)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_parquet"]


def write_parquet(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    """Write frames of the same columns one after the other into a Parquet file.

    pandas' own writer asks for pyarrow, beside which it takes two seconds to import.

    Raises:
        UsageError: fastparquet is not installed.
    """
    try:
        from fastparquet import write  # noqa: PLC0415 - an extra
    except ImportError:
        mend = "pip install 'khyber-kg[tables]', or write .csv"
        raise UsageError("Parquet needs the fastparquet library", mend=mend) from None
    for number, frame in enumerate(frames):
        plain = frame.astype({c: object for c in frame if frame[c].dtype == "string"})
        kinds = {c: "utf8" for c in plain if plain[c].dtype == object}
        write(str(path), plain, append=number > 0, object_encoding=kinds, write_index=False)
