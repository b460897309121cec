"""A changed account's own number is called so: `number` is what papers print of their subject."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_objection_words")]

    operations = [migrations.RenameField("accountchange", "number", "account_number")]
