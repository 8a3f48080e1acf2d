"""The pages: what each address shows to people, and as data to programs."""
