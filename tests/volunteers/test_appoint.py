"""From the application to the appointment, by five different people, with every paper on the way."""

from documents.models import Document
from tests.volunteers.stages import Cast, appointed


def test_an_applicant_becomes_a_proxy_parent_with_all_papers(cast: Cast) -> None:
    volunteer = appointed(cast)

    kinds = set(Document.objects.filter(dossier=volunteer.dossier).values_list("kind", flat=True))
    wanted = {f"PXP-0{n}" for n in range(2, 10)} | {"FLW-01"}
    assert (volunteer.status, kinds) == ("registered", wanted)
