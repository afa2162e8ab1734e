"""Three inputs for each kind of written record: chambers of other languages, calls, recorders.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations

from itertools import cycle

_SAID = (
    "The old weir was mended in the spring.",
    "Who paid for the stones by the lower road?",
    "Nobody paid, and nobody was asked.",
    "Then we shall look at it together.",
)
Case = tuple[str, str, tuple[str, ...]]


def _talk(
    kind: str,
    *heads: str,
    sign: str = ": ",
    gap: str = "\n\n",
    said: tuple[str, ...] = _SAID,
    nobody: tuple[str, ...] = (),
) -> Case:
    """A talk: each head is what is printed, the label between `<` and `>`, all of it without them.

    :param nobody: Labels of heads whose words are nobody's; the head stays in sight.
    """
    text, turns = [], []
    for head, words in zip(heads, cycle(said), strict=False):
        before, _, rest = head.rpartition("<")
        label, _, behind = rest.rpartition(">")
        label, behind = (label, behind) if label else (rest, "")
        text.append(f"{before}{label}{behind}{sign}{words}")
        shown = f"– | {label}{behind}{sign}{words}" if label in nobody else f"{label} | {words}"
        turns.append(" ".join(shown.split()))
    return kind, gap.join(text), tuple(turns)


_ANALYST = "Analyst, Bog Capital"
_CALL = (
    ("Operator", ""),
    ("Una Marsh", "Vice President, Investor Relations"),
    ("Ned Oake", "Chief Executive Officer"),
    ("Ria Stone", "Chief Financial Officer"),
    ("Operator", ""),
    ("Bo Wren", _ANALYST),
    ("Ned Oake", "Chief Executive Officer"),
    ("Bo Wren", _ANALYST),
    ("Ria Stone", "Chief Financial Officer"),
)
_SEATS = (
    ("Una Marsh", "Liberal", "Halm—Quarry, ON"),
    ("Ned Oake", "Conservative", "Wren River, AB"),
    ("Una Marsh", "Liberal", "Halm—Quarry, ON"),
    ("Ria Stone", "Bloc", "Stone Hills, QC"),
    ("Ned Oake", "Conservative", "Wren River, AB"),
)
_COCKPIT = ("flaps five.", "is it wet down there?", "it is.", "norland two cleared to land.")
_TIMES = (
    *(("Una Marsh", "05"), ("Ned Oake", "16"), ("Una Marsh", "28")),
    *(("Ria Stone", "33"), ("Ned Oake", "41"), ("Ria Stone", "52")),
)
_BRIDGE = ("橋は直されました。", "費用は誰が払ったのですか。", "誰も払いませんでした。")
_BRIDGE_KOREAN = ("다리는 봄에 고쳤습니다.", "돌값은 누가 냈습니까?", "아무도 내지 않았습니다.")


def _seated(kind: str, form: str) -> Case:
    heads = [form.format(name=f"<{name}>", party=party, seat=seat) for name, party, seat in _SEATS]
    return _talk(kind, *heads, sign="\n\n")


def _called(kind: str, under: str, over: str) -> Case:
    heads = [f"<{name}>{under}{office}" if office else f"<{name}>" for name, office in _CALL]
    return _talk(kind, *heads, sign=over)


RECORDS: tuple[Case, ...] = (
    _talk(
        "German office that stands once",
        *("<Präsidentin Una Marsch>", "<Abg. Wren> (NEOS)", "<Präsidentin Una Marsch>"),
        *("<Landesrätin Stein>", "<Abg. Wren> (NEOS)", "<Bundesrat Dr. Finck>"),
    ),
    _talk(
        "German office that stands once",
        *("<Oberbürgermeisterin Ria Stein>", "<Stadtrat Bo Wren>", "<Stadtbaurat Dr. Finck>"),
        *("<Stadtrat Bo Wren>", "<Oberbürgermeisterin Ria Stein>", "<Bürgermeister Oake>"),
    ),
    _talk(
        "German office that stands once",
        *("<Vorsitzende Una Marsch>", "<Sachverständiger Prof. Dr. Ned Oake>"),
        *("<Vorsitzende Una Marsch>", "<Abgeordnete Ria Stein> (Linke)"),
        *("<Staatssekretärin Lea Finck>", "<Abgeordnete Ria Stein> (Linke)"),
    ),
    _talk(
        "Polish or Czech office with what it is of",
        *("<Marszałek>", "<Poseł Jan Wren>", "<Minister Sprawiedliwości Ola Stein>"),
        *("<Poseł Jan Wren>", "<Sekretarz Stanu w Ministerstwie Finansów Adam Oak>", "<Marszałek>"),
    ),
    _talk(
        "Polish or Czech office with what it is of",
        *("<Předseda vlády Jan Wren>", "<Senátor Bo Oak>", "<Místopředsedkyně Senátu Ria Stein>"),
        *("<Senátor Bo Oak>", "<Ministr financí ČR Ivo Finck>", "<Senátor Bo Oak>"),
        "<Předseda vlády Jan Wren>",
    ),
    _talk(
        "Polish or Czech office with what it is of",
        *("<Primátor Jan Wren>", "<Zastupitelka Ria Stein>", "<Náměstek primátora Bo Oak>"),
        *("<Zastupitelka Ria Stein>", "<Primátor Jan Wren>", "<Tajemník úřadu Ivo Finck>"),
    ),
    _talk(
        "Dutch or northern chair and minister",
        *(
            "<De voorzitter>",
            "<De heer Wren> (VVD)",
            "<Minister Van Stein>",
            "<De heer Wren> (VVD)",
        ),
        *("<De voorzitter>", "<Mevrouw Oake> (D66)", "<Staatssecretaris Finck>", "<De voorzitter>"),
        sign=":\n",
    ),
    _talk(
        "Dutch or northern chair and minister",
        *("<Formanden>", "<Pia Wren> (V)", "<Finansministeren> (Bo Stein)", "<Pia Wren> (V)"),
        *("<Formanden>", "<Skatteministeren> (Eva Finck)", "<Formanden>"),
        sign=":\n",
    ),
    _talk(
        "Dutch or northern chair and minister",
        *("Anf. 4 <Statsminister ULF STEN> (M)", "Anf. 5 <RIA WREN> (S)"),
        *("Anf. 6 <Statsminister ULF STEN> (M) replik", "Anf. 7 <RIA WREN> (S) replik"),
        *("Anf. 8 <Finansminister EVA FINCK> (M)", "Anf. 9 <BO OAKE> (V)"),
        sign=":\n",
    ),
    _talk(
        "point or time before a label",
        *("<Puhemies Una Marsk>", "16.03 <Bo Wren> sd", "16.05 <Pääministeri Ned Sten>"),
        *("16.07 <Bo Wren> sd (vastauspuheenvuoro)", "<Puhemies Una Marsk>", "16.08 <Ria Finck> r"),
    ),
    _talk(
        "point or time before a label",
        *("<De voorzitter>", "01.01 <Bo Wren> (N-VA)", "01.02 <Minister Ria Stein>"),
        *("01.03 <Bo Wren> (N-VA)", "<De voorzitter>", "01.04 <Staatssecretaris Ned Oake>"),
    ),
    _talk(
        "point or time before a label",
        *("9.8 <Una Marsh>", "9.9 <Ned Oake>", "9.10 <Una Marsh>", "9.11 <Ned Oake>"),
        *("9.12 <Ria Stone>", "9.13 <Una Marsh>"),
    ),
    *(
        _talk("Turkish office with a town", *heads, sign=" – ", gap=gap)
        for heads, gap in (
            (
                (
                    "<BAŞKAN>",
                    "<KEMAL VELT> (Sivas)",
                    "<BAŞKAN>",
                    "<ADALET BAKANI AYLA MUR> (Muş)",
                    "<BAŞKAN>",
                    "<KEMAL VELT> (Sivas)",
                ),
                "\n\n",
            ),
            (
                (
                    "<BAŞKAN>",
                    "<SEDA KORL> (Bolu)",
                    "<BAŞKAN>",
                    "<SEDA KORL> (Bolu)",
                    "<PLAN VE BÜTÇE KOMİSYONU SÖZCÜSÜ CAN TAN> (Kars)",
                    "<BAŞKAN>",
                ),
                "\n",
            ),
            (
                (
                    "<BAŞKAN>",
                    "<AK PARTİ GRUBU ADINA SEDA KORL> (Bolu)",
                    "<BAŞKAN>",
                    "<KEMAL VELT> (Sivas)",
                    "<BAŞKAN>",
                    "<AYLA MUR> (Muş)",
                ),
                "\n\n",
            ),
        )
    ),
    _talk(
        "office behind a name before a full stop",
        *("<M. le président>", "<M. Bo Wren>", "<M. le président>"),
        *("<Mme Ria Stone>, rapporteure de la commission des finances", "<M. Bo Wren>"),
        "<Mme Una Marsh>, garde des sceaux",
        sign=". ",
    ),
    _talk(
        "office behind a name before a full stop",
        *("<PRESIDENTE>", "<WREN> (PD)", "<PRESIDENTE>", "<STONE>, vice ministro dell'economia"),
        *("<WREN> (PD)", "<PRESIDENTE>", "<MARSH>, presidente della 5a Commissione permanente"),
        sign=". ",
    ),
    _talk(
        "office behind a name before a full stop",
        *(
            "<PRESIDENTE>",
            "<BO WREN> (M5S)",
            "<PRESIDENTE>",
            "<RIA STONE>, Viceministra del lavoro",
        ),
        *("<BO WREN> (M5S)", "<PRESIDENTE>"),
        sign=". ",
    ),
    _talk(
        "long Spanish or Portuguese office",
        *("<El señor PRESIDENTE>", "<La señora STONE WREN>", "<El señor PRESIDENTE>"),
        "<La señora VICEPRESIDENTA PRIMERA DEL GOBIERNO Y MINISTRA DE HACIENDA> (Marsh Oake)",
        *("<La señora STONE WREN>", "<El señor PRESIDENTE>"),
    ),
    _talk(
        "long Spanish or Portuguese office",
        *("<O Sr. Presidente>", "<O Sr. Bo Wren> (PSD)", "<O Sr. Presidente>"),
        *(
            "<O Sr. Ministro das Finanças> (Rui Oake)",
            "<O Sr. Bo Wren> (PSD)",
            "<O Sr. Presidente>",
        ),
        sign=": — ",
    ),
    _talk(
        "long Spanish or Portuguese office",
        *("<El señor WREN> (Presidente)", "<La señorita STONE> (doña Ria)"),
        *("<El señor WREN> (Presidente)", "<El señor OAKE> (Ministro de Obras)"),
        *("<La señorita STONE> (doña Ria)", "<El señor WREN> (Presidente)"),
        sign=".- ",
    ),
    *(
        _talk("name and office in bold before a dash", *heads, sign=" – ")
        for heads in (
            (
                "**<President>.**",
                "**<Bo Wren> (S&D)**.",
                "**<Ria Stone>, Member of the Commission**.",
                "**<President>.**",
                "**<Bo Wren> (S&D)**.",
                "**<President>.**",
            ),
            (
                "**<President>.**",
                "**<Una Marsh> (The Left)**.",
                "**<President>.**",
                "**<Ned Oake>, Commissioner**.",
                "**<Una Marsh> (The Left)**.",
            ),
            (
                "**<Ria Stone> (PPE)**.",
                "**<President>.**",
                "**<Ned Oake> (NI)**.",
                "**<President>.**",
                "**<Ria Stone> (PPE)**.",
                "**<President>.**",
            ),
        )
    ),
    *(
        _talk("circle before a Japanese name", *heads, sign="　", gap="\n", said=_BRIDGE)
        for heads in (
            (
                "○<丘田委員長>",
                "○<川野委員>",
                "○<国務大臣>（山辺一郎君）",
                "○<川野委員>",
                "○<丘田委員長>",
            ),
            (
                "○<議長>（丘田花子君）",
                "○<川野三郎君>",
                "○<議長>（丘田花子君）",
                "○<財務大臣>（森谷次郎君）",
            ),
            ("○<森谷座長>", "○<白井構成員>", "○<事務局>", "○<白井構成員>", "○<森谷座長>"),
        )
    ),
    *(
        _talk("circle before a Korean name", *heads, sign="  ", gap="\n", said=_BRIDGE_KOREAN)
        for heads in (
            ("◯<의장 홍길동>", "◯<김가람 의원>", "◯<의장 홍길동>", "◯<법무부장관 최마루>"),
            ("○<위원장 박나루>", "○<정하늘 위원>", "○<위원장 박나루>", "○<전문위원 이다솔>"),
            ("○<부의장 홍길동>", "○<시장 박나루>", "○<김가람 의원>", "○<부의장 홍길동>"),
        )
    ),
    _called("office on the line under a name", "\n\n", "\n\n"),
    _called("office on the line under a name", "\n", "\n"),
    _called("office on the line under a name", "\n", "\n\n"),
    _seated("party between a name and the words", "{name}\n\n{party}"),
    _seated("party between a name and the words", "{name}\n{party}\n{seat}"),
    _seated("party between a name and the words", "{party}\n\n{name} {party} {seat}"),
    *(
        _talk("voice of a cockpit recorder", *heads, sign=sign, gap=gap, said=_COCKPIT)
        for heads, sign, gap in (
            (
                (
                    "14:02:11.3 <HOT-1>",
                    "14:02:12.0 <HOT-2>",
                    "14:02:18.9 <HOT-1>",
                    "14:02:24.0 <TWR>",
                    "14:02:27.7 <HOT-2>",
                    "14:02:30.1 <HOT-1>",
                ),
                " ",
                "\n",
            ),
            (
                (
                    "15:24:56\n<CAM-1>",
                    "15:24:58\n<CAM-2>",
                    "15:25:06\n<CAM-1>",
                    "15:25:12\n<APP>",
                    "15:25:17\n<CAM-2>",
                    "15:25:20\n<CAM-1>",
                ),
                "     ",
                "\n\n",
            ),
            (
                (
                    "0912:04\t<CAM-1>",
                    "0912:07\t<RDO-2>",
                    "0912:15\t<CAM-1>",
                    "0912:21\t<CTR>",
                    "0912:30\t<RDO-2>",
                    "0912:34\t<CAM-1>",
                ),
                "\t",
                "\n",
            ),
        )
    ),
    *(
        _talk("time beside a name in bold", *(form.format(*row) for row in _TIMES), sign=" ")
        for form in ("0:00:{1}.5 **<{0}>**", "[00:{1}] **<{0}>**", "**<{0}>** *00:{1}*")
    ),
    *(
        _talk("talk without line breaks", *(f"<{label}>" for label in labels), gap=" ")
        for labels in (
            ("Operator", "Una Marsh", "Ned Oake", "Operator", "Una Marsh", "Ned Oake", "Una Marsh"),
            (
                "Una Marsh",
                "Ned Oake",
                "Una Marsh",
                "Ned Oake",
                "Una Marsh",
                "Ned Oake",
                "Una Marsh",
            ),
            (
                "Speaker 1",
                "Speaker 2",
                "Speaker 1",
                "Speaker 3",
                "Speaker 2",
                "Speaker 1",
                "Speaker 2",
            ),
        )
    ),
    *(
        _talk("answer behind a wide space", *heads, sign="     ", gap=gap)
        for heads, gap in (
            (("<Q>", "<A>", "<Q>", "<A>", "<Q>", "<A>"), "\n\n"),
            (("<Q>", "<A>", "<Q>", "<A>"), "\n"),
            (("<MS. STONE>:", "<Q>", "<A>", "<Q>", "<A>", "<MS. STONE>:"), "\n"),
        )
    ),
    _talk(
        "unknown office before a name",
        *("<Senátor Bo Wren>", "<Místopředseda Senátu Jan Oak>", "<Senátor Bo Wren>"),
        *("<Místopředseda Senátu Jan Oak>", "<Veřejný ochránce práv Ivo Stein>"),
        "<Senátor Bo Wren>",
        nobody=("Veřejný ochránce práv Ivo Stein",),
    ),
    _talk(
        "unknown office before a name",
        *("<Przewodniczący Adam Marsz>", "<Poseł Ria Stein>", "<Przewodniczący Adam Marsz>"),
        *("<Zastępca dyrektora Departamentu Wód Bo Wren>", "<Poseł Ria Stein>"),
        nobody=("Zastępca dyrektora Departamentu Wód Bo Wren",),
    ),
    _talk(
        "unknown office before a name",
        *("<Ratsfrau Ria Stein>", "<Ratsherr Bo Wren>", "<Ratsfrau Ria Stein>"),
        *("<Erster Beigeordneter Prof. Dr. Finck>", "<Ratsherr Bo Wren>", "<Ratsfrau Ria Stein>"),
        nobody=("Erster Beigeordneter Prof. Dr. Finck",),
    ),
)
