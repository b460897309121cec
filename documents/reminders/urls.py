"""Addresses of messages, deliveries and the call list. Codes only."""

from django.urls import path

from documents.reminders.views import calls, deliveries, inbox

urlpatterns = [
    path("", inbox.message_list, name="message-list"),
    path("read/", inbox.mark_all_read, name="message-read-all"),
    path("deliveries/", deliveries.delivery_list, name="delivery-list"),
    path("deliveries/<int:pk>/again/", deliveries.delivery_again, name="delivery-again"),
    path("calls/", calls.call_list, name="call-list"),
    path("calls/print/", calls.call_print, name="call-print"),
    path("calls/<uuid:code>/", calls.called, name="call-note"),
    path("<uuid:code>/", inbox.message_page, name="message"),
]
