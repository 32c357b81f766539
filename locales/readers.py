"""What people read whose language has no catalogue.

Only where the one is the language of their schools, or so near that they read it anyway: most
of those who can read at all read it. Not where it might frighten somebody: a Ukrainian or a
Rohingya is not answered in Russian or Burmese unless they ask for it.
"""

_READ = {
    # The written standard of all Arabic vernaculars, and the language of school in Morocco for Amazigh.
    "ar": "aeb acm afb apc ary arz ayl shi zgh",
    # Schools in Bangladesh and eastern India teach in Bengali.
    "bn": "ctg rkt syl",
    # Schools in Spain and Latin America teach in Spanish, beside the language of the region.
    "es": "an ast ay ca eu gl gn kek mam nah qu quc yua",
    # Filipino is taught in all schools of the Philippines.
    "fil": "bcl bik ceb hil ilo pag pam tl tsg war",
    # The language of schools in France's regions and in French-speaking West and Central Africa.
    "fr": "bm br co dyu fon ln mos oc sg wo",
    # The language of schools in northern India, in the same script.
    "hi": "awa bgc bho gbm hne kfy mag mai mwr raj",
    # Malay is the same language in other words; the others' speakers go to school in Indonesian.
    "id": "ace ban bbc bjn bug jv mad mak min ms sas su zsm",
    # The only language of state schools in Myanmar.
    "my": "blk cfm cnh ctd eky kac kar kjp ksw kyu lhu mnw pwo rki shn",
    # The language of schools in Angola, Mozambique, Cabo Verde and Guinea-Bissau.
    "pt": "kea kmb pov seh tso umb vmw",
    # An official language, or the language of schools, where these are spoken.
    "ru": "av ba be ce cv kk ky os sah tt udm",
    # Schools in Thailand teach in Thai; Lao readers know it from television and from a script that is nearly the same.
    "th": "kxm lo mfa nod sou tts",
    # The language of schools in Vietnam.
    "vi": "mtq nut tyz",
    # Speakers of all of these write one standard.
    "zh": "cdo cjy gan hak hsn nan wuu yue za",
}

READ_TOO = {code: readable for readable, codes in _READ.items() for code in codes.split()}
"""A language without a catalogue -> one that most of its readers read."""
