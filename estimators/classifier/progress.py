"""How long work reports where it is and learns that it is no longer wanted; and many small tasks that stop cleanly in the middle."""

from collections.abc import Callable, Generator, Iterable
from typing import Any

from estimators.base.sentence import tr

Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, text)``, from the thread that started the work."""

Cancelled = Callable[[], bool]
"""Asked between small pieces of work; true means stop now and leave nothing behind: the work ends in `WorkCancelled`."""


class WorkCancelled(Exception):  # noqa: N818  # it is an answer to the person who cancelled, not an error
    """The work stopped because it was cancelled; nothing was written."""


def report_nothing(_done: int, _total: int, _text: str) -> None:
    """The progress of someone who does not listen."""


def stretch(progress: Progress, begin: int, end: int, whole: int) -> Progress:
    """The progress of one stretch of the work, on the scale of the whole."""

    def on_the_whole(done: int, total: int, text: str) -> None:
        progress(begin + (end - begin) * done // max(total, 1), whole, text)

    return on_the_whole


def never() -> bool:
    """The cancel flag of someone who does not cancel."""
    return False


def stop_if(cancelled: Cancelled | None) -> None:
    """Raise `WorkCancelled` if the work is no longer wanted."""
    if cancelled is not None and cancelled():
        raise WorkCancelled(tr("Cancelled. Nothing was changed."))


def each_result(calls: Iterable[Any], *, jobs: int, **options: Any) -> Generator[Any, None, None]:
    """The results of `joblib.delayed` calls, in order; only a few are begun ahead of the one that is asked for.

    Close the generator to stop: no further call is begun, and those under way are waited for. Threads by default; any
    joblib backend that the caller has chosen (``joblib.parallel_config``) is used instead where `options` allow.
    """
    from joblib import Parallel

    stopping = False

    def until_stopped() -> Iterable[Any]:
        for call in calls:
            if stopping:
                return
            yield call

    workers = Parallel(
        n_jobs=jobs, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs", **options
    )
    results = workers(until_stopped())
    try:
        # With "yield from", closing would end joblib's generator too, with a warning.
        for result in results:  # noqa: UP028
            yield result
    finally:
        stopping = True
        for _ in results:
            pass
