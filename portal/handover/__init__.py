"""Handover: at a change of secretary, what a post holds on one page, moved in one act, with a paper to sign (N10).

bàn giao = handover · biên bản bàn giao = record of the handover · người giao / người nhận = giver / receiver
A handover is done once; its record keeps what was on the list that day and is never changed.
"""
