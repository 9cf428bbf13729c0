// The page reads without it; this is where its script goes.
