"""``serve --operator``: a person answers everything, from the operator's page."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.desktop.cli.served import client_of, serving


def test_everything_waits_for_the_operator_from_the_first_request_on() -> None:
    with (
        serving("--operator", 30) as ready,
        ThreadPoolExecutor(1) as pool,
        client_of(ready) as client,
    ):
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
def test_seconds_beyond_what_clients_bear_are_refused_in_a_sentence(run, seconds) -> None:
    status, _, err = run("serve", "--port", "0", "--operator", seconds)
    assert status == 1
    assert "cannot wait" in err
