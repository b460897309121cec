"""One child from the roster to the opened case, by three people."""

from cases.children.models import LeftBehindCase
from documents.models import Document, DueDate, Event
from documents.sealing import seal_events, verify_trail
from organisation.models import User
from tests.cases.stages import brought_to


def test_a_child_goes_from_imported_to_opened_with_all_papers(child: LeftBehindCase, cast: dict[str, User]) -> None:
    case = brought_to(child, "opened", cast)

    kinds = set(Document.objects.filter(dossier=case.dossier).values_list("kind", flat=True))
    assert case.status == "opened"
    assert kinds == {"LBC-01", "LBC-02", "VIS-01", "LBC-03", "LBC-05", "LBC-06", "LBC-07"}


def test_every_step_leaves_one_event_in_order(child: LeftBehindCase, cast: dict[str, User]) -> None:
    case = brought_to(child, "opened", cast)

    actions = list(Event.objects.filter(dossier=case.dossier).values_list("action", flat=True))
    assert actions == ["case.register", "visit.record", "case.verify", "case.assess", "case.open"]


def test_the_trail_of_the_main_way_verifies_after_sealing(child: LeftBehindCase, cast: dict[str, User]) -> None:
    brought_to(child, "opened", cast)

    assert seal_events() == 5
    assert verify_trail() is None


def test_deadlines_open_and_close_along_the_way(child: LeftBehindCase, cast: dict[str, User]) -> None:
    case = brought_to(child, "opened", cast)

    states = dict(DueDate.objects.filter(dossier=case.dossier).values_list("name", "state"))
    assert states == {"verify": "done", "assess": "done", "decide": "done", "start": "open"}
