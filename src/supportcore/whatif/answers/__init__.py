"""What every answer is: rows to read and to keep, a table, a frame for pandas, and one picture."""
