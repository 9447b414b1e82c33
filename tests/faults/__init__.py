"""What breaks under a site, and that nothing acknowledged is lost by it; the long forms run with ``--long``."""
