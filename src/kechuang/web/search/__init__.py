"""Search over everything (全文检索): what rooms put into the index is found by any part of its words, two characters or twenty."""
