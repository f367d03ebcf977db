"""Attachments (PDF, OFD, office documents, pictures, text): looked through, never read as tables; raw bytes too."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pypdf
import pytest
from gate_bench import Bench, only
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from harvesters.contract import Verdict
from harvesters.gate.reading import documents
from harvesters.gate.rules.sensitive import ids
from harvesters.messages import finding_json, has_sentence

ID = "370102190001010019"
WORDS = "Annual report of the bus lines of the province"


def pdf(text: str = WORDS, title: str = "Report", lock: str | None = None, attach: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject(k): NameObject(v)
            for k, v in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica"))
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": title})
    if attach:
        writer.add_attachment("表.csv", b"a,b")
    if lock is not None:
        writer.encrypt(lock, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting(kind: str, *, on: str = "opening") -> bytes:
    """With an action: of the document or of an annotation on its page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("1")})
    if on == "opening":
        writer.root_object[NameObject("/OpenAction")] = action
    else:
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def ofd(page: str) -> bytes:
    title = "山东省二〇二〇年度公共图书馆事业发展统计公报（全文影印件）"
    more = {"OFD.xml": f"<OFD><Title>{title}</Title></OFD>", "Doc_0/Document.xml": "<a/>"}
    return package("Doc_0/Pages/Page_0/Content.xml", page, more)


def package(main: str, text: str, more: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, inner in {main: f"<a><b>{text}</b></a>", "docProps/core.xml": "<a/>", **(more or {})}.items():
            archive.writestr(name, inner)
    return out.getvalue()


def png(text: str = "") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0" + text.encode())
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def made(kind: str, text: str) -> bytes:
    if kind == "pdf":
        return pdf(text)
    if kind == "txt":
        return text.encode()
    if kind == "ofd":  # OFD.xml names the pages, which hold the words
        return ofd(f"<TextCode>{text}</TextCode>")
    return package({"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml"}[kind], text)


@pytest.mark.parametrize("kind", ["pdf", "docx", "ofd", "pptx", "txt"])
def test_a_document_with_text_passes_and_one_with_a_number_is_locked(bench: Bench, kind: str) -> None:
    assert bench(made(kind, WORDS), name=f"附件.{kind}").report.verdict is Verdict.PASS
    judgement = bench(made(kind, f"{WORDS} {ID}"), name=f"附件.{kind}")
    assert judgement.report.verdict is Verdict.RETURNED
    assert only(judgement, "G-10").quarantine
    assert ID not in str(judgement.report)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (pdf(title=ID), "附件.pdf"),
        (package("word/document.xml", WORDS, {"docProps/custom.xml": f'<a name="{ID}"/>'}), "附件.docx"),
        (png(ID), "图.png"),
        (f"{WORDS}\n{ID}".encode("gb18030"), "附件.txt"),
        (f"{WORDS}\n{ID}".encode("utf-16"), "附件.txt"),
        (f"名称,号码\n济南,{ID}\n".encode() + b"\xff", "表.csv"),
        ("名称,号码\n济南,1\n机密★1年,2\n".encode() + b'"\xff', "表.csv"),
        (f"<html><body>{ID}</body></html>".encode(), "表.xls"),
        (f"<html><body>{ID}</body></html>".encode("utf-16"), "表.xls"),
        (f'[{{"a": {{"b": "{ID}"}}}}]'.encode(), "表.json"),
        (b"PAR1 " + ID.encode() + b" PAR1", "表.parquet"),
    ],
)
def test_whatever_cannot_be_read_is_looked_through_all_the_same(bench: Bench, data: bytes, name: str) -> None:
    judgement = bench(data, name=name)
    assert judgement.report.verdict is Verdict.RETURNED
    assert any(f.quarantine for f in judgement.report.findings)
    assert ID not in str(judgement.report)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png(), "图.png"),
        (pdf(""), "扫描件.pdf"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "图.jpg"),
        (ofd("<ImageObject Boundary='0 0 210 297' ResourceID='1'/>"), "影印件.ofd"),
    ],
)
def test_what_only_a_person_can_read_waits_for_one(bench: Bench, data: bytes, name: str) -> None:
    judgement = bench(data, name=name)
    assert judgement.report.verdict is Verdict.REVIEW
    assert only(judgement, "G-40").params["reason"] == "no_text"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (pdf(lock="x"), "附件.pdf", "disguised"),
        (pdf(attach=True), "附件.pdf", "embedded"),
        (acting("/JavaScript"), "附件.pdf", "active"),
        (acting("/Launch"), "附件.pdf", "active"),
        (acting("/JavaScript", on="page"), "附件.pdf", "active"),
        (pdf()[:200], "附件.pdf", "document_broken"),
        (package("word/document.xml", WORDS, {"word/vbaProject.bin": ""}), "附件.docx", "active"),
        (package("word/document.xml", WORDS, {"word/embeddings/a.xlsx": ""}), "附件.docx", "embedded"),
        (package("word/document.xml", "<"), "附件.docx", "document_broken"),
        (pdf(), "附件.docx", "disguised"),
        (b"MZ\x90\0", "附件.pdf", "disguised"),
        (WORDS.encode(), "附件.pdf", "disguised"),
        (b"<html></html>", "附件.html", "not_yet"),
    ],
)
def test_an_attachment_that_is_not_taken_says_why(bench: Bench, data: bytes, name: str, reason: str) -> None:
    judgement = bench(data, name=name)
    assert judgement.report.verdict is Verdict.RETURNED
    finding: Any = only(judgement, "G-40")
    assert finding.params["reason"] == reason
    assert has_sentence("G-40", finding.params)
    assert "—" not in finding_json(finding)["message"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (acting("/URI", on="page"), "附件.pdf"),
        (acting("/GoTo"), "附件.pdf"),
        (ofd("<TextCode>全省共有公共图书馆一百五十四家，总藏量七千万册。</TextCode>"), "公报.ofd"),
    ],
)
def test_links_and_pages_of_words_are_taken(bench: Bench, data: bytes, name: str) -> None:
    assert [f for f in bench(data, name=name).report.findings if f.code == "G-40"] == []


