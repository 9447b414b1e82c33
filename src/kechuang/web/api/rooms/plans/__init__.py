"""Operations of the room of plans: plans, their versions, the text, items and findings."""
