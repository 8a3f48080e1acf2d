"""Questions: a form from what each declares, its answer in words, and as files."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from kg.engine import Rows, node, write_answer
from kg.errors import KgError, closest
from kg.lexical import Value, spelled
from kg.query import (
    Answered,
    Parameter,
    Question,
    answered,
    code_list,
    columns_of,
    evidence_column,
    find_questions,
    frame_from,
    heading,
    label_columns,
    question_text,
    questions,
    remarks_on,
    said_in,
    table_in_words,
)
from kg.separated import write_separated
from kg.sparql import Query
from kg.terms import compact, is_iri, text_of, value_of
from kg.vocabulary import CLAIMS, ID
from kg.web.asked import Asked, Reply
from kg.web.faults import NotFound, NotTaken, held_to_forms
from kg.web.pages.choosing import network_of
from kg.web.pages.drawing import picture_reply
from kg.web.rendering import address_of, link, render, say
from kg.web.site import Site

__all__ = ["FORMS", "listed", "question"]

FORMS: Final = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
"""The media types of an answer by the suffix of its address."""

_PICTURES: Final = ("svg", "png")
# What is no parameter of a question, and may stand beside them.
_BESIDE: Final = ("lang", "claims", "ids", "data")
_STATED: Final = "CONSTRUCT { ?thing ?p ?o } WHERE { ?thing ?p ?o }"
_MOST_NODES: Final = 200


class Cell(NamedTuple):
    """A cell of a table: its text, and the page of what it names."""

    text: str
    href: str
    name: str


class Field(NamedTuple):
    """A field of a form: the parameter, its value, and what it can be, where that is a list."""

    parameter: Parameter
    value: str
    choices: list[tuple[str, str]]


def listed(site: Site, asked: Asked) -> Reply:
    """List the questions by subject, or those that suit some words."""
    words = asked.one("q")
    found = [(each.question, dict(each.parameters)) for each in find_questions(words, site.engine)]\
        if words else [(each, {}) for each in questions().values()]  # fmt: skip
    by_subject: dict[str, list[tuple[Question, dict[str, str]]]] = defaultdict(list)
    for which, given in found[:40] if words else found:
        by_subject[which.subject].append((which, given))
    groups = list(by_subject.items()) if words else sorted(by_subject.items())
    return render(site, asked, "questions.html", groups=groups, words=words)


def question(site: Site, asked: Asked, name: str, suffix: str) -> Reply:
    """Show a question's form and, where it is filled in, its answer."""
    which = questions().get(name)
    if which is None:
        near = closest(name, questions())
        raise NotFound("there is no question of this name", where=name, candidates=near,
                       mend=f"nearest: {', '.join(near)}" if near else "")  # fmt: skip
    if suffix:
        held_to_forms(suffix, FORMS)
    given = _given(asked, which)
    needed = [p.name for p in which.parameters if p.default is None]
    if asked.still and not given:
        # A file shows the answer to the question's examples.
        given = dict(which.example)
    elif not suffix and needed and not any(p in given for p in needed):
        return _page(site, asked, which, given, None)
    if suffix:
        return _file(site, asked, which, given, suffix[1:])
    try:
        put = _put(site, asked, which, given, evidence=True)
    except KgError as error:
        if asked.still:
            # What other data do not know is no example, and the question is shown without one.
            return _page(site, asked, which, {}, None)
        reply = _page(site, asked, which, given, None, error)
        reply.status, reply.cached = 400, False
        return reply
    return _page(site, asked, which, given, put)


def _given(asked: Asked, which: Question) -> dict[str, str | list[str]]:
    """Give the values of a question's parameters; several of one name are a list."""
    known = {p.name for p in which.parameters}
    found: dict[str, str | list[str]] = {}
    for name in dict.fromkeys(key for key, _ in asked.query if key not in _BESIDE):
        values = [value.strip() for value in asked.all(name) if value.strip()]
        # The date of the visit is no parameter of a question about no day.
        if values and (name in known or name != "on"):
            found[name] = values if len(values) > 1 else values[0]
    return found


