"""示例县 - A county to look at: twelve departments, forty units, two hundred projects, filed and checked by the desks that people use.

names    what there may be in a county
county   one county, drawn by a seed
lists    the county as the lists that people import
filling  what its clerks write into their forms
making   all of it done in an empty database
show     the folder that it stands in, and its accounts
"""
