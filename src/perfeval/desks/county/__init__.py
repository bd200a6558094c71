"""示例县 - A county to look at: twelve departments, forty units, two hundred projects, filed and checked by the desks that people use.

names    what there may be in a county
county   one county, drawn by a seed
lists    the county as the lists that people import
filling  what its clerks write into their forms
papers   what they hand in as proof
desk     who is who, when, and how evaluations are opened, saved and acted on
steps    what is done with an evaluation from the first paper to the end
making   all of it done in an empty database: last year's round, which is over, and this year's, which is open
show     the folder that it stands in, and its accounts
"""
