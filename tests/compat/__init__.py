"""The functions of tcia_utils, call by call."""
