"""From the public application to an active pairing, through the hands of at least five people."""

from documents.models import Dossier, Event
from organisation.models import User
from tests.volunteers.pairing_stages import paired_as, served
from tests.volunteers.stages import applied, brought_to


def test_an_application_from_the_public_page_becomes_a_pairing_through_five_people(cast: dict[str, User]) -> None:
    pan = brought_to(applied(cast, by=None), "registered", cast, user=cast["pan"].pk)
    pairing = paired_as("active", served(cast), pan, cast)
    acts = Event.objects.filter(dossier_id__in=[pan.dossier_id, pairing.dossier_id], by__isnull=False)
    own = acts.filter(action__startswith="volunteer.") | acts.filter(action__startswith="pairing.")
    assert set(own.values_list("by__username", flat=True)) == {"zhi", "kang", "su", "cao", "an"}
    assert list(Dossier.objects.reduced_for(cast["pan"])) == [pairing.dossier]
