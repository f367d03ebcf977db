"""Encoding is decided strictly over the whole file (D5, Q01, trap X5); what is unclear is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.gate.reading import encoding
from harvesters.gate.reading.encoding import CHUNK, EncodingFault, decide

TEXT = "站名,市\r\n历下区解放路,济南\r\n趵突泉,山东省济南市\r\n"
EVEN = "站名,地址\r\n历下解放,济南\r\n天桥,泺口街道\r\n"


def name_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return decide(path).name


def fault_of(path: Path, data: bytes) -> EncodingFault:
    path.write_bytes(data)
    with pytest.raises(EncodingFault) as caught:
        decide(path)
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "f"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a,b\r\n1,2\r\n", "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        ("济南市".encode("gbk"), "gb18030"),
        ("a,b\n莒县,1\n".encode("gbk"), "gb18030"),
        ("a,b\n1,一\n".encode("gbk"), "gb18030"),  # valid UTF-8, too: as the Cyrillic letter һ
        ("温度\n25℃\n".encode("gbk"), "gb18030"),
        ("山东人䶮㐂𠮷\n".encode("gb18030"), "gb18030"),
        ("é,25°C,ā,α".encode(), "utf-8"),
        (b"id\n" + b"1\n" * 100_000 + "济南\n".encode("gbk"), "gb18030"),
    ],
)
def test_right_encodings_are_recognised(path: Path, data: bytes, name: str) -> None:
    assert name_of(path, data) == name


def test_two_thousand_ascii_rows_and_one_of_chinese_are_not_big5(path: Path) -> None:
    data = ("id,v\n" + "1,abc\n" * 2000 + "2,济南市图书馆\n").encode("gb18030")
    assert name_of(path, data) == "gb18030"


@pytest.mark.parametrize(
    "text", ["名稱\n濟南市圖書館\n", "濟南市", "中文資料,公車路線\n", "機關名稱,電話\n臺北市政府,1"]
)
def test_big5_is_refused_by_name(path: Path, text: str) -> None:
    assert fault_of(path, text.encode("big5")).reason == "big5"


@pytest.mark.parametrize("text", ["東京都,かな\n", "日本語の表\n"])
def test_japanese_is_refused(path: Path, text: str) -> None:
    for codec in ("euc-jp", "shift-jis"):
        fault_of(path, text.encode(codec))


def test_latin1_is_refused(path: Path) -> None:
    assert fault_of(path, "café,1\nété".encode("latin-1")).params["char"] == 4


def spoilt_copies(raw: bytes) -> list[bytes]:
    """Each byte of a Chinese character in turn lost, replaced, doubled."""
    places = [n for n, byte in enumerate(raw) if byte > 0x7F]
    changes = (b"", b"\xff", b"\xb0", b"\xe5", b"\xb0\xb0")
    return [raw[:at] + change + raw[at + 1 :] for at in places for change in changes]


def test_every_broken_byte_is_found_where_it_is(path: Path) -> None:
    """One bad byte in a Chinese UTF-8 file: broken UTF-8, at that line, also when GB18030 would decode it."""
    decoded = 0
    for text in (TEXT, EVEN):
        for spoilt in spoilt_copies(text.encode()):
            try:
                spoilt.decode()
                continue
            except UnicodeDecodeError as error:
                start = error.start
            try:
                spoilt.decode("gb18030")
                decoded += 1
            except UnicodeDecodeError:
                pass
            fault = fault_of(path, spoilt)
            assert fault.reason == "utf8_broken", (spoilt, fault.reason, fault.params)
            before = spoilt[:start].decode()
            assert fault.params["offset"] == start
            assert fault.params["line"] == before.count("\n") + 1
            assert fault.params["char"] == len(before.rpartition("\n")[2]) + 1
            assert f"[{spoilt[start]:02x}]" in fault.params["hex"]
    assert decoded > 10


def test_the_place_is_right_far_into_a_file_and_across_chunks(path: Path) -> None:
    head = ("编号,名称\r\n" + "1,济南\r\n" * 200_000).encode()
    assert len(head) > CHUNK
    fault = fault_of(path, head + b"2,\xe6\xb5\x8e\xff\r\n")
    assert (fault.params["line"], fault.params["char"], fault.params["offset"]) == (200_002, 4, len(head) + 5)
    assert fault.params["near"].endswith("2,济")


@pytest.mark.parametrize("first", ["utf-8", "gbk"])
def test_two_encodings_in_one_file_are_named(path: Path, first: str) -> None:
    second = "gbk" if first == "utf-8" else "utf-8"
    data = ("山东省济南市历下区\n" * 30).encode(first) + "烟台市芝罘区\n".encode(second)
    fault = fault_of(path, data)
    assert fault.reason == "mixed"
    assert fault.params["line"] == 31


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("名称\n济南市\n".encode("utf-16-le"), "utf16_without_bom"),
        ("name,city\n".encode("utf-16-be"), "utf16_without_bom"),
        (b"a\0b,c\n", "nul"),
        (b"\xff\xfe\x00\x00" + "济".encode("utf-32-le"), "utf32"),
        (b"\xff\xfe" + "济南".encode("utf-16-le") + b"a", "utf16_broken"),
        (b"\xef\xbb\xbfa\xff", "utf8_broken"),
        ("山东省济南市历下区\n".encode("gbk") * 9 + b"\xff\n", "gb_broken"),
        ("站名\n济南\ufffd市\n".encode(), "replacement"),
        ("名称\n锟斤拷\n".encode(), "mojibake"),
        ("名称\n烫烫烫\n".encode("gbk"), "mojibake"),
        ("名称\nä¸\xadæ\x96\x87\n".encode(), "mojibake"),
        ("济南市图书馆历下区解放路".encode().decode("gbk", "ignore").encode(), "mojibake"),
    ],
)
def test_what_cannot_be_read_is_named(path: Path, data: bytes, reason: str) -> None:
    assert fault_of(path, data).reason == reason


def test_place_of_mojibake(path: Path) -> None:
    fault = fault_of(path, "名称,备注\n济南,好\n青岛,海锟斤拷\n".encode())
    assert (fault.params["line"], fault.params["char"]) == (3, 5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "；"])
def test_place_of_mojibake_wherever_the_file_is_cut(path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    before = f"名称,备注{end}" + f"济南,好{end}" * 9 + "青岛,海"
    for size, codec in [(n, codec) for n in range(1, 90) for codec in ("utf-8", "gb18030")]:
        monkeypatch.setattr(encoding, "CHUNK", size)
        fault = fault_of(path, f"{before}锟斤拷{end}烫烫烫".encode(codec))
        place = (1, len(before) + 1) if end == "；" else (11, 5)
        assert (fault.reason, fault.params["line"], fault.params["char"]) == ("mojibake", *place)
        assert before.endswith(fault.params["near"])


def test_one_character_of_somebodys_own_font_is_no_other_encoding(path: Path) -> None:
    """Q30 names its cell."""
    text = "名称,地址\n" + "".join(f"济南市第{n}小学,历下区泉城路{n}号\n" for n in range(30))
    path.write_bytes((text + "青岛市小学,市南区\ue863阳路\n").encode("gb18030"))
    assert decide(path).name == "gb18030"
    assert fault_of(path, (text[:20] + "\ue863\ue864\ue865").encode("gb18030")).reason


def test_private_use_of_old_gb18030_is_mended(path: Path) -> None:
    path.write_bytes("山东".encode("gbk") + b"\xfe\x59")
    assert decide(path).mend("山东\ue81e") == "山东\u9fb4"


_CELLS = ("济南", "青岛", "备注", "威海", "公路")


@pytest.mark.parametrize("cell", _CELLS)
@pytest.mark.parametrize("first", [True, False], ids=["begin", "end"])
def test_two_characters_of_the_other_encoding_are_a_mixed_file(path: Path, cell: str, first: bool) -> None:
    for whole, part in (("gbk", "utf-8"), ("utf-8", "gbk")):
        body, other = (TEXT * 20).encode(whole), f"{cell},1\r\n".encode(part)
        fault = fault_of(path, other + body if first else body + other)
        assert (fault.reason, fault.params["line"]) == ("mixed", 1 if first else 61), (cell, whole)


@pytest.mark.parametrize("cell", ["一", "女", "职", "一女"])
def test_chinese_that_is_valid_utf8_by_chance_is_no_letter_of_another_script(path: Path, cell: str) -> None:
    fault = fault_of(path, TEXT.encode() + f"{cell},1\r\n".encode("gbk"))
    assert (fault.reason, fault.params["line"], fault.params["char"]) == ("mixed", 4, 1)


@pytest.mark.parametrize(
    "cell", ["Қазақ", "Ünal", "nǚ,lǜ", "Łódź", "αβ", "Й,й", "א", "שלום", "25 µm·3²", "Ž", "Ω", "С", "Ľ"]
)
def test_letters_of_other_scripts_stay_letters(path: Path, cell: str) -> None:
    assert name_of(path, TEXT.encode() + f"{cell},1\r\n".encode()) == "utf-8"


def test_a_rare_name_in_gb18030_is_no_utf8(path: Path) -> None:
    names = "逄喆昊,亓淼,隗堃,漷骞,娴丽,鄄城,逯镕,澛溪,婞,濞阳\r\n"
    assert name_of(path, (TEXT + names).encode("gb18030")) == "gb18030"
