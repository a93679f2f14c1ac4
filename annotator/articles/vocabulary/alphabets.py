"""Languages by their letters and commonest words: what tells one 8-bit encoding from another."""

from __future__ import annotations

# Language -> (letters beyond ASCII, its commonest words).
LANGUAGES: dict[str, tuple[str, str]] = {
    "Czech": (
        "áčďéěíňóřšťúůýž",
        "a je se na že v to s z do i o k za by jsem si po jeho který pro ve při který "
        "protože také podle jako ale bude byl",
    ),
    "Polish": (
        "ąćęłńóśźż",
        "w i na z się nie do to że jest o jak ale po co za od już tylko przez który przed oraz być "
        "może był tego dla jego czy też ich",
    ),
    "Dutch": (
        "áéëèïíóöüú",
        "de het een en van in is dat op te zijn met voor niet die er aan om als ook door bij maar "
        "wordt uit nog naar heeft worden over",
    ),
    "Catalan": (
        "àçèéíïòóúü·",
        "de la el que i en un a els per una no les del amb és al ha més com es són va hi seva "
        "però aquest també",
    ),
    "Albanian": (
        "çë",
        "dhe në e të për me që një nga është i së si më do ka nuk se janë ku kjo por edhe",
    ),
    "Russian": (
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        "и в не на с что он по как к из у за от о для это так но а его же она было до все при",
    ),
    "Ukrainian": (
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "і в не на з що він по як до із у за від о для це так але а його та вона було всі при",
    ),
    "Bulgarian": (
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        "и в не на с че той по как към от у за до о това така но а се са да е ще бе при след",
    ),
    "Greek": (
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "και το η ο του να της με που για την σε από οι στο τα δεν είναι των τη ότι στην θα",
    ),
    "Slovak": (
        "áäčďéíĺľňóôŕšťúýž",
        "a je sa na že v to s z do aj o k za by som si po jeho ktorý pre vo pri pretože "
        "tiež podľa ako ale bude bol",
    ),
    "Hungarian": (
        "áéíóöőúüű",
        "a az és hogy nem is egy ez meg de van csak volt már mert szerint el azt után ezt "
        "vagy pedig ki még több lesz kell között",
    ),
    "Croatian": (
        "čćđšž",
        "i je se na da u su za od to s o a kao koji će iz bi ne ali do po nije samo što "
        "više ili nakon",
    ),
    "Slovene": (
        "čšž",
        "in je se na da v so za od to s o a kot ki bo iz bi ne pa do po ni le več ali tudi",
    ),
    "Romanian": (
        "ăâîșțşţ",
        "și şi de în la a cu pe că să nu o un din pentru mai este au care ce al sau după "
        "fost despre",
    ),
    "Turkish": (
        "çğıöşüâîûİ",
        "ve bir bu da de için ile olarak daha çok en gibi kadar olan sonra ancak göre var "
        "ne her ama",
    ),
    "German": (
        "äöüß",
        "der die das und ist in zu den nicht von mit sich auf für ein eine dem im des am "
        "als auch es an werden aus hat dass sie nach wird bei einer um noch weil alte "
        "viele nichts",
    ),
    "French": (
        "àâæçéèêëîïôœùûüÿ",
        "le la les de des et en un une du est que pour dans qui sur pas au par plus avec "
        "il ce ne se sont aux ont été mais",
    ),
    "Spanish": (
        "áéíñóúü",
        "de la que el en y a los se del las un por con no una su para es al lo como más "
        "pero sus le ya o este fue ha",
    ),
    "Portuguese": (
        "áâãàçéêíóôõúü",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas "
        "foi ao das à seu",
    ),
    "Italian": (
        "àèéìíîòóùú",
        "di e il la che in un per è una con non del si da le dei al più nel come lo ma "
        "alla sono anche ha gli",
    ),
    "Icelandic": (
        "áðéíóúýþæö",
        "að og á í er sem til um var ekki við því með fyrir af hann það hafi segja en "
        "þess eru verið",
    ),
    "Swedish": (
        "åäöé",
        "och att det i en som på är av för med till den har de inte om ett han men var "
        "sig från så kan när",
    ),
    "Danish or Norwegian": (
        "åæøé",
        "og at det i en som på er av af for med til den har de ikke om et han men var seg "
        "sig fra så kan når",
    ),
    "Finnish": (
        "äöåšž",
        "ja on ei se että oli hän mutta myös ovat kun joka mukaan ole sen tai kuin jo "
        "vain nyt sekä",
    ),
    "Estonian": (
        "äõöüšž",
        "ja on ei et see oli ta kui ka mis aga või oma ning kes siis veel pole selle",
    ),
    "Lithuanian": (
        "ąčęėįšųūž",
        "ir kad yra į su iš tai buvo ne kaip bet dėl po jau apie už per savo nes taip kurie nėra "
        "kuris šis jis o pat",
    ),
    "Latvian": (
        "āčēģīķļņšūž",
        "un ir ka par ar no uz lai kas bet arī tas ne pie kā pēc to vai savu",
    ),
    "Vietnamese": (
        "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        "và của là có cho được trong một các người những với không đã đến khi ra này để nhiều về "
        "theo ở tại năm ngày phải nói từ cũng",
    ),
    "Afrikaans": (
        "áäèéêëíîïóôöúûüŉ",
        "die en van in is nie dat het te vir met op wat sy ook om hy na ons aan maar sal hulle "
        "was by so daar word",
    ),
    "Filipino": (
        "áàâéèêíìîñóòôúùû",
        "ang ng sa na mga at ay si ni para hindi ito mula nang kung may dahil pa siya kay ayon "
        "isang ko niya sila noong",
    ),
    "Irish": (
        "áéíóúċḋḟġṁṗṡṫḃ",
        "an na agus ar is i a go bhfuil le sa ag do tá ní bhí mar nach ann seo sin ach é gur "
        "chun faoi don ó",
    ),
    "Welsh": (
        "áàâäéèêëíìîïóòôöúùûüŵŷẃẁẅýỳÿ",
        "y yn a i o ar yr ei bod wedi mae am fod eu na i'r gan ac fel ond oedd hwn bydd nad ddim "
        "hefyd o'r gyda",
    ),
    "Maltese": (
        "ċġħżàèìòù",
        "li u ta il l dan ma għal minn fuq kien għan biex jew mill hija kienet dwar bħal din wara "
        "huwa tal fil",
    ),
    "Esperanto": (
        "ĉĝĥĵŝŭ",
        "la de kaj en al ke ne estas kun por li pri el por sed tio estis iĝis pli ol oni ĉar kiel "
        "kiu ili post devos",
    ),
    "Northern Sámi": (
        "áčđŋšŧž",
        "ja lea leat ahte go de mii dat sii ii eai leai su maid dan muhto nu juo dál ovdal maŋŋel",
    ),
    "Basque": (
        "ñçü",
        "eta da ez bat dira du zuen dute izan baina ere dela hau den zen beste egin baino bi "
        "esan arte oso dago",
    ),
    "Galician": (
        "áéíóúñüï",
        "de a o que e do da en un unha para con non os as no na por máis dos das como pero foi "
        "ao á seu este tamén",
    ),
    "Kurdish": (
        "çêîşû",
        "û li de di bi ji ku ew ez jî bû re her wî wê ev lê dike hat ya yên be me",
    ),
    "Faroese": (
        "áíóúýæøð",
        "og at í er á til við fyri sum av ikki hann tað ein eru hevur men um tey eisini so frá",
    ),
    "Serbian": (
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "и је у да се на за су од са као који не то о али што из по би ће након или није",
    ),
    "Macedonian": (
        "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
        "и на во да се за од со е дека не што ќе го по но како или кој а беше ги тоа",
    ),
    "Belarusian": (
        "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        "і ў на не з што да ён па як у за ад для гэта але а яго яна было пра быў каб",
    ),
}
