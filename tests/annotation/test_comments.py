"""Our text in the comments of a sheet, beside what others wrote there."""

import io

import openpyxl
import xlsxwriter
from copies import FINDINGS, looks, parts, rebuilt, saved, shown, texts, workbook

from sipipeline.annotation.annotate import annotate, strip_marks


def test_own_comment_is_kept_and_ours_added_below() -> None:
    source = workbook(
        lambda book: book.worksheets()[1].write_comment(
            "C14", "财务科王会计：待核", {"author": "王会计"}
        )
    )
    marked = annotate(source, FINDINGS, "zh")
    comment = shown(marked, "居民养老", "C14")[1]
    assert comment.startswith("财务科王会计：待核\n────")
    assert "本格多半没有错" in comment
    assert looks(strip_marks(marked)) == looks(source)
    assert parts(annotate(marked, FINDINGS, "zh")) == parts(marked)
    drawing = next(
        data for name, data in parts(strip_marks(marked)).items() if name.endswith(".vml")
    )
    assert drawing.count(b'ObjectType="Note"') == 1


def test_what_the_clerk_writes_in_our_comment_is_kept() -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotate(workbook(), FINDINGS, "zh")))
    book["居民养老"]["D6"].comment.text += "\n已核实，数据无误"
    clean = strip_marks(saved(book))
    assert shown(clean, "居民养老", "D6")[1] == "已核实，数据无误"
    assert (
        shown(strip_marks(annotate(clean, FINDINGS, "zh")), "居民养老", "D6")[1]
        == "已核实，数据无误"
    )


def test_threaded_comment_is_left_alone_and_told() -> None:
    source = workbook(
        lambda book: book.worksheets()[1].write_comment(
            "C14", "[Threaded comment]", {"author": "tc={1}"}
        )
    )
    relations = parts(source)["xl/worksheets/_rels/sheet2.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" '
        b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b" "
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
    )
    thread = (
        b"<ThreadedComments "
        b'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="C14" id="{1}"><text>?</text></threadedComment></ThreadedComments>'
    )
    changes = {
        "xl/worksheets/_rels/sheet2.xml.rels": relations,
        "xl/threadedComments/threadedComment1.xml": thread,
    }
    out = annotate(rebuilt(source, changes), FINDINGS, "zh")
    assert shown(out, "居民养老", "C14")[1] == "[Threaded comment]"
    assert "带回复的批注" in texts(out)
    assert parts(out)["xl/threadedComments/threadedComment1.xml"] == thread


def test_badly_formed_drawing_of_controls_is_extended_and_restored() -> None:
    def edit(book: xlsxwriter.Workbook) -> None:
        book.worksheets()[1].insert_button("F2", {"caption": "打印"})

    source = workbook(edit)
    name = next(name for name in parts(source) if name.endswith(".vml"))
    drawing = parts(source)[name].replace("打印".encode(), "打<br>印".encode())
    source = rebuilt(source, {name: drawing})
    marked = annotate(source, FINDINGS, "zh")
    assert parts(marked)[name].count(b'ObjectType="Note"') == 3
    assert "打<br>印".encode() in parts(marked)[name]
    assert parts(strip_marks(marked))[name].replace(b"\n", b"").count(b"ClientData ObjectType") == 1
