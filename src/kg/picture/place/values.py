"""What each state is shaded by: a kind of tie, what ties say, how many there are, or a number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import UsageError, nearest
from kg.folding import folded
from kg.picture.scene import WORDS, clean, is_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.picture.scene import Scene, Tie

__all__ = ["Value", "values"]

_COUNT: Final = "ties"
_STATE: Final = "state"


class Value(NamedTuple):
    """What a state is shaded by: a number, or words in each language that name its category.

    Attributes:
        what: What a number counts or measures, in each language; empty where nobody says.
        sure: Whether it holds for certain.
    """

    number: float | None = None
    words: str = ""
    words_ur: str = ""
    what: tuple[str, str] = ("", "")
    sure: bool = True


def values(scene: Scene, shade: Any) -> dict[int | str, Value]:  # noqa: ANN401 - or any data frame
    """Give what each state is shaded by, by its index in the scene, or by name if it is not in it.

    Args:
        scene: What is drawn.
        shade: A kind of tie (its name or its words): states that have one, or how many they have;
            the name of a fact that ties tell, such as ``"status"``; ``"ties"``, how many there are;
            a mapping from states (ids or labels) to numbers or words; or a data frame, whose first
            column names states and whose next column of numbers is shown.

    Raises:
        UsageError: Nothing in the scene is called that, or a value is no number.
    """
    if isinstance(shade, str):
        return {at: value for at, value in _of_ties(scene, shade).items()}  # noqa: C416 - a wider key
    if is_table(shade):
        return _given(scene, *_columns(shade))
    if hasattr(shade, "items"):
        name = getattr(shade, "name", "")
        return _given(scene, shade.items(), name if isinstance(name, str) else "")
    raise UsageError(
        f"a value of type {type(shade).__name__} cannot shade a map",
        mend="give a kind of tie, a fact, a mapping from states to numbers, or a data frame",
    )


def _of_ties(scene: Scene, shade: str) -> dict[int, Value]:
    wanted, words = folded(shade), WORDS
    ends = _ends(scene)
    if wanted == _COUNT:
        # That of the one thing asked about is no share, but the whole.
        ends = {at: own for at, own in ends.items() if scene.focus != [at]}
        what = (words["en"]["ties"], words["ur"]["ties"])
        return {at: Value(float(sum(t.count for t, _ in own)), what=what)
                for at, own in ends.items()}  # fmt: skip
    kinds = {folded(name): tie.kind for tie in scene.ties for name in (tie.kind, tie.kind_label)}
    if wanted in kinds:
        return _of_kind(ends, kinds[wanted])
    facts = sorted({name for tie in scene.ties for name, _ in tie.facts})
    # A property is named by a phrase ("has status"), and asked for by its noun.
    phrases = {folded(name): name for name in facts}
    nouns = {folded(name.partition(" ")[2]): name for name in facts}
    if wanted in phrases or wanted in nouns:
        return _of_fact(ends, phrases.get(wanted) or nouns[wanted])
    known = [*sorted({tie.kind_label for tie in scene.ties}), *facts, _COUNT]
    raise UsageError(
        f"nothing here is called {clean(shade)!r}, to shade states by",
        mend=nearest(shade, known) or f"choose one of {', '.join(known)}",
    )


def _ends(scene: Scene) -> dict[int, list[tuple[Tie, int]]]:
    """Give the ties of each state, each with its other end."""
    found: dict[int, list[tuple[Tie, int]]] = {}
    for tie in scene.ties:
        for end, other in {(tie.source, tie.target), (tie.target, tie.source)}:
            if scene.nodes[end].group == _STATE:
                found.setdefault(end, []).append((tie, other))
    return found


def _of_kind(ends: Mapping[int, list[tuple[Tie, int]]], kind: str) -> dict[int, Value]:
    """Give whether a state has a tie of a kind or, where some tie states to several, how many."""
    own = {at: [(t, o) for t, o in ties if t.kind == kind] for at, ties in ends.items()}
    own = {at: ties for at, ties in own.items() if ties}
    many = {at: len({other for _, other in ties}) for at, ties in own.items()}
    if max(many.values()) > 1:
        tie = next(iter(own.values()))[0][0]
        what = (tie.kind_name("en"), tie.kind_name("ur"))
        return {at: Value(float(count), what=what) for at, count in many.items()}
    return {at: _standing(min((t for t, _ in ties), key=_doubt)) for at, ties in own.items()}


def _doubt(tie: Tie) -> tuple[bool, int]:
    order = ("certain", "last known", "possible")
    return tie.claim, order.index(tie.certainty) if tie.certainty in order else 0


def _standing(tie: Tie) -> Value:
    said = "claim" if tie.claim else tie.certainty
    if said in (None, "certain") or said not in WORDS["en"]:
        return Value(words=tie.kind_name("en"), words_ur=tie.kind_name("ur"))
    parts = [f"{tie.kind_name(lang)} ({WORDS[lang][said]})" for lang in ("en", "ur")]
    return Value(words=parts[0], words_ur=parts[1], sure=False)


def _of_fact(ends: Mapping[int, list[tuple[Tie, int]]], name: str) -> dict[int, Value]:
    told = {
        at: sorted({value for tie, _ in ties for each, value in tie.facts if each == name})
        for at, ties in ends.items()
    }
    told = {at: each for at, each in told.items() if each}
    numbers = [_number(value) for each in told.values() for value in each]
    if all(number is not None for number in numbers) and all(len(e) == 1 for e in told.values()):
        return {at: Value(_number(each[0]), what=(name, name)) for at, each in told.items()}
    joined = {at: ", ".join(each) for at, each in told.items()}
    return {at: Value(words=each, words_ur=each) for at, each in joined.items()}


def _given(scene: Scene, pairs: Iterable[tuple[Any, Any]], name: str) -> dict[int | str, Value]:
    index = {folded(n.label): i for i, n in enumerate(scene.nodes)}
    index |= {folded(n.id): i for i, n in enumerate(scene.nodes)}
    found: dict[int | str, Value] = {}
    for state, value in pairs:
        if _missing(value):
            continue
        key = clean(state).removeprefix("id:")
        number = _number(value)
        words = clean(value)
        told = Value(number, what=(name, name)) if number is not None else Value(None, words, words)
        found[index.get(folded(key), key)] = told
    return found


def _columns(table: Any) -> tuple[list[tuple[Any, Any]], str]:  # noqa: ANN401 - any data frame
    """Give the first column of a table beside its next column of numbers, and that one's name."""
    names = [clean(name) for name in table.columns]
    rows = [tuple(row) for row in table.itertuples(index=False, name=None)]
    for at in range(1, len(names)):
        cells = [row[at] for row in rows if not _missing(row[at])]
        if cells and all(_number(cell) is not None for cell in cells):
            return [(row[0], row[at]) for row in rows], names[at]
    raise UsageError(
        "no column of numbers stands after the first column of the table",
        mend="give a table whose first column names states and another holds numbers",
    )


def _missing(value: object) -> bool:
    """Say whether a value is none: None, NaN, or pandas' own NA, which equal nothing."""
    return value is None or clean(value) in ("", "<NA>", "nan", "NaT")


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
