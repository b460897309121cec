"""LBC-01 to LBC-14: the frozen contexts of the child's papers."""
from documents.letters import letter
for _code in ("01","02","03","04","05","06","07","08","09","12","13","14"):
    letter(f"LBC-{_code}", f"LBC-{_code}", word="留"+_code, organ="town")(lambda s,e,d: {})
letter("VIS-01","家访记录表",word="访",organ="town")(lambda s,e,d: {})
letter("IMP-01","导入登记",word="导",organ="county")(lambda s,e,d: {})
