"""Everything that talks to the world: sources, embedders, knowledge bases, secrets, the program's own store.

Owns nothing itself. Each package translates foreign values and errors into those of `kbconnect.core` at its edge.
"""
