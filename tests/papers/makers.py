"""Files of each kind, made here so that what they hold is known: the letters, and anything small."""

import struct
import unicodedata
import zipfile
from html import escape

import xlsxwriter

from portal.papers import legacy

ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
PPTX_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TCVN3 = {new: chr(old) for old, new in legacy._FROM_TCVN3.items()}
_VNI = {}
for _old, _new in legacy._FROM_VNI.items():
    if _new not in _VNI or (_old[0].islower(), _old[-1].islower()) == (_new.islower(), _new.islower()):
        _VNI[_new] = _old


def vni(text):
    """Text as VNI-Windows writes it."""
    return "".join(_VNI.get(char, char) for char in unicodedata.normalize("NFC", text))


def tcvn3(text):
    """Text as TCVN3 writes it in one font: a toned capital is the capital and a sign for the tone."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        if char in _TCVN3:
            out.append(_TCVN3[char])
        elif (parts := _toned(char)) and char.isupper():
            out += [_TCVN3.get(parts[0], parts[0]), _TCVN3[parts[1]]]
        else:
            out.append(char)
    return "".join(out)


def tcvn3_runs(text):
    """(text, font) as people wrote: toned capitals as small letters of the capital font."""
    runs = []
    for char in unicodedata.normalize("NFC", text):
        if char in _TCVN3 or char.lower() not in _TCVN3:
            font, code = ".VnTime", _TCVN3.get(char, char)
        else:
            font, code = ".VnTimeH", _TCVN3[char.lower()]
        if runs and runs[-1][1] == font:
            runs[-1] = (runs[-1][0] + code, font)
        else:
            runs.append((code, font))
    return runs


def _toned(char):
    parts = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    return (unicodedata.normalize("NFC", parts.replace(tone, "")), tone) if tone else None


def zipped(path, members, packing=zipfile.ZIP_DEFLATED):
    """A zip of parts by name."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def odt(path, parts, *, header="", footer="", runs=lambda text: [(text, "")], extra=None):
    """An ODT of blocks; `runs` cuts a text into (text, font)."""
    fonts = {font for part in parts for line in part.text.split("\n") for _, font in runs(line) if font}
    names = {font: f"F{at}" for at, font in enumerate(sorted(fonts))}
    faces = "".join(f'<style:font-face style:name="{n}" svg:font-family="{escape(f)}"/>' for f, n in names.items())
    styles = "".join(
        f'<style:style style:name="T{n}" style:family="text"><style:text-properties style:font-name="{n}"/>'
        "</style:style>" for n in names.values()
    )  # fmt: skip

    def spans(text):
        return "<text:line-break/>".join(
            "".join(
                f'<text:span text:style-name="T{names[font]}">{escape(run)}</text:span>' if font else escape(run)
                for run, font in runs(line)
            )
            for line in text.split("\n")
        )

    body = []
    for part in parts:
        if part.kind == "h":
            body.append(f'<text:h text:outline-level="2">{spans(part.text)}</text:h>')
        elif part.kind == "li":
            body.append(f"<text:list><text:list-item><text:p>{spans(part.text)}</text:p></text:list-item></text:list>")
        elif part.kind == "table":
            rows = "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{spans(cell)}</text:p></table:table-cell>" for cell in row)
                + "</table:table-row>" for row in part.rows
            )  # fmt: skip
            body.append(f"<table:table>{rows}</table:table>")
        else:
            body.append(f"<text:p>{spans(part.text)}</text:p>")
    content = (
        f"<office:document-content {ODT_NAMES}><office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    page = (
        f"<office:document-styles {ODT_NAMES}><office:master-styles><style:master-page>"
        f"<style:header><text:p>{header}</text:p></style:header><style:footer><text:p>{footer}</text:p>"
        "</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
    return zipped(path, {
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": page,
        "META-INF/manifest.xml": "<manifest/>", **(extra or {}),
    })  # fmt: skip


def _rtf(text):
    out = []
    for char in text:
        if char in "\\{}":
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\line ")
        elif ord(char) < 0x80:
            out.append(char)
        else:
            code = ord(char)
            out.append(f"\\u{code - 0x10000 if code > 0x7FFF else code}?")
    return "".join(out)


def rtf(path, parts, *, header="", footer="", runs=lambda text: [(text, "Times New Roman")]):
    """An RTF of blocks; old fonts get their letters as bytes."""
    fonts = sorted({font for part in parts for _, font in runs(part.text)})
    table = "".join(f"{{\\f{at}\\froman\\fcharset0 {font};}}" for at, font in enumerate(fonts))

    def spans(text):
        out = []
        for run, font in runs(text):
            is_old = bool(legacy.encoding_of_font(font))
            code = "".join(f"\\'{ord(c):02x}" if is_old and 0xA0 < ord(c) < 0x100 else _rtf(c) for c in run)
            out.append(f"{{\\f{fonts.index(font)} {code}}}")
        return "".join(out)

    body = []
    for part in parts:
        if part.kind == "h":
            body.append(f"\\pard\\outlinelevel1 {spans(part.text)}\\par")
        elif part.kind == "table":
            for row in part.rows:
                body.append("\\trowd\\pard\\intbl " + "".join(f"{spans(cell)}\\cell " for cell in row) + "\\row")
        else:
            body.append(f"\\pard {'- ' if part.kind == 'li' else ''}{spans(part.text)}\\par")
    margins = (f"{{\\header \\pard {_rtf(header)}\\par}}" if header else "") + (
        f"{{\\footer \\pard {_rtf(footer)}\\par}}" if footer else ""
    )
    text = (
        f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{table}}}{{\\*\\generator Thử;}}"
        f"{{\\info{{\\title không hiện}}}}{margins}\n" + "\n".join(body) + "}"
    )
    path.write_bytes(text.encode("ascii", "replace"))
    return path


