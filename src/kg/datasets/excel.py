"""Excel: the rows of the one sheet of a book that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.datasets.cells import cell_text, needed
from kg.errors import DataError, UsageError, nearest

__all__ = ["excel_rows"]


def excel_rows(path: Path, sheet: str = "") -> Iterator[tuple[int, list[str]]]:
    """Give each row of a sheet that is not blank, with its number.

    Args:
        path: The file.
        sheet: The sheet; without it the one that shows and holds something.

    Raises:
        UsageError: It is not there, has no such sheet, or several that may be meant.
        DataError: It is no Excel file.
    """
    book = _opened(path)
    try:
        yield from _filled(_meant(book, path, sheet))
    finally:
        book.close()


def _opened(path: Path) -> Any:  # noqa: ANN401 - a book of openpyxl's
    needed("openpyxl", "an Excel file", path)
    import openpyxl  # noqa: PLC0415 - 0.3 s

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=False)
    except FileNotFoundError:
        raise UsageError("there is no such file", path=path, mend="check the path") from None
    except Exception as error:  # noqa: BLE001 - the library raises whatever it meets
        what = f"this is no Excel file that can be read ({' '.join(str(error).split())[:80]})"
        raise DataError(what, path=path, mend="save it once more as .xlsx, or as .csv") from None


def _filled(sheet: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def _meant(book: Any, path: Path, name: str) -> Any:  # noqa: ANN401
    names = [each.title for each in book.worksheets]
    if name:
        if name not in names:
            mend = nearest(name, names) or f"its sheets are {', '.join(names)}"
            raise UsageError("the book has no such sheet", path=path, where=name, mend=mend)
        return book[name]
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    filled = [each for each in shown if next(_filled(each), None)]
    if len(filled) > 1:
        mend = f"say which: --sheet {filled[0].title!r}"
        what = f"the book has several sheets ({', '.join(each.title for each in filled)})"
        raise UsageError(what, path=path, mend=mend)
    if not filled and len(shown) < len(names):
        mend = f"show it in the book, or --sheet {names[0]!r}"
        raise UsageError("every sheet that holds something is hidden", path=path, mend=mend)
    return (filled or book.worksheets)[0]
