"""How Django renders forms: `{{ form }}` and `{{ field.as_field_group }}` with our components, everywhere."""

from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    """Named in settings.FORM_RENDERER. Widgets keep Django's own templates; the style sheet knows bare elements."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
