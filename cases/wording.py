"""What the plain strings of the trail mean, for its readers."""

from django.utils.translation import gettext_lazy as _

from documents.declarations import Text
from documents.transitions import name_actions

ACTIONS: dict[str, Text] = {
    "case.read": _("Read the case"),
    "case.distinct": _("Checked that it is another child"),
    "case.file": _("Printed the whole file"),
    "case.recuse": _("Registered a recusal"),
    "flow.claim": _("Claimed the step"),
    "flow.release": _("Released the step"),
    "person.reveal": _("Revealed a hidden value"),
    "paper.read": _("Read a paper"),
    "paper.download": _("Downloaded a paper"),
    "paper.print": _("Printed papers"),
    "paper.reissue": _("Corrected and reissued a paper"),
    "paper.serve": _("Registered the service of a paper"),
    "paper.retry": _("Had a paper made again"),
    "attachment.add": _("Attached a scan"),
    "attachment.read": _("Opened a scan"),
    "list.export": _("Exported a list"),
    "evidence.mark": _("Marked the checklist"),
    "clock.supplement": _("The clock stands still: waiting for a supplement"),
    "clock.objection": _("The clock stands still: waiting for the answer to an objection"),
    "clock.reply": _("The clock stands still: waiting for another office"),
    "clock.resume": _("The clock goes on"),
    "import.upload": _("Uploaded a roster"),
    "import.map": _("Corrected the columns of a roster"),
    "import.run": _("Imported rows of a roster"),
    "import.update": _("Updated from a roster"),
    "import.finish": _("Finished importing a roster"),
    "import.download": _("Downloaded the annotated roster"),
}


def name_everything() -> None:
    """Register the words. Called when the app is ready."""
    name_actions(ACTIONS)
