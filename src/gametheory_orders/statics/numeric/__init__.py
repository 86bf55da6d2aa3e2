"""Parameter studies by number: regimes, phase diagrams, sensitivity, uncertain inputs."""
