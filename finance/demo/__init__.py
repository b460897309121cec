"""The payments of the demo: the newspaper's 1,903 stipends, sent, returned, reissued; and a batch to practise with."""
