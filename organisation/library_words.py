"""Sentences of Django and allauth for which the catalogue has better Chinese than theirs.

The one invariant: each stands here exactly as in the library, else it changes nothing. Nobody calls this; the tools
that collect what is to be translated read it.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

FORMS = (
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("The submitted file is empty."),
    _("%(model_name)s with this %(field_label)s already exists."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
PASSWORDS = (
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("You must type the same password each time."),
    _("Use your password"),
    _("Use authenticator app or code"),
)
ADMIN = (_("Model name"), _("Add link"), _("Change or view list link"))
