import json
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import numpy as np
import pytest

from estimators.base.errors import UserError
from mock_ai.presets import BUILT_IN
from mock_ai.server.runner import start_in_background
from mock_ai.server.service import ServerLimits
from tests.patience import PATIENCE, until


def test_stopping_leaves_no_thread_and_frees_the_port():
    running = start_in_background(port=0)
    port = int(running.base_url.rsplit(":", 1)[1])
    with httpx.Client() as client:
        assert client.get(f"{running.base_url}/health").status_code == 200
        running.stop()
    running.stop()
    assert not running.is_running
    assert not [one for one in threading.enumerate() if one.name.startswith("smart-enough")]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{running.base_url}/health")
    start_in_background(port=port).stop()


def test_stopping_lets_waiting_clients_go(serve):
    scenario = replace(BUILT_IN, no_answer_rate=1.0)
    running, client = serve(scenario, limits=ServerLimits(hold_seconds=600))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.post, "/v1/predict", content=b"x")
        until(lambda: running._server.server_state.tasks)
        running.stop()
        assert waiting.result(timeout=PATIENCE).status_code == 504
    assert running.journal.total == 1


def test_a_port_in_use_is_refused_in_words_and_the_usual_one_gives_way():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"cannot use port {port}"):
            start_in_background(port=port)
    with start_in_background() as first, start_in_background() as second:
        assert first.base_url != second.base_url


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_refused_in_words(port):
    with pytest.raises(UserError, match="is no port"):
        start_in_background(port=port)


def test_other_computers_are_kept_out_unless_allowed():
    with pytest.raises(UserError, match="other computers"):
        start_in_background(host="0.0.0.0", port=0)


def test_what_cannot_be_served_or_sent_is_refused_in_words():
    with pytest.raises(UserError, match="cannot be served"):
        start_in_background(object(), port=0)
    with pytest.raises(UserError, match="token"):
        start_in_background(token="two words", port=0)


def test_clients_notice_nothing_while_models_are_swapped(serve):
    class Real:
        classes_ = np.array(["yes", "no"])

        def predict_proba(self, X):
            return np.array([[0.9, 0.1]])

    running, client = serve()
    seen = set()

    def ask(place):
        reply = client.post("/v1/predict", json={"text": f"text {place}"})
        seen.add(reply.json()["simulated"])
        return reply.status_code

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, place) for place in range(200)]
        for turn in range(20):
            running.use(Real() if turn % 2 else BUILT_IN)
            asked[turn * 10].result()
        assert {one.result() for one in asked} == {200}
    assert seen == {True, False}
    assert running.journal.total == 200


def test_in_front_it_prints_one_ready_line_and_ends_on_interrupt():
    code = (
        "from mock_ai.server.runner import run_server\n"
        "run_server(port=0, on_ready=lambda ready: print(ready.to_json(), flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            ready = json.loads(process.stdout.readline())
            assert {"base_url", "operator_url", "token", "stage_url"} <= set(ready)
            assert ready["network_urls"] == []
            reply = httpx.post(
                f"{ready['base_url']}/v1/predict",
                json={"text": "hello"},
                headers={"authorization": f"Bearer {ready['token']}"},
            )
            assert reply.json()["simulated"] is True
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()  # a failed assertion must not wait for a server that goes on
    assert (process.returncode, out, err) == (0, "", "")
