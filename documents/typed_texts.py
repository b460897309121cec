"""The texts that somebody typed into an act and that a paper repeats: what a correction may mend.

The one invariant: codes and figures are never offered, only texts that stand on the paper. Called by corrections.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class TypedText:
    """One text of the act: where it stands in the event's data, such as `measures.0.need`, and what it says."""

    path: str
    text: str


def typed_texts(data: dict[str, Any], context: dict[str, Any]) -> list[TypedText]:
    """Texts of the act that the paper repeats, in the order in which they were written."""
    on_paper = [value for _path, value in leaves({**context, "paper": {}}) if isinstance(value, str)]
    return [
        TypedText(path, value)
        for path, value in leaves(data)
        if isinstance(value, str)
        and len(value) > 1
        and not ISO_DAY.fullmatch(value)
        and any(value in x for x in on_paper)
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


def replaced(context: Any, texts: dict[str, str]) -> Any:
    """The context with every text that is exactly an old one put as the new one."""
    if isinstance(context, dict):
        return {name: replaced(each, texts) for name, each in context.items()}
    if isinstance(context, list):
        return [replaced(each, texts) for each in context]
    return texts.get(context, context) if isinstance(context, str) else context
