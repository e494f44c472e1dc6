"""What every room stands on: HTTP and the database, and no feature."""
