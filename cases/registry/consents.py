"""The newest word of a family on each purpose. One reading for pages, forms and due dates."""

from cases.registry.models import Consent


def newest_consents(child_id: int) -> list[Consent]:
    """One consent for each purpose, given, refused or run out: the latest valid day counts, then the last row."""
    newest: dict[str, Consent] = {}
    for consent in Consent.objects.filter(child_id=child_id).order_by("purpose", "-valid_from", "-id"):
        newest.setdefault(consent.purpose, consent)
    return list(newest.values())
