"""The local server: the fake, or the real model, at the address the prototype will use later."""
