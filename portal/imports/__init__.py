"""Import of members from XLSX, XLS, ODS and CSV: guessed columns, preview, all or nothing, report, undo.

nhập danh sách = import · cột = column · xem trước = preview · cần xem = review · hoàn tác = undo
An import is `reading` → `mapping` → `previewing` → `ready` → `checking` → `committing` → `done` → `undoing` →
`undone`; or `failed` (the file can't be read), or `stale` (the register changed after the preview).
A row is `new`, `changed`, `same`, `review` or `error`; what is absent from the file is never touched.
"""
