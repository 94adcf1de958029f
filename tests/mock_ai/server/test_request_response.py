"""A request and its answer: what is left of them afterwards."""

import gc

import pytest

from mock_ai.server.request_response import RequestResponseCycle
from tests.mock_ai.vendor_clients import chat
from tests.patience import until


@pytest.mark.parametrize("stream", [False, True])
def test_nothing_of_a_request_waits_for_the_collector(serve, stream):
    _, client = serve()
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            assert chat(client, "hello", stream=stream).status_code == 200
        until(lambda: not any(isinstance(one, RequestResponseCycle) for one in gc.get_objects()))
    finally:
        gc.enable()
