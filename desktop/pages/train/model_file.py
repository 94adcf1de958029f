"""The model file of a run: the certificate that it answers as tested, its variants, and the note on the run."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.train.model_file import file_facts
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import note_on
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.rows import Check, CheckRow, CheckState, RowList, Section, ValueRow

HAS_8_BIT = frozenset({"photo", "video"})  # modalities whose network has convolutions


class ModelFileView(QWidget):
    """``export_asked``, ``small_asked``: write a file; ``noted`` carries the note as the person left it."""

    export_asked = Signal()
    small_asked = Signal()
    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.certificate = RowList("Whether the file answers as tested", last_line=True)
        self.facts = RowList("Facts about the file")
        self.export = Button("Export the model file…", size="small", shortcut="Ctrl+E")
        self.export.clicked.connect(self.export_asked)
        self.small = Button("Export it as 8-bit…", "text", size="small")
        self.small.clicked.connect(self.small_asked)
        self.note = LineField("Note on this run", placeholder="What to remember about this run")
        self.note.committed.connect(self.noted)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.export)
        buttons.addWidget(self.small)
        buttons.addStretch(1)
        below = QWidget()
        box = QVBoxLayout(below)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.certificate)
        box.addWidget(self.facts)
        box.addSpacing(10)
        box.addLayout(buttons)
        box.addSpacing(16)
        box.addWidget(Label("Note", role=Role.NOTE, colour="ink2"))
        box.addSpacing(4)
        box.addWidget(self.note)
        self.section = Section("The model file", below, gap=4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.section)

    def show_run(self, project: Project, run: Run, modality: str, frozen: str) -> None:
        """Show what is known of this run's file; ``frozen`` is why the project cannot be edited."""
        found = file_facts(project, run)
        state = {True: CheckState.PASS, False: CheckState.FAIL, None: CheckState.NOT_SHOWN}
        check = Check(found.title, found.note, found.figure, state[found.holds], states_shown=False)
        self.certificate.set_rows([CheckRow(check)])
        self.facts.set_rows([ValueRow(name, value) for name, value in found.rows])
        self.small.setVisible(modality in HAS_8_BIT)
        self.note.set_value(note_on(project, run))
        self.note.setEnabled(not frozen)
