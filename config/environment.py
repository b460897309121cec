"""What the surroundings decide: database, keys, folders. Read once, by settings."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool = False) -> bool:
    """True when the environment variable says 1, true, yes or on."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "true", "yes", "on"}


def var_folder() -> Path:
    """Where this installation keeps its database, keys and files. Made when missing, for this account alone."""
    folder = Path(os.environ.get("TONGXIN_VAR", BASE_DIR / "var"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def key(name: str, folder: Path) -> str:
    """A secret from the environment, or from a file that is written once and never leaves `folder`.

    Web server and worker may start at the same moment: the file appears with its content or not at all, so that none
    of them encrypts with half a key. Raises ValueError when the file is empty.
    """
    if value := os.environ.get(f"TONGXIN_{name.upper()}"):
        return value
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        _write_once(path, secrets.token_hex(32))
    secret = path.read_text().strip()
    if not secret:
        raise ValueError(f"{path} is empty. Put the key back from the backup; nothing can be read without it.")
    return secret


def _write_once(path: Path, secret: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # another process was first: its key counts
        os.link(draft, path)
    draft.unlink()


def mail_server(url: str | None) -> dict[str, object]:
    """Django's settings for `smtp://user:password@host:port` (or `smtps://`); without a URL mail goes to the console.

    With `?starttls=1` the connection is encrypted after it was opened. Raises ValueError for another scheme.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlparse(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("The mail URL must start with smtp:// or smtps://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": dict(parse_qsl(parts.query)).get("starttls") == "1",
        "EMAIL_TIMEOUT": 20,
    }


def web_address(name: str) -> str:
    """An address from the environment, empty without one. Raises ValueError for anything but http or https."""
    value = os.environ.get(name, "")
    if value and urlparse(value).scheme not in {"http", "https"}:
        raise ValueError(f"{name} must start with https:// or http://")
    return value


def database(url: str | None, folder: Path) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name` or, without a URL, for SQLite in `folder`."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "db.sqlite3",
            "TEST": {"NAME": folder / f"test-{os.getpid()}.sqlite3"},  # a file: racing processes meet in it
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("The database URL must start with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
