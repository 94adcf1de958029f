"""Many small tasks through joblib, one result at a time, stopping cleanly in the middle."""

from collections.abc import Generator, Iterable
from typing import Any


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
        for result in results:  # noqa: UP028  # with "yield from", closing would end joblib's generator too, with a warning
            yield result
    finally:
        stopping = True
        for _ in results:
            pass
