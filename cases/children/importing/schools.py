"""Schools by name: a roster knows no other mark of them. Called by creating and updating."""

from cases.registry.models import School


def schools_named(keys: set[tuple[str, str]]) -> dict[tuple[str, str], School]:
    """The schools with these (county code, name), made where they are missing."""
    names = {name for _county, name in keys}
    known = {(school.county_code, school.name): school for school in School.objects.filter(name__in=names)}
    if missing := sorted(keys - known.keys()):
        new = [School(county_code=county, name=name) for county, name in missing]
        School.objects.bulk_create(new, ignore_conflicts=True)
        known = {(school.county_code, school.name): school for school in School.objects.filter(name__in=names)}
    return known
