"""What positions make of disputes: compared, tested, argued, and how far an answer hangs on its findings."""
