"""Operations of the room of indicators: what is followed, break-downs, workbooks of a plan."""
