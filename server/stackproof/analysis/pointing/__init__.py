"""What stands at a place of a text, and what could stand there, by what installed libraries say."""
