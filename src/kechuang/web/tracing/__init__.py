"""Pages on the journal (留痕). They stand above organisations, which say who may look; the journal itself knows nobody."""
