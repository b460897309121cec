"""Pictures of the demo: a face that is nobody's for the work card, and sheets that stand for scans."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from cases.children.demo.scans import FONTS, PAPER

SKINS, SHIRTS = ("#e8c4a0", "#d9ab84", "#f0d0b0"), ("#31486b", "#6b3148", "#3f6b31", "#5a4a78")


def drawn_face(place: int, sex: str) -> BytesIO:
    """A simple portrait; another one for another place."""
    page = Image.new("RGB", (600, 840), "#5c8fc4")
    draw = ImageDraw.Draw(page)
    draw.ellipse((60, 600, 540, 1100), fill=SHIRTS[place % len(SHIRTS)])
    draw.rectangle((250, 480, 350, 640), fill=SKINS[place % len(SKINS)])
    hair = (160, 130, 440, 620) if sex == "F" else (170, 140, 430, 420)
    draw.ellipse(hair, fill="#2b2420")
    draw.ellipse((190, 190, 410, 540), fill=SKINS[place % len(SKINS)])
    for x in (245, 335):
        draw.ellipse((x, 335, x + 20, 355), fill="#2b2420")
    draw.arc((250, 400, 350, 470), 20, 160, fill="#a0524a", width=6)
    return _jpeg(page)


def scanned_sheet(title: str, *lines: str) -> BytesIO:
    """A signed sheet with its title and some lines, marked as a demo."""
    page = Image.new("RGB", PAPER, "white")
    draw = ImageDraw.Draw(page)
    large, text = (ImageFont.truetype(str(FONTS / "GWSong.ttf"), size) for size in (40, 26))
    draw.text((413, 120), title, "black", large, anchor="mt")
    for number, line in enumerate(lines):
        draw.text((120, 260 + 70 * number), line, "black", text)
    draw.ellipse((560, 850, 620, 930), outline="red", width=6)
    draw.text((413, 1040), "演示用扫描件", "red", large, anchor="mt")
    return _jpeg(page)


def _jpeg(page: Image.Image) -> BytesIO:
    file = BytesIO()
    page.save(file, "JPEG", quality=60)
    file.seek(0)
    return file
