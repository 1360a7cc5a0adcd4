"""What pages show, as frozen values and as Qt models over them. Models ask nobody and write nothing."""
