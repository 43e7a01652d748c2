"""The functions of tcia_utils, over this client."""
