"""Failures that a person can mend, whichever engine raised them.

The engines do not know each other, so each has its own ``UserError``; the application catches both.
"""

from estimators.errors import UserError
from mock_ai.errors import UserError as FakeUserError

USER_ERRORS = (UserError, FakeUserError)

__all__ = ["USER_ERRORS", "FakeUserError", "UserError"]
