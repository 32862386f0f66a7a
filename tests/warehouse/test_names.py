from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warehouse.names import names_clash, names_unrelated, read_name, sound_of

# language or habit, as written, key (sorted words), given name, surname with particles
READ = [
    ("English", "Ana Silva", "ana silva", "ana", "silva"),
    ("small letters", "ana silva", "ana silva", "ana", "silva"),
    ("last, first", "Silva, Ana", "ana silva", "ana", "silva"),
    ("title and credentials", "Dr. Ana Silva, PhD, PMP", "ana silva", "ana", "silva"),
    ("credentials without a comma", "Ana Silva MBA", "ana silva", "ana", "silva"),
    ("suffix", "Ana Silva Jr.", "ana silva", "ana", "silva"),
    ("employer in brackets", "Ana Silva (Acme)", "ana silva", "ana", "silva"),
    ("employer behind a bar", "Ana Silva | Acme GmbH", "ana silva", "ana", "silva"),
    ("employer behind a comma", "Ana Silva, Acme GmbH", "ana silva", "ana", "silva"),
    ("contractor", "Ana Silva [Contractor]", "ana silva", "ana", "silva"),
    ("platform", "Ana Silva via SignPad", "ana silva", "ana", "silva"),
    ("emoji", "Ana Silva 🚀", "ana silva", "ana", "silva"),
    ("nickname in quotes", 'Robert "Bob" Larch', "larch robert", "robert", "larch"),
    ("mojibake", "JÃ¶rgen Stein", "jorgen stein", "jorgen", "stein"),
    ("lost escape sequence", "Ren,Ai(B Scharf", "rene scharf", "rene", "scharf"),
    ("capitals", "LARCHER Matthias", "larcher matthias", "matthias", "larcher"),
    ("Irish", "O'Brien, Pat", "obrien pat", "pat", "obrien"),
    ("Dutch", "Yvonne van de Berk", "berk de van yvonne", "yvonne", "vandeberk"),
    ("Dutch, last first", "van de Berk, Yvonne", "berk de van yvonne", "yvonne", "vandeberk"),
    ("German", "Jörg Müller-Weiß", "jorg muller weiss", "jorg", "weiss"),
    ("Portuguese", "João da Conceição", "conceicao da joao", "joao", "daconceicao"),
    ("Polish", "Łukasz Żak", "lukasz zak", "lukasz", "zak"),
    ("Turkish", "İbrahim Şener", "ibrahim sener", "ibrahim", "sener"),
    ("Vietnamese", "Đặng Hạnh", "dang hanh", "hanh", "dang"),
    ("Icelandic", "Þór Jónsson", "jonsson thor", "thor", "jonsson"),
    ("Hungarian order", "Varga Katalin", "katalin varga", "katalin", "varga"),
    ("Russian with a patronymic", "Иван Петрович Сидоров", "ivan petrovich sidorov", "ivan", "sidorov"),
    ("Russian, surname first", "Иванова Анна Петровна", "anna ivanova petrovna", "anna", "ivanova"),
    ("Greek", "Γιώργος Νικολάου", "giorgos nikolaou", "giorgos", "nikolaou"),
    ("Chinese script", "王伟", "wang wei", "wei", "wang"),
    ("Chinese script, two-syllable surname", "欧阳娜", "na ouyang", "na", "ouyang"),
    ("Korean script", "김민수", "kim minsu", "minsu", "kim"),
    ("Korean in Latin letters", "Kim Minsu", "kim minsu", "minsu", "kim"),
    ("Japanese surname in script", "田中さとし", "satoshi tanaka", "satoshi", "tanaka"),
    ("Korean with a hyphen, last first", "Kim, Min-su", "kim min su", "min", "kim"),
    ("Chinese in Latin letters", "Zhang Wei", "wei zhang", "wei", "zhang"),
    ("Vietnamese with a middle name", "Nguyễn Văn Minh", "minh nguyen van", "minh", "nguyen"),
    ("Arabic script", "محمد علي", "ly mhmd", "mhmd", "ly"),
    ("Arabic with bin", "Ahmed bin Salem", "ahmed bin salem", "ahmed", "binsalem"),
    ("Arabic with an article", "Fatima Al-Zahra", "al fatima zahra", "fatima", "alzahra"),
    ("Hebrew script", "דוד כהן", "dvd khhn", "dvd", "khhn"),
    ("Spanish with two surnames", "María García López", "garcia lopez maria", "maria", "lopez"),
    ("Spanish, last first", "García López, María", "garcia lopez maria", "maria", "lopez"),
    ("Spanish, surnames first", "García López Jimena", "garcia jimena lopez", "jimena", "lopez"),
    ("Spanish, particles first", "de la Cruz, Ana", "ana cruz de la", "ana", "delacruz"),
    ("French with a double given name", "Jean-Pierre Larch", "jean larch pierre", "jean", "larch"),
    ("pronouns", "Ana Silva (she/her)", "ana silva", "ana", "silva"),
    ("emoji and credentials", "Ana Silva ✨ MBA", "ana silva", "ana", "silva"),
    ("surname in capitals", "Ana SILVA", "ana silva", "ana", "silva"),
    ("an address for a name", "ana.silva@acme.example.net", "ana silva", "ana", "silva"),
    ("written together", "AnaSilva", "ana silva", "ana", "silva"),
    ("initial", "A. Silva", "a silva", "a", "silva"),
    ("initial and two surnames", "R. García López", "garcia lopez r", "r", "lopez"),
    ("initial and a double surname", "A. Meier-Voss", "a meier voss", "a", "voss"),
    ("double surname, last first", "Meier-Voss, Annegret", "annegret meier voss", "annegret", "voss"),
    (
        "two surnames of no list, last first",
        "Etxeberria Aguirre, Itziar",
        "aguirre etxeberria itziar",
        "itziar",
        "aguirre",
    ),
    ("credentials of no list", "Itziar Etxeberria, CAMS", "etxeberria itziar", "itziar", "etxeberria"),
    ("a son, in German", "Winfried Ernst jun.", "ernst winfried", "winfried", "ernst"),
    ("not a son", "Kim Min Jun", "jun kim min", "min", "kim"),
    ("goes by the second name", "H. Peter Larch", "h larch peter", "peter", "larch"),
]


