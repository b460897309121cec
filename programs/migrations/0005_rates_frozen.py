"""Rates keep their values, and no two of a series hold at the same time."""

from django.db import migrations

from documents.database import Frozen, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_money")]

    operations = [
        Frozen("programs_rate", ["series_id", "fen", "from_month", "basis", "made_by_id"], []),
        NoOverlap("programs_rate", owner="series_id", begins="valid_from", ends=["valid_to"]),
    ]
