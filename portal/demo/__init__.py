"""Sample data: a made-up Party organisation to try the portal on (`flask --app wsgi demo`).

dữ liệu mẫu = demo · hạt giống = seed · bước = stage
Units bear real names of the railway (domain/RAILWAYS.md, section 4); persons, numbers and words are invented:
citizen ids begin with the impossible province 999. The same seed makes the same people, ids and passwords;
dates of meetings and news follow the day it is made. Each stage commits with a line in the log of acts, from
which a later run learns what is there, and by which seed.

names.py     persons' names, citizen ids, passwords made of words
tree.py      the units
people.py    the members, their states and posts
grants.py    the grants down the chain
accounts.py  the sample sign-ins
texts.py     what news, meetings and opinions say
rooms.py     documents, news and opinions, by the verbs of those rooms
meetings.py  the same for meetings
scale.py     the same organisation at its real size
papers.py    the synthetic papers of that size
stages.py    what is made already; the clock of the past
commands.py  the command
"""