def _put(
    site: Site, asked: Asked, which: Question, given: dict[str, Any], *, evidence: bool
) -> Answered:
    return answered(site.engine, which.name, given, claims=asked.one("claims") == "yes",
                    evidence=evidence)  # fmt: skip


def _page(
    site: Site,
    asked: Asked,
    which: Question,
    given: dict[str, Any],
    put: Answered | None,
    error: KgError | None = None,
) -> Reply:
    fields = [_field(site, asked, each, given) for each in which.parameters]
    shown = _shown(site, asked, which, given, put) if put else {}
    return render(
        site, asked, "question.html", which=which, fields=fields, error=error,
        answer=bool(put), claims=asked.one("claims") == "yes",
        claimed=CLAIMS in site.engine.accounts(),
        given=given,
        suffixes=_offered() if put else [], **{**_NOTHING, **shown},
    )  # fmt: skip


_NOTHING: Final[dict[str, Any]] = {
    "head": "", "names": [], "table": [], "remarks": [], "cut": False, "count": 0, "sparql": "",
    "said": None, "address": "", "drawn": False,
}  # fmt: skip


def _field(site: Site, asked: Asked, parameter: Parameter, given: dict[str, Any]) -> Field:
    value = given.get(parameter.name, "")
    codes = code_list(site.engine, parameter)
    known = site.labels[asked.language]
    choices = [(code, known.get(f"{_C}{code}", code.replace("-", " "))) for code in codes]
    return Field(parameter, value if isinstance(value, str) else ", ".join(value), choices)


_C: Final = "https://w3id.org/khyber/concept/"


def _shown(
    site: Site, asked: Asked, which: Question, given: dict[str, Any], put: Answered
) -> dict[str, Any]:
    """Give what the page shows of an answer."""
    language = asked.language
    said: dict[str, Any] = {
        "head": heading(site.engine, which, put.given, given, language),
        "sparql": question_text(site.engine, which, given).strip(),
        "address": _permanent(site, asked, given),
    }
    if isinstance(put.answer, Rows):
        said |= _table(site, asked, which, put.answer)
    else:
        said["said"] = say(language, "yes" if put.answer else "no")
    said["remarks"] = _remarks(site, put, said.get("count", 1), language)
    return said


def _permanent(site: Site, asked: Asked, given: dict[str, Any]) -> str:
    """Give the address that asks the same again, with the version of the data that answered."""
    beside = {name: value for name, value in asked.query if name in ("claims", "ids")}
    every = {**given, **beside, "data": site.version}
    return f"{asked.base}{asked.path}?{urlencode(every, doseq=True)}"


def _remarks(site: Site, put: Answered, count: int, language: str) -> list[str]:
    found = remarks_on(site.engine, put, count, language)
    return [each.replace(" with --claims", " with claims") for each in found]


def _table(site: Site, asked: Asked, which: Question, answer: Rows) -> dict[str, Any]:
    most = site.limits.rows
    cells = [list(row) for row in islice(answer.cells, most + 1)]
    cut, cells = len(cells) > most, cells[:most]
    words = table_in_words(site.engine, Rows(answer.names, cells), asked.language)
    values = [[value_of(cell) for cell in row] for row in cells]
    sources = evidence_column(site.engine, values)
    # The statements that a row rests on are shown as its sources.
    extra = {*which.statements} - _own_columns(which)
    places = [at for at, name in enumerate(answer.names) if name not in extra]
    hidden = [at for at, name in enumerate(answer.names) if name in extra]
    table = []
    for row, told, said in zip(cells, words, sources, strict=True):
        shown = [_cell(asked, row[at], told[at]) for at in places]
        rests = [_cell(asked, row[at], told[at]) for at in hidden if row[at] is not None]
        table.append((shown, said.split("; ") if said else [], rests))
    things = {text_of(c) for row in cells for c in row if is_iri(c) and text_of(c).startswith(ID)}
    return {
        "names": [_head(asked, answer.names[at]) for at in places], "table": table,
        "cut": cut, "count": len(cells), "drawn": bool(things) and len(things) <= _MOST_NODES,
    }  # fmt: skip


