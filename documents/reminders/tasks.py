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


@task(queue_name="papers")
def send_urgent_deliveries() -> None:
    """Send what is urgent: not behind the imports, which may take minutes."""
    from documents.reminders.sending import send_waiting

    send_waiting(urgent=True)


def nudge(*, urgent: bool = False) -> None:
    """Have the waiting deliveries sent soon; one task in the queue is enough for all of them."""
    sending = send_urgent_deliveries if urgent else send_deliveries
    if not DBTaskResult.objects.ready().filter(task_path=sending.module_path).exists():
        sending.enqueue()


def sweep_deliveries() -> int:
    """Nudge for deliveries that were missed or must be tried again; returns how many wait."""
    waiting = Delivery.objects.to_send(timezone.now())
    count = waiting.count()
    if count:
        nudge()
        if waiting.filter(message__urgent=True).exists():
            nudge(urgent=True)
    return count
