"""Members: the register (fields of 339-QĐ/TW), states over time, cells and posts with from–to dates.

đảng viên = member · chính thức = official · dự bị = probationary · chức vụ = position · chi bộ = cell
A member has one state at a time (`official`, `probationary`, `exempt`, `suspended` …), each from–to, and one
cell of activity at a time. Nothing is overwritten: lists of a past day are read from the dates.
"""
