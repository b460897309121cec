"""The forms of the import: which file for which place, and which column is what."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.children.importing.mapping import ColumnShown, SheetShown, field_label, missing_fields
from cases.registry.roster.fields import FIELDS
from organisation.models import Division, User
from organisation.rights import rights_of

MOST_MEGABYTES = 20


class UploadForm(forms.Form):
    """A roster and the county or town it is for; the place is asked only of people who import for several."""

    place = forms.ModelChoiceField(
        Division.objects.none(), label=gettext_lazy("For"), empty_label=None, to_field_name="code"
    )
    file = forms.FileField(
        label=gettext_lazy("Roster"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx) or a .csv file, at most 20 MB. The columns may stand in any order."
        ),
        error_messages={"empty": gettext_lazy("The file is empty. Choose the file with the roster.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: User, roles: frozenset[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [right.division.code for right in rights_of(user) if right.role in roles]
        self.places = Division.objects.filter(code__in=codes)
        self.fields["place"].queryset = self.places  # type: ignore[attr-defined]
        if len(set(codes)) == 1:
            del self.fields["place"]

    def clean_file(self) -> UploadedFile:
        """Raises ValidationError for what is too large to be sent on."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MOST_MEGABYTES * 2**20:
            raise forms.ValidationError(_("The file is larger than 20 MB. Copy the roster alone into a new workbook."))
        return file

    @property
    def chosen_place(self) -> Division:
        """The chosen place, or the only one."""
        found: Division = self.cleaned_data.get("place") or self.places[0]
        return found


class MappingForm(forms.Form):
    """For each sheet whether it is imported, and for each of its columns which field it is."""

    def __init__(self, *args: Any, sheets: list[SheetShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        choices = [("", _("not imported")), *FIELDS.items()]
        for number, sheet in enumerate(sheets):
            label = _("Import the sheet “%s”") % sheet.name
            self.fields[f"s{number}"] = forms.BooleanField(label=label, required=False, initial=sheet.wanted)
            for column in sheet.columns:
                label = _("Column %(letter)s: %(heading)s") % {"letter": column.letter, "heading": column.heading}
                self.fields[f"s{number}c{column.index}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=column.field
                )

    def clean(self) -> dict[str, Any]:
        """Each field once a sheet, and everything that is needed."""
        chosen = {sheet.name: self._mapping(number, sheet) for number, sheet in enumerate(self.sheets)}
        if not any(chosen.values()):
            self.add_error(None, _("No sheet is chosen. Choose at least one sheet to import."))
        return {**self.cleaned_data, "mapping": chosen}

    def _mapping(self, number: int, sheet: SheetShown) -> dict[str, int] | None:
        if not self.cleaned_data.get(f"s{number}"):
            return None
        mapping: dict[str, int] = {}
        for column in sheet.columns:
            field = self.cleaned_data.get(f"s{number}c{column.index}", "")
            if field in mapping:
                self.add_error(f"s{number}c{column.index}", self._twice(field, sheet, mapping[field]))
            elif field:
                mapping[field] = column.index
        for field in missing_fields(mapping):
            words = {"field": field_label(field), "sheet": sheet.name}
            self.add_error(None, _("Sheet “%(sheet)s” has no column for “%(field)s”. Choose it below.") % words)
        return mapping

    def _twice(self, field: str, sheet: SheetShown, first: int) -> str:
        letter = next(column.letter for column in sheet.columns if column.index == first)
        words = {"field": field_label(field), "letter": letter}
        return _("“%(field)s” is column %(letter)s already. Choose another field, or “not imported”.") % words

    def tables(self) -> list[tuple[SheetShown, Any, list[tuple[ColumnShown, Any]]]]:
        """Sheets with their check box and the columns with their choice, for the page."""
        return [
            (sheet, self[f"s{number}"], [(column, self[f"s{number}c{column.index}"]) for column in sheet.columns])
            for number, sheet in enumerate(self.sheets)
        ]
