"""Documents: papers of the organisation, from an uploaded file to a page one reads (domain/DOCUMENTS.md).

văn bản = document · số, ký hiệu = symbol · trích yếu = subject · cơ quan ban hành = issuer · nơi nhận =
recipients · kính gửi = addressed to · viện dẫn = citation · người có quyền đọc = readers ·
sổ văn bản đi = outgoing register · sổ văn bản đến = incoming register · bản = edition · trình duyệt = submit
`received` (a job reads the file) → `draft` (fields proposed from the first page; or a stated problem) →
`submitted` (a clerk asks a head; sent back it is a draft again) → `approved` (waits for its hour) → `published` →
`withdrawn` → `published` again; a head goes from draft to published in one step. A paper with a secrecy mark
ends `refused`: nothing of its content is kept. Any of them may lie in the trash for 30 days.
"""
