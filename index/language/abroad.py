"""Offices in other languages than English, as records of their chambers print them before a name.

German, Dutch and the languages of the north build the words for offices of others: their ends are
enough. Only labels are read by these words; offices in questions are read by `vocabulary.py`.

    office                    counter-example
    Stadtbaurat Herne         Vorrat Herne
    Finansministeren          Ministeriet
    Místopředsedkyně Tann     Předměstí
    Wicemarszałek Herne       Marsz
"""

from __future__ import annotations

import re

from index.language.lines import SPACE

_WORDS = frozenset(
    # German, Dutch
    "KANZLER KANZLERIN SENATOR SENATORIN LANDRAT LANDRÄTIN DEZERNENT DEZERNENTIN ABG ABGEORDNETER "
    "SACHVERSTÄNDIGER SACHVERSTÄNDIGE "
    "ABGEORDNETE BUNDESRAT BUNDESRÄTIN LANDESHAUPTMANN LANDESHAUPTFRAU LANDESRAT LANDESRÄTIN "
    "HEER WETHOUDER BURGEMEESTER RAADSLID STAATSSECRETARIS GEDEPUTEERDE MEVROUW VOORZITTER SCHEPEN "
    # Swedish, Norwegian, Danish, Finnish
    "STATSRÅD STATSRÅDET LANDSHÖVDING BORGARRÅD ORDFÖRANDE ORDFØRER BYRÅDSLEDER RÅDMAND BORGMESTER "
    "DIREKTÖR DIREKTØR RIKSBANKSCHEFEN TALMAN TALMANNEN PRESIDENT PRESIDENTEN FORMAND FORMANDEN "
    "NÆSTFORMAND PUHEMIES VARAPUHEMIES KANSANEDUSTAJA EDUSTAJA "
    # Polish
    "MARSZAŁEK WICEMARSZAŁEK POSEŁ POSŁANKA SENATOR SENATORKA MINISTER PREZES WICEPREZES PREMIER "
    "WICEPREMIER PRZEWODNICZĄCY PRZEWODNICZĄCA WICEPRZEWODNICZĄCY WICEPRZEWODNICZĄCA SEKRETARZ "
    "PODSEKRETARZ RZECZNIK DYREKTOR LEGISLATOR BURMISTRZ RADNY RADNA STAROSTA PREZYDENT SKARBNIK "
    "WICEMINISTER WÓJT "
    # Czech, Slovak
    "PŘEDSEDA PŘEDSEDKYNĚ MÍSTOPŘEDSEDA MÍSTOPŘEDSEDKYNĚ POSLANEC POSLANKYNĚ SENÁTOR SENÁTORKA "
    "MINISTR MINISTRYNĚ PREZIDENT PREZIDENTKA PRIMÁTOR PRIMÁTORKA STAROSTKA NÁMĚSTEK NÁMĚSTKYNĚ "
    "ZASTUPITEL ZASTUPITELKA ŘEDITEL ŘEDITELKA GUVERNÉR HEJTMAN HEJTMANKA ZPRAVODAJ ZPRAVODAJKA "
    "TAJEMNÍK TAJEMNICE "
    "PREDSEDA PREDSEDNÍČKA PODPREDSEDA PODPREDSEDNÍČKA MINISTERKA POSLANKYŇA "
    # Italian, Spanish, Portuguese, French
    "SINDACO SINDACA ASSESSORE ASSESSORA CONSIGLIERE CONSIGLIERA ONOREVOLE DEPUTADO DEPUTADA "
    "VEREADOR VEREADORA PREFEITO PREFEITA CONCEJAL CONCEJALA CONSEJERO CONSEJERA CONSEILLER "
    "CONSEILLÈRE ADJOINT ADJOINTE "
    # Turkish
    "BAŞKAN BAŞKANI BAŞKANVEKİLİ BAKANI BAKAN SÖZCÜSÜ".split()
)
_ENDS = (
    r"[^\W\d_-]*(?:-[^\W\d_]+){0,3}(?:MINISTER(?:IN|N)?|MINISTERE?N|MINISTERI|MINISTERIET?I"
    r"|PRÄSIDENT(?:IN)?|KANZLER(?:IN)?|SEKRETÄR(?:IN)?|SECRETARIS|MEISTER(?:IN)?|MEESTER"
    r"|(?:BAU|STADT|GEMEINDE|KREIS|BUNDES|LANDES|REGIERUNGS|NATIONAL|STÄNDE|GROSS)R(?:AT|ÄTIN)"
    r"|(?:REGIERUNGS|PRESSE)?SPRECHER(?:IN)|REGIERUNGSSPRECHER|VORSITZENDER?|BEAUFTRAGTER?"
    r"|VORSTEHER(?:IN)?|DIREKTOR(?:IN)?|PUHEMIES|PORMESTARI|TALMAN(?:NEN)?)"
)
_OFFICE = re.compile(_ENDS)
OFFICE_ABROAD = (
    r"(?:[^\W\d_]+-\s(?:och|og|ja|und|en)\s)?"
    rf"(?i:{'|'.join(sorted(_WORDS, key=len, reverse=True))}|{_ENDS})\b"
)
"""The pattern of such an office, also of two in one: `Klimat- och miljöministern`."""
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W_]|[.'’-])*"
NAMED_ABROAD = (
    rf"(?:(?:De|Der|Die|{_WORD})\s){{0,2}}?{OFFICE_ABROAD}"
    rf"(?:\s(?:[a-z]{{1,2}}\.?\s|[^\W\d_A-Z]{{3,15}}\s){{0,2}}{_WORD}){{0,8}}"
)
"""Such an office before a name, with what it is of: `Předseda vlády Jan Tadd`."""
GROUP = r"(?:\s(?:sd|kok|ps|kesk|vihr|vas|r|kd|liik|vkk|wl|sit|sin|smp|lib)\b)?"
"""The group of a member in Finland: `Ville Tadd sd (vastauspuheenvuoro)`."""

# In Spanish, Portuguese and French an office behind an article begins with a small letter.
SMALL_OFFICE = (
    r"(?:[Ss]ecrétaire|générale?|señor(?:a|es|as|itas?)?|diputad[oa]s?|senador(?:a|es|as)?|secretari[oa]|president[ea]"
    r"|vicepresident[ea]|ministr[oa]|consejer[oa]|alcalde(?:sa)?|C\.|ciudadan[oa]|président(?:e)?"
    r"|ministre|voix|députés|sénateurs|rapporteur(?:e)?|sénat(?:eur|rice)|député(?:e)?|deputad[oa]|senhora?|maire)"
)
# Of what a French office is one: "de la commission des affaires sociales".
OF_WHAT = (
    rf"(?:{SPACE}(?:de{SPACE}la|de{SPACE}l[’']|de|du|des|d[’']|et|chargée?{SPACE}(?:de|du|des))"
    rf"{SPACE}?[\w’-]+(?:{SPACE}\w+(?:aires?|ales?|aux|elles?|iques?|ères?))?){{0,4}}"
)


def is_office_abroad(word: str) -> bool:
    """Whether a word in capitals is an office in another language, alone or at a compound's end."""
    return word in _WORDS or bool(_OFFICE.fullmatch(word))
