"""News: articles of a unit for itself and the units below (98-CV/ĐU, feature 2; 215-CV/TU).

tin = article · bản nháp = draft · công bố = publish · rút = withdraw · ghim = pin · ảnh = picture
States: draft → published → withdrawn → published again. An article holds two texts: the one in hand and the one
shown. Saving changes the first, publishing copies it into the second: the live article stays while its next
version waits. Readers are audience rows with reader tokens, written by `publish`.
"""
