"""Attributes of nodes and ties, as files of networks can hold them.

GraphML, GEXF and tables hold plain values: text, truth values, whole numbers of 64 bits and
doubles, each attribute of one type throughout. A list stands in them as JSON text under a name that
ends in ``_json``, and what is missing is absent. JSON is read by JavaScript, which keeps whole
numbers up to 2⁵³ only, and has no NaN.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, ItemsView, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from kg.errors import UsageError
from kg.foreign import is_missing, several, written
from kg.lexical import read, spelled

__all__ = [
    "Attributes",
    "apart",
    "flat",
    "json_ready",
    "of_one_type",
    "present",
    "simple",
    "unused",
    "whole",
]

Plain: TypeAlias = str | int | float | bool
_JSON: Final = "_json"
_LONG: Final = 2**63 - 1
_SAFE: Final = 2**53 - 1


class Attributes(dict[str, Any]):
    """Attributes that hold lists, and give plain values to the writers of networkx.

    A writer takes what `items` gives; everything else finds the lists themselves.

    >>> data = Attributes(facts=[["status", "observer"]])
    >>> data["facts"], list(data.items())
    ([['status', 'observer']], [('facts_json', '[["status", "observer"]]')])
    """

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        """Give the attributes as plain values; see `flat`."""
        return flat(dict(self)).items()

    def copy(self) -> Attributes:
        """Give a copy, lists and all."""
        return Attributes(self)

    def __reduce__(self) -> tuple[type[Attributes], tuple[dict[str, Any]]]:
        """Say how to copy and to keep it whole: by what it holds, not by what `items` gives."""
        return Attributes, (dict(self),)


def present(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give attributes without those that are None: what is missing is absent."""
    return {name: value for name, value in data.items() if value is not None}


def simple(value: Any) -> Any:  # noqa: ANN401 - any value, to any of JSON's
    """Give a value as text, number, truth value, list or mapping of them; None where it is missing.

    >>> import datetime
    >>> simple({"day": datetime.date(1957, 1, 1), "set": {2, 1}, "gone": float("nan")})
    {'day': '1957-01-01', 'set': [1, 2], 'gone': None}
    """
    if isinstance(value, Mapping):
        return {str(name): simple(inner) for name, inner in value.items()}
    if getattr(value, "ndim", 0) > 1 and hasattr(value, "tolist"):
        value = value.tolist()
    try:
        inside = several(value)
        if inside is not None:
            return [simple(each) for each in inside]
        return None if is_missing(value) else _number_or_text(*written(value))
    except UsageError:
        # A decimal of any length is written where Python writes no integer of so many digits.
        return str(Decimal(value) if isinstance(value, int) else value)


def _number_or_text(text: str, datatype: str) -> Plain:
    value = text if datatype in ("date", "dateTime") else read(text, datatype)
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else text
    return value if isinstance(value, int | float) else text


def flat(data: Mapping[Any, Any]) -> dict[str, Plain]:
    """Give attributes as plain values: lists as JSON text, numbers past 64 bits as text."""
    found: dict[str, Plain] = {}
    for name, value in data.items():
        plain = simple(value)
        if isinstance(plain, list | dict):
            key = unused(f"{name}{_JSON}", {*map(str, data), *found})
            found[key] = json.dumps(json_ready(plain), ensure_ascii=False)
        elif plain is not None:
            found[str(name)] = _held(plain)
    return found


def _held(value: Plain) -> Plain:
    if isinstance(value, float) and not math.isfinite(value):
        return spelled(value)
    return str(value) if isinstance(value, int) and abs(value) > _LONG else value


def whole(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Give attributes with lists as lists again, where `flat` made text of them."""
    found: dict[Any, Any] = {}
    given = dict(data.items())  # as writers find them
    for name, value in given.items():
        plain = str(name).removesuffix(_JSON)
        try:
            inside = json.loads(value) if f"{plain}{_JSON}" == name and plain not in given else None
        except (TypeError, ValueError):
            inside = None
        found.update({plain: inside} if isinstance(inside, list | dict) else {name: value})
    return found


def of_one_type(rows: Sequence[dict[str, Plain]]) -> None:
    """Give each attribute one type in all rows: numbers where all are numbers, else text."""
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    mixed = {name for name, types in kinds.items() if len(types) > 1}
    as_floats = {name for name in mixed if kinds[name] == {int, float} and _exact(rows, name)}
    for row in rows:
        for name in mixed & row.keys():
            row[name] = float(row[name]) if name in as_floats else spelled(row[name])


def _exact(rows: Iterable[Mapping[str, Plain]], name: str) -> bool:
    return all(float(row[name]) == row[name] for row in rows if name in row)


def apart(data: Mapping[str, Any], taken: Collection[str]) -> dict[str, Any]:
    """Give attributes with an underscore after each name that a format keeps for itself."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        used = {*data, *found, *taken}
        found[unused(f"{name}_", used) if name in taken else name] = value
    return found


def unused(name: str, used: Collection[str]) -> str:
    """Give a name, with as many underscores after it as make it one of its own."""
    while name in used:
        name = f"{name}_"
    return name


def json_ready(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """Give a value of JSON whose numbers every reader keeps; others are text.

    >>> json_ready([2**53, 1.5, float("inf"), None])
    ['9007199254740992', 1.5, 'INF', None]
    """
    if isinstance(value, Mapping):
        return {str(name): json_ready(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_ready(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return spelled(value)
    unsafe = isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE
    return str(value) if unsafe else value
