"""What can go wrong with a call: whether it is tried again, whether it may have been charged, and the sentence for it."""

from dataclasses import dataclass
from enum import StrEnum

from estimators.base.sentence import tr


class FailureKind(StrEnum):
    """How a call failed."""

    NO_CONNECTION = "no_connection"
    NO_CERTIFICATE = "no_certificate"
    TIMED_OUT = "timed_out"
    BROKEN_OFF = "broken_off"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    WRONG_KEY = "wrong_key"
    NO_MONEY = "no_money"
    NOT_FOUND = "not_found"
    REFUSED_REQUEST = "refused_request"
    REDIRECTED = "redirected"
    EMPTY_BODY = "empty_body"
    NO_JSON = "no_json"
    NO_UTF8 = "no_utf8"
    TOO_LARGE = "too_large"
    CHANGED_SHAPE = "changed_shape"
    STOPPED = "stopped"
    UNREADABLE = "unreadable"

    @property
    def is_retried(self) -> bool:
        """Whether asking the same again may go well."""
        return self in _RETRIED

    @property
    def may_be_charged(self) -> bool:
        """Whether the service may have worked, and charge it: an answer that says it failed is not charged."""
        return self in _CHARGED

    @property
    def ends_run(self) -> bool:
        """Whether every further call would fail the same."""
        return self in _ENDING


_RETRIED = frozenset(
    (FailureKind.NO_CONNECTION, FailureKind.TIMED_OUT, FailureKind.BROKEN_OFF, FailureKind.RATE_LIMITED,
     FailureKind.SERVER_ERROR, FailureKind.EMPTY_BODY)
)  # fmt: skip
_CHARGED = frozenset(
    (FailureKind.TIMED_OUT, FailureKind.BROKEN_OFF, FailureKind.EMPTY_BODY, FailureKind.NO_JSON,
     FailureKind.NO_UTF8, FailureKind.TOO_LARGE, FailureKind.CHANGED_SHAPE, FailureKind.STOPPED)
)  # fmt: skip
_ENDING = frozenset(
    (FailureKind.NO_CERTIFICATE, FailureKind.WRONG_KEY, FailureKind.NO_MONEY, FailureKind.NOT_FOUND, FailureKind.REDIRECTED)
)  # fmt: skip


@dataclass(frozen=True)
class CallFailure:
    """One failed call.

    - `detail`: what the service said of it, at most a line, without the key; of a redirect the host that it leads to; of a
      changed shape the place where the answer should be; of a file why it cannot be read.
    - `status`: of HTTP; 0 where none came. `wait`: seconds that the service asks to wait; None where it does not say.
    """

    kind: FailureKind
    detail: str = ""
    status: int = 0
    wait: float | None = None

    @property
    def sentence(self) -> str:
        """What happened, for a person."""
        status = str(self.status)
        plain = {
            FailureKind.NO_CONNECTION: tr("The service cannot be reached."),
            FailureKind.NO_CERTIFICATE: tr("The service cannot prove that it is who it says (its certificate)."),
            FailureKind.TIMED_OUT: tr("The answer took too long; the call may have been charged."),
            FailureKind.BROKEN_OFF: tr("The answer broke off; the call may have been charged."),
            FailureKind.RATE_LIMITED: tr("The service wants fewer calls (status {status}).", status=status),
            FailureKind.SERVER_ERROR: tr("The service failed (status {status}).", status=status),
            FailureKind.WRONG_KEY: tr("The service does not accept the key (status {status}).", status=status),
            FailureKind.NO_MONEY: tr("The account at the service has no money left (status {status}).", status=status),
            FailureKind.NOT_FOUND: tr("The service knows no such address or model (status {status}).", status=status),
            FailureKind.REFUSED_REQUEST: tr("The service does not take this request (status {status}).", status=status),
            FailureKind.REDIRECTED: tr("The service sends the call on to “{host}”; nothing was sent there.", host=self.detail),
            FailureKind.EMPTY_BODY: tr("The answer is empty; the call may have been charged."),
            FailureKind.NO_JSON: tr("The answer is no JSON but something else, such as a web page."),
            FailureKind.NO_UTF8: tr("The answer is not written in UTF-8."),
            FailureKind.TOO_LARGE: tr("The answer is larger than any that was asked for; it was not read to its end."),
            FailureKind.CHANGED_SHAPE: tr("The reply has no answer at “{place}”.", place=self.detail),
            FailureKind.UNREADABLE: tr("Its file was not sent: {why}", why=self.detail),
            FailureKind.STOPPED: tr("The call was stopped before its answer came; it may have been charged."),
        }[self.kind]  # fmt: skip
        if self.detail and self.kind in _SAYING_WHY:
            return tr("{sentence} It says: {detail}", sentence=plain, detail=self.detail)
        return plain


_SAYING_WHY = frozenset(
    (FailureKind.RATE_LIMITED, FailureKind.SERVER_ERROR, FailureKind.WRONG_KEY, FailureKind.NO_MONEY,
     FailureKind.NOT_FOUND, FailureKind.REFUSED_REQUEST, FailureKind.NO_CONNECTION)
)  # fmt: skip
