"""Ages and dates of birth, counted in one way. Pure; called by persons, the roster check and the rules of programs."""

import datetime as dt


def age_on(birth: dt.date, on: dt.date) -> int:
    """Full years (周岁): reached on the birthday itself; a 29 February birthday counts from 1 March in other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def birth_date_in(id_number: str) -> dt.date:
    """The date of birth that stands in a valid 18-character ID number (GB 11643)."""
    return dt.date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
