"""Operations of the room of tasks: key tasks, reports on them, work plans, the workbook, names of organisations."""
