"""Addresses of pages that only the left-behind child's case has."""

from django.urls import path

from cases.children.views import bag, new_child

urlpatterns = [
    path("cases/new/", new_child.new_child, name="child-new"),
    path("cases/bag/", bag.village_bag, name="village-bag"),
    path("cases/<uuid:code>/blanks/", bag.case_blanks, name="case-blanks"),
    path("cases/<uuid:code>/blanks/<str:form>/", bag.case_blank, name="case-blank"),
]
