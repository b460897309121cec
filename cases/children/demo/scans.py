"""Pictures that stand for the scanned, signed care agreements of the demo."""

import datetime as dt
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

PAPER = (826, 1169)  # A4 at 100 dpi
FONTS = Path(settings.BASE_DIR) / "documents" / "fonts"


def scanned_agreement(child: str, carer: str, parents: tuple[str, str], signed: dt.date) -> BytesIO:
    """A JPEG with the names, the date and a red mark across that says what it is."""
    page = Image.new("RGB", PAPER, "white")
    draw = ImageDraw.Draw(page)
    title, text = (ImageFont.truetype(str(FONTS / "GWSong.ttf"), size) for size in (44, 26))
    draw.text((413, 120), "委托照护协议", "black", title, anchor="mt")
    lines = [
        f"委托人（父母）：{parents[0]}、{parents[1]}",
        f"受托人（照护人）：{carer}",
        f"儿童姓名：{child}",
        "照护期限：自签订之日起一年",
        f"签订日期：{signed.year}年{signed.month}月{signed.day}日",
    ]
    for number, line in enumerate(lines):
        draw.text((120, 260 + 70 * number), line, "black", text)
    draw.text((120, 800), "委托人（签名、指印）            受托人（签名、指印）", "black", text)
    for place in ((200, 850), (560, 850)):
        draw.ellipse((*place, place[0] + 60, place[1] + 80), outline="red", width=6)
    draw.text((413, 1040), "演示用扫描件", "red", title, anchor="mt")
    file = BytesIO()
    page.save(file, "JPEG", quality=60)
    file.seek(0)
    return file
