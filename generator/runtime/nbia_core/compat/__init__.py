"""The functions of tcia_utils, over this client.

Comes in: the arguments of tcia_utils. Goes out: what it returns. Imported by `nbia.compat` alone; imports client and below.
"""
