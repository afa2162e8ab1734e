"""Constants fitted to judged collections, and judged on others."""
