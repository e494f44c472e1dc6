"""Sổ tay: the electronic handbook of a Party organisation. The map of the building:

app.py        create_app: settings → commands → extensions → rooms
settings.py   read once from the environment
cli.py        the commands
core/         what every room stands on: database, guard, actor, policy, rendering, forms, files, audit
jobs/         engine room: work that follows a change
search/       engine room: the full-text index
papers/       engine room: text out of files, symbols, the fields of a first page
organizations/ accounts/ members/ delegation/      who is who and who may
notifications/ keeping/                            what waits for a person; the accounts of a unit
imports/ quality/ transfers/                       the register from files, its cleaning, coming and going
documents/ news/ meetings/ feedback/               what people come for
journal/ privacy/                                  the log of acts; personal data and who reaches it
home/ handover/                                    what I owe today, search, operations; a change of secretary
demo/         sample data, made through the rooms' own verbs
seeds/        first rows of the rule tables, and the two real letters
migrations/   schema changes

Every room has the same furniture (models, policy, queries, services, search, jobs, forms, views, api);
what each drawer may hold is said in the README.
"""
