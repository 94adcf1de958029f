"""The local server of the fake: started and stopped, what it serves, where it is reached."""
