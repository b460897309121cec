"""The forms of the left-behind child's case, one for each transition that takes more than a reason."""

from cases.children.forms.agreeing import AgreementForm
from cases.children.forms.assessing import AssessForm
from cases.children.forms.consenting import ConsentForm
from cases.children.forms.correcting import CorrectForm
from cases.children.forms.deciding import OpinionForm, TerminateForm, VerifyForm
from cases.children.forms.registering import RegisterForm
from cases.children.forms.reviewing import ReviewForm
from cases.forms import ActForm

FORMS: dict[str, type[ActForm]] = {
    "register": RegisterForm,
    "verify": VerifyForm,
    "assess": AssessForm,
    "open": OpinionForm,
    "monitor": OpinionForm,
    "register_agreement": AgreementForm,
    "start_review": ReviewForm,
    "close": OpinionForm,
    "terminate": TerminateForm,
    "correct": CorrectForm,
    "record_consent": ConsentForm,
}
