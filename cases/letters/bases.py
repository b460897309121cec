"""Legal bases that papers cite, only as the domain report names them: a wrong article spoils a decision's reasoning."""

LAW = "《中华人民共和国未成年人保护法》"
OPINION = "《国务院关于加强农村留守儿童关爱保护工作的意见》（国发〔2016〕13号）"
DUTY = f"{LAW}第四十三条，{OPINION}"
HEARD = f"{LAW}第四条、第四十三条，{OPINION}"
OPENING = f"{LAW}第四十三条，《中华人民共和国家庭教育促进法》第三十条，{OPINION}"
CARE = f"{LAW}第二十一条至第二十三条，{OPINION}"
PRIVACY = (
    "《中华人民共和国个人信息保护法》第十三条、第十五条、第十九条、第二十三条、第二十八条至第三十一条、第三十四条、"
    f"第三十五条、第四十四条至第五十条，{LAW}第七十二条，《未成年人网络保护条例》第三十六条"
)
PROTECTION = f"{LAW}第十一条、第四十三条、第八十一条至第八十三条、第九十一条至第九十四条，{OPINION}"
