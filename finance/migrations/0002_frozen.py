"""What was counted, listed, booked, sent and answered keeps its values and its rows, whoever writes to the database."""

from django.db import migrations

from documents.database import AppendOnly, Frozen


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]

    operations = [
        Frozen(
            "finance_accrual",
            ["dossier_id", "case_id", "award_id", "person_id", "exclusivity_group", "month", "rate_id", "fen", "made_at"],
            [],
        ),
        Frozen(
            "finance_adjustment",
            ["dossier_id", "accrual_id", "kind", "delta_fen", "rate_id", "reason", "made_at", "made_by_id"],
            [],
        ),
        Frozen(
            "finance_line",
            [
                "dossier_id",
                "batch_id",
                "town_roll_id",
                "round",
                "sequence",
                "case_id",
                "person_id",
                "division_id",
                "account_id",
                "fen",
                "months",
            ],
            [],
        ),
        Frozen("finance_lineitem", ["line_id", "accrual_id", "adjustment_id", "fen"], []),
        Frozen("finance_batch", ["dossier_id", "number", "program_id", "division_id", "first_month", "last_month"], []),
        Frozen("finance_recovery", ["dossier_id", "line_id", "case_id", "fen"], []),
        *(
            AppendOnly(f"finance_{table}")
            for table in (
                "approval",
                "rollentry",
                "fundentry",
                "bankfile",
                "bankreturn",
                "returnrow",
                "recoverypayment",
            )
        ),
    ]
