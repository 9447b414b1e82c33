"""Charts (图): one specification for the page, print, Word and PDF."""
