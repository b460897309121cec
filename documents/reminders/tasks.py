"""Background work of the reminders. A task is only a nudge: what waits stands in the rows of Delivery."""

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from documents.reminders.models import Delivery


@task(queue_name="long")
def send_deliveries() -> None:
    """Send what waits now."""
    from documents.reminders.sending import send_waiting

    send_waiting()


def nudge() -> None:
    """Have the waiting deliveries sent soon; one task in the queue is enough for all of them."""
    ready = DBTaskResult.objects.ready().filter(task_path=send_deliveries.module_path)
    if not ready.exists():
        send_deliveries.enqueue()


def sweep_deliveries() -> int:
    """Nudge for deliveries that were missed or must be tried again; returns how many wait."""
    waiting = Delivery.objects.to_send(timezone.now()).count()
    if waiting:
        nudge()
    return waiting
