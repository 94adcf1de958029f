"""The operator: a person behind the curtain, whose answers pass for the AI's (Wizard of Oz).

Requests wait at a :class:`~mock_ai.operator.desk.Desk` until somebody answers them or their time
is up. The desk knows nothing of HTTP or windows: the server brings requests, and the window and
the operator's page answer them.
"""
