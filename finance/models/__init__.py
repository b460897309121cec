"""What is paid: accruals, batches, lines, files for the bank, funds and their ledger. Money is integer fen."""

from finance.models.accruals import Accrual, Adjustment
from finance.models.approvals import Approval
from finance.models.bank import BankAdapter, BankFile, BankReturn, ReturnRow
from finance.models.batches import Batch, TownRoll
from finance.models.counting import RollEntry
from finance.models.funds import Fund, FundEntry
from finance.models.lines import Line, LineItem
from finance.models.recoveries import Recovery, RecoveryPayment
from finance.models.returned import CorrectionBook, CorrectionScan
from finance.models.samples import Sample, SampledLine

__all__ = [
    "Accrual",
    "Adjustment",
    "Approval",
    "BankAdapter",
    "BankFile",
    "BankReturn",
    "Batch",
    "CorrectionBook",
    "CorrectionScan",
    "Fund",
    "FundEntry",
    "Line",
    "LineItem",
    "Recovery",
    "RecoveryPayment",
    "ReturnRow",
    "RollEntry",
    "Sample",
    "SampledLine",
    "TownRoll",
]
