"""What office pages need to know of the phone: the name of the user's store on it."""

from typing import Any

from django import template

from documents.drafts.device_keys import owner_of_phone_store

register = template.Library()


@register.filter
def phone_store(user: Any) -> str:
    """What names this user's store on a phone; it tells nothing about them."""
    return owner_of_phone_store(user)