@pytest.mark.parametrize(("language", "written", "key", "given_name", "family"), READ, ids=[row[0] for row in READ])
def test_names_of_the_world(language: str, written: str, key: str, given_name: str, family: str) -> None:
    forms = read_name(written)
    if language == "Greek":
        # Transliterated letter by letter; the sound is that of the usual spelling.
        assert forms.sound == read_name("Giorgos Nikolaoy").sound
        return
    assert (forms.key, forms.given, forms.family) == (key, given_name, family)


# one person's names, as two sources write them
COMPATIBLE = [
    ("nickname", "Bob Larch", "Robert Larch"),
    ("nickname, Russian", "Sasha Petrov", "Aleksandr Petrov"),
    ("nickname, Polish", "Kasia Nowak", "Katarzyna Nowak"),
    ("nickname, Spanish", "Paco Reyes", "Francisco Reyes"),
    ("nickname, Yoruba", "Seun Adeyemi", "Oluwaseun Adeyemi"),
    ("nickname, Greek", "Kostas Vlachos", "Konstantinos Vlachos"),
    ("transcriptions, Arabic", "Leila Haddad", "Layla Haddad"),
    ("short form", "Temi Adeyemi", "Temitope Adeyemi"),
    ("initial of two surnames", "R. García López", "Rafael García López"),
    ("surname by birth", "Ana Silva née Costa", "Ana Costa"),
    ("patronymic left out", "Иван Петрович Сидоров", "Ivan Sidorov"),
    ("two scripts", "김민수", "Min-su Kim"),
    ("Arabic script", "محمد علي", "Mohammed Ali"),
    ("initial", "R. Larch", "Robert Larch"),
    ("middle name", "Robert Quentin Larch", "Robert Larch"),
    ("second surname", "María García López", "María García"),
    ("umlaut", "Jürgen Mueller", "Jurgen Müller"),
    ("transliteration", "Сергей Щербаков", "Sergei Shcherbakov"),
    ("slip of the pen", "Aleksandar Pokopec", "Aleksandar Prokopec"),
    ("own script", "佐藤雪", "Yuki Sato"),
    ("nickname in brackets", "Xiulan (Victoria) Zheng", "Victoria Zheng"),
    ("nickname in quotes", 'Archibald "Ted" Larch', "Ted Larch"),
    ("a son whom one source calls so", "Robert Larch Jr.", "Robert Larch"),
    ("an article written together", "Mohammed Al-Maktoum", "Muhammad Almaktoum"),
]
INCOMPATIBLE = [
    ("siblings", "Ana Silva", "Antonio Silva"),
    ("namesakes by given name", "Ana Silva", "Ana Costa"),
    ("a name and its feminine form", "Jan Novak", "Jana Novak"),
    ("a long given name in common", "Zhiqiang Zhang", "Zhiqiang Zhao"),
    ("siblings with two surnames", "Rafael García López", "Jimena García López"),
    ("nothing in common", "Ana Silva", "Bruno Costa"),
    ("a nickname in common", "Robert Larch", "William Larch"),
    ("father and grandson", "Robert Larch Sr.", "Robert Larch III"),
]


