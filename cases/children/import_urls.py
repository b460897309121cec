"""Addresses of the import of rosters."""

from django.urls import path

from cases.children.views import imports

urlpatterns = [
    path("imports/", imports.import_list, name="import-list"),
    path("imports/export/", imports.export_list, name="import-list-export"),
    path("imports/<uuid:code>/", imports.import_page, name="import-detail"),
    path("imports/<uuid:code>/columns/", imports.columns_page, name="import-columns"),
    path("imports/<uuid:code>/progress/", imports.progress, name="import-progress"),
    path("imports/<uuid:code>/start/", imports.start_import, name="import-start"),
    path("imports/<uuid:code>/again/", imports.try_again, name="import-again"),
    path("imports/<uuid:code>/rows/", imports.rows_page, name="import-rows"),
    path("imports/<uuid:code>/rows/export/", imports.export, name="import-rows-export"),
    path("imports/<uuid:code>/workbook/", imports.workbook, name="import-workbook"),
]
