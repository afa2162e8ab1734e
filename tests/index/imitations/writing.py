"""Sentences of our own fiction, and the sheet that a transcript is written on."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

_ENGLISH = (
    "The {0} was mended after the flood, and it holds",
    "We found the {0} under the bridge in the spring",
    "Nobody had asked for a {0} until the ferry sank",
    "I would say two things about the {0}: it is old, and it is ours",
    "As Mr. Pell wrote in his letter, the {0} cost more than the boat",
    "Who would pay for the {0} if the council did not",
    "My father kept a {0} in the shed behind the lock house, and oiled it every week of the year",
    "There were forty of us, and each had a {0} of his own",
    "The report says on page nine that the {0} is “a matter for Mrs. Dray: she knows it best”",
    "In 2019 the {0} stood where the mill is now",
    "That is not what the {0} is for",
    "It took the smith a week to find the {0} that we needed for the upper gate of the canal",
    "You cannot put a {0} on a barge and hope for the best",
    "The No. 4 lock and the {0} are one system",
)
_SPANISH = (
    "El {0} se reparó después de la crecida y funciona bien",
    "Encontramos el {0} debajo del puente en la primavera",
    "Quiero decir dos cosas sobre el {0}: es viejo y es nuestro",
    "Nadie había pedido un {0} hasta que se hundió la barca",
    "Como escribió el señor Pell en su carta, el {0} costó más que el barco",
    "No se puede poner un {0} en una barcaza y esperar lo mejor",
)
_GERMAN = (
    "Der {0} wurde nach dem Hochwasser repariert und hält",
    "Wir haben den {0} im Frühjahr unter der Brücke gefunden",
    "Ich will zwei Dinge über den {0} sagen: Er ist alt, und er gehört uns",
    "Niemand hatte nach einem {0} gefragt, bis die Fähre sank",
    "Wie Herr Pell in seinem Brief schrieb, hat der {0} mehr gekostet als das Boot",
    "Das ist nicht, wozu der {0} da ist",
)
_FRENCH = (
    "Le {0} a été réparé après la crue et il tient bon",
    "Nous avons trouvé le {0} sous le pont au printemps",
    "Je dirai deux choses sur le {0} : il est vieux et il est à nous",
    "Personne n’avait demandé un {0} avant que le bac ne coule",
    "Comme l’écrivait M. Pell dans sa lettre, le {0} a coûté plus que le bateau",
    "Ce n’est pas à cela que sert le {0}",
)
_PORTUGUESE = (
    "O {0} foi reparado depois da cheia e funciona bem",
    "Encontrámos o {0} debaixo da ponte na primavera",
    "Quero dizer duas coisas sobre o {0}: é velho e é nosso",
    "Ninguém tinha pedido um {0} até o barco se afundar",
    "Como escreveu o Sr. Pell na sua carta, o {0} custou mais do que o barco",
)
_NORWEGIAN = (
    "Den {0} ble reparert etter flommen, og den holder",
    "Vi fant {0} under broen i vår",
    "Jeg vil si to ting om {0}: den er gammel, og den er vår",
    "Ingen hadde bedt om {0} før fergen sank",
    "Det er ikke det {0} er til for",
)
_POLISH = (
    "Ten {0} naprawiono po powodzi i nadal działa",
    "Wiosną znaleźliśmy {0} pod mostem",
    "Powiem dwie rzeczy o {0}: jest stary i jest nasz",
    "Nikt nie prosił o {0}, zanim zatonął prom",
    "Jak pisał pan Pell w swoim liście, {0} kosztował więcej niż łódź",
    "Nie do tego służy {0}",
)
_ITALIAN = (
    "Il {0} è stato riparato dopo la piena e funziona",
    "Abbiamo trovato il {0} sotto il ponte in primavera",
    "Dirò due cose sul {0}: è vecchio ed è nostro",
    "Nessuno aveva chiesto un {0} prima che affondasse il traghetto",
    "Come scriveva il signor Pell nella sua lettera, il {0} è costato più della barca",
    "Non è a questo che serve il {0}",
)
_DUTCH = (
    "De {0} is na de overstroming hersteld en houdt",
    "We vonden de {0} in het voorjaar onder de brug",
    "Ik wil twee dingen zeggen over de {0}: hij is oud en hij is van ons",
    "Niemand had om een {0} gevraagd voordat de veerboot zonk",
    "Zoals de heer Pell in zijn brief schreef, kostte de {0} meer dan de boot",
    "Daar is de {0} niet voor",
)
_CZECH = (
    "Ten {0} byl po povodni opraven a drží",
    "Na jaře jsme našli {0} pod mostem",
    "Řeknu o {0} dvě věci: je starý a je náš",
    "Nikdo o {0} nežádal, dokud se přívoz nepotopil",
    "Jak napsal pan Pell ve svém dopise, {0} stál víc než loď",
)
_TURKISH = (
    "Selden sonra {0} onarıldı ve hâlâ çalışıyor",
    "İlkbaharda {0} köprünün altında bulundu",
    "{0} hakkında iki şey söyleyeceğim: eskidir ve bizimdir",
    "Feribot batana kadar kimse {0} istememişti",
)
_FINNISH = (
    "Se {0} korjattiin tulvan jälkeen ja se kestää",
    "Löysimme keväällä sillan alta {0}",
    "Sanon kaksi asiaa: {0} on vanha ja se on meidän",
    "Kukaan ei ollut pyytänyt {0} ennen kuin lautta upposi",
)
_RUSSIAN = (
    "После паводка {0} починили, и он держится",
    "Весной мы нашли {0} под мостом",
    "Скажу две вещи: {0} старый, и он наш",
    "Никто не просил {0}, пока не утонул паром",
)
_CHINESE = (
    "洪水之后 {0} 修好了，现在还能用。",
    "春天我们在桥下找到了 {0} 。",
    "关于 {0} 我想说两点：它旧了，但是我们的。",
    "渡船沉没之前没有人要过 {0} 。",
)
BANKS = {
    "tr": _TURKISH,
    "fi": _FINNISH,
    "ru": _RUSSIAN,
    "zh": _CHINESE,
    "cs": _CZECH,
    "pl": _POLISH,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "en": _ENGLISH,
    "es": _SPANISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "pt": _PORTUGUESE,
    "no": _NORWEGIAN,
}
_HEADS = "br dr gl kr pl st tr v m n l s t f g w".split()
_TAILS = "ab eck im olt ung arn ost ell ip und ark esh".split()


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as a careful reader sees it: who is printed, null for nobody, and the words."""

    label: str | None
    words: str
    slip: str | None = None


