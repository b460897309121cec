"""The stipend of the demo: the county of the newspaper page, 389 girls and 1,514 boys on the roll. Demo and tests only.

`manage.py loadstipends` tells its story; finance/demo pays it.
"""
