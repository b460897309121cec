"""Pictures that stand for photos of receipts in the demo. Marked as such; one differs from the other by its day."""

import datetime as dt
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from cases.children.demo.scans import FONTS

SLIP = (420, 560)


def scanned_receipt(what: str, fen: int, day: dt.date) -> BytesIO:
    """A JPEG of a shop's slip with the thing, its price and the day."""
    page = Image.new("RGB", SLIP, "#f6f3ea")
    draw = ImageDraw.Draw(page)
    title, text = (ImageFont.truetype(str(FONTS / "GWSong.ttf"), size) for size in (30, 20))
    draw.text((210, 50), "购物小票", "black", title, anchor="mt")
    lines = (f"日期：{day.isoformat()}", f"商品：{what}", "数量：1", f"金额：{fen / 100:.2f}元")
    for number, line in enumerate(lines):
        draw.text((40, 140 + 48 * number), line, "black", text)
    draw.text((210, 470), "演示用票据", "red", title, anchor="mt")
    file = BytesIO()
    page.save(file, "JPEG", quality=70)
    file.seek(0)
    return file
