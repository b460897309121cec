"""New accounts for payments that came back, as the families show them. For the demo and tests."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from cases.account_changes import AccountEntry, propose_account
from cases.children.demo.people import account_number
from cases.models import AccountChange
from documents.transitions import perform
from finance.models import Line
from organisation.models import User

FIRST_SERIAL = 900_000  # above the accounts of the demo's people
CARD = (640, 400)
FONT = Path(settings.BASE_DIR) / "documents" / "fonts" / "GWSong.ttf"


def correct(line: Line, *, proposed_by: User, confirmed_by: User) -> AccountChange:
    """The child's own new card, proposed with a scan by one person and confirmed by another."""
    number = account_number(FIRST_SERIAL + line.pk % 100_000, "410883")
    name = line.person.name
    entry = AccountEntry(name, "", number, line.account.bank, why="银行退票，家长持新卡到村登记")
    case = line.case.as_kind()
    change = propose_account(case, entry, by=proposed_by, proof=scanned_card(name, number))
    perform(change, "confirm", by=confirmed_by)
    change.refresh_from_db()
    return change


def scanned_card(holder: str, number: str) -> BytesIO:
    """A drawn card that says what it is."""
    page = Image.new("RGB", CARD, "#dfe8f2")
    draw = ImageDraw.Draw(page)
    large, small = (ImageFont.truetype(str(FONT), size) for size in (34, 24))
    draw.text((40, 40), "社会保障卡（示例）", "black", large)
    draw.text((40, 180), " ".join(number[i : i + 4] for i in range(0, len(number), 4)), "black", large)
    draw.text((40, 260), f"持卡人：{holder}", "black", small)
    draw.text((320, 350), "演示用扫描件", "red", small, anchor="mt")
    file = BytesIO()
    page.save(file, "JPEG", quality=60)
    file.seek(0)
    return file
