"""Import of members from XLSX and CSV: guessed columns, preview, all or nothing, undo.

nhập danh sách = import · cột = column · xem trước = preview · hoàn tác = undo
An import is `reading` → `mapping` → `previewing` → `ready` → `committing` → `done` → `undone`, or `failed`.
"""
