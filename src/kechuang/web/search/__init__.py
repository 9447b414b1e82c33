"""Search over everything (全文检索): what rooms put in, found again by any two characters."""
