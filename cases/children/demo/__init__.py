"""The demo county: invented people whose cases were moved by the acts of invented officers, so that all papers exist.

Nothing here is used outside of a demo installation; `manage.py loaddemo` refuses elsewhere.
"""
