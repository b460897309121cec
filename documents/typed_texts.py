"""The texts that somebody typed into an act and that a paper repeats: what a correction may mend.

The one invariant: codes and figures are never offered, only texts that stand on the paper. Called by corrections.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONG = 6  # characters: a shorter text is found inside words that nobody typed
CODE = re.compile(r"[a-zA-Z0-9_.:-]+")  # nobody types such a text on a Chinese form; acts carry codes like that


@dataclass(frozen=True)
class TypedText:
    """One text of an act: where it stands in the event's data, such as `measures.0.need`, and what it says."""

    path: str
    text: str


def on_paper(values: dict[str, Any], context: dict[str, Any]) -> list[TypedText]:
    """The texts among these values that the paper repeats: as they are, or, when long, inside a sentence."""
    shown = [value for _path, value in leaves({**context, "paper": {}}) if isinstance(value, str)]
    exact = set(shown)
    return [
        TypedText(path, value)
        for path, value in values.items()
        if isinstance(value, str)
        and len(value) > 1
        and not CODE.fullmatch(value)
        and (value in exact or (len(value) >= LONG and any(value in text for text in shown)))
    ]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value with its dotted path."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, f"{path}.{place}" if path else str(place))
    else:
        yield path, value


def corrected(data: Any, corrections: dict[str, str], path: str = "") -> Any:
    """The data of an act as it would have come in: corrected texts, and days as dates again."""
    if isinstance(data, dict):
        return {
            name: corrected(each, corrections, f"{path}.{name}" if path else str(name)) for name, each in data.items()
        }
    if isinstance(data, list):
        return [
            corrected(each, corrections, f"{path}.{place}" if path else str(place)) for place, each in enumerate(data)
        ]
    if isinstance(data, str):
        text = corrections.get(path, data)
        return dt.date.fromisoformat(text) if ISO_DAY.fullmatch(text) else text
    return data


def replaced(context: Any, texts: dict[str, list[str]]) -> Any:
    """The context with old texts put as new ones. `texts`: what stood in the act → what each place of it should say.

    A text that stood in several places is mended place by place; where the places cannot be told apart it stays.
    """
    found = Counter(value for _path, value in leaves(context) if isinstance(value, str) and value in texts)
    queues = {old: iter(news) for old, news in texts.items() if found[old] == len(news)}
    alike = {old: news[0] for old, news in texts.items() if old not in queues and len(set(news)) == 1}
    return _replaced(context, queues, alike)


def _replaced(context: Any, queues: dict[str, Iterator[str]], alike: dict[str, str]) -> Any:
    if isinstance(context, dict):
        return {name: _replaced(each, queues, alike) for name, each in context.items()}
    if isinstance(context, list):
        return [_replaced(each, queues, alike) for each in context]
    if not isinstance(context, str):
        return context
    return next(queues[context]) if context in queues else alike.get(context, context)
