"""How good is each candidate? Cases and answers, scores by kind, people's grades, a judge that is corrected, comparisons.

How to use, line by line:

    cases = case_file.read_cases(path)                                 inputs, with or without what is expected
    answers = answer_file.read_answers(path)                           a table, JSON lines, promptfoo, Inspect, OpenAI evals
    given = answer_file.answers_to(cases.cases, answers, "gpt")        one candidate's, matched with the cases; what was left out
    corrected_rate(human, judge_of_graded, judge_of_rest)              people and a judge in one interval
    paired(a_right, b_right)                                           who is right where the other is wrong (exact McNemar)
"""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from estimators.measure.comparison import paired as paired
    from estimators.measure.judge_correction import corrected_rate as corrected_rate

__getattr__ = lazy_names(
    corrected_rate="estimators.measure.judge_correction",
    paired="estimators.measure.comparison",
)
