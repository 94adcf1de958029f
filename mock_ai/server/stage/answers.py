"""What is answered on the Stage: about the item of a visitor's turn, or about what they brought.

An answer comes as a prototype would get it: with the scenario's delay and faults, from the operator where one is on duty, and
in the journal.
"""

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import NO_ANSWER, next_guess_sentence
from mock_ai.conversation import ClassAnswer, Fault, Prompt, Reply, Turn, WireFault
from mock_ai.dials import content_digest
from mock_ai.kind_on_stage import stage_answer
from mock_ai.kinds.dialled_kind import KindAnswer
from mock_ai.server.http_replies import Refusal
from mock_ai.server.json_fields import plain_headers
from mock_ai.server.predict import reply_document
from mock_ai.server.request_body import read_question
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer, Service
from mock_ai.server.stage.visitors import (
    PRIVATE,
    ShownAnswer,
    StageVisitors,
    Subject,
    Visitor,
    turn_of,
    visitor_of,
)
from mock_ai.stage import KINDS
from mock_ai.stage_answer import StageAnswer
from mock_ai.stage_material import StageMaterial
from mock_ai.wire_faults import FAULTS

_SILENT = {one.kind for one in FAULTS.values() if one.silent}
_FAULTS: dict[Fault | None, WireFault] = {
    "no answer": WireFault("timeout"),
    "error": WireFault("server_error"),
}
_STATUS = {None: 200, "error": 500, "no answer": 504}


async def ask(request: Request, stage: StageVisitors) -> Response:
    """What it says about the item of this visitor's turn."""
    visitor = visitor_of(request, stage)
    turn = await turn_of(request, visitor)
    service: Service = request.app.state.service
    demo, exhibit = visitor.show.demo, visitor.show.exhibit(turn.item)
    assert demo is not None
    # A candidate answers prototypes; people go on with the session's own fake (decision 0345).
    dialled = service.simulated or (service.is_candidate and demo.plan.simulated)
    if demo.plan.simulated != dialled or demo.plan.kind != service.kind:
        # Swapped: those would be two sessions in one.
        raise Refusal(410, "gone", tr("Something else answers now. Start again to go on."))
    subject = Subject(turn.item.id, turn.item.name, exhibit.kind, turn)
    attempt, visitor.attempts = visitor.attempts, visitor.attempts + 1
    known = None
    if dialled and (demo.material is not None or not service.talks):
        # The session's own dials: an adaptive one is not always as good as what is served.
        known = await service.in_background(demo.answer, turn, attempt)
        if not service.desk.everything:
            return await _answered(request, visitor, subject, None, known)
    try:
        content = await service.in_background(exhibit.content)
    except UserError as error:
        unseen = ClassAnswer(None, None, {}, False, "error", 0.0, error.what, simulated=False)
        return await _answered(request, visitor, subject, None, unseen)
    if demo.material is not None and isinstance(content, str):
        # Without a recording the person behind the curtain reads what was said.
        content = "\n".join(dict.fromkeys((content, demo.question(turn.item).text)))
    return await _answered(request, visitor, subject, content, known)


async def ask_about_own(request: Request, stage: StageVisitors) -> Response:
    """What it says about something that the visitor brought."""
    visitor = visitor_of(request, stage)
    service: Service = request.app.state.service
    brought = await read_question(request, service.limits)
    item = brought.last_images[0] if brought.last_images else brought.last_text
    kind = next((one for one in KINDS if one == brought.item_kind), KINDS[0])
    subject = Subject(content_digest(item).hex(), brought.file_name, kind)
    return await _answered(request, visitor, subject, item)


async def _answered(
    request: Request,
    visitor: Visitor,
    subject: Subject,
    item: bytes | str | None,
    known: ClassAnswer | None = None,
) -> Response:
    """What is said about an item (``known``, if that is settled), after its delay; with the operator on duty, by them."""
    service: Service = request.app.state.service
    digest = bytes.fromhex(subject.sha256)
    of_kind = service.kind != "classify"
    talks = service.talks and not of_kind and subject.kind in ("text", "photo")

    writer = StageWriter(visitor, subject, service.kind, item)

    async def ask(prompt: Prompt) -> PromptAnswer:
        given = await found(prompt)
        told = given.replies[0].given
        if told is not None:  # among thousands of examples it takes a while
            await service.in_background(writer.prepare, told)
        return given

    async def found(prompt: Prompt) -> PromptAnswer:
        if known is not None:
            fault, model = _FAULTS.get(known.fault), service.model_name
            if service.is_candidate and visitor.show.demo is not None:
                model = visitor.show.demo.plan.scenario.id
            if of_kind:
                return _of_kind(known, model, fault, digest)
            return PromptAnswer.of_class(known, model, fault, digest=digest)
        given = await service.reply(prompt)
        reply = given.replies[0]
        answer = _spoken(given) if talks or of_kind else given.answer
        if reply.fault is not None:
            silent = reply.fault.kind in _SILENT
            reply = replace(reply, fault=_FAULTS["no answer" if silent else "error"])
        return replace(given, replies=(reply,), answer=None if of_kind else answer, digest=digest)

    turn = Turn("user", item) if isinstance(item, str) else Turn("user")
    prompt = Prompt(
        "chat" if talks else "classification",
        turns=(replace(turn, images=(item,)) if isinstance(item, bytes) else turn,),
        file_name=subject.name if isinstance(item, bytes) or not of_kind else "",
        item_kind=subject.kind,
        headers=plain_headers(request),
    )
    return await play(request, prompt, writer, ask=ask)