def test_an_attachment_is_published_as_it_came(bench: Bench) -> None:
    """No table: no columns, no rows, its bytes untouched; the tables beside it are judged as ever."""
    data = made("docx", WORDS)
    judgement = bench.full(data, None, name="附件.docx")
    assert judgement.candidate is not None, judgement.report.findings
    (table,) = judgement.candidate.tables
    assert (table.attachment, table.rows, table.master) == (True, 0, table.original)
    assert bench.stage.open(table.master.sha256).read() == data


def test_what_is_cut_out_of_a_file_makes_no_number_together(tmp_path: Path) -> None:
    """A stretch that ends in 2240 and one that begins with 2019-370302-54-01: two codes, nobody's number."""
    path = tmp_path / "a.csv"
    code = b"2019-370302-54-01-953180,"
    path.write_bytes(b"\0" + code + b"K" * 55 + b"22405" + b"\0" * 200 + code)
    texts = [text for _, text in documents.raw(path, suspect=True)]
    assert "2240" in texts[0]
    assert [hit for text in texts for hit in ids(text) if hit.kind == "id"] == []


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("around", ["", "说", "说明", "说明：", "<abs>", "a"])
def test_a_marker_in_raw_bytes_is_found_wherever_its_characters_begin(tmp_path: Path, codec: str, around: str) -> None:
    """A run of UTF-8 that was cut into pairs of bytes ended within ★, and a marker without it is none."""
    path = tmp_path / "x.bin"
    path.write_bytes(b"\0\1\2" + f"{around}机密★1年{around}".encode(codec) + b"\0\1\2")
    texts = "".join(text for _, text in documents.raw(path, suspect=True))
    assert "机密★1年" in texts
