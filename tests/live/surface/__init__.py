"""The surface of Python's imapclient, row by row; see ../tst_imapclient_surface.py."""
