"""The message service: one small JSON request that a gateway for SMS or WeCom turns into a message (docs/messages.md).

The one invariant: a message counts as taken only when the reply is JSON that echoes its id and says `accepted`. No
redirect is followed: telephone and token go to the configured address or nowhere.
"""

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from documents.reminders.channels.failures import ChannelFailed

TIMEOUT_SECONDS = 10
LARGEST_REPLY = 65_536


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_StayHere)


def send(phone: str, *, id: str, text: str, link: str, urgent: bool) -> None:
    """Hand one message over. Raises ChannelFailed."""
    body = json.dumps({"id": id, "phone": phone, "text": text, "link": link, "urgent": urgent}, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {settings.MESSAGE_TOKEN}"}
    request = urllib.request.Request(  # noqa: S310 - the address is the installation's own; a check allows only http(s)
        settings.MESSAGE_URL, data=body.encode(), headers=headers, method="POST"
    )
    reply = _reply(request)
    if not isinstance(reply, dict) or reply.get("id") != id:
        raise ChannelFailed("garbage")
    if reply.get("accepted") is not True:
        raise ChannelFailed("rejected", final=True)


def _reply(request: urllib.request.Request) -> Any:
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return json.loads(response.read(LARGEST_REPLY))
    except urllib.error.HTTPError as error:
        error.close()
        raise ChannelFailed("redirect" if 300 <= error.code < 400 else "status") from error
    except TimeoutError as error:
        raise ChannelFailed("timeout") from error
    except urllib.error.URLError as error:
        raise ChannelFailed("timeout" if isinstance(error.reason, TimeoutError) else "unreachable") from error
    except OSError as error:
        raise ChannelFailed("unreachable") from error
    except (ValueError, http.client.HTTPException) as error:
        raise ChannelFailed("garbage") from error
