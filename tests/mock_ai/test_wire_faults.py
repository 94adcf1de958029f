"""Every fault of the wire is one whole entry: it can be written, struck, told, listed, kept and recorded."""

import httpx
import pytest

from desktop.findings.fake.journal import fault_words
from mock_ai.conversation import WireFault
from mock_ai.fault_catalogue import WIRE, example, possible_faults
from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from mock_ai.scenario_schema import scenario_schema
from mock_ai.server.http_replies import fault_refusal
from mock_ai.server.runner import ServerLimits
from mock_ai.wire_faults import BY_WORDS, FAULTS, FaultEntry
from tests.patience import PATIENCE

EACH = pytest.mark.parametrize("entry", FAULTS.values(), ids=list(FAULTS))


@EACH
def test_an_entry_says_everything_of_its_fault(entry: FaultEntry) -> None:
    assert BY_WORDS[entry.words] is FAULTS[entry.kind] is entry
    assert all((entry.label, entry.name, entry.does, entry.watch, entry.shown))
    assert entry.does.endswith(".")
    assert entry.watch.endswith("?")
    assert (entry.told is None) or entry.strikes == "before"
    assert entry.words in str(scenario_schema()["properties"]["faults"])
    assert fault_words({"fault": entry.kind}) == entry.label
    listed = [one for one in possible_faults(BUILT_IN) if one.group == WIRE]
    assert entry.name in {one.name for one in listed}
    assert example(entry.words)[1] == entry.shown


@EACH
def test_a_client_hears_what_its_entry_says(serve, entry: FaultEntry) -> None:
    scenario = parse_scenario(
        f"name: A\nclasses: [a, b]\nfaults: [{{fault: {entry.words}, on: [1]}}]"
    )
    _, client = serve(scenario, limits=ServerLimits(hold_seconds=0.1))
    try:
        struck = client.post("/v1/predict", json={"text": "one"}, timeout=PATIENCE)
    except httpx.TransportError:
        assert entry.told is None
    else:
        said = struck.json() if entry.told is not None else None
        if entry.told is None:
            with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
                struck.json()
        else:
            assert struck.status_code == entry.told.status
            assert said["error"]["message"].endswith(".")
    if entry.told is not None:
        assert fault_refusal(WireFault(entry.kind)).status == entry.told.status
        assert "{" not in fault_refusal(WireFault(entry.kind)).message
    assert client.post("/v1/predict", json={"text": "one"}).json()["label"] in "ab"
