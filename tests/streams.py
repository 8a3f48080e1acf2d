"""Event files that are made up: of each kind some thousands of lines, with the usual dirt."""

from __future__ import annotations

import random
from collections.abc import Sequence

from kg.events import event_sources

__all__ = ["KINDS", "Row", "gdelt", "stream"]

Row = tuple[str, str, str, str, str, str, str]
KINDS = ("gdelt", "icews", "polecat", "ged", "acled", "table")
_STATES = ("Pakistan", "India", "Iran", "China", "France", "Utopia", "Germany", "NA")
_ALPHA = ("PAK", "IND", "IRN", "CHN", "FRA", "XXX", "DEU", "")
_COW = ("770", "750", "630", "710", "220", "998", "255", "None")
_TYPES = ("ASSAULT", "REQUEST", "CONSULT", "AGREE", "SANCTION")
_MONTHS = "January February March April May June July August September October November December"


def gdelt(rows: Sequence[Row], width: int = 61) -> str:
    """Give lines without a head: id, day, two actors, code, Goldstein, mentions."""
    columns = next(c for c in event_sources()["gdelt"].columns if len(c) == width)
    lines = []
    for number, day, one, two, code, goldstein, mentions in rows:
        told = {
            "globaleventid": number, "sqldate": day, "actor1countrycode": one,
            "actor2countrycode": two, "eventcode": code, "eventrootcode": code[:2],
            "goldsteinscale": goldstein, "nummentions": mentions,
        }  # fmt: skip
        lines.append("\t".join(told.get(each, "") for each in columns))
    return "\n".join(lines) + "\n"


def stream(kind: str, number: int, seed: int = 7) -> str:
    """Give a file of a kind: days of three decades and some that are none, codes nobody bears."""
    chance = random.Random(f"{kind}{seed}")
    if kind == "gdelt":
        return gdelt([_gdelt(chance, each) for each in range(number)])
    head, row = _SHAPES[kind]
    width = head.count(",") + 1
    lines = []
    for each in range(number):
        cells = [str(cell) for cell in row(chance, each)]
        lines.append("\t".join(cells + [""] * (width - len(cells))))
    return "\n".join([head.replace(",", "\t"), *lines]) + "\n"


def _day(chance: random.Random, *, dirty: bool = True) -> str:
    if dirty and chance.random() < 0.02:
        return chance.choice(["", "2019", "2019-02", "2019-13-40", "soon", "2019-2-3"])
    year, month, day = chance.randint(1985, 2015), chance.randint(1, 12), chance.randint(1, 28)
    return f"{year}-{month:02}-{day:02}"


def _number(chance: random.Random) -> str:
    return chance.choice(["-10.0", "0", "3.4", "", "1e1", "-2.5", "none"])


def _cameo(chance: random.Random) -> str:
    return f"{chance.randint(1, 20):02}{chance.choice(['', '0', '11'])}"


def _gdelt(chance: random.Random, number: int) -> Row:
    day = _day(chance).replace("-", "")
    actors = chance.choice(_ALPHA), chance.choice(_ALPHA)
    mentions = chance.choice(["1", "3", "12", ""])
    return (str(number), day, *actors, _cameo(chance), _number(chance), mentions)


def _icews(chance: random.Random, number: int) -> tuple[object, ...]:
    one, two = chance.choice(_STATES), chance.choice(_STATES)
    return (
        number,
        _day(chance),
        'The "ministry"',
        one,
        "x",
        _cameo(chance),
        _number(chance),
        "",
        two,
    )


def _polecat(chance: random.Random, number: int) -> tuple[object, ...]:
    one, two = f"{chance.choice(_COW)};2", chance.choice(_COW)
    return chance.choice(_TYPES), number, _day(chance), "", _number(chance), one, two


def _ged(chance: random.Random, number: int) -> tuple[object, ...]:
    one, two = chance.choice(_COW[:-1]), chance.choice(["750", ""])
    return number, f"{_day(chance, dirty=False)} 00:00:00.000", one, two, chance.randint(0, 90)


def _acled(chance: random.Random, number: int) -> tuple[object, ...]:
    day = _day(chance)
    if len(day) == len("2019-01-01") and chance.random() < 0.5:
        year, month, last = day.split("-")
        day = f"{last} {_MONTHS.split()[(int(month) - 1) % 12]} {year}"
    what = chance.choice(["Protests", "Battles", "Riots"])
    return number, day, what, chance.choice(_STATES), chance.randint(0, 9)


def _table(chance: random.Random, number: int) -> tuple[object, ...]:
    actors = chance.choice(_STATES), chance.choice(["NATO", "Pakistan", "the moon"])
    return number, _day(chance), *actors, _cameo(chance)


_SHAPES = {
    "icews": (
        (
            "Event ID,Event Date,Source Name,Source Country,Event Text,CAMEO Code,Intensity,"
            "Target Name,Target Country,Story ID"
        ),
        _icews,
    ),
    "polecat": (
        "Event Type,Event ID,Event Date,Event Mode,Intensity,Actor COW,Recipient COW,Quad Code",
        _polecat,
    ),
    "ged": (
        "id,date_start,gwnoa,gwnob,best,date_end,type_of_violence,side_a,side_b,latitude,longitude",
        _ged,
    ),
    "acled": ("event_id_cnty,event_date,event_type,country,fatalities,actor1,actor2", _acled),
    "table": ("id,day,source,target,code", _table),
}
