"""Keys and folders of an installation: whole, kept, and for its own account alone."""

import os
import stat
from pathlib import Path

import pytest

from config.environment import key, mail_server, var_folder, web_address


def test_a_key_is_made_once_and_kept(tmp_path):
    first = key("master_key", tmp_path)

    assert len(first) == 64 and key("master_key", tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["master_key"]
    assert stat.S_IMODE((tmp_path / "master_key").stat().st_mode) == 0o600


def test_the_file_never_stands_there_without_its_key(tmp_path, monkeypatch):
    seen = []
    really = os.link
    monkeypatch.setattr(os, "link", lambda draft, path: (seen.append(Path(draft).read_text()), really(draft, path)))

    assert seen == [] and key("master_key", tmp_path) == seen[0]


def test_who_comes_second_takes_the_key_of_the_first(tmp_path, monkeypatch):
    (tmp_path / "master_key").write_text("the first one")
    monkeypatch.setattr(Path, "exists", lambda path: False)

    assert key("master_key", tmp_path) == "the first one"


def test_an_empty_key_stops_the_start(tmp_path):
    (tmp_path / "master_key").write_text("\n")

    with pytest.raises(ValueError, match="from the backup"):
        key("master_key", tmp_path)


def test_a_new_folder_is_for_its_own_account_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("TONGXIN_VAR", str(tmp_path / "new"))

    assert stat.S_IMODE(var_folder().stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://host", 25, False, False),
        ("smtps://user:password@host", 465, True, False),
        ("smtp://host:587?starttls=1", 587, False, True),
    ],
)
def test_a_mail_server_is_one_url(url, port, ssl, tls):
    found = mail_server(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)
    assert found["EMAIL_HOST_PASSWORD"] in ("", "password")


def test_without_a_mail_server_mail_goes_to_the_console():
    assert str(mail_server(None)["EMAIL_BACKEND"]).endswith("console.EmailBackend")


def test_a_mail_server_of_another_kind_is_refused():
    with pytest.raises(ValueError):
        mail_server("http://host")


def test_a_message_service_has_a_web_address(monkeypatch):
    monkeypatch.setenv("TONGXIN_MESSAGE_URL", "file:///etc/hostname")
    with pytest.raises(ValueError):
        web_address("TONGXIN_MESSAGE_URL")
