"""Candidates at an address: a service or a prompt is asked the cases, within a sum of money that cannot be passed.

How to use, line by line:

    address = model_address("openai:gpt-x")                      who is asked; also anthropic:, gemini:, http://…
    candidate = EndpointCandidate("gpt", address, PromptTemplate("Which is it? {input}"), prices=prices)
    preview = preview_of(candidate, cases)                       host, calls, cost as a range, the exact first request
    with AnswerLog.open(path) as log:                            every answer is on disk before the next call starts
        run = ask(candidate, cases, log=log, ledger=SpendLedger(cap), permission=NetworkPermission.of("api.openai.com"), key=key)
    run.answers                                                  as of a file of answers: score, compare, grade

Nothing is sent but to this computer unless a `NetworkPermission` names the host. The key is an `ApiKey`, which no text shows.
Answers are data: texts that are kept and scored, never run.
"""
