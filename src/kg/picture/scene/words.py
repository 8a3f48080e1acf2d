"""The words on a picture, in English and in Urdu."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kg.errors import DataError
from kg.period import words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "COUNTS",
    "LANGUAGES",
    "WORDS",
    "counted",
    "day_words",
    "enumerated",
    "last_known_words",
    "listed",
]

LANGUAGES: Final = ("en", "ur")

# One line per word: name | English | Urdu.
_TABLE: Final = """
network|Network|جال
map|Map|نقشہ
timeline|Timeline|خط زمانی
things|Things|اجزا
ties|Ties|تعلقات
all_times|all times|تمام ادوار
on|on|بتاریخ
facts_only|facts only|صرف حقائق
with_claims|with claims|دعووں سمیت
claim|claim or plan|دعویٰ یا منصوبہ
possible|possibly in force|ممکنہ طور پر نافذ
certain|in force|نافذ
last known|last known|آخری معلوم
not_in_force|not in force|نافذ نہیں
claims|Claims and plans|دعوے اور منصوبے
search|Search|تلاش
search_hint|Name of a thing|کسی جزو کا نام
none_found|Nothing is called that|اس نام کا کچھ نہیں ملا
kinds_of_thing|Kinds of thing|اجزا کی اقسام
kinds_of_tie|Kinds of tie|تعلقات کی اقسام
year|Year|سال
date|Date|تاریخ
play|Play|چلائیں
pause|Pause|روکیں
everything|All times|تمام ادوار
fit|Fit|پورا دکھائیں
zoom_in|Zoom in|قریب کریں
zoom_out|Zoom out|دور کریں
table|Table of the ties|تعلقات کی فہرست
from|From|از
to|To|تا
kind|Kind|قسم
time|Time|زمانہ
undated|undated|بے تاریخ
detail|Detail|تفصیل
status|Status|حیثیت
evidence|Evidence|شواہد
no_evidence|No evidence is recorded.|کوئی شہادت درج نہیں۔
other_accounts|Other statements|دیگر بیانات
claimants|Claimed by|دعویدار
parties|Parties|فریقین
facts|Facts|حقائق
close|Close|بند کریں
details|Details|تفصیلات
hint|Choose a thing or a tie to see its time and its evidence.|وقت اور شواہد دیکھنے کے لیے کوئی جزو یا تعلق چنیں۔
earlier|Earlier rows|پچھلی قطاریں
later|Later rows|اگلی قطاریں
view|View|منظر
download|Download|ڈاؤن لوڈ
legend|Legend and filter|علامات اور چھانٹ
picture|Picture|تصویر
speed|Speed|رفتار
joined|Joined|شامل ہوئے
left|Left|نکل گئے
without|without|بغیر
among|Ties among them|ان کے باہمی تعلقات
also|also called|دیگر نام
none_now|Not shown at this date or with this filter.|اس تاریخ یا اس چھانٹ میں نہیں دکھایا گیا۔
shown|shown|دکھائے گئے
of|of|از
light_dark|Light or dark|روشن یا تاریک
language|اردو|English
keys|Arrow keys move between things and ties, Enter opens, Escape closes, plus and minus zoom.|تیر والے بٹن اجزا اور تعلقات کے درمیان لے جاتے ہیں، Enter کھولتا ہے، Escape بند کرتا ہے۔
not_on_map|Not on this map|اس نقشے پر نہیں
borders|Borders: Natural Earth, public domain; dashed where disputed. No position is taken on any of them.|سرحدیں: نیچرل ارتھ؛ متنازع سرحدیں منقطع۔ کسی سرحد پر کوئی موقف نہیں۔
amid|Set amid what it is tied to, having no place of its own|اپنی جگہ نہ ہونے کے سبب متعلقہ اجزا کے درمیان
areas_today|Areas are those of today.|رقبے آج کے ہیں۔
one_area|In one area with another, and not shown|کسی اور کے ساتھ ایک ہی رقبے میں، دکھایا نہیں گیا
no_area|No area on this map|اس نقشے پر کوئی رقبہ نہیں
reviewed|read on|مطالعہ
unreviewed|not yet checked against the document|ابھی دستاویز سے تصدیق نہیں ہوئی
text|passage of a source text|ماخذ متن کا اقتباس
known_as|today|آج
nothing|There is nothing to show.|دکھانے کو کچھ نہیں۔
no_room|No room for the name of|ان ناموں کے لیے جگہ نہیں
left_out|undated left out|بے تاریخ شامل نہیں
undated_items|Undated|بے تاریخ
folded|ties drawn as one|تعلقات ایک لکیر میں
more|more|مزید
gathered|Members drawn as one|یکجا دکھائے گئے ارکان
state|state|ریاست
organization|organisation|تنظیم
person|person|شخص
group|group or organ|گروہ یا ادارہ
place|place|مقام
corridor|corridor|راہداری
event|event|واقعہ
office|office|عہدہ
concept|concept|تصور
other|thing|جزو
tie|tie|تعلق
""".strip()  # noqa: E501 - one row of a table is one line

WORDS: Final[dict[str, dict[str, str]]] = {
    language: {row.split("|")[0]: row.split("|")[column] for row in _TABLE.splitlines()}
    for column, language in enumerate(LANGUAGES, start=1)
}

_LISTED: Final = 12
_PLURALS: Final[dict[str, tuple[str, str]]] = {
    "state": ("states", "ریاستیں"),
    "organization": ("organisations", "تنظیمیں"),
    "person": ("people", "افراد"),
    "group": ("groups or organs", "گروہ یا ادارے"),
    "place": ("places", "مقامات"),
    "corridor": ("corridors", "راہداریاں"),
    "event": ("events", "واقعات"),
    "office": ("offices", "عہدے"),
    "concept": ("concepts", "تصورات"),
    "other": ("things", "اجزا"),
    "tie": ("ties", "تعلقات"),
}


COUNTS: Final = {
    language: {name: (WORDS[language][name], plurals[column]) for name, plurals in _PLURALS.items()}
    for column, language in enumerate(LANGUAGES)
}


def counted(count: int, name: str, language: str) -> str:
    """Give a number with the singular or plural of its word.

    >>> counted(2, "state", "en")
    '2 states'
    """
    return f"{count:,} {COUNTS[language][name][count != 1]}"


def last_known_words(day: str, language: str) -> str:
    """Say on which day something was last known to hold."""
    said = WORDS[language]
    return f"{said['last known']} {said['on']} {day_words(day, language)}"


def enumerated(names: Sequence[str], language: str) -> str:
    """Give names as a sentence lists them.

    >>> enumerated(["Iran", "Iraq", "Turkey"], "en")
    'Iran, Iraq and Turkey'
    """
    comma, last = ("، ", " اور ") if language == "ur" else (", ", " and ")
    return last.join(filter(None, [comma.join(names[:-1]), *names[-1:]]))


def listed(names: Sequence[str], language: str) -> str:
    """Give names as a list, and how many more there are than a dozen."""
    more = f" … (+{len(names) - _LISTED})" if len(names) > _LISTED else ""
    return ("، " if language == "ur" else ", ").join(names[:_LISTED]) + more


def day_words(time: str, language: str) -> str:
    """Give a day, or an EDTF time, in words; a text that is none stays as it is."""
    with suppress(DataError):
        return words(time, language)
    return time
