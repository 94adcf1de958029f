"""What the leakage gate found of a split, and who let it through."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class GateCheck:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        "copies", "near_copies" or "belongings".
    passed : bool
    why : str
        One sentence, also where it passed.
    paths : tuple of str
        The examples that stand in the way.
    """

    name: str
    passed: bool
    why: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """What was looked at, and who takes it upon themselves to go on all the same."""

    checks: tuple[GateCheck, ...] = ()
    waived_by: str = ""

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def opens(self) -> bool:
        """Whether the numbers may be shown."""
        return self.passed or bool(self.waived_by)

    def waived(self, name: str) -> "Gate":
        """The same, with the name of the person who waives it."""
        return replace(self, waived_by=name.strip())


UNCHECKED = Gate()
"""Of results from before there was a gate."""
