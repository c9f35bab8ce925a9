"""The plan without a signal: what the server does so that a phone can carry it and nothing written is lost."""
