"""The message service: a small JSON contract, and every way in which the other side can get it wrong."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from documents.reminders.channels import gateway
from documents.reminders.models import Delivery, Message
from documents.reminders.run import remind_all
from documents.reminders.sending import send_waiting

TOKEN = "practice-token"


class Stub(BaseHTTPRequestHandler):
    """A gateway on this machine that answers as the test tells it."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((dict(self.headers), body))
        self.server.answer(self, body)

    def log_message(self, *args):
        pass

    def reply(self, status, content=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def accepts(stub, body):
    stub.reply(200, json.dumps({"id": body["id"], "accepted": True}).encode())


@pytest.fixture
def service(settings, cast):
    """The stub, set up as this installation's message service; the supervisor has a telephone."""
    server = HTTPServer(("127.0.0.1", 0), Stub)
    server.taken, server.answer = [], accepts
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MESSAGE_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.MESSAGE_TOKEN = TOKEN
    cast["su"].phone = "12039100001"
    cast["su"].save()
    yield server
    server.shutdown()
    server.server_close()


def sent(service, answer=None) -> Delivery:
    if answer:
        service.answer = answer
    remind_all()
    send_waiting()
    return Delivery.objects.get()


def test_a_message_is_taken(service, due):
    assert sent(service).status == "sent"
    headers, body = service.taken[0]
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert set(body) == {"id", "phone", "text", "link", "urgent"} and body["phone"] == "12039100001"
    assert body["link"].endswith(f"/messages/{Message.objects.get().code}/")


def test_the_text_names_nobody(service, due, child):
    sent(service)
    text = json.dumps(service.taken[0][1], ensure_ascii=False)
    assert child.person.name not in text and str(child.dossier.code) not in text


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (lambda stub, body: stub.reply(500), "failed", "status"),
        (lambda stub, body: stub.reply(401), "failed", "status"),
        (lambda stub, body: stub.reply(200, b"<html>ok</html>"), "failed", "garbage"),
        (lambda stub, body: stub.reply(200, b'{"accepted": true}'), "failed", "garbage"),
        (lambda stub, body: stub.reply(200, b'{"accepted": true, "id": "another"}'), "failed", "garbage"),
        (lambda stub, body: stub.reply(200, b"[]"), "failed", "garbage"),
        (lambda stub, body: stub.reply(200, b"\xff\xfe"), "failed", "garbage"),
        (
            lambda stub, body: stub.reply(200, json.dumps({"id": body["id"], "accepted": False}).encode()),
            "given_up",
            "rejected",
        ),
    ],
    ids=["error", "unauthorised", "html", "no echo", "wrong echo", "no object", "no text", "refused"],
)
def test_only_an_echo_that_says_accepted_counts_as_sent(service, due, answer, status, error):
    row = sent(service, answer)
    assert (row.status, row.error) == (status, error)


def test_a_redirect_is_not_followed(service, due):
    row = sent(service, lambda stub, body: stub.reply(307, Location="http://127.0.0.1:9/elsewhere"))
    assert (row.error, len(service.taken)) == ("redirect", 1)


def test_a_service_that_does_not_answer_in_time_is_tried_again(service, due, monkeypatch):
    monkeypatch.setattr(gateway, "TIMEOUT_SECONDS", 0.2)
    waits = threading.Event()
    row = sent(service, lambda stub, body: waits.wait(1))
    waits.set()
    assert (row.status, row.error) == ("failed", "timeout")


def test_a_service_that_is_not_there_is_tried_again(service, due, settings):
    settings.MESSAGE_URL = "http://127.0.0.1:9/send"
    row = sent(service)
    assert (row.status, row.error) == ("failed", "unreachable")


def test_a_service_that_hangs_up_in_the_middle_is_tried_again(service, due):
    row = sent(service, lambda stub, body: stub.connection.close())
    assert row.status == "failed" and row.error in ("unreachable", "garbage")


def test_the_same_message_keeps_its_id_when_it_is_tried_again(service, due):
    import datetime as dt

    from django.utils import timezone

    sent(service, lambda stub, body: stub.reply(500))
    send_waiting(timezone.now() + dt.timedelta(hours=1))
    first, second = (body["id"] for _headers, body in service.taken)
    assert first == second