def _of_kind(
    known: ClassAnswer, model: str, fault: WireFault | None, digest: bytes
) -> PromptAnswer:
    """A session's answer that names no class, as the reply to a prompt."""
    reply = Reply(
        known.text,
        delay_seconds=known.delay_seconds,
        fault=fault,
        simulated=known.simulated,
        given=known.given,
    )
    return PromptAnswer((reply,), "fault" if fault else "dials", model, 0, digest=digest)


def _spoken(given: PromptAnswer) -> ClassAnswer:
    """What a scenario with stubs or of a kind says: words rather than a class, but for the classifier's sentence."""
    reply = given.replies[0]
    said = reply.text or "\n".join(f"{call.name} {call.arguments}" for call in reply.calls)
    if given.answer is not None and said == given.answer.text:
        return given.answer
    told, of_dials = reply.given, given.by != "you"
    sure = told.certainty if told is not None and of_dials else None
    return ClassAnswer(
        None, sure, {}, False, None, 0.0, said or NO_ANSWER, reply.simulated, told if of_dials else None
    )  # fmt: skip


class StageWriter(Writer):
    """Writes an answer for a visitor, who may react to it by its number, whatever came of it."""

    def __init__(
        self, visitor: Visitor, subject: Subject, kind: str, item: bytes | str | None
    ) -> None:
        self._visitor, self._subject = visitor, subject
        self._kind, self._item = kind, item
        self._prepared: tuple[KindAnswer, StageAnswer | None] | None = None

    def prepare(self, told: KindAnswer) -> None:
        """Work out how an answer is shown, for a worker thread."""
        self._prepared = told, self._shown(told)

    def whole(self, given: PromptAnswer) -> Response:
        answer = given.answer or _spoken(given)
        told = given.replies[0].given
        shown = None
        if told is not None:
            if self._prepared is None or self._prepared[0] is not told:  # a person answered
                self.prepare(told)
            assert self._prepared is not None
            shown = self._prepared[1]
        return self._reply(answer, given.model, shown, by_person=given.by == "you")

    def failed(self, given: PromptAnswer, refusal: Refusal) -> Response:
        struck = given.replies[0].fault
        if struck is None or struck.kind not in ("timeout", "server_error"):
            raise refusal
        fault: Fault = "no answer" if struck.kind == "timeout" else "error"
        nothing = ClassAnswer(None, None, {}, False, fault, 0.0, NO_ANSWER)
        return self._reply(replace(given.answer or nothing, fault=fault), given.model)

    def _shown(self, told: KindAnswer) -> StageAnswer | None:
        """The answer in its parts; about what a visitor brought, too."""
        demo, turn = self._visitor.show.demo, self._subject.turn
        if demo is not None and turn is not None:
            return demo.shown(
                turn.item, ClassAnswer(None, None, {}, False, None, 0.0, "", given=told)
            )
        asked = self._item if isinstance(self._item, str) else ""
        material = demo.material if demo is not None else None
        return stage_answer(self._kind, asked, told, None, material or StageMaterial())

    def _reply(
        self,
        answer: ClassAnswer,
        model: str,
        shown: StageAnswer | None = None,
        *,
        by_person: bool = False,
    ) -> Response:
        known = answer.fault is None and not answer.abstain
        document: dict[str, Any] = {
            **reply_document(answer, model),
            "number": self._visitor.remember(
                ShownAnswer(self._subject, answer, by_person=by_person)
            ),
            "next_guess": next_guess_sentence(answer.probabilities) if known else "",
            "fault": answer.fault,
            "shown": None if shown is None else shown.to_json(),
        }
        if answer.fault is not None and answer.simulated:
            document["text"] = NO_ANSWER
        return JSONResponse(document, status_code=_STATUS[answer.fault], headers=PRIVATE)
