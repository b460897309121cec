"""Legal bases that papers of proxy parents cite, only as the domain report names them (§2.3, §3.2)."""

LAW = "《中华人民共和国未成年人保护法》"
VOLUNTEERING = "《志愿服务条例》"
SERVICE = f"{LAW}第四十三条，{VOLUNTEERING}"
VETTING = f"{LAW}第六十二条"
CHOICE = f"{LAW}第六十二条，{VOLUNTEERING}"
INSURED = f"{LAW}第六十二条，{VOLUNTEERING}第十七条"
RECORDS = f"{VOLUNTEERING}第十九条，《志愿服务记录与证明出具办法（试行）》（民政部令第67号）"
