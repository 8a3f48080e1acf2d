"""Attributes of nodes and ties, as files of networks can hold them.

GraphML, GEXF and tables hold plain values: text, truth values, whole numbers of 64 bits and
doubles, each attribute of one type throughout. A list stands in them as JSON text under a name that
ends in ``_json``, and what is missing is absent. JSON is read by JavaScript, which keeps whole
numbers up to 2⁵³ only, and has no NaN.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from kg.errors import UsageError
from kg.lexical import is_missing, several, spelled, written

__all__ = ["Attributes", "apart", "flat", "json_ready", "of_one_type", "simple", "whole"]

Plain: TypeAlias = str | int | float | bool
_JSON: Final = "_json"
_LONG: Final = 2**63 - 1
_SAFE: Final = 2**53 - 1


class Attributes(dict[str, Any]):
    """Attributes that every writer of networkx takes; lists are read under their own names.

    >>> data = Attributes(flat({"facts": [["status", "observer"]], "sign": None}))
    >>> data["facts"], data.get("sign"), dict(data)
    ([['status', 'observer']], None, {'facts_json': '[["status", "observer"]]'})
    """

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Give a list from its text."""
        text = dict.get(self, f"{name}{_JSON}")
        if text is None:
            raise KeyError(name)
        return json.loads(text)

    def __contains__(self, name: object) -> bool:
        """Say whether a name can be read."""
        return dict.__contains__(self, name) or dict.__contains__(self, f"{name}{_JSON}")

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401
        """Give an attribute, or the default where it is absent."""
        return self[name] if name in self else default


def simple(value: Any) -> Any:  # noqa: ANN401 - any value, to any of JSON's
    """Give a value as text, number, truth value, list or mapping of them; None where it is missing.

    >>> import datetime
    >>> simple({"day": datetime.date(1957, 1, 1), "set": {2, 1}, "gone": float("nan")})
    {'day': '1957-01-01', 'set': [1, 2], 'gone': None}
    """
    if isinstance(value, Mapping):
        return {str(name): simple(inner) for name, inner in value.items()}
    if is_missing(value):
        return None
    if hasattr(value, "tolist") and getattr(value, "ndim", 0) > 1:
        value = value.tolist()
    try:
        inside = several(value)
        if inside is not None:
            return [simple(each) for each in inside]
        text, datatype = written(value)
    except UsageError:
        return str(value)
    if datatype == "boolean":
        return text == "true"
    if datatype == "integer":
        return int(text)
    if datatype == "decimal":
        return float(text) if Decimal(repr(float(text))) == value else text
    return float(text.replace("INF", "inf")) if datatype in ("float", "double") else text


def flat(data: Mapping[Any, Any]) -> dict[str, Plain]:
    """Give attributes as plain values: lists as JSON text, numbers past 64 bits as text."""
    found: dict[str, Plain] = {}
    for name, value in data.items():
        plain = simple(value)
        if isinstance(plain, list | dict):
            key = _free(f"{name}{_JSON}", {*map(str, data), *found})
            found[key] = json.dumps(json_ready(plain), ensure_ascii=False)
        elif plain is not None:
            found[str(name)] = _held(plain)
    return found


def _held(value: Plain) -> Plain:
    if isinstance(value, float) and not math.isfinite(value):
        return spelled(value)
    return str(value) if isinstance(value, int) and abs(value) > _LONG else value


def whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give attributes with lists as lists again: what `flat` undid, and no other text."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        plain = name.removesuffix(_JSON) if isinstance(name, str) else name
        try:
            inside = json.loads(value) if plain != name and plain not in data.keys() else None
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
    names = set(data)
    return {_free(f"{name}_", names) if name in taken else name: v for name, v in data.items()}


def _free(name: str, used: Collection[str]) -> str:
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
