"""What every list page offers: filters kept under a name, shared within one's organisation, columns and density to one's liking."""
