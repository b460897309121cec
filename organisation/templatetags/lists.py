"""What stands around a list: the filters in force as chips, the pages, the links for sorting.

The one invariant: every link keeps what else the address says and starts again at page one. Used by templates.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from organisation.templatetags.display import cn_date

register = template.Library()
ELLIPSIS = None


class Chip(NamedTuple):
    """One filter in force: what it says and where the list without it is."""

    label: str
    value: str
    url: str


@register.filter
def chips(filterset: Any) -> list[Chip]:
    """The filters of a bound django-filter set that narrow the list, in the order of its form."""
    form = filterset.form
    if not filterset.is_bound or not form.is_valid():
        return []
    return [
        Chip(str(field.label or ""), text, _without(filterset.data, field.name))
        for field in form.visible_fields()
        if (text := _in_words(field, form.cleaned_data.get(field.name)))
    ]


def _in_words(field: BoundField, value: Any) -> str:
    if value in (None, "", []) or (hasattr(value, "exists") and not value):
        return ""
    if isinstance(value, slice):
        return " – ".join(
            cn_date(end) if isinstance(end, dt.date) else str(end or "") for end in (value.start, value.stop)
        )
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    if isinstance(value, list | tuple | set):
        return _(", ").join(choices.get(str(each), str(each)) for each in value)
    if isinstance(value, bool):
        return choices.get(str(value).lower(), _("yes") if value else _("no"))
    if isinstance(value, dt.date):
        return cn_date(value)
    return choices.get(str(value), str(value))


def _without(data: QueryDict, name: str) -> str:
    rest = data.copy()
    for key in list(rest):
        if key in (name, "page") or (key.startswith(f"{name}_") and key.rsplit("_", 1)[1] in SUFFIXES):
            del rest[key]
    return f"?{rest.urlencode()}"


SUFFIXES = {"min", "max", "after", "before", "0", "1"}


@register.filter
def at(items: list[Any], index: int) -> Any:
    """The item at that place, or nothing."""
    return items[index] if index < len(items) else None


@register.filter
def page_numbers(page: Page) -> Iterator[int | None]:
    """First, last and the pages around this one; nothing where pages are left out."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        yield number if isinstance(number, int) else ELLIPSIS


@register.simple_tag(takes_context=True)
def sort_url(context: template.RequestContext, name: str) -> str:
    """The list sorted by `name`, or backwards when it already is."""
    data = context.request.GET.copy()
    data["sort"] = f"-{name}" if data.get("sort") == name else name
    data.pop("page", None)
    return f"?{data.urlencode()}"