def _head(asked: Asked, name: str) -> str:
    return said_in(asked.language, "columns", name).replace("_", " ")


def _own_columns(which: Question) -> set[str]:
    """Give the columns that the question itself selects."""
    lines = (line for line in which.sparql.splitlines() if not line.startswith("#"))
    head = "\n".join(lines).partition("WHERE")[0]
    return {word[1:] for word in head.replace("(", " ").replace(")", " ").split() if word[0] == "?"}


def _cell(asked: Asked, cell: object, words: Value) -> Cell:
    text = "" if words is None else spelled(words)
    if not is_iri(cell):
        return Cell(text, "", "")
    path = address_of(text_of(cell))
    return Cell(text, link(asked, path) if path else "", compact(text_of(cell)))


def _offered() -> list[str]:
    return [each for each in FORMS if each != "xlsx" or find_spec("openpyxl")]


def _file(site: Site, asked: Asked, which: Question, given: dict[str, Any], form: str) -> Reply:
    put = _put(site, asked, which, given, evidence=form == "ttl")
    if not isinstance(put.answer, Rows):
        if form != "json":
            raise NotTaken("yes or no is no table", where=form, mend="take .json")
        return Reply(json.dumps(put.answer).encode(), FORMS["json"])
    if form == "ttl":
        return _turtle(site, put.answer)
    if form in _PICTURES:
        return _drawn(site, asked, put, given, form)
    known = site.labels[asked.language]
    columns, _ = columns_of(put.answer)
    body = _written(form, *label_columns(put.answer.names, columns, lambda _: known))
    if len(body) > site.limits.whole:
        raise NotTaken("the answer is too long", mend="ask for less")
    here = f"{which.name}.{form}"
    return Reply(body, FORMS[form], headers={"Content-Disposition": f'inline; filename="{here}"'})


def _written(form: str, names: Sequence[str], columns: Sequence[Sequence[Value]]) -> bytes:
    if form == "json":
        return _records(names, columns).encode("utf-8", "replace")
    table = list(zip(*columns, strict=True))
    if form == "xlsx":
        if find_spec("openpyxl") is None:
            raise NotTaken(".xlsx needs the openpyxl library", mend="take .csv")
        out = io.BytesIO()
        frame_from(names, table).to_excel(out, index=False)
        return out.getvalue()
    text = io.StringIO()
    lines = [list(names), *([spelled(cell) for cell in row] for row in table)]
    write_separated(lines, text, delimiter="\t" if form == "tsv" else ",")
    return text.getvalue().encode("utf-8", "replace")


def _records(names: Sequence[str], columns: Sequence[Sequence[Value]]) -> str:
    """Give a table as `json.dumps` indents it, which does so cell by cell and in Python."""
    told = []
    for name, column in zip(names, columns, strict=True):
        head = encode_basestring(name)
        told.append([f"  {head}: {_json(value)}" for value in column])
    rows = [",\n".join(row) for row in zip(*told, strict=True)]
    text = ",\n".join(f" {{\n{row}\n }}" for row in rows)
    return f"[\n{text}\n]" if text else "[]"


def _json(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    return json.dumps(value if value is None or isinstance(value, bool | int) else spelled(value))


def _turtle(site: Site, answer: Rows) -> Reply:
    """Give what the graph says of the things in an answer."""
    things = {text_of(c) for row in answer.cells for c in row if is_iri(c)}
    ours = [node(iri) for iri in sorted(things) if iri.startswith(ID)]
    bound = {"thing": ours} if ours else {}
    text = _STATED if ours else f"{_STATED} LIMIT 0"
    query = Query(text, bound, site.engine.accounts())
    body = write_answer(site.engine.query(query), "text/turtle", site.limits.whole)
    return Reply(body, FORMS["ttl"])


def _drawn(site: Site, asked: Asked, put: Answered, given: dict[str, Any], form: str) -> Reply:
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s

    claims, on = asked.one("claims") == "yes", asked.one("on") or None
    network = network_of(site, put.question.name, given, claims=claims, on=on)
    return picture_reply(draw(network, language=asked.language), form, asked)
