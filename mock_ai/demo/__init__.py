"""Demo sessions while they run: which example comes next, how good the fake is just now, what people did.

One implementation for every Stage (the window's and the web page's). Nothing here knows Qt, a server or the project.

    demo = RunningDemo(plan, keeper)           # keeper: anything with keep, take_back and reactions
    turn = demo.turn("3")                      # what participant 3 sees next; None: that was the last
    answer = demo.answer(turn)                 # the fake's answer, with the delay it should take
    demo.question(turn.item)                   # of a product without classes, as the Stage asks it,
    demo.shown(turn.item, answer)              # and what it answers, in words that tell nobody whether it is good
    demo.react(turn, answer, "accepted")       # kept at once
    demo.take_back("3")                        # the last reaction of participant 3 is undone

What comes next follows from the plan and the reactions alone, so a demo that was killed goes on where it stood: make
``RunningDemo`` again with a keeper that returns the reactions kept so far.
"""
