"""Personal data: the notice at first sign-in, my data, who can reach my record, incidents, the data map (RULES, 18).

quyền riêng tư = privacy · yêu cầu về dữ liệu = data request · sự cố = incident · bản đồ dữ liệu = data map
A data request is `open` → `answered` → `done` or `declined`; an incident is `open` → `reported` → `closed`.
"""
