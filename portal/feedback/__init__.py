"""Feedback: opinions of members and their answers (98-CV/ĐU, feature 6).

góp ý = opinion · loại = category · hộp thư = inbox · tiếp nhận = take · trả lời = answer · chuyển = forward ·
ghi chú nội bộ = note · mở lại = reopen · biên nhận = receipt · người xử lý = handler
States: sent → taken → answered → (reopened → answered …); forwarding begins again at sent, in another unit.
Handlers lead or serve the unit where the opinion lies. A hidden name is known to its sender only: no query of this
room reads it for anybody else, and no entry of the log holds it.
"""
