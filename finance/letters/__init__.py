"""Letters of finance: STP-08 to STP-15 and STP-17 to STP-20. Importing registers them."""

import finance.letters.approving
import finance.letters.bank
import finance.letters.changes
import finance.letters.closing
import finance.letters.rates
import finance.letters.receipts
import finance.letters.recoveries
import finance.letters.reissuing
import finance.letters.rolls
import finance.letters.slips  # noqa: F401 - each registers its papers
