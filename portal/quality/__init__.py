"""Quality of the register: đúng, đủ, sạch, sống, thống nhất, dùng chung (215-CV/TU), each with its list to mend.

trùng = duplicate · đề nghị sửa = correction · đã kiểm tra = checked
A correction is `asked` → `accepted` or `refused`; a pair of likely doubles is `open` → `merged` or `different`.
"""
