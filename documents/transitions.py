"""The one door: a state changes by `perform` or, for sets, by `perform_many`, and in no other way.

In one transaction: lock the dossier, scope, same key → same event, stale page, permission, conditions, blockers; then
rows, transition, save, event, papers, due dates, consequences. What leaves the database happens after commit.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from documents.declarations import Attempt, Declared, Text, action_of, declared
from documents.due_dates import close_due_dates, open_due_dates
from documents.issuing import issue
from documents.keys import first_time
from documents.models import Access, Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible, Refused, Stale, remember
from documents.trail import append
from documents.veils import veiled
from organisation.models import User
from organisation.rights import Right, right_for, rights_of
from organisation.roles import Role

# What acts after a transition of another app, or forbids one: (subject, event) or (attempt) -> sentences.
Seam = Callable[..., Any]


def perform(
    subject: Any,
    name: str,
    *,
    by: User | None,
    expected: int | None = None,
    key: str | None = None,
    **data: Any,
) -> Event:
    """Do one declared transition, or nothing.

    `expected` is the dossier version that the user's page showed; `key` makes a repeated request the same act; `data`
    is what the transition takes. `by=None` is the system itself. Raises a Refused with sentences for the user.
    """
    action = action_of(subject, name)
    try:
        with transaction.atomic():
            return _perform(subject, name, action, by, expected, key, data)
    except Refused as refused:
        if not isinstance(refused, NotVisible) or by:
            remember(refused, dossier=subject.dossier, action=action, by=by)
        raise


def _perform(
    subject: Any, name: str, action: str, by: User | None, expected: int | None, key: str | None, data: dict[str, Any]
) -> Event:
    declaration = declared(type(subject))[name]
    dossier = Dossier.objects.locked_for_work(subject.dossier_id, *also_moved(subject))
    check_reachable(dossier, by, reduced=declaration.step.reduced)
    if earlier := first_time(dossier, key, action):
        return earlier
    subject = fresh(subject, dossier)
    _check_version(dossier, expected, by)
    right = _check_open(subject, declaration, by, data)
    before = snapshot(subject)
    step = declaration.step
    arguments = step.writes(subject, by, data) if step.writes else data
    getattr(subject, name)(**arguments)
    subject.save()
    dossier.version += 1
    Dossier.objects.filter(pk=dossier.pk).update(version=dossier.version)
    details = {"data": data, "version": dossier.version, "change": difference(before, snapshot(subject))}
    event = append(dossier, action, by=by, subject=subject, right=right, details=details, key=key)
    issue(step.papers_for(subject), subject=subject, event=event, right=right, data=data)
    opens = step.opens_for(subject)  # asked first: it may look at what is running
    close_due_dates(dossier, step.closes_for(subject), event)
    open_due_dates(dossier, subject, opens, event)
    for consequence in seams("CONSEQUENCES", action):
        consequence(subject, event)
    return event


def fresh(subject: Any, dossier: Dossier) -> Any:
    """The subject as the database has it now, with the locked dossier attached."""
    current = type(subject)._default_manager.get(pk=subject.pk)
    current.dossier = dossier
    return current


@contextmanager
def locked(dossier_id: int, *others: int) -> Iterator[Dossier]:
    """A transaction that holds the dossier and `others`, for what must be written together with several acts."""
    with transaction.atomic():
        yield Dossier.objects.locked_for_work(dossier_id, *others)


def also_moved(subject: Any) -> tuple[int, ...]:
    """Ids of further dossiers that an act on this subject writes to: a model that has any says so."""
    return tuple(subject.also_moves()) if hasattr(subject, "also_moves") else ()


def check_reachable(dossier: Dossier, by: User | None, *, reduced: bool = False) -> None:
    """Raise NotVisible unless the user may see the dossier; with `reduced`, as a proxy parent sees it is enough."""
    if by is None or Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        return
    if not (reduced and Dossier.objects.reduced_for(by).filter(pk=dossier.pk).exists()):
        raise NotVisible


def _check_version(dossier: Dossier, expected: int | None, by: User | None) -> None:
    """What happened meanwhile is told to whoever reads the file; of a reduced view it is no part."""
    if expected is None or expected == dossier.version:
        return
    reads = by is not None and Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists()
    changes = "; ".join(_changes_since(dossier, expected)) if reads else ""
    happened = [_("The case has changed since you opened this page: %s.") % changes] if changes else []
    raise Stale(*happened, _("Nothing was saved. Look at the page as it is now and decide again."))


def _changes_since(dossier: Dossier, version: int) -> Iterator[str]:
    for event in Event.objects.filter(dossier=dossier).select_related("by").order_by("-sequence")[:30]:
        if event.details.get("version", 0) <= version:
            continue
        at = timezone.localtime(event.at)
        yield _("%(who)s did “%(what)s” on %(when)s") % {
            "who": _("somebody") if veiled(event) else event.by or _("the system"),
            "what": label_of(event.action),
            "when": f"{at:%m-%d %H:%M}",
        }


def _check_open(subject: Any, declaration: Declared, by: User | None, data: dict[str, Any]) -> Right | None:
    """Raise a Refused unless this user may do this now; return the right they do it by."""
    if subject.status not in declaration.targets:
        raise NotPossible(not_in_this_state(subject, declaration))
    right = _right(subject, declaration, by)
    attempt = Attempt(subject, by, right, data, timezone.localdate())
    if by is not None and right is None:
        raise NotAllowed(whose_task(subject, declaration))
    if sentences := list(obstacles(declaration, attempt)):
        raise NotPossible(*sentences)
    return right


def not_in_this_state(subject: Any, declaration: Declared) -> str:
    """The sentence for an act that the present state does not lead to."""
    return _(
        "“%(act)s” is not possible while the state is “%(state)s”. Reload the page to see what can be done now."
    ) % {
        "act": declaration.step.label,
        "state": subject.get_status_display(),
    }


def whose_task(subject: Any, declaration: Declared) -> str:
    """The sentence for an act that belongs to another role."""
    roles = _(" or ").join(str(Role(actor).label) for actor in declaration.step.actors_for(subject))
    return _("“%(act)s” is for: %(roles)s of this place. Ask them to do it.") % {
        "act": declaration.step.label,
        "roles": roles,
    }


def _right(subject: Any, declaration: Declared, by: User | None) -> Right | None:
    if by is None:
        return None
    actors = set(declaration.step.actors_for(subject))
    right = right_for(by, actors, subject.dossier.division_code)
    return right or (_granted_right(subject, actors, by) if declaration.step.reduced else None)


def _granted_right(subject: Any, actors: set[str], by: User) -> Right | None:
    """The right of somebody to whom this one dossier was opened, wherever their post is: a proxy parent, a reporter."""
    if not Access.objects.in_force(by).filter(dossier_id=subject.dossier_id).exists():
        return None
    return next((right for right in rights_of(by) if right.role in actors), None)


def obstacles(declaration: Declared, attempt: Attempt) -> Iterator[Text]:
    """Every reason why the act cannot be done, in words the user can act on."""
    step = declaration.step
    if attempt.complete and step.reason_required and not str(attempt.data.get("reason", "")).strip():
        yield _("Say why: the reason is printed on the paper and stays in the file.")
    yield from _separation(declaration, attempt)
    for guard in step.guards:
        if sentence := guard(attempt):
            yield sentence
    for blocker in seams("BLOCKERS", action_of(attempt.subject, declaration.name)):
        yield from blocker(attempt)


def _separation(declaration: Declared, attempt: Attempt) -> Iterator[Text]:
    """Maker ≠ checker ≠ approver: who did the named steps of this round may not, or alone may, do this one."""
    step = declaration.step
    if attempt.by is None or not (step.other_than or step.same_as):
        return
    doers = attempt.once("doers", lambda: last_doers(attempt.subject))
    for name in step.other_than:
        if doers.get(name) == attempt.by.pk:
            yield _("You did “%s” in this case. Someone else must do this step.") % label_of(
                action_of(attempt.subject, name)
            )
    if step.same_as and attempt.by.pk not in {doers.get(name) for name in step.same_as}:
        yield _("Only the person who did the last step can take it back.")


def last_doers(subject: Any) -> dict[str, int | None]:
    """For each transition of the subject, the person who did it last."""
    prefix = action_of(subject, "")
    events = Event.objects.filter(
        dossier_id=subject.dossier_id, subject_label=subject._meta.label_lower, subject_id=subject.pk
    )
    rows = events.filter(action__startswith=prefix).order_by("sequence").values_list("action", "by_id")
    return {action.removeprefix(prefix): by for action, by in rows if not action.endswith(".refused")}


def snapshot(subject: models.Model) -> dict[str, Any]:
    """The subject's own columns, for the difference an event keeps."""
    return {field.attname: getattr(subject, field.attname) for field in subject._meta.concrete_fields}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Column → [before, after] for what changed."""
    return {name: [value, after[name]] for name, value in before.items() if value != after[name]}


@lru_cache(maxsize=512)
def seams(kind: str, action: str) -> tuple[Seam, ...]:
    """What `config/wiring.py` hangs before (BLOCKERS) or after (CONSEQUENCES) an act, in its order."""
    table: dict[str, list[str]] = getattr(import_module(settings.WIRING), kind)
    return tuple(import_string(path) for path in table.get(action, []))


@dataclass(frozen=True)
class Offer:
    """One button: what it does, and why it cannot be pressed if it cannot."""

    name: str
    declaration: Declared
    reasons: tuple[str, ...]

    @property
    def open(self) -> bool:
        return not self.reasons


def offers(subject: Any, user: User, *, today: dt.date | None = None) -> list[Offer]:
    """The button bar: every act that leads from the present state, with the reasons against it for this user."""
    day = today or timezone.localdate()
    found = []
    answers: dict[str, Any] = {}
    for name, declaration in declared(type(subject)).items():
        if subject.status not in declaration.targets or not declaration.step.fits(subject):
            continue
        right = _right(subject, declaration, user)
        if right is None:
            reasons: tuple[str, ...] = (whose_task(subject, declaration),)
        else:
            attempt = Attempt(subject, user, right, {}, day, complete=False, answers=answers)
            reasons = tuple(str(sentence) for sentence in obstacles(declaration, attempt))
        found.append(Offer(name, declaration, reasons))
    return found


_labels: dict[str, Text] = {}


def name_actions(labels: Mapping[str, Text]) -> None:
    """Tell the trail's readers what other plain action strings mean, such as `case.read`."""
    _labels.update(labels)


def name_transitions(model: type[models.Model]) -> None:
    """Tell the trail's readers the labels of a model's transitions. Called when the app is ready."""
    prefix = getattr(model, "action_prefix", model._meta.model_name)
    _labels.update({f"{prefix}.{name}": each.step.label for name, each in declared(model).items()})


def label_of(action: str) -> str:
    """The action in the reader's language."""
    if action.endswith(".refused"):
        return _("%s (refused)") % label_of(action.removesuffix(".refused"))
    return str(_labels.get(action, action))
