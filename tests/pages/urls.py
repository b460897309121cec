"""The addresses of the project and the page of components, which is served only in development."""

from django.urls import path

from config.components import components
from config.urls import urlpatterns as project

urlpatterns = [path("_components/", components, name="components"), *project]
