"""What a new house starts with: first rows of the rule tables (dated, each naming its rule), and two letters."""
