"""The comments of one sheet. Our text in them is known by the lines that it begins and ends with.

The author's name would not do: LibreOffice drops authors, and what a clerk writes below our text in
the same box is kept."""

import re
from copy import deepcopy
from functools import cache

from lxml import etree

from sipipeline.annotation import comment_boxes
from sipipeline.annotation.comment_boxes import Box, box_for
from sipipeline.annotation.marks import Run
from sipipeline.core.text import Lang, Text
from sipipeline.reports.phrases import clean
from sipipeline.xlsx.grid import Grid
from sipipeline.xlsx.package import Package, Relationship, local, namespace
from sipipeline.xlsx.references import Place, place_of, reference_of

AUTHOR = "sipipeline"
FONT = "微软雅黑"
_SEPARATOR = Text(
    zh="────  校验意见（sipipeline） ────", en="────  Check remarks (sipipeline) ────"
)
_SIGNATURE = "────  sipipeline  ────"
_SIGNED = "─{2,} *sipipeline *─{2,}"
_ADDED = re.compile(rf"\r?\n?─{{2,}}[^\n─]+[（(]sipipeline[)）].*?(?:{_SIGNED}|\Z)", re.DOTALL)
_OWN = re.compile(rf"\A.*?{_SIGNED}\s*", re.DOTALL)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def without_ours(text: str) -> str:
    """The text of a comment without what the program wrote into it."""
    match = _ADDED.search(text) or _OWN.search(text)
    return text if match is None else text[: match.start()] + text[match.end() :]


class Comments:
    """Comments and their boxes of one worksheet."""

    def __init__(self, package: Package, sheet: str) -> None:
        self._package = package
        self._sheet = sheet
        relations = package.relationships(sheet)
        self._part = _existing(package, relations, "comments")
        self._drawing = _existing(package, relations, "vmlDrawing", _legacy_drawing(package, sheet))
        self._threads = [
            relation.target for relation in relations if relation.kind == "threadedComment"
        ]

    @property
    def has_ours(self) -> bool:
        """Whether our name is in the comments, without parsing them."""
        return self._part is not None and AUTHOR.encode() in self._package.read(self._part.target)

    def threaded(self) -> set[Place]:
        """Cells with a conversation of the newer kind, which only Excel may touch."""
        places: set[Place | None] = set()
        for part in self._threads:
            if self._package.find(part):
                places |= {place_of(element.get("ref", "")) for element in self._package.tree(part)}
        return {place for place in places if place}

    def add(
        self, notes: dict[Place, tuple[Run, ...]], grid: Grid, type_base: str, lang: Lang
    ) -> None:
        """Put comments on cells; where there is one already, our text is added below it."""
        if not notes:
            return
        part = self._comments_part(namespace(grid.root), type_base)
        root = self._package.edit(part)
        listed = _child(root, "commentList")
        present = {place_of(comment.get("ref", "")): comment for comment in listed}
        author = _author(root)
        fresh, grown = [], []
        for place, runs in sorted(notes.items()):
            if place in present:
                _extend(present[place], runs, lang)
                grown.append(box_for(place, _text(present[place])))
            else:
                listed.append(_comment(root, reference_of(place), author, runs))
                fresh.append(box_for(place, "".join(run.text for run in runs) + "\n"))
        listed[:] = sorted(listed, key=lambda comment: place_of(comment.get("ref", "")) or (0, 0))
        self._draw(fresh, grown, grid, type_base)

    def strip(self, grid: Grid) -> None:
        """Take our comments and our additions out, and the parts that are empty then."""
        if self._part is None:
            return
        root = self._package.edit(self._part.target)
        listed = _child(root, "commentList")
        emptied = [
            comment
            for comment in list(listed)
            if _remove_ours(comment) and not _text(comment).strip()
        ]
        for comment in emptied:
            listed.remove(comment)
        _drop_author(root)
        places = {place_of(comment.get("ref", "")) for comment in emptied}
        self._erase({place for place in places if place}, grid)
        if len(listed) == 0:
            self._package.unrelate(self._sheet, self._part)
            self._package.remove(self._part.target)

    def _comments_part(self, ns: str, type_base: str) -> str:
        if self._part is not None:
            return self._part.target
        part = self._package.unused("xl/comments{}.xml")
        blank = f'<comments xmlns="{ns[1:-1]}"><authors/><commentList/></comments>'
        self._package.plant(part, etree.fromstring(blank))
        self._package.declare(part, _COMMENTS_TYPE)
        self._package.relate(self._sheet, type_base + "/comments", part)
        return part

    def _draw(self, fresh: list[Box], grown: list[Box], grid: Grid, type_base: str) -> None:
        if self._drawing is None:
            if not fresh:
                return
            part = self._package.unused("xl/drawings/vmlDrawing{}.vml")
            block = int("".join(filter(str.isdigit, part)) or 1)
            drawing = comment_boxes.add(comment_boxes.new_drawing(block), fresh, grid, block)
            self._package.declare_extension("vml", _DRAWING_TYPE)
            id_ = self._package.relate(self._sheet, type_base + "/vmlDrawing", part)
            grid.add_legacy_drawing(id_, type_base)
        else:
            part = self._drawing.target
            before = comment_boxes.enlarge(self._package.read(part), grown, grid)
            drawing = comment_boxes.add(before, fresh, grid, 1)
        if drawing is not None:
            self._package.write(part, drawing)

    def _erase(self, places: set[Place], grid: Grid) -> None:
        if self._drawing is None:
            return
        part = self._drawing.target
        left = comment_boxes.remove(self._package.read(part), places)
        if not comment_boxes.is_empty(left):
            self._package.write(part, left)
            return
        self._package.edit_rows(self._sheet, ())
        grid.drop_legacy_drawing()
        self._package.unrelate(self._sheet, self._drawing)
        self._package.remove(part)