@dataclass(slots=True)
class Sheet:
    """What is written so far, with what a reader should find in it."""

    seed: int
    language: str = "en"
    lines: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    title: str | None = None
    date: str | None = None
    place: str | None = None
    rng: random.Random = field(init=False)
    used: set[str] = field(default_factory=set)
    salt: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def word(self) -> str:
        """A word that stands nowhere else: it tells in whose mouth a sentence is found."""
        while True:
            parts = [self.rng.choice(_HEADS) + self.rng.choice(_TAILS) for _ in range(3)]
            word = "".join(parts)
            if word not in self.used:
                self.used.add(word)
                return word

    def sentence(self) -> str:
        """One sentence."""
        if self.salt and self.rng.random() < 0.3:
            return self.rng.choice(self.salt).format(self.word())
        words = self.rng.choice(BANKS[self.language]).format(self.word())
        if words.endswith("。"):
            return words
        asked = words.startswith("Who ") or (self.language == "en" and self.rng.random() < 0.1)
        return words + ("?" if asked else ".")

    def paragraph(self, most: int = 5) -> str:
        """Some sentences on one line."""
        return " ".join(self.sentence() for _ in range(self.rng.randint(1, most)))

    def speech(self, paragraphs: int = 3) -> list[str]:
        """What is said in one turn: one paragraph mostly, up to so many."""
        count = 1 if self.rng.random() < 0.5 else self.rng.randint(1, paragraphs)
        return [self.paragraph() for _ in range(count)]

    def write(self, *lines: str) -> None:
        """Lines that nobody says."""
        self.lines.extend(lines)

    def says(self, label: str | None, paragraphs: Sequence[str], slip: str | None = None) -> None:
        """Keep a turn as it should be found."""
        self.said.append(Said(label, " ".join(" ".join(paragraphs).split()), slip))


def wrapped(text: str, width: int = 66, first: str = "", rest: str = "") -> list[str]:
    """A paragraph in lines of so many characters."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def misspelt(name: str, rng: random.Random) -> str:
    """The last word of a label with two neighbouring letters swapped."""
    words = name.split(" ")
    last = words[-1]
    for _ in range(20):
        at = rng.randint(1, max(1, len(last) - 3))
        swapped = last[:at] + last[at + 1] + last[at] + last[at + 2 :]
        if swapped != last:
            break
    return " ".join([*words[:-1], swapped])
