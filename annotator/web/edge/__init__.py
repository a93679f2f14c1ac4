"""What meets strangers first: the server, sizes of bodies, turns, patience with guesses."""
