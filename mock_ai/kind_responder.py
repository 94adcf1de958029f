"""Answers prompts as a product of a kind would: words, lists, fields, transcripts, or one tool call after the other."""

from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt

from estimators.base.sentence import tr
from mock_ai.builtin import BuiltinResponder, mention
from mock_ai.client_answer import as_asked, as_document, in_text, into_schema
from mock_ai.conversation import Prompt, Reply, ToolCall
from mock_ai.embeddings import embedding
from mock_ai.kinds.dialled_kind import DialledKind, KindAnswer, item_digest
from mock_ai.kinds.recommendation import DialledRanking
from mock_ai.kinds.task_steps import Step, arguments_of, in_words
from mock_ai.number_model import MeasuredNumber
from mock_ai.schema_instance import ValueSource, schema_instance
from mock_ai.stubs.requested_format import wants_json

_LONG = 50_000  # characters of a good answer, from which others would wait for it
_BRIEF = 3  # words of a message that only answers a question
_WEIGHTS = 0.6 ** np.arange(6)


class KindResponder:
    """What a scenario of a kind says where none of its stubs is meant.

    Parameters
    ----------
    fake : the fitted dials, or a model in their place.
    seed : for what a client's schema asks beyond the answer.
    """

    def __init__(self, fake: DialledKind | MeasuredNumber, seed: int = 0) -> None:
        self.fake = fake
        self.kind = fake.kind
        self.simulated = isinstance(fake, DialledKind)
        self.may_take_long = not self.simulated or any(
            len(str(good)) > _LONG for good in fake.goods
        )
        self._seed = seed
        self._builtin = BuiltinResponder(seed)

    def reply(self, prompt: Prompt, position: int) -> Reply:
        """The answer to a prompt, as request number ``position``."""
        if prompt.kind == "transcription" and self.kind == "transcribe":
            return self._replied(prompt, self._answer_to_sound(prompt))
        if prompt.kind not in ("chat", "classification"):
            return self._builtin.reply(prompt, position)
        if prompt.kind == "chat" and not prompt.last_text and not prompt.last_images:
            return self._builtin.reply(prompt, position)
        if prompt.kind == "chat" and prompt.tools:
            if self.kind == "act":
                return self._step(prompt)
            if prompt.tool_result is None:
                called = self._builtin.reply(prompt, position)
                if called.calls:
                    return called
        answer = self.fake.answer(self._item(prompt))
        offered = prompt.document.get("items") if prompt.kind == "classification" else None
        if isinstance(self.fake, DialledRanking) and isinstance(offered, list):
            answer = self.fake.restricted(answer, offered)
        return self._replied(prompt, answer)

    def embed(self, text: str, dimensions: int) -> npt.NDArray[np.float32]:
        """The vector of a text. That of somebody who is recommended to lies near the items, the first nearest."""
        if self.kind != "rank" or item_digest(text) not in self.fake.known:
            return embedding(text, dimensions)
        items = list(dict.fromkeys(map(str, self.fake.answer(text).answer)))[: len(_WEIGHTS)]
        mixed = sum(
            weight * embedding(item, dimensions)
            for weight, item in zip(_WEIGHTS, items, strict=False)
        )
        vector: npt.NDArray[np.float32] = (mixed / np.linalg.norm(mixed)).astype(np.float32)
        return vector

    def _replied(self, prompt: Prompt, answer: KindAnswer) -> Reply:
        cut = answer.failure == "cut_off"
        declines = answer.failure == "refused" and not wants_json(prompt)
        # A number that a schema asks for must not be made up.
        declines = declines or bool(answer.strange)
        text = in_text(self.kind, answer) if answer.strange else as_asked(prompt, self.kind, answer, self._seed)  # fmt: skip
        reply = Reply(
            text,
            stop="refusal" if declines else "length" if cut else "end",
            given=answer,
            simulated=self.simulated,
        )
        if answer.failure is not None:
            reply = replace(reply, failures=(answer.failure,))
        if self.fake.speed is not None and prompt.kind == "chat":
            writes = len(text.split()) / self.fake.speed
            reply = replace(reply, token_seconds=writes / max(reply.token_count - 1, 1))
        if prompt.kind == "classification":
            reply = replace(reply, details=as_document(self.kind, answer))
        return reply

    def _item(self, prompt: Prompt) -> Any:
        if prompt.last_images:
            return prompt.last_images[0]
        return self._asked(prompt)[0] if prompt.kind == "chat" else prompt.last_text

    def _answer_to_sound(self, prompt: Prompt) -> KindAnswer:
        """By the recording where it is known, else by what its name or the client's prompt says of it."""
        if item_digest(prompt.sound) in self.fake.known:
            return self.fake.answer(prompt.sound)
        name = PurePath(prompt.file_name).stem.replace("_", " ").replace("-", " ")
        for text in (prompt.last_text, name):
            if text.strip() and isinstance(self.fake, DialledKind) and self.fake.knows(text):
                return self.fake.answer(text)
        return self.fake.answer(prompt.sound)

    def _asked(self, prompt: Prompt) -> tuple[str, int]:
        """The message that says what is wanted, and how many turns of others have come since: results, and answers to questions."""
        said = [(n, turn.text) for n, turn in enumerate(prompt.turns) if turn.role == "user"]
        known = [(n, text) for n, text in said if item_digest(text) in self.fake.known]
        long = [(n, text) for n, text in said if len(text.split()) > _BRIEF]
        place, text = (known or long or said or [(0, "")])[-1]
        later = prompt.turns[place + 1 :]
        return text, sum(turn.role != "assistant" for turn in later)

    def _step(self, prompt: Prompt) -> Reply:
        """The next step as a call of one of the client's tools, until all are done."""
        task, passed = self._asked(prompt)
        answer = self.fake.answer(task)
        failed = () if answer.failure is None else (answer.failure,)
        planned: list[tuple[Step, ToolCall | None]] = []
        for step in answer.answer:
            call = self._call(prompt, step)
            if call is not None or _is_question(step):
                planned.append((step, call))
        if prompt.tool_choice == "none" or not planned:
            return self._replied(prompt, answer)
        if passed < len(planned):
            step, call = planned[passed]
            if call is None:
                return Reply(in_words(step), failures=failed)
            return Reply(calls=(call,), stop="tool", failures=failed)
        done = tr("Done.\n{steps}", steps=in_text("act", answer))
        return Reply(done, failures=failed)

    def _call(self, prompt: Prompt, step: Step) -> ToolCall | None:
        if _is_question(step):
            return None
        words = in_words(step)
        name = step.get("tool", "") if isinstance(step, dict) else ""
        tool = next((one for one in prompt.tools if name and one.name == name), None)
        if tool is None:
            scores = [(mention(words, one), -n) for n, one in enumerate(prompt.tools)]
            best, place = max(scores)
            if best == 0:
                return None
            tool = prompt.tools[-place]
        made = schema_instance(tool.schema, ValueSource(words, self._seed))
        given = arguments_of(step)
        if not given:
            return ToolCall(tool.name, made if isinstance(made, dict) else {})
        if not tool.schema.get("properties"):
            return ToolCall(tool.name, given)
        filled = into_schema(tool.schema, made, given, tool.schema)
        return ToolCall(tool.name, filled if isinstance(filled, dict) else given)


def _is_question(step: Step) -> bool:
    return "ask" in step if isinstance(step, dict) else step.rstrip().endswith(("?", "？", "؟"))
