"""Documents: papers of the organisation, from an uploaded file to a page one reads (domain/DOCUMENTS.md).

văn bản = document · số, ký hiệu = symbol · trích yếu = subject · cơ quan ban hành = issuer · nơi nhận =
recipients · kính gửi = addressed to · viện dẫn = citation · người có quyền đọc = readers
`received` (a job reads the file) → `draft` (fields proposed from the first page; or a stated problem) →
`published` → `withdrawn` → `published` again. A paper with a secrecy mark ends `refused`: nothing of its content
is kept. Any of them may lie in the trash for 30 days.
"""
