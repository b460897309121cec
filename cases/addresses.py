"""Addresses of pages that other apps serve. An address that does not exist yet is no link."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: Any) -> str:
    """The address of the page of that name, or nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def paper_url(paper: Any) -> str:
    """Where the PDF of a paper is read; nothing while it has none."""
    return address("document-pdf", paper.code) if paper.sha256 else ""
