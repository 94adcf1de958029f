from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.sections.parts import plain, table
from reports.web import web_page


def test_a_cell_that_begins_as_a_formula_is_text_in_the_web_page() -> None:
    rows = [("=1+1", "<b>@SUM(A1)"), ("yes", "+12%")]
    section = ReportSection("cells", "Cells", (table((Column("=2+2", 0.5), Column("share", 0.5)), [tuple(map(plain, row)) for row in rows]),))  # fmt: skip
    page = web_page([section], "Cells")
    assert '<th scope="col">&#x27;=2+2</th>' in page
    assert '<th scope="row">&#x27;=1+1</th>' in page
    assert ">&#x27;=1+1<" in page
    assert "<td>+12%</td>" in page
