"""What a session leaves in the project: each answer in the journal, each reaction at once."""

from datetime import UTC, datetime

from desktop.findings.fake import active_scenario, serves_the_real_one, shown_accuracy
from desktop.project.records import Example, Json
from desktop.project.run_list import run_in_use
from desktop.session import Session
from mock_ai.scenario import Answer

ENDPOINT = "stage"


class Recording:
    """One demo session. It begins with the first reaction, so that looking alone leaves nothing."""

    def __init__(self, session: Session) -> None:
        self._session, self._project = session, session.project
        self._id: int | None = None
        real = serves_the_real_one(self._project)
        self._run = run_in_use(self._project) if real else None
        self._scenario = active_scenario(self._project)[1]
        self._accuracy = shown_accuracy(self._project)
        self._answers: list[dict[str, Json]] = []

    def asked(self, photo: Example, answer: Answer) -> None:
        """Note an answer for the journal; it is written with the next reaction or at the end."""
        self._answers.append(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "endpoint": ENDPOINT,
                "name": photo.name,
                "kind": photo.modality,
                "sha256": photo.sha256,
                "answer": answer.label,
                "probability": answer.probability,
                "abstain": answer.abstain,
                "answered_by": "fault"
                if answer.fault
                else "dials"
                if answer.simulated
                else "model",
                "took_seconds": answer.delay_seconds,
                "status": 200 if answer.fault is None else 500,
                "model": self._name,
                "simulated": answer.simulated,
            }
        )

    @property
    def _name(self) -> str:
        return f"run-{self._run.number}" if self._run is not None else self._scenario.id

    def react(
        self, photo: Example, answer: Answer, outcome: str, correction: str, position: int
    ) -> None:
        """Keep what a person did with an answer (``UserError`` where it cannot be kept)."""
        accuracy = self._accuracy if self._run is not None else self._scenario.accuracy_at(position)
        if self._id is None:
            self._id = self._project.append_session(self._as_it_was(), {})
        self._project.append_reaction(
            self._id,
            outcome,
            {
                "shown_accuracy": accuracy,
                "photo": photo.sha256,
                "name": photo.name,
                "truth": photo.class_name,
                "answer": answer.label,
                "confidence": answer.probability,
                "correction": correction,
                "simulated": answer.simulated,
            },
        )
        self._keep_answers()
        self._session.appended("session", "reaction", "journal")

    def end(self) -> None:
        """Write down what was asked last."""
        if self._id is not None and self._answers:
            self._keep_answers()
            if self._session.is_open and self._session.project is self._project:
                self._session.appended("journal")

    def _keep_answers(self) -> None:
        if self._answers and not self._project.file.read_only:
            self._project.append_journal(tuple(self._answers))
        self._answers.clear()

    def _as_it_was(self) -> dict[str, Json]:
        if self._run is None:
            return {**self._scenario.to_json(), "simulated": True}
        return {"name": f"Run {self._run.number}", "accuracy": self._accuracy, "simulated": False}
