"""Background work on papers. A task is only a nudge: the row says what needs doing, and the sweep finds it again."""

from django_tasks import task

from documents.models import Document


@task(queue_name="papers")
def render_paper(document_id: int) -> None:
    """Render one paper if it still needs it."""
    from documents.papers import (
        render,  # WeasyPrint takes two seconds to import: only where papers are rendered
    )

    render(document_id)


def sweep_papers(limit: int = 500) -> int:
    """Nudge again for papers that were missed or left by a killed worker; returns how many."""
    waiting = list(Document.objects.waiting().values_list("pk", flat=True)[:limit])
    for pk in waiting:
        render_paper.enqueue(pk)
    return len(waiting)


@task(queue_name="long")
def bind_print_job(job_id: int) -> None:
    """Bind the papers of one print job if that still needs doing."""
    from documents.printing import bind  # as above

    bind(job_id)
