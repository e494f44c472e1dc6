"""Papers: reads files and texts; an engine room that knows no feature, no Flask and no database.

Way of a file: `extraction.judge` (what is it, or why is it refused?) -> `extraction.extract` (a child process with
limits on time and memory turns it into pages and clean HTML) -> `first_page.propose` (fields of the form) and
`citations.find_citations` -> `issuing.check_issue` (before it is issued).

    readers/      one for each format: PDF, DOCX, DOC, ODT, RTF, XLSX, PPTX, HTML, TXT, MD
    child, bounds, process, extraction     the child, its limits, how it is started and ended, what it answers
    sniffing, reasons              types by content; why not, in words that say what to do
    legacy, decoding, quality      TCVN3 and VNI, bytes as text, share of valid syllables and its label
    secrecy                        marks of secrecy and urgency
    ocr, light                     words out of scans (optional), light copies of heavy scans
    signatures, signing, offline   who signed a PDF and whether that holds, by the roots that are trusted
    kinds, issuers, issuing        dated data of the rules, the checks before issuing
    blocks, lines, head, tail, first_page, reading, symbols, citations     a paper and what it says of itself

Words: số, ký hiệu = symbol; trích yếu = subject; nơi nhận = recipients; kính gửi = addressed to;
thể thức = form (Party or State); dấu mật = secrecy mark.

Rules: domain/DOCUMENTS.md (form and parsing), domain/TEXT.md (letters), domain/RULES.md section 19.
What the rules of 2026 and their predecessors fix is dated data (`kinds`, `issuers`), not code.
"""