@pytest.mark.parametrize(("what", "left", "right"), COMPATIBLE, ids=[row[0] for row in COMPATIBLE])
def test_names_that_may_be_one_persons(what: str, left: str, right: str) -> None:
    assert not names_clash(read_name(left), read_name(right))
    assert not names_clash(read_name(right), read_name(left))


@pytest.mark.parametrize(("what", "left", "right"), INCOMPATIBLE, ids=[row[0] for row in INCOMPATIBLE])
def test_names_that_are_hardly_one_persons(what: str, left: str, right: str) -> None:
    assert names_clash(read_name(left), read_name(right))
    assert names_clash(read_name(right), read_name(left))


def test_a_changed_surname_clashes_but_is_not_unrelated() -> None:
    assert not names_unrelated(read_name("Ana Silva"), read_name("Ana Costa"))
    assert names_unrelated(read_name("Ana Silva"), read_name("Bruno Costa"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mueller", "Müller"),
        ("Sergey", "Sergei"),
        ("Minsoo", "Minsu"),
        ("Catherina", "Katherina"),
        ("Philipp", "Filip"),
        ("Fatimah", "Fatima"),
    ],
)
def test_spellings_of_one_sound(left: str, right: str) -> None:
    sounds = [read_name(f"{name} Larch").sound for name in (left, right)]
    if left == "Catherina":
        assert sounds[0] != sounds[1]  # C has two sounds: nicknames bridge it, not the sound
    else:
        assert sounds[0] == sounds[1]


def test_arabic_without_vowels_has_the_consonants_of_its_transcription() -> None:
    assert read_name("محمد علي").consonants == read_name("Mohammed Ali").consonants
    assert read_name("محمد علي").script == "semitic"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Ana Silva", "full"),
        ("A. Silva", "initialed"),
        ("R. García López", "initialed"),
        ("J. van Berg", "initialed"),
        ("Ana", "word"),
        ("zorbel77", "handle"),
        ("xkcdfan", "handle"),
        ("Acme Support", "collective"),
        ("GitHub", "collective"),
        ("Dulce Sales", "full"),
        ("Enzo Sales Silva", "full"),
        ("Acme Sales Team", "collective"),
        ("Recursos Humanos", "collective"),
        ("Peter & Mary Larch", "collective"),
        ("Ahmet Bilgi", "full"),
        ("unknown", "none"),
        ("=", "none"),
        ("", "none"),
    ],
)
def test_what_kind_of_name_it_is(written: str, kind: str) -> None:
    assert read_name(written).kind == kind


@pytest.mark.parametrize(
    ("written", "display"),
    [
        ("Silva, Ana", "Ana Silva"),
        ("ana silva", "Ana Silva"),
        ("Ana Silva | Acme", "Ana Silva"),
        ("Ana (Annie) Silva", "Ana Silva"),
        ("van de Berk, Yvonne", "Yvonne van de Berk"),
        ("JÃ¶rgen Stein", "Jörgen Stein"),
        ("王伟", "王伟"),
    ],
)
def test_a_name_as_one_would_write_it(written: str, display: str) -> None:
    assert read_name(written).display == display


def test_what_stands_beside_the_name_is_kept() -> None:
    forms = read_name("Ana Silva née Costa (Acme)")
    assert (forms.annotation, forms.former_family) == ("acme", "costa")
    assert read_name("Ana Silva (Jira)").is_via
    assert read_name("Ana Silva via SignPad").is_via


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9).map(str.title)


@given(st.text(max_size=60))
@example("·")
def test_any_text_can_be_read(text: str) -> None:
    forms = read_name(text)
    assert forms.key.isascii()
    assert forms.compact.isascii()
    assert not names_clash(forms, forms)


@given(WORDS, WORDS)
def test_the_usual_ways_to_write_two_words_are_one_name(given_name: str, family: str) -> None:
    plain = read_name(f"{given_name} {family}")
    if plain.kind == "full":
        assert read_name(f" {given_name}  {family}. ").key == plain.key
        assert read_name(f"{given_name} {family} (Acme)").key == plain.key
        assert read_name(f"{given_name} {family}".lower()).key == plain.key


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_a_sound_has_no_doubled_letters(word: str) -> None:
    sound = sound_of(word)
    assert all(left != right for left, right in itertools.pairwise(sound))
