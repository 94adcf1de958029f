"""What belongs together and so stays on one side of every split: copies, scenes, bursts, speakers, sources."""
