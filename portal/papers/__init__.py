"""Papers: reads files and texts; an engine room that knows no feature, no Flask and no database.

Way of a file: `extraction.sniff` (what is it?) -> `extraction.extract` (a child process turns it into
pages and clean HTML) -> `first_page.propose` (fields of the form) and `citations.find_citations`.

Words: số, ký hiệu = symbol; trích yếu = subject; nơi nhận = recipients; kính gửi = addressed to;
thể thức = form (Party or State); dấu mật = secrecy mark.

Rules: domain/DOCUMENTS.md (form and parsing), domain/TEXT.md (letters), domain/RULES.md section 19.
What the rules of 2026 and their predecessors fix is dated data (`kinds`, `issuers`), not code.
"""
