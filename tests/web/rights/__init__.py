"""Rights, address by address: who there is, what there is to see, what the tables say, and what the site answers."""
