"""Addresses of study stipends."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
