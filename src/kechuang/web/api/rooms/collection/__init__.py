"""Operations of the room of collection: rounds, returns, evidence, workbooks."""
