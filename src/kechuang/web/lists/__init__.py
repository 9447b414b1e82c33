"""What every list page offers: saved filters, shared within one's organisation, and a choice of columns and density."""
