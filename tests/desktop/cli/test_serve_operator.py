"""``serve --operator``: a person answers everything, from the operator's page."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.desktop.cli.test_serve import serving
from tests.patience import PATIENCE


def test_everything_waits_for_the_operator_from_the_first_request_on() -> None:
    with serving("--operator", 30) as ready, ThreadPoolExecutor(1) as pool:
        headers = {"authorization": f"Bearer {ready['token']}"}
        with httpx.Client(base_url=ready["base_url"], headers=headers, timeout=PATIENCE) as client:
            asked = pool.submit(client.post, "/v1/predict", json={"text": "hello"})
            version, shown = -1, None
            while shown is None:
                query = {"after": version} if version >= 0 else {}
                news = client.get("/operator/waiting", params=query).json()
                version, shown = news["version"], news["shown"]
            assert (news["everything"], news["seconds"]) == (True, 30)
            said = {"choice": "class", "label": "no", "probability": 0.9}
            client.post(f"/operator/waiting/{shown['number']}", json=said).raise_for_status()
            assert asked.result().json()["text"] == "No. I’m 90% sure."


@pytest.mark.parametrize("seconds", ["0", "601", "nan"])
def test_seconds_beyond_what_clients_bear_are_refused_in_a_sentence(seconds) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "serve", "--port", "0", "--operator", seconds],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot wait" in done.stderr
    assert "Traceback" not in done.stderr
