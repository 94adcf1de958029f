"""What does the EU AI Act say of a purpose? Each duty with its article, its day and its address; a screening, not legal advice."""

from estimators.law.purpose import screen_purpose as screen_purpose
from estimators.law.suspected_flags import suspected_flags as suspected_flags
