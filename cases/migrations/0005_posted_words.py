"""What was posted, told and objected keeps its words."""

from django.db import migrations

from documents.database import Frozen


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_applications")]

    operations = [
        Frozen("cases_publicnotice", ["dossier_id", "mode", "title", "rows", "first_day", "last_day"], []),
        Frozen("cases_onetimenotice", ["case_id", "sequence", "told_on", "items", "reason"], []),
        Frozen("cases_objection", ["dossier_id", "notice_id", "received_on", "by_name", "words"], []),
        Frozen("cases_award", ["dossier_id", "case_id", "program_id", "kind", "fen", "first_month"], []),
    ]
