"""The parts of the scripted IMAP server; see ../scriptedserver.py."""
