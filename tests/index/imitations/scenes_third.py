"""Ten kinds as scenes, written after those of `scenes_second`: rarer tongues, signs and files."""

from __future__ import annotations

from tests.index.imitations.ether import TALKED
from tests.index.imitations.scripts import Script

SCENES_THIRD = (
    Script(
        "turkish",
        """
T.C.
HALM MİLLET MECLİSİ
TUTANAK DERGİSİ
41'inci Birleşim
9 Mart 2032 Salı

BİRİNCİ OTURUM
Açılma Saati: 14.03
BAŞKAN: Ada OKE
KÂTİP ÜYELER: Bo TERN (Marl), Rita DAL (Tarn)
-----0-----
""",
        (
            """
@BAŞKAN|BAŞKAN – |*
@ALİ ÇINAR|ALİ ÇINAR (Marl) – |Sayın Başkan, *
(CHP sıralarından alkışlar)
@BAŞKAN|BAŞKAN – |Buyurun.
@ALİ ÇINAR|ALİ ÇINAR (Devamla) – |*
""",
            """
@SU İŞLERİ BAKANI HAKAN DEMİR|SU İŞLERİ BAKANI HAKAN DEMİR – |*
@AYŞE NUR ÖZ|AYŞE NUR ÖZ (Tarn) – |*
@BAŞKAN|BAŞKAN – |Teşekkür ederim.
BAŞKAN – Oylarınıza sunuyorum.
""".replace("BAŞKAN – Oylarınıza sunuyorum.", "@BAŞKAN|BAŞKAN – |Oylarınıza sunuyorum."),
        ),
        language="tr",
        gap=False,
    ),
    Script(
        "catalan",
        """
Diari de Sessions del Parlament
Sèrie P, número 41

Sessió plenària, dimarts 9 de març de 2032

La sessió s’obre a les deu del matí.

""",
        (
            """
@La presidenta|La presidenta//|*
@Jordi Tern i Pell|Jordi Tern i Pell//|Gràcies, presidenta. *
(Aplaudiments.)

@La presidenta|La presidenta//|Gràcies, diputat.
@Rita Dal Vila|Rita Dal Vila//|*
""",
            """
@El conseller d’Aigües|El conseller d’Aigües (Pere Oca Mas)//|*
@Rita Dal Vila|Rita Dal Vila//|*
@El vicepresident primer|El vicepresident primer//|Té la paraula.
@El conseller d’Aigües|El conseller d’Aigües//|*
""",
        ),
        language="es",
    ),
    Script(
        "finnish",
        """
PTK 12/2032 vp
Täysistunto
Tiistai 9.3.2032 klo 14.00—17.12

""",
        (
            """
@Puhemies Ada Oke|Puhemies Ada Oke: |*
14.05
@Jan Terny sd|Jan Terny sd: |Arvoisa rouva puhemies! *
14.09
@Rita Dal kesk|Rita Dal kesk: |*
@Jan Terny sd|Jan Terny sd (vastauspuheenvuoro): |*
[Välihuuto]

@Puhemies Ada Oke|Puhemies Ada Oke: |Ja ministeri.
""",
            """
14.31
@Vesiministeri Pekka Maru|Vesiministeri Pekka Maru (esittelypuheenvuoro): |*
@Rita Dal kesk|Rita Dal kesk: |*
@Toinen varapuhemies Mari Lo|Toinen varapuhemies Mari Lo: |*
@Ville van Ost vihr|Ville van Ost vihr: |*
""",
        ),
        language="fi",
    ),
    Script(
        "danish",
        """
Tirsdag den 9. marts 2032 (D)

Mødet blev åbnet kl. 13:00

""",
        (
            """
Kl. 13:00

@Formanden|Formanden (Ada Oke):/|*
Kl. 13:04

@Rita Dal|Rita Dal (SF):/|*
@Vandministeren|Vandministeren (Bo Terny):/|*
Kl. 13:06

@Formanden|Formanden (Ada Oke):/|Tak.
""",
            """
@Tredje næstformand|Tredje næstformand (Per Lund):/|*
Kl. 13:31

@Jens van Ost|Jens van Ost (LA):/|*
@Vandministeren|Vandministeren (Bo Terny):/|*
@Jens van Ost|Jens van Ost (LA):/|Nej.
(Kort bemærkning).

""",
        ),
        language="no",
    ),
    Script(
        "brackets-role",
        """
Press Conference by Minister for Waters Oake

Tuesday, March 9, 2032, 10:45 a.m. Front Entrance Hall

Opening Remarks

""",
        (
            """
@Minister Oake|[Minister Oake] |*
@Reporter|[Reporter] |*
@Minister Oake|[Minister Oake] |*
""",
            """
The Weirs of Marl

@Weir News, Terney|[Weir News, Terney] |*
@Minister Oake|[Minister Oake] |*
@Reporter|[Reporter] |Is that all?
@Minister Oake|[Minister Oake] |Yes.
@Vice-Minister Dal|[Vice-Minister Dal] |*
""",
        ),
        salt=TALKED,
        date="2032-03-09",
    ),
    Script(
        "chinese",
        """
水利部发言人林海主持例行记者会

2032年3月9日

""",
        (
            """
@主持人|主持人：|*
@林海|林海：|*
@河闻社记者|河闻社记者：|*
@林海|林海：|*
""",
            """
@路透社记者|路透社记者：|*
@林海|林海：|*
@主持人|主持人：|*
""",
        ),
        language="zh",
    ),
    Script(
        "duma",
        """
Стенограмма заседания 9 марта 2032 г.

Здание на Речной площади. Большой зал.
9 марта 2032 года. 12 часов.

""",
        (
            """
@Председательствующий|Председательствующий. |*
@Терни Б. И.|Терни Б. И., фракция «Река». |*
@Председательствующий|Председательствующий. |Спасибо.
@Далина Р. В.|Далина Р. В. |*
""",
            """
@Марш Г. П.|Марш Г. П., министр вод. |*
@Терни Б. И.|Терни Б. И. |*
(Шум в зале.)

@Из зала|Из зала. (Не слышно.) |*
@Председательствующий|Председательствующий. |Ставится на голосование.
""",
        ),
        language="ru",
    ),
    Script(
        "em-dash-names",
        """
A walk along the Halm

Ada Lunk and Bo Terney talk to Rosa Venn. March 9, 2032

""",
        (
            """
@Rosa|Rosa — |*
@Ada|Ada — |*
@Bo|Bo — |Ha.
@Rosa|Rosa — |And then?
@Bo|Bo — |*
""",
            """
@Ada|Ada — |*
@Bo|Bo — |*
@Waiter|Waiter — |More tea?
@Ada|Ada — |*
""",
        ),
        salt=TALKED,
        date="2032-03-09",
    ),
    Script(
        "markdown-table",
        """
# Interview with the keeper

Date: March 9, 2032

| Time | Speaker | Text |
|------|---------|------|
""",
        (
            """
@Ada Lunk|\\| 00:{n} \\| Ada Lunk \\| |* \\|
@Interviewer|\\| 00:{n} \\| Interviewer \\| |* \\|
""",
            """
@Ada Lunk|\\| 00:{n} \\| Ada Lunk \\| |* \\|
@Bo T.|\\| 00:{n} \\| Bo T. \\| |* \\|
""",
        ),
        gap=False,
        suffix=".md",
        paragraphs=1,
        salt=TALKED,
        date="2032-03-09",
    ),
    Script(
        "html-dl",
        """
<!DOCTYPE html><html><head><meta charset="utf-8"><title>Locks: a talk</title></head><body>
<h1>Locks: a talk</h1><p>March 9, 2032</p>
<dl>
""",
        (
            """
@Ada Lunk|<dt>Ada Lunk</dt>/<dd>|*</dd>
@Host|<dt>Host</dt>/<dd>|*</dd>
@Ada Lunk|<dt>Ada Lunk</dt>/<dd>|*</dd>
@Bo Terney, smith|<dt>Bo Terney, smith</dt>/<dd>|*</dd>
@Host|<dt>Host</dt>/<dd>|Right.</dd>
""",
        ),
        tail="""
</dl></body></html>
""",
        gap=False,
        paragraphs=1,
        suffix=".html",
        date="2032-03-09",
    ),
)
