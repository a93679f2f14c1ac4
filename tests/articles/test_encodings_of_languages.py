"""Many languages in their old 8-bit encodings: read right, or refused naming the readings."""

from __future__ import annotations

from unicodedata import normalize

from annotator.articles.files import read_file

# Encodings, and a text of two paragraphs.
TEXTS = (
    # Estonian
    (
        "iso8859_4 iso8859_13 iso8859_15 cp1257 cp775",
        "Linnavolikogu otsustas esmaspäeval, et vana raudteesild suletakse remondiks.\n\n"
        "Volikogu liikmed ütlesid, et sõitjad peavad ootama vähemalt kaks aastat, sest raha "
        "ei ole. Žurnalistid küsisid, miks otsus nii hilja tehti. Õhtul kogunes väljakule "
        "sadu inimesi, kes nõudsid uut šanssi oma linnale.",
    ),
    # Latvian
    (
        "iso8859_4 iso8859_13 cp1257 cp775",
        "Pilsētas dome pirmdien nolēma slēgt veco dzelzceļa tiltu remontam.\n\n"
        "Domes locekļi teica, ka braucējiem būs jāgaida vismaz divi gadi, jo naudas nav. "
        "Žurnālisti jautāja, kāpēc lēmums pieņemts tik vēlu. Vakarā laukumā pulcējās simtiem "
        "cilvēku, kas prasīja atbildi uz šo jautājumu.",
    ),
    # Lithuanian
    (
        "iso8859_4 iso8859_13 cp1257 cp775",
        "Miesto taryba pirmadienį nusprendė uždaryti seną geležinkelio tiltą remontui.\n\n"
        "Tarybos nariai sakė, kad keleiviai turės laukti bent dvejus metus, nes pinigų nėra. "
        "Žurnalistai klausė, kodėl sprendimas priimtas taip vėlai. Vakare aikštėje susirinko "
        "šimtai žmonių, kurie reikalavo atsakymo į šį klausimą.",
    ),
    # Turkish
    (
        "cp1254 iso8859_3 iso8859_9 cp857",
        "Belediye meclisi pazartesi günü eski demiryolu köprüsünü onarım için kapatmaya karar "
        "verdi.\n\n"
        "Meclis üyeleri, para olmadığı için yolcuların en az iki yıl beklemesi gerektiğini "
        "söyledi. Gazeteciler kararın neden bu kadar geç alındığını sordu. Akşam meydanda "
        "toplanan yüzlerce kişi İlçe başkanından bir cevap istedi ve ışıklar söndü.",
    ),
    # Vietnamese
    (
        "cp1258",
        "Hội đồng thành phố hôm thứ Hai quyết định đóng cửa cây cầu đường sắt cũ để sửa chữa.\n\n"
        "Các thành viên hội đồng nói rằng hành khách sẽ phải đợi ít nhất hai năm vì không có "
        "tiền. Các nhà báo hỏi tại sao quyết định được đưa ra muộn như vậy. Buổi tối hàng "
        "trăm người tụ tập ở quảng trường.",
    ),
    # Romanian
    (
        "cp1250 iso8859_2",
        "Consiliul oraşului a hotărât luni să închidă vechiul pod de cale ferată pentru "
        "reparaţii.\n\n"
        "Membrii consiliului au spus că navetiştii vor trebui să aştepte cel puţin doi ani, "
        "pentru că nu sunt bani. Ziariştii au întrebat de ce hotărârea a fost luată atât de "
        "târziu. Seara, sute de oameni s-au adunat în piaţă şi au cerut un răspuns.",
    ),
    # Sami
    (
        "iso8859_4 iso8859_10",
        "Gávpotstivra mearridii vuossárgga giddet boares šaldi divodeami várás.\n\n"
        "Stivrra lahtut dadje ahte mátkkošteaddjit fertejit vuordit guokte jagi, go ruđat eai "
        "leat. Journalisttat jerre manin mearrádus bođii nu maŋŋit. Eahkes čoahkkanedje "
        "čuođit olbmot šilljui ja gáibidedje vástádusa ŧ.",
    ),
    # Maltese
    (
        "iso8859_3",
        "Il-kunsill tal-belt iddeċieda nhar it-Tnejn li jagħlaq il-pont antik għat-tiswija.\n\n"
        "Il-membri qalu li l-vjaġġaturi jkollhom jistennew mill-inqas sentejn, għax m'hemmx "
        "flus. Il-ġurnalisti staqsew għaliex id-deċiżjoni ttieħdet daqshekk tard. Filgħaxija "
        "nġabru mijiet ta' nies fil-pjazza ż ħ.",
    ),
    # Esperanto
    (
        "iso8859_3",
        "La urbokonsilio decidis lunde fermi la malnovan fervojan ponton pro riparo.\n\n"
        "La konsilianoj diris, ke la vojaĝantoj devos atendi almenaŭ du jarojn, ĉar mankas "
        "mono. La ĵurnalistoj demandis, kial la decido venis tiel malfrue. Vespere centoj da "
        "homoj kolektiĝis sur la placo kaj postulis respondon ŝajne.",
    ),
    # OldIrish
    (
        "iso8859_14",
        "Ċinn coṁairle na caṫraċ Dé Luain an seandroiċead iarnróid a ḋúnaḋ lena ḋeisiú.\n\n"
        "Dúirt na coṁairleoirí go mbeiḋ ar ṗaisinéirí fanaċt ḋá ḃliain. D'ḟiafraiġ iriseoirí "
        "cén fáṫ a raiḃ an cinneaḋ ċoṁ déanaċ. Tráṫnóna ḃailiġ na céadta sa ċearnóg.",
    ),
    # Afrikaans
    (
        "mac_roman cp1252",
        "Die stadsraad het Maandag besluit om die ou spoorwegbrug vir herstelwerk te sluit.\n\n"
        "Raadslede het gesê dat pendelaars ten minste twee jaar sal moet wag, want daar is "
        "nie geld nie. Joernaliste het gevra hoekom die besluit so laat gekom het. Die aand "
        "het honderde mense op die plein vergader: ’n antwoord, ’n verskoning, ’n môre wat "
        "beter sê.",
    ),
    # Tagalog
    (
        "cp1252 cp850",
        "Nagpasya ang konseho ng lungsod noong Lunes na isara ang lumang tulay para sa "
        "pagkukumpuni.\n\n"
        "Sinabi ng mga kasapi na maghihintay ang mga pasahero nang dalawang taon, dahil wala "
        "nang pera. Tinanong ng mga mamamahayag kung bakit huli na ang pasya sa Parañaque at "
        "Dasmariñas, ayon kay Peña.",
    ),
    # Hungarian
    (
        "iso8859_16 mac_latin2",
        "A városi tanács hétfőn úgy döntött, hogy javítás miatt lezárja a régi vasúti hidat.\n\n"
        "A tanács tagjai azt mondták, hogy az utasoknak legalább két évet kell várniuk, mert "
        "nincs pénz. Az újságírók megkérdezték, miért született ilyen későn a döntés. Este "
        "több százan gyűltek össze a téren, és választ követeltek, de csak egy jött.",
    ),
    # Polish
    (
        "iso8859_16 cp775",
        "Rada miasta postanowiła w poniedziałek zamknąć stary most kolejowy z powodu remontu.\n\n"
        "Radni powiedzieli, że pasażerowie będą musieli czekać co najmniej dwa lata, bo nie "
        "ma pieniędzy. Dziennikarze pytali, dlaczego decyzja zapadła tak późno. Wieczorem na "
        "placu zebrały się setki ludzi, którzy żądali odpowiedzi na to pytanie.",
    ),
    # Serbian
    (
        "cp1251 cp855 mac_cyrillic",
        "Градско веће одлучило је у понедељак да затвори стари железнички мост због поправке.\n\n"
        "Већници су рекли да ће путници морати да чекају најмање две године јер нема новца. "
        "Новинари су питали зашто је одлука донета тако касно. Увече се на тргу окупило више "
        "стотина људи.",
    ),
    # Belarusian
    (
        "cp1251 iso8859_5",
        "Гарадскі савет у панядзелак вырашыў зачыніць стары чыгуначны мост на рамонт.\n\n"
        "Дэпутаты сказалі, што пасажыры будуць чакаць не менш за два гады, бо няма грошай. "
        "Журналісты пыталіся, чаму рашэнне прынята так позна. Увечары на плошчы сабраліся "
        "сотні людзей.",
    ),
    # Greek
    (
        "cp737 cp869 mac_greek",
        "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να κλείσει την παλιά σιδηροδρομική γέφυρα "
        "για επισκευή.\n\n"
        "Οι σύμβουλοι είπαν ότι οι επιβάτες θα πρέπει να περιμένουν δύο χρόνια, επειδή δεν "
        "υπάρχουν χρήματα.",
    ),
)


