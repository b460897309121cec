"""What the slip of a changed account tells: both accounts with their holders, masked, and the proof."""

from typing import Any

from cases.letters.slip import Lines, tells
from cases.models import AccountChange
from cases.registry.models import PayeeAccount
from documents.models import Event


@tells("account.propose")
@tells("account.confirm")
@tells("account.reject")
@tells("account.withdraw")
def both_accounts(change: AccountChange, event: Event, data: dict[str, Any]) -> Lines:
    """The account before and the one that is proposed, why, the proof and who proposed it."""
    return [
        ("原收款账户", account_words(change.replaces) if change.replaces else "（无）"),
        ("新收款账户", account_words(change)),
        ("变更原因", change.why),
        ("证明材料", f"{change.proof.title}（摘要{change.proof.sha256[:16]}）"),
        ("提出人", change.proposed_by.name),
    ]


def account_words(account: PayeeAccount | AccountChange) -> str:
    """Holder, relation, bank and masked number: 毋秋菊（祖母），示例银行，****0013."""
    relation = f"（{account.holder_relation}）" if account.holder_relation else "（儿童本人）"
    return "，".join(filter(None, [account.holder + relation, account.bank, account.number_masked]))