def pptx(path, slides, *, master="", notes=None, extra=None):
    """A PPTX: each slide is (title, [paragraph or table as rows])."""
    def shape(text, kind=""):
        place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
        paragraphs = "".join(f"<a:p><a:r><a:rPr/><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
        return f"<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"

    def table(rows):
        cells = "".join(
            "<a:tr>" + "".join(
                f"<a:tc><a:txBody><a:p><a:r><a:t>{escape(cell)}</a:t></a:r></a:p></a:txBody></a:tc>" for cell in row
            ) + "</a:tr>" for row in rows
        )  # fmt: skip
        inner = f"<a:graphic><a:graphicData><a:tbl>{cells}</a:tbl></a:graphicData></a:graphic>"
        return f"<p:graphicFrame>{inner}</p:graphicFrame>"

    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}"/></Types>',
        "ppt/presentation.xml": f"<p:presentation {PPTX_NAMES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{at + 256}" r:id="r{at}"/>' for at in range(len(slides)))
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": RELATIONS.format(
            "".join(f'<Relationship Id="r{at}" Target="slides/slide{at + 1}.xml"/>' for at in range(len(slides)))
        ),
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {PPTX_NAMES}><p:cSld><p:spTree>{shape(master)}"
        "</p:spTree></p:cSld></p:sldMaster>",
    }
    for at, (title, items) in enumerate(slides, start=1):
        inner = shape(title, "title") + "".join(shape(i) if isinstance(i, str) else table(i) for i in items)
        members[f"ppt/slides/slide{at}.xml"] = (
            f"<p:sld {PPTX_NAMES}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"
        )
    if notes:
        members["ppt/slides/_rels/slide1.xml.rels"] = RELATIONS.format(
            '<Relationship Id="r1" Target="../notesSlides/notesSlide1.xml"/>'
        )
        members["ppt/notesSlides/notesSlide1.xml"] = (
            f"<p:notes {PPTX_NAMES}><p:cSld><p:spTree>{shape(notes)}</p:spTree></p:cSld></p:notes>"
        )
    return zipped(path, members | (extra or {}))


def xlsx(path, sheets, *, header=""):
    """An XLSX: rows of cells by sheet."""
    book = xlsxwriter.Workbook(str(path))
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if header:
            sheet.set_header(header)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell, *([days] if hasattr(cell, "year") else []))
    book.close()
    return path


def html(path, parts, *, encoding="utf-8", font=""):
    """A saved page of blocks, with what such pages bring along."""
    def tag(part):
        text = escape(part.text).replace("\n", "<br>")
        text = f'<font face="{font}">{text}</font>' if font else text
        if part.kind == "table":
            rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
            return f"<table>{rows}</table>"
        if part.kind == "li":
            return f"<ul><li>{text}</li></ul>"
        return f"<h2>{text}</h2>" if part.kind == "h" else f"<p>{text}</p>"

    page = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>Không hiện</title>'
        "<style>p{color:red}</style><script>alert('không chạy')</script></head>"
        f"<body onload=\"alert(1)\">{''.join(map(tag, parts))}<iframe src=\"http://x\"></iframe></body></html>"
    )
    path.write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    return path


def compound(path, streams):
    """An OLE file: each stream in sectors of its own, named in one folder of entries."""
    sector, free, end, table = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    contents = [data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0") for data in streams.values()]
    whole = sum(map(len, contents)) // sector + 40
    tables = -(-whole // 126)
    fat = [table] * tables
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    for at, (name, content) in enumerate(zip(streams, contents, strict=True), start=1):
        start, count = len(fat), len(content) // sector
        fat += [*range(start + 1, start + count), end]
        entries.append(_entry(name, 2, start, len(content), right=at + 1 if at < len(streams) else free))
    folder = b"".join(entries)
    folder = folder.ljust(-(-len(folder) // sector) * sector, b"\0")
    folder_at = len(fat)
    fat += [*range(folder_at + 1, folder_at + len(folder) // sector), end]
    fat += [free] * (128 * tables - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, folder_at, 0, 4096, end, 0, end, 0
    )
    head += struct.pack("<109I", *range(tables), *[free] * (109 - tables))
    path.write_bytes(head + struct.pack(f"<{len(fat)}I", *fat) + b"".join(contents) + folder)
    return path


def _entry(name, kind, start, size, *, child=0xFFFFFFFF, right=0xFFFFFFFF):
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", len(raw), kind, 1, 0xFFFFFFFF, right, child, 0, start, size
    )


def doc(path, text, *, header="", locked=False, macros=False, version=0xC1):
    """A Word 97 file of plain paragraphs: the text as UTF-16 behind its block of information."""
    def story(words):
        return words.rstrip("\n").replace("\n", "\r") + "\r" if words else ""

    body = (story(text) + story(header)).encode("utf-16-le")
    flags = 0x1200 | (0x0100 if locked else 0)
    start = 0x600
    head = bytearray(start)
    struct.pack_into("<HHHHHH", head, 0, 0xA5EC, version, 0, 0x042A, 0, flags)
    struct.pack_into("<II", head, 0x18, start, start + len(body))
    struct.pack_into("<HH", head, 0x20, 14, 0)
    struct.pack_into("<III", head, 0x4C, len(story(text)), 0, len(story(header)))
    pieces = struct.pack("<BIII", 2, 16, 0, len(body) // 2) + struct.pack("<HIH", 0, start, 0)
    struct.pack_into("<II", head, 0x1A2, 0, len(pieces))
    streams = {"WordDocument": bytes(head) + body, "1Table": pieces}
    if macros:
        streams |= {"Macros": b"x", "_VBA_PROJECT": b"x"}
    return compound(path, streams)
