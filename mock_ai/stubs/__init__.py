"""What the fake says in words: stub mappings, templated answers, states, delays and faults.

A scenario file's ``stubs`` become a :class:`mock_ai.stubs.stub_set.StubSet`;
:class:`mock_ai.stub_responder.StubResponder` answers prompts with it. Words follow WireMock:
stub mapping, scenario state, delay distribution, fault.
"""
