"""Tables as spreadsheets, scripts, mail programs and hands write them, and what a person would read in each."""

from collections.abc import Iterator
from dataclasses import dataclass

Rows = list[list[str]]


@dataclass(frozen=True)
class AwkwardTable:
    """A file, the rows that are in it (the header is the first), and how many others a reader may give.

    Others are titles above the header, or rows that are damaged: they may be given in any shape, or left out.
    """

    name: str
    data: bytes
    rows: Rows
    others: int = 0


WORDS = ("late", "broken", "kind", "cheap", "early", "wrong", "lovely", "torn", "loud", "soft")
PLAIN: Rows = [["text", "label"], *([f"It came {word}", "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
COMMAS: Rows = [["text", "label"], *([f"It came {word}, again", "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
PRICES: Rows = [["thing", "price", "size"], *([word, f"{i},5{i}", f"{i + 1},25"] for i, word in enumerate(WORDS))]  # fmt: skip


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def lines(rows: Rows, separator: str = ",", *, end: str = "\n", quote: bool = False) -> str:
    """As a spreadsheet saves it: quotes where they are needed, or round every cell."""
    need = (separator, '"', "\n", "\r")

    def written(cell: str) -> str:
        return quoted(cell) if quote or any(mark in cell for mark in need) else cell

    return "".join(separator.join(map(written, row)) + end for row in rows)


def review(i: int, mark: str) -> str:
    """A cell of some lines, each full of another separator."""
    return "\n".join(f"{mark} part {i}.{n} {mark} \"said\" {mark} it, {'x' * (n % 4)}" for n in range(4 + i % 5))  # fmt: skip


def many_lines(mark: str, separator: str = ",") -> AwkwardTable:
    rows = [["text", "label"], *([review(i, mark), f"class {i % 3}"] for i in range(60))]
    return AwkwardTable(f"cells of many lines full of {mark!r}, cut by {separator!r}", lines(rows, separator).encode(), rows)  # fmt: skip


def separators() -> Iterator[AwkwardTable]:
    for name, mark in (("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")):
        yield AwkwardTable(f"cut by a {name}", lines(COMMAS, mark).encode(), COMMAS)
    for mark, separator in (("|", ","), (";", ","), ("\t", ","), ("|", ";"), (",", "\t")):
        yield many_lines(mark, separator)
    last = [["label", "text"], *([f"class {i % 3}", review(i, "|")] for i in range(60))]
    yield AwkwardTable("cells of many lines in the last column", lines(last).encode(), last)
    yield AwkwardTable("decimal commas", lines(PRICES, ";").encode(), PRICES)
    bare = [row[1:] for row in PRICES[1:]]
    yield AwkwardTable("decimal commas without a header", lines(bare, ";").encode(), bare)
    open_commas = "".join(";".join(row) + "\n" for row in COMMAS)
    yield AwkwardTable("a comma in every sentence, cut by a semicolon", open_commas.encode(), COMMAS)  # fmt: skip
    headless = "".join(";".join(row) + "\n" for row in COMMAS[1:])
    yield AwkwardTable("the same without a header", headless.encode(), COMMAS[1:])
    yield AwkwardTable("Excel's sep=;", b"sep=;\r\n" + lines(PRICES, ";", end="\r\n").encode(), PRICES)  # fmt: skip
    yield AwkwardTable("Excel's sep=, above sentences with semicolons", b'"sep=,"\n' + "".join(f"{a}; so; so,{b}\n" for a, b in PLAIN).encode(), [[f"{a}; so; so", b] for a, b in PLAIN])  # fmt: skip
    yield AwkwardTable("a bar in every sentence", "".join(f"{a} | so,{b}\n" for a, b in PLAIN[1:]).encode(), [[f"{a} | so", b] for a, b in PLAIN[1:]])  # fmt: skip
    one = [
        ["text"],
        *([f"It came {word}, {'and, ' * (i % 3)}so on"] for i, word in enumerate(WORDS)),
    ]
    yield AwkwardTable("one column of sentences", "".join(f"{row[0]}\n" for row in one).encode(), one)  # fmt: skip
    short = [["text"], *([word] for word in WORDS)]
    yield AwkwardTable("one column of words", lines(short).encode(), short)
    yield AwkwardTable("a header alone", b"text,label\n", [["text", "label"]])
    yield AwkwardTable("a single row, no line end", b"text;label\na, b;c", [["text", "label"], ["a, b", "c"]])  # fmt: skip
    times = [["at", "said", "by"], *([f"2026-01-{i + 1:02} 10:{i}0:00", f"{word}: so", "x"] for i, word in enumerate(WORDS))]  # fmt: skip
    yield AwkwardTable("times and colons", lines(times, "\t").encode(), times)


def quotes() -> Iterator[AwkwardTable]:
    said = [["text", "label"], *([f'He said "{word}", twice', "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
    yield AwkwardTable("doubled quotes", lines(said).encode(), said)
    yield AwkwardTable("every cell in quotes", lines(said, ";", quote=True).encode(), said)
    slashed = "".join(",".join('"' + cell.replace('"', '\\"') + '"' for cell in row) + "\n" for row in said)  # fmt: skip
    yield AwkwardTable("quotes with a backslash", slashed.encode(), said)
    multi = [["text", "label"], *([f'He said "{word}",\nthen left, "so"', "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
    slashed = "".join(",".join('"' + cell.replace('"', '\\"') + '"' for cell in row) + "\n" for row in multi)  # fmt: skip
    yield AwkwardTable("quotes with a backslash over lines", slashed.encode(), multi)
    paths = [["path", "label"], *([f"C:\\photos\\{word}\\", "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
    yield AwkwardTable("backslashes that escape nothing", lines(paths, quote=True).encode(), paths)
    single = "".join(",".join("'" + cell.replace("'", "''") + "'" for cell in row) + "\n" for row in COMMAS)  # fmt: skip
    yield AwkwardTable("single quotes", single.encode(), COMMAS)
    feet = [["text", "label"], *([f"'Twas {word}", "ab"[i % 2]] for i, word in enumerate(WORDS))]
    yield AwkwardTable("apostrophes", lines(feet).encode(), feet)
    inches = [["text", "label"], *([f'a {i}" pipe {word}', "ab"[i % 2]] for i, word in enumerate(WORDS))]  # fmt: skip
    yield AwkwardTable("inches", "".join(",".join(row) + "\n" for row in inches).encode(), inches)
    padded = "".join(", ".join(map(quoted, row)) + "\n" for row in COMMAS)
    yield AwkwardTable("spaces before the quotes", padded.encode(), COMMAS)
    stray = lines(COMMAS, quote=True).replace("came loud", '"came" loud')
    rows = [[cell.replace("came loud", '"came" loud') for cell in row] for row in COMMAS]
    yield AwkwardTable("quotes in a quoted cell, not doubled", stray.encode(), rows)
    opened = lines(COMMAS).replace('"It came kind, again"', '"It came kind, again')
    rest = [row for row in COMMAS if "kind" not in row[0]]
    yield AwkwardTable("a quote that never closes", opened.encode(), rest, others=1)
    long = [["text", "label"], *([f"It came {i}, again", "ab"[i % 2]] for i in range(3000))]
    opened = lines(long).replace('"It came 7, again"', '"It came 7, again')
    rest = [row for row in long if row[0] != "It came 7, again"]
    yield AwkwardTable("a quote that never closes in a long file", opened.encode(), rest, others=1)
    whole = "".join(quoted(line) + "\n" for line in lines(COMMAS, quote=True).splitlines())
    yield AwkwardTable("every line in quotes", whole.encode(), COMMAS)
    header = [["text", "label\n(a or b)"], *PLAIN[1:]]
    yield AwkwardTable("a line end in the header", lines(header).encode(), header)


def encodings() -> Iterator[AwkwardTable]:
    accents: Rows = [["text", "label"], *([f"“{word}” – naïve café, 5 €", "ja" if i % 2 else "nein"] for i, word in enumerate(WORDS))]  # fmt: skip
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
        yield AwkwardTable(f"in {encoding}", lines(accents).encode(encoding), accents)
    latin = [[cell.replace("“", "").replace("”", "").replace("–", "-").replace("€", "£") for cell in row] for row in accents]  # fmt: skip
    yield AwkwardTable("in latin-1, cut by semicolons", lines(latin, ";").encode("latin-1"), latin)
    damaged = lines(accents).encode().replace(b"\xe2\x80\x9ckind", b"\xe2\x80kind")
    rest = [row for row in accents if "kind" not in row[0]]
    yield AwkwardTable("UTF-8 with a damaged line", damaged, rest, others=1)
    nul = lines(PLAIN).replace("kind", "ki\0nd")
    yield AwkwardTable("a NUL in a cell", nul.encode(), [row for row in PLAIN if "kind" not in row[0]], others=1)  # fmt: skip


def shapes() -> Iterator[AwkwardTable]:
    for name, end in (("old Mac", "\r"), ("Windows", "\r\n"), ("twice converted", "\r\r\n")):
        yield AwkwardTable(f"{name} line ends", lines(COMMAS, end=end).encode(), COMMAS)
    mixed = "".join(line + ("\r\n", "\n", "\r")[i % 3] for i, line in enumerate(lines(COMMAS).splitlines()))  # fmt: skip
    yield AwkwardTable("mixed line ends", mixed.encode(), COMMAS)
    yield AwkwardTable("blank lines", b"\n\n" + lines(COMMAS, end="\n\n").encode() + b"\n,\n", COMMAS)  # fmt: skip
    ragged = [*COMMAS, ["short"], ["long", "a", "b", "c"]]
    yield AwkwardTable("ragged rows", lines(ragged).encode(), COMMAS, others=2)
    trailing = "".join(line + ",\n" for line in lines(COMMAS).splitlines())
    yield AwkwardTable("a separator at the end of each line", trailing.encode(), COMMAS)
    below = lines(COMMAS[:1]) + "".join(line + ",,\n" for line in lines(COMMAS[1:]).splitlines())
    yield AwkwardTable("separators at the end below the header", below.encode(), COMMAS)
    title = "Reviews, exported on 2026-03-01\nby the shop\n\n"
    yield AwkwardTable("a title above", title.encode() + lines(COMMAS, ";").encode(), COMMAS, others=2)  # fmt: skip
    comments = "# exported; by: the shop\n# rows: 10; columns: 2\n"
    yield AwkwardTable("comments above", comments.encode() + lines(COMMAS).encode(), COMMAS, others=2)  # fmt: skip
    wide = [[f"column {i}" for i in range(200)], *([str(i * n) for i in range(200)] for n in range(5))]  # fmt: skip
    yield AwkwardTable("200 columns", lines(wide, ";").encode(), wide)
    big = [["text", "label"], ["so, " * 50_000, "a"], *PLAIN[1:]]
    yield AwkwardTable("a cell of 200,000 characters", lines(big).encode(), [[a.strip(), b] for a, b in big])  # fmt: skip
    empty = [["text", "", "label", ""], *([a, "", b, ""] for a, b in COMMAS[1:])]
    yield AwkwardTable("columns without names", lines(empty).encode(), empty)


TABLES = tuple(table for part in (separators, quotes, encodings, shapes) for table in part())


def reads(given: Rows, table: AwkwardTable) -> bool:
    """Whether a reader gave the rows of a table in their order, and not more others than it may."""
    wanted = [_plain(row) for row in table.rows]
    found = [row for row in map(_plain, given) if row]
    rest = iter(found)
    return all(row in rest for row in wanted) and len(found) <= len(wanted) + table.others


def _plain(row: list[str]) -> tuple[str, ...]:
    """Without spaces around the cells, and without empty cells at the end."""
    cells = [(cell or "").replace("\r\n", "\n").replace("\r", "\n").strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
