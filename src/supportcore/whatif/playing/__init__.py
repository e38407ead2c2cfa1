"""What is asked, played under one plan through the very account that runs production, and told in figures."""
