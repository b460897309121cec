"""Names of people: one spelling to store, and the latin keys under which a list sorts and finds them.

Invariant: whoever reads a surname wrongly still finds the person. Pure functions of the name, so stored keys
can be recomputed at any save. Called by Person, the roster import and search.
Source: domain.md §6.1, name_vectors.csv.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin

from cases.registry.surnames import COMPOUND_SURNAMES, SURNAME_READINGS

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
MIDDLE_DOT = re.compile(r"\s*[\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb]\s*")
FULL_STOP_AS_DOT = re.compile(rf"(?<=[{HAN}])\s*\.\s*(?=[{HAN}])")
BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
NOT_TYPED = re.compile(r"[\s·.'’`-]+")
MAX_READINGS = 24  # keeps the stored keys short when several characters have several readings

# Common in given names and read in two ways; the dictionary's reading stays first.
GIVEN_NAME_READINGS: dict[str, list[str]] = {
    "乐": ["le", "yue"],
    "行": ["xing", "hang"],
    "长": ["chang", "zhang"],
    "朝": ["chao", "zhao"],
    "重": ["chong", "zhong"],
    "晟": ["sheng", "cheng"],
    "茜": ["qian", "xi"],
    "娜": ["na", "nuo"],
    "莎": ["sha", "suo"],
    "颉": ["jie", "xie"],
    "仔": ["zi", "zai"],
    "伽": ["jia", "qie"],
    "祎": ["yi", "wei"],
    "翀": ["chong", "zhong"],
    "喆": ["zhe", "ji"],
}


def normalise(name: str) -> str:
    """The spelling to store: half-width, no blanks between Chinese characters, one kind of middle dot (·)."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    text = FULL_STOP_AS_DOT.sub("·", MIDDLE_DOT.sub("·", text))
    return BLANK_BETWEEN_HAN.sub("", " ".join(text.split()))


def split_surname(name: str) -> tuple[str, str]:
    """Surname and given name. Two characters alone are never taken for a compound surname."""
    name = normalise(name)
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


def given_name(name: str) -> str:
    """What a child is called by: 毋小满 → 小满, 阿依拉·示例 → 阿依拉. All of a name that has no surname."""
    first, dot, _rest = name.partition("·")
    return first if dot else split_surname(name)[1] or name


def pinyin_sort(name: str) -> str:
    """The key a list is sorted by: the right reading, without blanks and tones, ü written v."""
    return "".join(_right_reading(name))


def initials(name: str) -> str:
    """First letters of the right reading: 尉迟恭 → ycg."""
    return _first_letters(_right_reading(name))


def pinyin_search(name: str) -> str:
    """Every key under which the name can be found, separated by blanks, the right ones first.

    A search compares `matches_query_key(query)` with the beginning of each key.
    At most MAX_READINGS readings: rarely over 100 characters, never over a few thousand.
    """
    keys: list[str] = []
    for syllables in _readings(name):
        for key in ("".join(syllables), _first_letters(syllables)):
            keys += [key, NOT_TYPED.sub("", key)]
        keys += ["".join(_spell_v(s, spelling) for s in syllables) for spelling in ("u", "yu")]
    return " ".join(key for key in dict.fromkeys(keys) if key)


def matches_query_key(query: str) -> str:
    """A typed latin query as keys are stored: LÜ bu → lvbu. Empty if anything but letters is left.

    Every key begins with an empty one, so with an empty key the caller searches characters instead.
    """
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", query).lower()).replace("u\u0308", "v")
    letters = NOT_TYPED.sub("", "".join(c for c in text if not unicodedata.combining(c)))
    return letters if re.fullmatch("[a-z]+", letters) else ""


def _right_reading(name: str) -> list[str]:
    return next(_readings(name), [])


def _readings(name: str) -> Iterator[list[str]]:
    """Syllables of each plausible reading, the right one first."""
    surname, given = split_surname(name)
    if "·" in given:  # a transliterated name: its first character is no surname
        choices = [[[syllable]] for syllable in _syllables(surname + given)]
    else:
        choices = [_surname_readings(surname), *_given_name_readings(given)]
    return islice(([s for part in parts for s in part] for parts in product(*choices)), MAX_READINGS)


def _surname_readings(surname: str) -> list[list[str]]:
    return SURNAME_READINGS.get(surname) or [_syllables(surname)]


def _given_name_readings(given: str) -> list[list[list[str]]]:
    syllables = _syllables(given)
    if len(syllables) != len(given):  # latin letters come as one piece
        return [[[syllable]] for syllable in syllables]
    return [
        [[reading] for reading in dict.fromkeys([syllable, *GIVEN_NAME_READINGS.get(character, [])])]
        for character, syllable in zip(given, syllables, strict=True)
    ]


@lru_cache(maxsize=20_000)  # a roster has the same surnames and given names over and over
def _syllables(text: str) -> list[str]:
    """One a character; anything but Chinese characters comes back as it is, in one piece, without blanks."""
    return [re.sub(r"\s", "", s).lower() for s in lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)]


def _first_letters(syllables: list[str]) -> str:
    return "".join(s[:1] for s in syllables)


def _spell_v(syllable: str, spelling: str) -> str:
    """ü as keyboards (lu) and passports (lyu) write it; only l and n have it."""
    return re.sub(r"^([ln])v", rf"\g<1>{spelling}", syllable)
