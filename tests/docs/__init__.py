"""Examples run as they stand, links lead somewhere, the site holds it all."""