def test_each_is_read_right_and_remarked() -> None:
    for encodings, text in TEXTS:
        for encoding in encodings.split():
            reading = read_file("a.txt", encoded(text, encoding))
            assert reading.articles, f"{encoding}: {reading.refusals[0].reason}"
            assert reading.articles[0].text == text, encoding
            assert "check its accents" in reading.articles[0].remarks[0]


def test_a_language_that_is_not_known_is_refused_with_readings() -> None:
    (refused,) = read_file(
        "a.txt", "Kommunalbestyrelsi ataasinngorn ãĩũ".encode("iso8859_4")
    ).refusals
    assert "Read as cp1252 (“" in refused.reason
    assert "--encoding" in refused.reason
    assert refused.doubt is not None
    assert "iso8859-4" in refused.doubt.choices


def encoded(text: str, encoding: str) -> bytes:
    """In Vietnamese's encoding tone marks follow their letter."""
    return b"".join(_letter(char, encoding) for char in normalize("NFC", text))


def _letter(char: str, encoding: str) -> bytes:
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        base, *marks = normalize("NFD", char)
        shape = [one for one in marks if one in "\u0302\u0306\u031b"]
        tones = [one for one in marks if one not in shape]
        return "".join([normalize("NFC", base + "".join(shape)), *tones]).encode(encoding)