def _existing(
    package: Package, relations: list[Relationship], kind: str, id_: str | None = None
) -> Relationship | None:
    """The sheet's part of a kind; of two drawings, as a header picture makes them, the one with the
    given link."""
    found = [
        relation
        for relation in relations
        if relation.kind == kind and package.find(relation.target)
    ]
    if kind == "vmlDrawing":
        found = [relation for relation in found if relation.id == id_]
    return found[0] if found else None


def _legacy_drawing(package: Package, sheet: str) -> str | None:
    data = package.read(sheet)
    if not package.has_tree(sheet) and b"legacyDrawing" not in data:
        return None
    root = package.tree_of_rows(sheet, ())
    element = root.find(namespace(root) + "legacyDrawing")
    if element is None:
        return None
    return next(
        (str(value) for name, value in element.attrib.items() if str(name).endswith("}id")), None
    )


def _child(root: etree._Element, name: str) -> etree._Element:
    found = root.find(namespace(root) + name)
    return etree.SubElement(root, namespace(root) + name) if found is None else found


def _author_number(root: etree._Element) -> str | None:
    for number, author in enumerate(_child(root, "authors")):
        if (author.text or "").strip() == AUTHOR:
            return str(number)
    return None


def _author(root: etree._Element) -> str:
    number = _author_number(root)
    if number is None:
        authors = _child(root, "authors")
        etree.SubElement(authors, namespace(root) + "author").text = AUTHOR
        number = str(len(authors) - 1)
    return number


def _drop_author(root: etree._Element) -> None:
    """Take our name out of the authors, unless somebody wrote on in a comment of ours."""
    number = _author_number(root)
    comments = _child(root, "commentList")
    if number is None or any(comment.get("authorId") == number for comment in comments):
        return
    authors = _child(root, "authors")
    authors.remove(authors[int(number)])
    for comment in comments:
        author = comment.get("authorId", "0")
        if author.isdecimal() and int(author) > int(number):
            comment.set("authorId", str(int(author) - 1))


def _comment(root: etree._Element, ref: str, author: str, runs: tuple[Run, ...]) -> etree._Element:
    ns = namespace(root)
    comment = etree.Element(ns + "comment", ref=ref, authorId=author, shapeId="0")
    text = etree.SubElement(comment, ns + "text")
    text.extend(_run(ns, run) for run in (*runs, Run("\n" + _SIGNATURE)))
    return comment


def _run(ns: str, run: Run) -> etree._Element:
    element = deepcopy(_blank_run(ns, run.bold))
    element[1].text = clean(run.text)
    return element


@cache
def _blank_run(ns: str, bold: bool) -> etree._Element:
    return etree.fromstring(
        f'<r xmlns="{ns[1:-1]}"><rPr>{"<b/>" if bold else ""}<sz val="9"/><color '
        f'indexed="81"/><rFont val="{FONT}"/>'
        '<family val="2"/><charset val="134"/></rPr><t xml:space="preserve"/></r>'
    )


def _extend(comment: etree._Element, runs: tuple[Run, ...], lang: Lang) -> None:
    """Add our text below a separating line. A bare text becomes a run first, because a comment has
    either a text or runs."""
    ns = namespace(comment)
    text = _child(comment, "text")
    bare = text.find(ns + "t")
    if bare is not None:
        run = etree.Element(ns + "r")
        text.replace(bare, run)
        run.append(bare)
    last = max((n for n, child in enumerate(text) if local(child) == "r"), default=-1)
    added = [Run("\n" + _SEPARATOR.in_(lang) + "\n"), *runs, Run("\n" + _SIGNATURE)]
    text[last + 1 : last + 1] = [_run(ns, run) for run in added]


def _remove_ours(comment: etree._Element) -> bool:
    """Take our text out of a comment, however its runs were cut since; returns whether there was
    any."""
    full = _text(comment)
    match = _ADDED.search(full) or _OWN.search(full)
    if match is None:
        return False
    text = _child(comment, "text")
    _cut(text, *match.span())
    for run in text.findall(namespace(comment) + "r"):
        if not _text(run):
            text.remove(run)
    runs = list(text)
    if len(runs) == 1 and len(runs[0]) == 1 and local(runs[0]) == "r":
        text[:] = [deepcopy(runs[0][0])]
    return True


def _cut(text: etree._Element, start: int, end: int) -> None:
    """Take the characters from `start` to `end` out of the runs of a text."""
    offset = 0
    for element in list(text.iter(namespace(text) + "t")):
        piece = element.text or ""
        first, last = (min(max(0, place - offset), len(piece)) for place in (start, end))
        element.text = piece[:first] + piece[last:]
        offset += len(piece)


def _text(comment: etree._Element) -> str:
    return "".join(str(element.text or "") for element in comment.iter(namespace(comment) + "t"))
