"""The human coding loop: draw passages, hand them out blind, take the codes back, measure agreement, learn, correct.

`sample` draws, `sheets` writes what coders fill in, `returned` reads it back, `codes` checks it against the sample,
`agreement` measures reliability, `training` learns frames from the codes, `inference` corrects what a classifier
counts by what people coded, `validation` sets the one beside the other for reports. Everything that holds text lies in
`data/coding/<corpus>/`, which is never committed: sheets are for the coders' own machines. Codes hold none and may be
published in `data/raw/coding/<corpus>/`.
"""
