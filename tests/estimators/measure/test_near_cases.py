from estimators.measure.near_cases import near_copies, same_words

MESSAGES = [
    "Where is my parcel? It should have come on Monday.",
    "The lamp came with a cracked shade and I need a new one.",
    "where is my parcel?  it should have come on monday.",
    "Where is my parcel? It should have come on a Monday.",
    "Can I pay with an invoice?",
    "",
]


def test_the_same_words_are_one_case_whatever_their_spaces_and_capitals():
    assert same_words(MESSAGES) == {2: 0}


def test_nearly_the_same_is_set_aside_and_another_question_is_not():
    assert near_copies(MESSAGES) == {2: 0, 3: 0}


def test_of_three_alike_all_name_the_first():
    first = "My order arrived damaged, please send another lamp shade"
    found = near_copies([first, f"{first}!", "Something else entirely here", f"{first} ."])
    assert found == {1: 0, 3: 0}
