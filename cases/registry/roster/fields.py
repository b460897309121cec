"""What a roster can say of a child: the fields that columns are mapped to.

Invariant: every field is an attribute of `rows.RosterRow`. Read by `columns`, `rows` and the wizard.
"""

from django.utils.translation import gettext_lazy as _

REQUIRED = ("name", "id_number", "village")
ADDRESSES = frozenset({"hukou_address", "residence_address"})

# Everything a roster can say, in the order of the official form; the labels are for the wizard.
FIELDS = {
    "serial": _("Serial number"),
    "name": _("Child's name"),
    "sex": _("Sex"),
    "id_number": _("Child's ID number"),
    "birth_date": _("Date of birth"),
    "ethnic_group": _("Ethnic group"),
    "county": _("County or district"),
    "town": _("Town or street office"),
    "village": _("Village or community"),
    "hukou_address": _("Registered address"),
    "residence_address": _("Home address"),
    "school": _("School"),
    "grade": _("School grade"),
    "schooling": _("Schooling"),
    "boarding": _("Boards at school"),
    "health": _("State of health"),
    "father_name": _("Father's name"),
    "father_id": _("Father's ID number"),
    "father_phone": _("Father's phone"),
    "father_place": _("Father works in"),
    "father_status": _("Father's whereabouts"),
    "mother_name": _("Mother's name"),
    "mother_id": _("Mother's ID number"),
    "mother_phone": _("Mother's phone"),
    "mother_place": _("Mother works in"),
    "mother_status": _("Mother's whereabouts"),
    "parents_place": _("Parents work in"),
    "parents_phone": _("Parents' phone"),
    "guardianship": _("Who of the parents is away"),
    "away_since": _("Parents away since"),
    "carer_name": _("Carer's name"),
    "carer_relation": _("Carer's relation to the child"),
    "carer_id": _("Carer's ID number"),
    "carer_phone": _("Carer's phone"),
    "carer_address": _("Carer's address"),
    "guardian_name": _("Guardian's name"),
    "guardian_relation": _("Guardian's relation to the child"),
    "guardian_id": _("Guardian's ID number"),
    "guardian_phone": _("Guardian's phone"),
    "contact_phone": _("Contact phone"),
    "account": _("Account number"),
    "account_holder": _("Account holder"),
    "bank": _("Bank"),
    "note": _("Remarks in the roster"),
}
