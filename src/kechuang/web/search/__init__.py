"""Search over everything (全文检索): what rooms put in, found again by any stretch of its words, two characters or twenty."""
