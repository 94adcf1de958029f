"""A run drawn by chance: prices, cases, cap, how many calls side by side, and an imagined vendor."""

import random
from decimal import Decimal
from pathlib import Path

from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import model_address
from estimators.measure.endpoint.answer_log import AnswerLog
from estimators.measure.endpoint.answer_run import ask
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.prompt import SamplingSettings
from estimators.measure.endpoint.run_outcome import AnswerRun, RunProgress
from estimators.measure.endpoint.spend import SpendLedger
from estimators.measure.endpoint.token_price import TokenPrices
from tests.estimators.measure.endpoint.imagined_vendor import ImaginedVendor, KilledError


class RandomRun:
    """Prices, cases, cap and vendor drawn by chance; asked until it is over, also where it is killed in between."""

    def __init__(self, seed: int, path: Path, *, honest: bool) -> None:
        chance = random.Random(seed)
        self.chance, self.path = chance, path
        self.prices = TokenPrices(
            reading=(Decimal(0), Decimal(str(round(chance.uniform(0, 30), 3)))),
            writing=(Decimal(0), Decimal(str(round(chance.uniform(0, 180), 3)))),
            call=Decimal(str(round(chance.uniform(0, 0.01), 5))) if chance.random() < 0.3 else Decimal(0),
        )  # fmt: skip
        self.candidate = EndpointCandidate("x", model_address("openai:http://localhost?model=m"), settings=SamplingSettings(max_tokens=chance.randint(1, 600)), prices=self.prices)  # fmt: skip
        self.cases = {f"c{at}": EvalCase(f"c{at}", f"{at} " + "a" * chance.randint(0, 400)) for at in range(chance.randint(1, 20))}  # fmt: skip
        whole = sum(one.worst for one in self.candidate.calls(self.cases.values()).values())
        self.cap = whole * Decimal(str(round(chance.uniform(0, 2), 3)))
        self.concurrency = chance.randint(1, 8)
        self.vendor = ImaginedVendor(chance, self.prices, self.candidate.settings.max_tokens, chance.choice((0.0, 0.2, 0.6)), honest)  # fmt: skip
        self.highest = Decimal(0)

    def go(self) -> AnswerRun | None:
        """Ask; None where it was killed."""
        with AnswerLog.open(self.path) as log:
            ledger = SpendLedger(self.cap, log.contents.spent + log.contents.lost)

            def look(at: RunProgress) -> None:
                self.highest = max(self.highest, ledger.spent + at.in_flight)

            try:
                return ask(self.candidate, self.cases, log=log, ledger=ledger, concurrency=self.concurrency, seconds=4.0, progress=look, calls=self.vendor)  # fmt: skip
            except KilledError:
                return None
            finally:
                self.highest = max(self.highest, ledger.spent + ledger.in_flight)

    def resume(self) -> set[bytes]:
        """Let it go on after it was killed; what had been received by then."""
        self.vendor.killed_at, self.vendor.asked = float("inf"), []
        self.vendor.due.clear()
        return set(self.vendor.received)
