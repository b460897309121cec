"""The forms of a report of danger: reporting, and one for each act that takes more than a reason."""

from cases.forms import ActForm
from cases.incidents.forms import answering, protecting
from cases.incidents.forms.reporting import ReportForm

FORMS: dict[str, type[ActForm]] = {
    "note_call": answering.CallForm,
    "add_words": answering.AddWordsForm,
    "send_report": answering.SendReportForm,
    "acknowledge": answering.AcknowledgeForm,
    "explain_delay": answering.ExplainForm,
    "name_person": answering.NameForm,
    "clear_person": answering.ClearForm,
    "identify": answering.IdentifyForm,
    "make_plan": protecting.PlanForm,
    "change_plan": protecting.PlanForm,
    "place": protecting.PlaceForm,
    "protect_at_home": protecting.HomeForm,
    "follow": protecting.FollowForm,
    "propose_closing": protecting.ProposeForm,
    "close": protecting.CloseForm,
}

__all__ = ["FORMS", "ReportForm"]
