"""A recovery is entered before it is proposed and says where to pay back; a month is asked back once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("finance", "0002_frozen")]

    operations = [
        migrations.AddField(
            model_name="recovery",
            name="repay_to",
            field=models.CharField(blank=True, max_length=120, verbose_name="account to pay back to"),
        ),
        migrations.AlterField(
            model_name="recovery",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "being entered"),
                    ("proposed", "proposed"),
                    ("pending", "asked back"),
                    ("recovered", "recovered"),
                    ("offset", "offset"),
                    ("written_off", "written off"),
                    ("dropped", "dropped"),
                ],
                default="new",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "clawback"), models.Q(("status", "cancelled"), _negated=True)),
                fields=("accrual",),
                name="a_month_is_asked_back_once",
            ),
        ),
    ]
