"""A registered child's papers, with small PDFs of their own so that no test has to wait for the renderer."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from cases.children.models import LeftBehindCase
from documents.models import Document
from documents.papers import store
from organisation.models import User
from tests.cases.stages import register
from tests.documents.sheets import sheet


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path):
    """Every test keeps its files to itself."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def issued(child: LeftBehindCase, cast: dict[str, User]) -> dict[str, Document]:
    """The papers of the registration by kind: LBC-01 and LBC-02, neither rendered yet."""
    event = register(child, cast["wei"])
    return {paper.kind: paper for paper in Document.objects.filter(event=event)}


@pytest.fixture
def papers(issued: dict[str, Document]) -> dict[str, Document]:
    """The papers of the registration, both with a PDF."""
    for paper in issued.values():
        store(paper, sheet(paper.kind))
    return issued


@pytest.fixture
def paper(papers: dict[str, Document]) -> Document:
    """LBC-01, issued in Huagong by its village officer."""
    return papers["LBC-01"]


@pytest.fixture
def as_(client: Client, cast: dict[str, User]) -> Callable[[str], Client]:
    """A browser in which that member of the cast is logged in."""

    def logged_in(username: str) -> Client:
        client.force_login(cast[username], backend="organisation.backends.PostBackend")
        return client

    return logged_in
