"""The human coding loop: draw passages, hand them out blind, take the codes back, measure agreement, correct shares.

`sample` draws, `sheets` writes what coders fill in, `returned` reads it back, `codes` checks it against the sample,
`agreement` measures reliability, `inference` corrects what a classifier counts by what people coded. Everything that
holds text lies in `data/coding/<corpus>/`, which is never committed: sheets are for the coders' own machines.
"""
