"""Addresses of study stipends: applications and certification rounds."""

from django.urls import path

from cases.stipends.views import applications, rounds

urlpatterns = [
    path("stipends/new/", applications.find_child, name="stipend-new"),
    path("stipends/new/<uuid:code>/", applications.apply_page, name="stipend-apply"),
    path("stipends/rounds/", rounds.round_list, name="round-list"),
    path("stipends/rounds/new/", rounds.round_new, name="round-new"),
    path("stipends/rounds/<uuid:code>/", rounds.round_page, name="round-detail"),
    path("stipends/rounds/<uuid:code>/lists/", rounds.draw_up_all_lists, name="round-draw-up-all"),
    path("stipends/rounds/<uuid:code>/lists/<slug:town>/", rounds.draw_up, name="round-draw-up"),
    path("stipends/rounds/<uuid:code>/act/<slug:name>/", rounds.round_act, name="round-act"),
    path("stipends/rounds/<uuid:code>/act/<slug:name>/preview/", rounds.round_preview, name="round-preview"),
    path("stipends/lists/<uuid:code>/", rounds.list_page, name="townlist-detail"),
    path("stipends/lists/<uuid:code>/act/<slug:name>/", rounds.list_act, name="townlist-act"),
    path("stipends/lists/<uuid:code>/act/<slug:name>/preview/", rounds.list_preview, name="townlist-preview"),
]
