"""placeholder"""
from documents.letters import letter
for _code in ("01","02","03","04","05","06","07","08","09","12","13","14"):
    letter(f"LBC-{_code}", f"LBC-{_code}", word="留"+_code, organ="town")(lambda s,e,d: {})
